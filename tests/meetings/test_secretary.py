"""The secretary's pages: add, change, pause, cancel a date, confirm, work the reports."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.factories import NOW, add, at
from tests.groups.making import make_group, make_membership

from homegroup.audit.models import Entry
from homegroup.groups.models import Group
from homegroup.meetings import actions
from homegroup.meetings.choices import CorrectionState, Status
from homegroup.meetings.models import Correction, DateChange, Meeting, Schedule

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Lamp Light", "attendance": "in_person", "time_zone": "America/New_York",
    "place": "Mill Hall", "address": "1 Mill Street", "city": "Alder Falls", "state": "NY",
    "country": "USA", "point": "42.6, -76.3", "types": ["open", "lang-en"], "schedules": "1",
    "s0-repeats": "weekly", "s0-weekdays": ["2", "4"], "s0-starts_at": "19:30", "s0-minutes": "90",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with at(NOW):
        yield


@pytest.fixture
def group() -> Group:
    return make_group("Lamp Group")


@pytest.fixture
def client(group: Group) -> Client:
    """A browser of the group's secretary."""
    user, browser = make_member(), Client()
    make_membership(user, group, positions=["secretary"])
    sign_in(browser, user, strong=True)
    return browser


@pytest.fixture
def meeting(group: Group) -> Meeting:
    made = add("Lamp Light")
    Meeting.objects.filter(pk=made.pk).update(group=group)
    return Meeting.objects.get(pk=made.pk)


def post(client: Client, path: str, **data: Any) -> HttpResponse:
    return client.post(path, {"once": str(uuid4()), **data})  # type: ignore[return-value]


def dates_of(meeting: Meeting) -> str:
    return f"/groups/lamp-group/meetings/{meeting.slug}/dates/"


def test_a_meeting_is_added_and_found(client: Client, group: Group) -> None:
    answer = post(client, "/groups/lamp-group/meetings/new/", **NEW)
    assert answer.headers["Location"] == "/groups/lamp-group/meetings/"
    made = Meeting.objects.whole().get()
    assert made.group == group
    assert made.venue
    assert (made.venue.city, made.venue.approximate) == ("Alder Falls", False)
    schedule = made.schedules.get()
    assert (schedule.weekdays, schedule.minutes) == ("24", 90)
    assert {kind.slug for kind in made.types.all()} == {"open", "lang-en"}
    assert "Lamp Light" in Client().get("/meetings/?q=lamp+group").content.decode()
    assert Entry.objects.filter(action="meetings.add_meeting", actor__isnull=False).count() == 1


def test_pressed_three_times_it_is_one_meeting(client: Client) -> None:
    key = str(uuid4())
    answers = [
               client.post("/groups/lamp-group/meetings/new/", NEW | {"once": key})
               for _ in range(3)]  # fmt: skip
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "required"),
        ({"time_zone": "Nowhere/Town"}, "do not know this time zone"),
        ({"city": ""}, "In which town"),
        ({"attendance": "online"}, "How do people join"),
        ({"attendance": "on the moon"}, "valid choice"),
        ({"point": "here"}, "Two numbers"),
        ({"conference_url": "javascript:alert(1)"}, "valid URL"),
        ({"email": "nobody"}, "valid email"),
        ({"s0-starts_at": "25:00"}, "valid time"),
        ({"s0-starts_at": ""}, "When does it start"),
        ({"s0-weekdays": []}, "Choose the day"),
        ({"s0-repeats": "monthly"}, "which of the month"),
        ({"s0-repeats": "fortnightly"}, "first date"),
        ({"s0-repeats": "once", "s0-weekdays": []}, "first date"),
        ({"s0-first_on": "2026-05-01", "s0-last_on": "2026-04-01"}, "before the first"),
        ({"s0-minutes": "0"}, "greater than"),
        ({"types": ["nonsense"]}, "valid choice"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    client: Client, change: dict[str, Any], words: str
) -> None:
    answer = post(client, "/groups/lamp-group/meetings/new/", **(NEW | change))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="1 Mill Street"' in page
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("schedule", "stored"),
    [
        (
            {"s0-repeats": "monthly", "s0-ordinals": ["2"], "s0-weekdays": ["2"]},
            ("monthly", "2", "2"),
        ),
        (
            {"s0-repeats": "monthly", "s0-ordinals": ["9"], "s0-weekdays": ["5"]},
            ("monthly", "9", "5"),
        ),
        ({"s0-repeats": "fortnightly", "s0-first_on": "2026-03-10"}, ("fortnightly", "", "24")),
        ({"s0-repeats": "once", "s0-first_on": "2026-05-01"}, ("once", "", "")),
        ({"s0-repeats": "appointment"}, ("appointment", "", "")),
    ],
)
def test_every_kind_of_schedule_can_be_typed(
    client: Client, schedule: dict[str, Any], stored: tuple[str, str, str]
) -> None:
    assert post(client, "/groups/lamp-group/meetings/new/", **(NEW | schedule)).status_code == 302
    row = Schedule.objects.get()
    assert (row.repeats, row.ordinals, row.weekdays) == stored


def test_a_second_time_is_added_and_the_first_taken_off(client: Client, meeting: Meeting) -> None:
    page = client.get(f"/groups/lamp-group/meetings/{meeting.slug}/edit/").content.decode()
    assert 'name="s1-repeats"' in page
    both = NEW | {"schedules": "2", "s1-repeats": "weekly", "s1-weekdays": ["7"],
                  "s1-starts_at": "10:00", "seen": str(meeting.revision)}  # fmt: skip
    path = f"/groups/lamp-group/meetings/{meeting.slug}/edit/"
    assert post(client, path, **both).status_code == 302
    assert sorted(s.weekdays for s in meeting.schedules.all()) == ["24", "7"]
    seen = str(Meeting.objects.get().revision)
    emptied = both | {"s0-repeats": "weekly", "s0-weekdays": [], "s0-starts_at": "", "seen": seen}
    assert post(client, path, **emptied).status_code == 302
    assert [s.weekdays for s in meeting.schedules.all()] == ["7"]


def test_opening_and_saving_changes_nothing(client: Client, meeting: Meeting) -> None:
    import re

    path = f"/groups/lamp-group/meetings/{meeting.slug}/edit/"
    page = client.get(path).content.decode()
    data: dict[str, Any] = {}
    for name, value in re.findall(
        r'<input[^>]*name="([^"]+)"[^>]*?value="([^"]*)"[^>]*?checked', page
    ):
        data.setdefault(name, []).append(value)
    for tag in re.findall(r"<input[^>]+>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and 'type="checkbox"' not in tag and 'type="radio"' not in tag:
            data.setdefault(name[1], []).append(value[1])
    for name, inner in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        data[name] = [chosen[1] if chosen else ""]
    before = actions.listing_of(Meeting.objects.whole().get())
    data.pop("csrfmiddlewaretoken", None)
    assert client.post(path, data).status_code == 302
    after = Meeting.objects.whole().get()
    assert actions.listing_of(after) == before
    assert after.revision == meeting.revision


def test_two_people_who_edit_at_once_do_not_overwrite_each_other(
    client: Client, meeting: Meeting
) -> None:
    seen = str(meeting.revision)
    actions.edit_meeting(meeting=meeting, changes={"notes": "Side door."}, by=None)
    answer = post(client, f"/groups/lamp-group/meetings/{meeting.slug}/edit/",
                  **(NEW | {"name": "Mine", "seen": seen}))  # fmt: skip
    assert answer.status_code == 422
    assert "Somebody else changed" in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()
    assert Meeting.objects.get().notes == "Side door."


def test_an_imported_group_keeps_its_own_row_when_its_meeting_is_edited(
    client: Client, meeting: Meeting, group: Group
) -> None:
    other = make_group("Lamp Group", slug="other-lamps", notes="Not ours.")
    actions.edit_meeting(meeting=meeting, changes={"notes": "New."}, by=None)
    other.refresh_from_db()
    assert other.notes == "Not ours."
    assert Meeting.objects.get().group == group


def test_a_date_is_cancelled_moved_and_restored(client: Client, meeting: Meeting) -> None:
    schedule = meeting.schedules.get()
    where = {"schedule": schedule.pk, "on": "2026-03-09"}
    answer = post(client, dates_of(meeting), do="date", **where, reason="Holiday")
    assert answer.headers["Location"] == dates_of(meeting)
    assert "not on this date" in client.get(dates_of(meeting)).content.decode()
    assert "Holiday" in Client().get(meeting.get_absolute_url()).content.decode()
    post(client, dates_of(meeting), do="date", **where, to="2026-03-10", at="20:00", reason="")
    change = DateChange.objects.get()
    assert (change.moved_to, change.made_by is not None) == (date(2026, 3, 10), True)
    post(client, dates_of(meeting), do="restore", **where)
    assert not DateChange.objects.exists()


def test_a_date_that_is_none_is_refused_and_its_reason_kept(
    client: Client, meeting: Meeting
) -> None:
    schedule = meeting.schedules.get()
    answer = post(client, dates_of(meeting), do="date", schedule=schedule.pk, on="2026-03-10",
                  reason="typed words")  # fmt: skip
    assert answer.status_code == 422
    assert not DateChange.objects.exists()


def test_a_pause_begins_and_ends(client: Client, meeting: Meeting) -> None:
    post(client, dates_of(meeting), do="pause", from_on="2026-03-04", reason="Repairs")
    assert Meeting.objects.get().status_on(date(2026, 3, 20)) == Status.PAUSED
    again = post(client, dates_of(meeting), do="pause", from_on="2026-03-05", reason="typed")
    assert again.status_code == 422
    assert "paused already" in again.content.decode()
    assert 'value="typed"' in again.content.decode()
    post(client, dates_of(meeting), do="resume")
    assert Meeting.objects.get().status_on(date(2026, 3, 20)) == Status.LISTED


def test_a_time_changes_from_a_date_on(client: Client, meeting: Meeting) -> None:
    schedule = meeting.schedules.get()
    nothing = post(
        client, dates_of(meeting), do="change", schedule=schedule.pk, from_on="2026-04-06"
    )
    assert nothing.status_code == 422
    answer = post(client, dates_of(meeting), do="change", schedule=schedule.pk,
                  from_on="2026-04-06", starts_at="18:00")  # fmt: skip
    assert answer.status_code == 302
    assert [str(s.starts_at) for s in meeting.schedules.all()] == ["19:30:00", "18:00:00"]


def test_a_meeting_closes_and_opens_again(client: Client, meeting: Meeting) -> None:
    post(client, dates_of(meeting), do="close", reason="The hall is sold.")
    assert Meeting.objects.get().status == Status.CLOSED
    assert "The hall is sold." in client.get(dates_of(meeting)).content.decode()
    post(client, dates_of(meeting), do="reopen")
    assert Meeting.objects.get().status == Status.LISTED


def test_something_unknown_is_not_done(client: Client, meeting: Meeting) -> None:
    assert post(client, dates_of(meeting), do="explode").status_code == 404


def test_confirming_says_the_day(client: Client, meeting: Meeting) -> None:
    path = f"/groups/lamp-group/meetings/{meeting.slug}/confirm/"
    for _ in range(3):
        assert client.post(path).status_code == 302
    assert Meeting.objects.get().confirmed_on == date(2026, 3, 4)
    assert Entry.objects.filter(action="meetings.confirm_meeting").count() == 1
    assert (
        "Confirmed on 4 March 2026" in client.get("/groups/lamp-group/meetings/").content.decode()
    )


def report(meeting: Meeting, **changes: tuple[str, str]) -> Correction:
    made = actions.report_correction(meeting=meeting, changes=changes, message="Look.", key=uuid4())
    assert made
    return made


def test_a_report_is_taken_over(client: Client, meeting: Meeting) -> None:
    told = report(meeting, name=("Lamp Light", "Lamp Lights"), contact=("", "lamp@example.org"),
                  when=("x", "Tuesdays"))  # fmt: skip
    page = client.get("/groups/lamp-group/corrections/").content.decode()
    assert "Lamp Lights" in page
    assert "Tuesdays" in page
    post(client, "/groups/lamp-group/corrections/", take=told.pk)
    changed = Meeting.objects.get()
    assert (changed.name, changed.email) == ("Lamp Lights", "lamp@example.org")
    told.refresh_from_db()
    assert told.state == CorrectionState.DONE


@pytest.mark.parametrize(
    "bad",
    [{"contact": ("", "no mail @ all")}, {"conference_url": ("", "javascript:alert(1)")},
     {"name": ("Lamp Light", "")}],
)  # fmt: skip
def test_a_report_that_would_break_the_listing_is_not_written(
    client: Client, meeting: Meeting, bad: dict[str, tuple[str, str]]
) -> None:
    told = report(meeting, **bad)
    before = actions.listing_of(Meeting.objects.whole().get())
    post(client, "/groups/lamp-group/corrections/", take=told.pk)
    assert actions.listing_of(Meeting.objects.whole().get()) == before


@pytest.mark.parametrize(("pressed", "state"), [("done", "done"), ("wrong", "declined")])
def test_a_report_is_seen_to_once(
    client: Client, meeting: Meeting, pressed: str, state: str
) -> None:
    told = report(meeting)
    assert post(client, "/groups/lamp-group/corrections/", **{pressed: told.pk}).status_code == 302
    again = post(client, "/groups/lamp-group/corrections/", **{pressed: told.pk})
    assert again.status_code == 422
    assert "already" in again.content.decode()
    told.refresh_from_db()
    assert told.state == state


def test_the_desk_asks_the_same_number_of_times_for_three_meetings(
    client: Client, group: Group, meeting: Meeting, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/groups/lamp-group/meetings/")
    with CaptureQueriesContext(connection) as one:
        client.get("/groups/lamp-group/meetings/")
    for name in ("Second", "Third"):
        Meeting.objects.filter(pk=add(name).pk).update(group=group)
    with CaptureQueriesContext(connection) as three:
        client.get("/groups/lamp-group/meetings/")
    assert len(three) == len(one)


PAGES = ["", "new/", "{slug}/edit/", "{slug}/dates/", "{slug}/confirm/", "../corrections/"]


@pytest.mark.parametrize("page", PAGES)
def test_outsiders_members_and_visitors_stay_out(meeting: Meeting, group: Group, page: str) -> None:
    path = "/groups/lamp-group/meetings/" + page.format(slug=meeting.slug)
    path = path.replace("meetings/../", "")
    method = "post" if page.endswith("confirm/") else "get"
    member, outsider = make_member("plain-member"), make_member("out-sider")
    make_membership(member, group, name="Sam")
    for user in (member, outsider):
        browser = Client()
        sign_in(browser, user, strong=True)
        assert getattr(browser, method)(path).status_code == 403
    assert getattr(Client(), method)(path).status_code in {302, 403}


def test_a_meeting_of_another_group_is_not_there(client: Client) -> None:
    other = add("Elsewhere")
    for page in ("edit", "dates"):
        assert client.get(f"/groups/lamp-group/meetings/{other.slug}/{page}/").status_code == 404
    told = report(other)
    assert post(client, "/groups/lamp-group/corrections/", done=told.pk).status_code == 404
