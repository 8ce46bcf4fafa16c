import re
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.calendar_reading import starts_of
from tests.exchange.feed_making import HALL, ZOOM, made, weekly, whole

from homegroup.exchange.feeds import content_lines
from homegroup.exchange.feeds.calendar_zones import zone_component
from homegroup.exchange.feeds.plain import cleaned
from homegroup.meetings import actions
from homegroup.meetings.listing import ScheduleSpec, VenueSpec
from homegroup.meetings.models import Meeting

pytestmark = pytest.mark.django_db
CALENDAR = "/feeds/meetings.ics"


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.HOME = tmp_path


def single(client, meeting, query=""):
    response = client.get(f"/meetings/{meeting.slug}.ics{query}")
    assert response.status_code == 200, response.content
    return response


def events(response):
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def event(response):
    (only,) = events(response)
    return only


def test_the_feed_works(client):
    made(), made(ScheduleSpec(repeats="appointment"), name="By appointment")
    response = client.get(CALENDAR)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="meetings.ics"'
    assert response["Access-Control-Allow-Origin"] == "*"
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert calendar["CALSCALE"] == "GREGORIAN"
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Meetings (Homegroup)"
    text = response.content.decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in text
    assert "X-PUBLISHED-TTL:PT12H\r\n" in text
    assert "SOURCE;VALUE=URI:http://testserver/feeds/meetings.ics\r\n" in text
    assert [str(each["SUMMARY"]) for each in calendar.walk("VEVENT")] == ["Harbour Lights"]


def test_filters_and_unknown_ones(client):
    made(fellowship="aa"), made(fellowship="na", name="Other")
    assert str(event(client.get(f"{CALENDAR}?fellowship=na"))["SUMMARY"]) == "Other"
    response = client.get(f"{CALENDAR}?region=nowhere")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "unknown_region"


def test_conditional_requests_and_methods(client, django_assert_num_queries):
    meeting = made()
    for address in (CALENDAR, f"/meetings/{meeting.slug}.ics"):
        first = client.get(address)
        with django_assert_num_queries(2):
            again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
        assert again.status_code == 304
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200
        assert client.options(address).status_code == 204
        assert client.get(address).content == first.content


def test_an_unknown_meeting_is_404(client):
    response = client.get("/meetings/nobody.ics")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "unknown_meeting"


def test_an_event_tells_all(client):
    meeting = made(
        weekly("24", "19:30", minutes=75), attendance="hybrid", conference_url=ZOOM,
        conference_phone="+44 20 7946 0018,,123#", notes="Tea; cake, and\nbiscuits \\o/",
    )  # fmt: skip
    found = event(single(client, meeting))
    assert found["UID"] == f"{meeting.uid}-{meeting.schedules.get().pk}@meetings.homegroup"
    assert found["SEQUENCE"] == 0
    assert found["DTSTAMP"].dt == meeting.updated_at
    assert found["DTSTART"].dt.isoformat() == "2024-01-02T19:30:00+00:00"
    assert found["DTSTART"].params["TZID"] == "Europe/London"
    assert found["DTEND"].dt.isoformat() == "2024-01-02T20:45:00+00:00"
    assert found["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=TU,TH"
    assert found["STATUS"] == "CONFIRMED"
    assert found["TRANSP"] == "TRANSPARENT"
    assert found["GEO"].to_ical() == "50.8225;-0.1372"
    assert found["LOCATION"] == f"Old Hall, {HALL.formatted_address}"
    assert found["URL"] == "http://testserver/meetings/harbour-lights/"
    assert found["DESCRIPTION"].startswith("Tea; cake, and\nbiscuits \\o/\nSide door.\nJoin")
    assert ZOOM in found["DESCRIPTION"]
    assert found["DESCRIPTION"].endswith("http://testserver/meetings/harbour-lights/")
    text = single(client, meeting).content.decode().replace("\r\n ", "")
    assert f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Zoom:{ZOOM}\r\n" in text
    assert "LABEL=Join by phone:tel:+442079460018,,123%23\r\n" in text
    for word in ("VALARM", "ORGANIZER", "ATTENDEE"):
        assert word not in text


# -- the ten cases of interop.md 5.3 -----------------------------------------------------------


def test_case_1_past_midnight_ends_on_the_next_day(client):
    found = event(single(client, made(weekly("5", "23:30", minutes=60))))
    assert (found["DTEND"].dt - found["DTSTART"].dt).total_seconds() == 3600
    assert found["DTEND"].dt.date() > found["DTSTART"].dt.date()


def test_case_2_no_place_no_location(client):
    meeting = made(venue=None)
    found = event(single(client, meeting))
    assert "LOCATION" not in found
    assert "GEO" not in found
    assert "undefined" not in single(client, meeting).content.decode()
    online = made(venue=None, attendance="online", conference_url=ZOOM, name="Online")
    assert event(single(client, online))["LOCATION"] == "Zoom"


def test_case_3_the_uid_stays_and_the_sequence_rises(client, settings):
    meeting = made()
    before = event(single(client, meeting))
    schedule = meeting.schedules.get()
    actions.edit_meeting(
        meeting=meeting, by=None,
        changes={"name": "Other", "schedules": (weekly("3", "08:00"),)},
    )  # fmt: skip
    settings.SITE_URL = "https://moved.example"
    after = event(single(client, meeting))
    assert meeting.schedules.get().pk == schedule.pk
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert event(client.get(CALENDAR))["UID"] == before["UID"]


def test_case_4_it_recurs(client):
    assert event(single(client, made()))["RRULE"]


def test_case_5_only_texts_are_escaped(client):
    meeting = made(notes="a;b,c\\d", attendance="hybrid", conference_url=ZOOM)
    text = single(client, meeting).content.decode().replace("\r\n ", "")
    assert r"a\;b\,c\\d\n" in text
    assert f":{ZOOM}\r\n" in text


def test_case_6_every_zone_is_defined(client):
    made(), made(time_zone="Asia/Kolkata", name="Far")
    calendar = icalendar.Calendar.from_ical(client.get(CALENDAR).content)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == [
        "Asia/Kolkata", "Europe/London"]  # fmt: skip
    assert calendar["PRODID"]


def test_it_tells_when_it_was_first_listed(client):
    meeting = made()
    listed = meeting.created_at - timedelta(days=400)
    Meeting.objects.filter(pk=meeting.pk).update(created_at=listed)
    assert event(single(client, meeting))["CREATED"].dt == listed


def test_case_7_the_stamp_is_that_of_the_last_change(client):
    meeting = made()
    found = event(single(client, meeting))
    assert found["DTSTAMP"].dt == found["LAST-MODIFIED"].dt == meeting.updated_at
    assert found["DTSTAMP"].dt != found["DTSTART"].dt


def test_case_8_lines_end_fold_and_names(client):
    meeting = made(name="Überleben / Ånd \u2028 " + "ä" * 90, notes="ю" * 200)
    response = single(client, meeting)
    assert re.fullmatch(r'inline; filename="[a-z0-9-]+\.ics"', response["Content-Disposition"])
    assert response.content.count(b"\n") == response.content.count(b"\r\n")
    assert response.content.endswith(b"END:VCALENDAR\r\n")
    for line in response.content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_case_9_a_link_at_an_unknown_host_is_kept(client):
    meeting = made(attendance="online", conference_url="https://meet.example.org/a")
    found = event(single(client, meeting))
    assert found["CONFERENCE"] == "https://meet.example.org/a"
    assert "https://meet.example.org/a" in found["DESCRIPTION"]


def test_case_10_the_anchor_does_not_depend_on_today(client, time_machine):
    time_machine.move_to("2026-03-04 12:00Z", tick=False)
    meeting = made()
    before = single(client, meeting).content
    time_machine.move_to("2027-08-01 12:00Z", tick=False)
    assert single(client, meeting).content == before


# -- table 5.2 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "rule", "first"),
    [
        (weekly("2"), "FREQ=WEEKLY;BYDAY=TU", "2024-01-02"),
        (weekly("135"), "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2024-01-01"),
        (
            ScheduleSpec(repeats="fortnightly", weekdays="2", starts_at="19:00",
                         first_on=date(2023, 12, 26)),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO", "2024-01-09",
        ),
        (
            ScheduleSpec(repeats="monthly", weekdays="2", ordinals="2", starts_at="19:00"),
            "FREQ=MONTHLY;BYDAY=2TU", "2024-01-09",
        ),
        (
            ScheduleSpec(repeats="monthly", weekdays="5", ordinals="9", starts_at="19:00"),
            "FREQ=MONTHLY;BYDAY=-1FR", "2024-01-26",
        ),
        (
            ScheduleSpec(repeats="monthly", weekdays="7", ordinals="13", starts_at="19:00"),
            "FREQ=MONTHLY;BYDAY=1SU,3SU", "2024-01-07",
        ),
        (
            ScheduleSpec(repeats="monthly", weekdays="6", ordinals="5", starts_at="19:00"),
            "FREQ=MONTHLY;BYDAY=5SA", "2024-03-30",
        ),
        (
            weekly("2", first_on=date(2026, 5, 1), last_on=date(2030, 5, 7)),
            "FREQ=WEEKLY;UNTIL=20300507T225959Z;BYDAY=TU", "2026-05-05",
        ),
    ],
)  # fmt: skip
def test_rules(client, spec, rule, first):
    found = event(single(client, made(spec)))
    assert found["RRULE"].to_ical().decode() == rule
    assert found["DTSTART"].dt.date().isoformat() == first


def test_a_single_date_has_no_rule(client):
    once = ScheduleSpec(repeats="once", starts_at="19:00", first_on=date(2030, 5, 7))
    found = event(single(client, made(once)))
    assert "RRULE" not in found
    assert found["DTSTART"].dt.date() == date(2030, 5, 7)


def test_an_anchor_avoids_clock_changes(client):
    fifth_sunday = ScheduleSpec(
        repeats="monthly", weekdays="7", ordinals="5", starts_at="00:30", minutes=120
    )
    found = event(single(client, made(fifth_sunday)))
    assert found["DTSTART"].dt.date() == date(2024, 6, 30)  # not 31 March


# -- cancelled, moved, paused, closed ------------------------------------------------------------


def test_a_cancelled_date_stays_visible(client):
    meeting = made()
    actions.cancel_occurrence(
        schedule=meeting.schedules.get(), on=date(2026, 3, 10), reason="Holiday.", by=None
    )
    main, override = events(single(client, meeting))
    assert override["UID"] == main["UID"]
    assert override["STATUS"] == "CANCELLED"
    assert override["RECURRENCE-ID"].dt.isoformat() == "2026-03-10T19:30:00+00:00"
    assert override["RECURRENCE-ID"].params["TZID"] == "Europe/London"
    assert override["DESCRIPTION"].startswith("Holiday.")
    assert override["SEQUENCE"] == 1


def test_a_moved_date(client):
    meeting = made()
    actions.move_occurrence(
        schedule=meeting.schedules.get(), on=date(2026, 3, 10), to=date(2026, 3, 11), at=time(20),
        reason="", by=None,
    )  # fmt: skip
    response = single(client, meeting)
    assert events(response)[1]["STATUS"] == "CONFIRMED"
    found = starts_of(response.content, date(2026, 3, 2), date(2026, 3, 22))
    assert found == [
        datetime(2026, 3, 3, 19, 30, tzinfo=UTC),
        datetime(2026, 3, 11, 20, tzinfo=UTC),
        datetime(2026, 3, 17, 19, 30, tzinfo=UTC),
    ]


def test_a_single_date_cancelled_and_moved(client):
    once = ScheduleSpec(repeats="once", starts_at="19:00", first_on=date(2030, 5, 7))
    meeting = made(once)
    schedule = meeting.schedules.get()
    day = date(2030, 5, 7)
    actions.move_occurrence(
        schedule=schedule, on=day, to=date(2030, 5, 8), at=time(20), reason="", by=None
    )
    found = event(single(client, meeting))
    assert found["DTSTART"].dt.date() == date(2030, 5, 8)
    assert "RECURRENCE-ID" not in found
    actions.cancel_occurrence(schedule=schedule, on=day, reason="", by=None)
    found = event(single(client, meeting))
    assert found["STATUS"] == "CANCELLED"
    assert found["DTSTART"].dt.date() == day


def test_pause_and_resume(client):
    meeting = made()
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 3, 10), until_on=None, reason="", by=None
    )
    found = event(single(client, meeting))
    assert found["RRULE"]["UNTIL"] == [datetime(2026, 3, 9, 23, 59, 59, tzinfo=UTC)]
    actions.resume_meeting(meeting=whole(meeting), on=date(2026, 3, 24), by=None)
    found = event(single(client, meeting))
    assert "UNTIL" not in found["RRULE"]
    assert [each.dt.isoformat() for each in found["EXDATE"].dts] == [
        "2026-03-10T19:30:00+00:00", "2026-03-17T19:30:00+00:00"]  # fmt: skip


def test_closed_and_paused_from_the_start(client):
    closed, paused = made(), made(weekly(first_on=date(2026, 3, 1)), name="Paused")
    actions.close_meeting(meeting=closed, reason="", by=None)
    actions.pause_meeting(
        meeting=paused, from_on=date(2026, 3, 1), until_on=None, reason="", by=None
    )
    assert not events(client.get(CALENDAR))
    for meeting in (closed, paused):
        found = event(single(client, meeting))
        assert found["STATUS"] == "CANCELLED"
        assert found["SEQUENCE"] == 1


def test_a_change_from_a_date_on_is_two_events(client):
    meeting = made()
    actions.change_schedule(
        schedule=meeting.schedules.get(), from_on=date(2026, 3, 9),
        changes={"starts_at": time(18)}, by=None,
    )  # fmt: skip
    old, new = events(single(client, meeting))
    assert old["UID"] != new["UID"]
    assert old["RRULE"]["UNTIL"] == [datetime(2026, 3, 8, 23, 59, 59, tzinfo=UTC)]
    assert new["DTSTART"].dt.date() == date(2026, 3, 10)


def test_a_neutral_title_hides_the_name(client):
    meeting = made()
    response = single(client, meeting, "?title=neutral")
    assert event(response)["SUMMARY"] == "Meeting"
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Meeting"
    assert calendar["SOURCE"].endswith("?title=neutral")
    feed = client.get(f"{CALENDAR}?title=neutral")
    assert event(feed)["SUMMARY"] == "Meeting"
    assert icalendar.Calendar.from_ical(feed.content)["NAME"] == "Meetings"


def test_an_approximate_place_has_no_coordinates(client):
    venue = VenueSpec(city="Hove", formatted_address="Hove", approximate=True, latitude=50.8,
                      longitude=-0.1)  # fmt: skip
    assert "GEO" not in event(single(client, made(venue=venue)))


def test_clock_changes_begin_in_the_time_before_them():
    text = zone_component("Europe/Berlin").decode().replace("\r\n ", "")
    assert "DTSTART:20240331T020000\r\n" in text
    assert "DTSTART:20241027T030000\r\n" in text
    assert text.count("BEGIN:DAYLIGHT") == 1
    assert zone_component("Asia/Kolkata").count(b"BEGIN:STANDARD") == 1


@given(st.text(), st.text())
def test_lines_read_back_as_they_were(value, label):
    value, label = cleaned(value), cleaned(label).replace("\\", "")  # the reader trips over it
    data = content_lines.line("SUMMARY", content_lines.text(value), LABEL=label)
    assert all(len(part) <= 75 for part in data.split(b"\r\n"))
    assert data.decode().endswith("\r\n")
    event = icalendar.Event.from_ical(b"BEGIN:VEVENT\r\n" + data + b"END:VEVENT\r\n")
    assert str(event["SUMMARY"]) == value
