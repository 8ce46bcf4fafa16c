"""The list on paper: what stands in it, under which heading, in which words."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests import factories as f
from tests.exchange.printed import LIST, in_order, pages_of, printed, read

from homegroup.exchange.feeds.outlet import outlet_now
from homegroup.exchange.printing import rows, sheets, wording
from homegroup.exchange.printing.options import By, Options
from homegroup.meetings import actions, writing
from homegroup.meetings.forms.search import SearchForm
from homegroup.meetings.queries import Search

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_is_enough]  # what is printed


@pytest.fixture(autouse=True)
def _now():
    f.forget_what_was_read()
    with f.at(f.NOW):
        yield
    f.forget_what_was_read()


def test_each_regular_time_stands_once_under_its_day(client):
    f.add("Wednesday Light", schedules=(f.weekly(f.WED, "18:00"),))
    f.add("Two Days", schedules=(f.weekly(f.MON + f.THU, "07:15", minutes=45),))
    text = printed(client)
    assert in_order(text, "Monday", "7:15 a.m.", "to 8 a.m.", "Two Days", "Wednesday", "6 p.m.")
    assert in_order(text, "Wednesday Light", "Thursday", "7:15 a.m.", "Two Days")
    assert text.count("Two Days") == 2
    assert text.count("Wednesday Light") == 1
    assert "Mill Hall, 1 Mill Street, Alder Falls" in text
    assert "AA: Alcoholics Anonymous" in text
    assert "2 meetings" in text


def test_an_end_that_was_only_assumed_is_not_told(client):
    f.add(schedules=(f.weekly(f.MON, "19:30", minutes_given=False),))
    assert "to 8:30" not in printed(client)


def test_other_rhythms_appointments_and_pauses_have_their_own_headings(client):
    f.add("Weekly One", schedules=(f.weekly(f.SUN),))
    f.add("Every Other", schedules=(f.fortnightly(f.TUE, "12:00", "2026-03-10"),))
    f.add("Second Friday", schedules=(f.monthly("2", f.FRI),))
    f.add("One Supper", schedules=(f.once("2026-04-01"),))
    f.add("Call Us", schedules=(f.by_appointment("Write to us first."),))
    paused = f.add("Asleep", schedules=(f.weekly(f.MON),))
    actions.pause_meeting(meeting=paused, from_on=date(2026, 3, 1), until_on=None,
                          reason="", by=None)  # fmt: skip
    text = printed(client)
    assert in_order(text, "Sunday", "Weekly One", "Other rhythms", "Tue 10 Mar", "Every Other",
                    "Every second Tuesday", "Fri 13 Mar", "Second Friday",
                    "Every second Friday of the month", "Wed 1 Apr", "One Supper",
                    "Only on this date", "By appointment", "Call Us", "Write to us first.",
                    "Paused for now", "Asleep", "Paused until further notice.")  # fmt: skip
    assert "Monday" not in text


def test_what_is_not_as_usual_is_told(client):
    changing = f.add("Changing", schedules=(f.weekly(f.MON, last_on=date(2026, 3, 30)),
                                            f.weekly(f.TUE, first_on=date(2026, 4, 7)))
    )  # fmt: skip
    actions.cancel_occurrence(schedule=f.schedule_of(changing, 0), on=date(2026, 3, 9), reason="",
                        by=None)  # fmt: skip
    resting = f.add("Resting", schedules=(f.weekly(f.THU),))
    actions.pause_meeting(meeting=resting, from_on=date(2026, 3, 1),
                          until_on=date(2026, 3, 20), reason="", by=None)  # fmt: skip
    text = printed(client)
    assert in_order(text, "Monday", "Changing", "Until 30 March 2026. Not on 9 March 2026.",
                    "Tuesday", "Changing", "From 7 April 2026.", "Thursday", "Resting",
                    "Paused until 20 March 2026.")  # fmt: skip


def test_a_moved_date_stands_for_itself(client):
    meeting = f.add("Wanderer", schedules=(f.weekly(f.MON, "19:30"),))
    actions.move_occurrence(schedule=f.schedule_of(meeting), on=date(2026, 3, 9),
                      to=date(2026, 3, 12), at=time(18), reason="", by=None)  # fmt: skip
    text = printed(client)
    assert in_order(text, "Monday", "Wanderer", "Not on 9 March 2026.", "Other rhythms",
                    "Thu 12 Mar", "6 p.m.", "Wanderer", "Only on this date")  # fmt: skip


def test_times_are_local_in_a_room_and_the_viewers_online(client):
    f.add("Room", schedules=(f.weekly(f.MON, "19:30"),))
    f.add_online("Owls", schedules=(f.weekly(f.MON, "22:00"),))
    client.cookies["zone"] = "Europe/London"
    text = printed(client)
    assert in_order(text, "Monday", "7:30 p.m.", "Room", "Tuesday", "3 a.m.", "London time", "Owls")
    assert "https://meet.example.org/owls" in text
    assert "Online" in text


def test_a_long_link_is_the_address_of_the_page(client):
    link = "https://meet.example.org/" + "a" * 100
    f.add_online("Owls", conference_url=link, conference_phone="+1 555 0100")
    text = printed(client)
    assert "http://testserver/meetings/owls/" in text
    assert "Online: +1 555 0100" in text
    assert link not in text


def test_by_place(client):
    f.add("Far", venue=f.venue("Weyburn", regions=("Sussex", "Coast")))
    f.add("Near", venue=f.venue("Brock", regions=("Sussex", "Downs")))
    f.add("Own", venue=f.venue("Zell", state="", country="", regions=()))
    f.add_online("Owls")
    text = printed(client, "by=place")
    assert in_order(text, "Sussex", "Brock", "Monday", "7:30 p.m.", "Near", "Weyburn", "Far",
                    "Zell", "Own", "Online", "Owls")  # fmt: skip


def test_marks(client):
    f.add(
        types=("open", "wheelchair", "discussion", "lang-es"),
        notes="Ring the bell twice, then come up. " + "x " * 90,
    )
    text = printed(client)
    assert "AA · Open · Discussion · Wheelchair access · Spanish" in text
    assert "Ring the bell twice, then come up." in text
    assert "x x x" not in text


def test_the_search_is_told_and_honoured(client):
    f.add("Evening", schedules=(f.weekly(f.WED, "19:00"),))
    f.add("Morning", schedules=(f.weekly(f.WED, "09:00"),))
    f.add("Away", venue=f.venue("Far Town", latitude=10, longitude=10))
    text = printed(client, "near=Alder+Falls&within=25&day=3&time=evening&sort=nearest&after=1.2.3")
    assert "Near Alder Falls" in text
    assert "within 25 km, on Wednesday, in the evening" in text
    assert "Evening" in text
    assert "Morning" not in text
    assert "Away" not in text


def test_where_somebody_stood_does_not_go_on_paper(client):
    f.add()
    text = printed(client, "at=42.6,-76.3&within=10&unit=mi")
    assert "Near one place, within 10 miles" in text
    assert "42.6" not in text


def test_only_what_starts_within_the_next_hours(client):
    f.add("Soon", schedules=(f.weekly(f.WED, "08:00"),))  # NOW is Wednesday, 7:00 in New York
    f.add("Later", schedules=(f.weekly(f.WED, "20:00"),))
    text = printed(client, "hours=2")
    assert "Starting within the next 2 hours" in text
    assert "Soon" in text
    assert "Later" not in text


@pytest.mark.parametrize("query", [
    "by=x&size=huge&paper=b9&fold=yes",
    "within=-1&day=9&time=x",
    "type=nothing&attendance=&unit=league",
    "near=%00&q=%ff",
])  # fmt: skip
def test_what_makes_no_sense_falls_back(client, query):
    f.add()
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    box = read(response.content).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_an_empty_search_says_so_on_one_page(client):
    response = client.get(f"{LIST}?q=nothinglikeit")
    (text,) = pages_of(response.content)
    assert "No meeting fits this search." in text
    assert "With the words “nothinglikeit”" in text
    assert "1 of 1" in text


NASTY = [
    "#panic(\"no\") *b* _i_ $x^2$ `raw` @ref <label> \\ 'q' \"q\" // c /* d */ [x] {y} = H - l",
    "#sys.inputs.data #image(\"/etc/passwd\") #include \"list.typ\"",
    "</script>\u202e\u0007 &amp; {n} {m} %s %(x)s",
]  # fmt: skip


@pytest.mark.parametrize("nasty", NASTY)
def test_what_people_write_is_text_and_nothing_else(client, nasty):
    f.add(nasty, notes=nasty, venue=f.venue(nasty[:30], name=nasty[:60]))
    text = printed(client, "by=place")
    for part in nasty.replace("\u202e\u0007", "").split():
        assert part in text


def test_endless_words_may_break(client):
    f.add("W" * 250)
    assert "W" * 250 in printed(client).replace(" ", "")


@pytest.mark.parametrize("name", ["夜のあかり", "बरगद की छाँव", "ضوء المساء", "אור ערב", "🕯 Свет"])
@pytest.mark.parametrize("query", ["", "by=place&size=large", "fold=1"])
def test_every_script_gives_a_pdf(client, name, query):
    f.add(name, notes=name * 5)
    assert printed(client, query)


def listed(**options):
    """Lay out the list of all meetings."""
    return sheets.list_of(
        SearchForm(QueryDict("")),
        Options(**options),
        outlet_now("https://x.example"),
        now=f.NOW,
        viewer=ZoneInfo("UTC"),
    )


def test_a_language_from_right_to_left():
    f.add("ضوء المساء")
    with translation.override("ar"):
        content = listed().pdf()
    assert read(content).trailer["/Root"]["/Lang"] == "ar"


def test_the_pdf_says_what_it_is(client):
    f.add()
    root = read(client.get(LIST).content).trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert read(client.get(LIST).content).metadata.title == "Meetings · Homegroup"


def test_too_many_rows_are_cut_and_the_last_page_says_so(client):
    every_day = f.weekly("1234567")
    entries = [
        writing.NewMeeting(f"m-{n}", f.listing(f"M {n}", schedules=(every_day,)))
        for n in range(286)
    ]
    made = writing.create(entries, at=writing.now())
    writing.publish([meeting.pk for meeting in made])
    assert rows.MOST_ROWS + 2 == 286 * 7
    found = rows.rows_of(Search(), now=f.NOW, viewer=f.ZONE, by_place=False)
    assert len(found.rows) == rows.MOST_ROWS
    assert found.is_cut
    last = pages_of(client.get(LIST).content)[-1]
    assert "only the first 2,000 times" in last
    assert "choose a place, a day or a fellowship" in last


@pytest.mark.parametrize("by", By)
def test_three_rows_take_as_many_queries_as_one(by):
    def queries():
        f.forget_what_was_read()
        with CaptureQueriesContext(connection) as captured:
            listed(by=by)
        return len(captured)

    kinds = ("open", "wheelchair")
    f.add("One", types=kinds, venue=f.venue(regions=("A", "B", "C")))
    one = queries()
    f.add("Two", types=kinds, venue=f.venue("Else", regions=("D", "E", "F")))
    f.add("Three", types=kinds, venue=f.venue("There", regions=("G",)))
    assert queries() == one


def test_shortened():
    assert wording.shortened("Short.", 20) == "Short."
    assert wording.shortened("One thing. Another thing that is long.", 20) == "One thing."
    assert wording.shortened("One thing and another, and more", 23) == "One thing and another…"
    assert wording.shortened("x" * 30, 10) == "x" * 10 + "…"


def test_headings_by_place_do_not_repeat_the_town():
    meeting = f.add(venue=f.venue("Mesa", state="AZ"))
    assert sheets.place_of(meeting, ["Mesa", "West"]).town == "West"
    assert sheets.place_of(meeting, ["Mesa"]).town == ""
    assert sheets.place_of(meeting, []).region == "AZ"
