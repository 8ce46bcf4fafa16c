import logging
from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.exchange.feed_making import HALL, ZOOM, made, outlet, slugs, weekly, whole
from tests.exchange.strict_reader import read

from homegroup.exchange.feeds import meeting_guide
from homegroup.exchange.feeds.plain import cleaned
from homegroup.exchange.feeds.selection import Selection
from homegroup.meetings import actions
from homegroup.meetings.listing import BodySpec, ScheduleSpec, VenueSpec

pytestmark = pytest.mark.django_db
ALL_OF_A_ROW = {
    "slug": "harbour-lights",
    "name": "Harbour Lights",
    "day": 2,
    "time": "19:30",
    "end_time": "20:45",
    "timezone": "Europe/London",
    "formatted_address": "12 High Street, Brighton, BN1 1AA, United Kingdom",
    "approximate": "no",
    "address": "12 High Street",
    "city": "Brighton",
    "postal_code": "BN1 1AA",
    "country": "United Kingdom",
    "latitude": 50.8225,
    "longitude": -0.1372,
    "regions": ["South", "Brighton"],
    "region": "South",
    "sub_region": "Brighton",
    "location": "Old Hall",
    "location_notes": "Side door.",
    "types": ["C", "D", "ST", "X", "S"],
    "notes": "Tea from seven.\nPlease be early.",
    "attendance_option": "hybrid",
    "conference_url": ZOOM,
    "conference_url_notes": "Passcode 1234",
    "conference_phone": "+442079460018,,123#",
    "group": "Harbour Lights Group",
    "contact_1_name": "Ann",
    "contact_1_email": "ann@example.org",
    "contact_1_phone": "1",
    "paypal": "harbour",
    "entity": "South Office",
    "entity_url": "https://south.example.org",
    "url": "https://example.org/meetings/harbour-lights/",
    "feedback_url": "https://example.org/meetings/harbour-lights/#report",
}


def rows_of(meeting, day=None, shared=0):
    return list(meeting_guide.rows([whole(meeting)], outlet(day), shared))


def test_a_row_tells_all_that_is_known():
    meeting = made(
        weekly("2", "19:30", minutes=75, note="Please be early."),
        types=("closed", "step", "topic", "wheelchair", "lang-es"),
        notes="Tea from seven.",
        attendance="hybrid",
        conference_url=ZOOM,
        conference_url_notes="Passcode 1234",
        conference_phone="+44 20 7946 0018,,123#",
        contacts=({"name": "Ann", "email": "ann@example.org", "phone": "1"}, {"phone": "2"}),
        contributions={"paypal": "harbour", "venmo": "not with an at"},
        body=BodySpec(name="South Office", website="https://south.example.org"),
    )
    (row,) = rows_of(meeting)
    stamp = f"{meeting.updated_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    assert row == ALL_OF_A_ROW | {"updated": stamp}
    kept = read([row])["harbour-lights"]
    assert kept.online
    assert kept.in_person
    assert kept.updated


def test_one_row_for_each_day_and_time():
    meeting = made(weekly("27", "19:30"), weekly("2", "07:00"))
    found = {(row["day"], row["time"]): row["slug"] for row in rows_of(meeting)}
    assert found == {
        (2, "19:30"): "harbour-lights",
        (0, "19:30"): "harbour-lights_0",
        (2, "07:00"): "harbour-lights_2_0700",
    }


def test_what_is_not_weekly_is_left_out():
    day = date(2026, 3, 10)
    assert not rows_of(made(ScheduleSpec(repeats="once", starts_at="19:00", first_on=day)))
    monthly = ScheduleSpec(repeats="monthly", weekdays="2", ordinals="2", starts_at="19:00")
    fortnightly = ScheduleSpec(repeats="fortnightly", weekdays="2", starts_at="19:00", first_on=day)
    assert not rows_of(made(monthly, fortnightly))
    assert len(rows_of(made(monthly, weekly("4")))) == 1


def test_by_appointment_has_no_day_and_time():
    (row,) = rows_of(made(ScheduleSpec(repeats="appointment", note="Call us.")))
    assert "day" not in row
    assert "time" not in row
    assert row["notes"] == "Call us."
    assert read([row])


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, date(2026, 3, 3), False),
        (None, date(2026, 3, 4), True),
        (date(2026, 3, 4), None, True),
        (date(2026, 3, 5), None, False),
    ],
)
def test_only_the_schedule_that_is_valid_today(first, last, told):
    meeting = made(weekly("2", first_on=first, last_on=last))
    assert bool(rows_of(meeting)) is told


def test_a_change_from_a_date_on_keeps_the_slugs():
    meeting = made(weekly("24", "19:30"))
    schedule = meeting.schedules.get()
    actions.change_schedule(
        schedule=schedule, from_on=date(2026, 3, 9), by=None,
        changes={"weekdays": "25", "starts_at": time(18)},
    )  # fmt: skip
    before = {row["day"]: row["slug"] for row in rows_of(meeting)}
    after = rows_of(meeting, datetime(2026, 3, 9, tzinfo=UTC))
    assert before == {2: "harbour-lights", 4: "harbour-lights_4"}
    assert {row["day"]: row["slug"] for row in after} == {
        2: "harbour-lights",
        5: "harbour-lights_4",
    }
    assert {row["time"] for row in after} == {"18:00"}


def test_a_pause_closes_the_place_and_takes_the_link_away():
    meeting = made(types=("open",), attendance="hybrid", conference_url=ZOOM)
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 3, 4), until_on=date(2026, 3, 20), reason="Repairs.",
        by=None,
    )  # fmt: skip
    (row,) = rows_of(meeting)
    assert row["types"] == ["O", "TC"]
    assert "conference_url" not in row
    assert row["notes"].startswith("Paused until 20 March 2026. Repairs.")
    assert not read([row])["harbour-lights"].active
    (later,) = rows_of(meeting, datetime(2026, 3, 21, tzinfo=UTC))
    assert later["types"] == ["O"]
    assert read([later])["harbour-lights"].online


def test_an_online_meeting_tells_its_town_alone():
    meeting = made(attendance="online", conference_url=ZOOM)
    (row,) = rows_of(meeting)
    assert row["formatted_address"] == "Brighton, United Kingdom"
    assert row["approximate"] == "yes"
    assert not row.keys() & {"address", "postal_code", "location", "latitude", "location_notes"}
    kept = read([row])["harbour-lights"]
    assert kept.online
    assert not kept.in_person


@pytest.mark.parametrize(
    ("zone", "address"),
    [
        ("Europe/Berlin", "Berlin, Germany"),
        ("America/New_York", "New York, USA"),
        ("UTC", "Online"),
    ],
)
def test_an_online_meeting_without_a_place_has_that_of_its_zone(zone, address):
    meeting = made(attendance="online", venue=None, conference_url=ZOOM, time_zone=zone)
    (row,) = rows_of(meeting)
    assert row["formatted_address"] == address
    assert read([row])["harbour-lights"].online


@pytest.mark.parametrize(
    ("venue", "zone", "address"),
    [
        (
            VenueSpec(formatted_address="1 Kirkgate, Leeds, LS1 1AA"), "Europe/London",
            "1 Kirkgate, Leeds, LS1 1AA, United Kingdom",
        ),
        (
            VenueSpec(address="5 Main Street", city="Ardmore", state="PA", postal_code="19003"),
            "America/New_York", "5 Main Street, Ardmore, PA 19003, USA",
        ),
        (
            VenueSpec(formatted_address="5 Main St, Ardmore, PA 19003, United States"),
            "America/New_York", "5 Main St, Ardmore, PA 19003, United States",
        ),
        (
            VenueSpec(formatted_address="Ringstr. 4, Bern", regions=("Mittelland",)),
            "Europe/Zurich", "Ringstr. 4, Bern, Mittelland, Switzerland",
        ),
        (
            VenueSpec(formatted_address="Ringstr. 4, Bern", name="Pfarrhaus"),
            "Europe/Zurich", "Pfarrhaus, Ringstr. 4, Bern, Switzerland",
        ),
    ],
)  # fmt: skip
def test_a_precise_address_has_four_parts(venue, zone, address):
    (row,) = rows_of(made(venue=venue, time_zone=zone))
    assert row["formatted_address"] == address
    assert row["approximate"] == "no"
    del row["approximate"]  # even a reader that only counts commas keeps it
    assert read([row])["harbour-lights"].in_person


def test_links_and_numbers_that_readers_do_not_know_go_into_the_notes():
    meeting = made(
        attendance="hybrid",
        conference_url="https://notzoom.us.example.org/1",
        conference_url_notes="Ask for the key",
        conference_phone="555-1234 ext 9",
    )
    (row,) = rows_of(meeting)
    assert not row.keys() & {"conference_url", "conference_url_notes", "conference_phone"}
    assert row["notes"].splitlines() == [
        "Join online: https://notzoom.us.example.org/1",
        "Ask for the key",
        "Join by phone: 555-1234 ext 9",
    ]


def test_closed_meetings_are_left_out(client):
    meeting = made()
    actions.close_meeting(meeting=meeting, reason="", by=None)
    assert client.get("/feeds/meeting-guide.json").content == b"[]\n"


def test_codes_are_those_of_the_fellowship():
    meeting = made(fellowship="na", types=("speaker-discussion", "open", "candlelight"))
    (row,) = rows_of(meeting)
    assert row["types"] == ["O", "SPK", "DISC", "CAN"]


def test_the_end_is_told_only_if_it_was_given():
    (row,) = rows_of(made(weekly(minutes_given=False)))
    assert "end_time" not in row
    (row,) = rows_of(made(weekly(at="23:30", minutes=90)))
    assert row["end_time"] == "01:00"


def test_dates_that_differ_are_told_in_words():
    meeting = made(weekly("2"))
    schedule = meeting.schedules.get()
    actions.cancel_occurrence(schedule=schedule, on=date(2026, 3, 10), reason="Holiday.", by=None)
    actions.move_occurrence(
        schedule=schedule, on=date(2026, 3, 17), to=date(2026, 3, 18), at=time(20), reason="",
        by=None,
    )  # fmt: skip
    (row,) = rows_of(meeting)
    assert row["notes"].splitlines() == [
        "Not on 10 March 2026. Holiday.",
        "Not on 17 March 2026 but on 18 March 2026 at 20:00.",
    ]


def test_levels_of_region_that_all_share_are_left_out():
    (row,) = rows_of(made(), shared=1)
    assert row["regions"] == ["Brighton"]
    assert row["region"] == "Brighton"
    assert "sub_region" not in row


def test_a_row_that_would_break_readers_is_left_out_and_logged(caplog):
    bad, good = made(name="Bad"), made(name="Good")
    bad.slug = "not a slug"
    with caplog.at_level(logging.ERROR):
        found = list(meeting_guide.rows([bad, good, good], outlet()))
    assert slugs(found) == ["good"]
    assert "not a slug (slug: not readable)" in caplog.text
    assert "good (slug: repeated)" in caplog.text


def test_text_is_plain():
    (row,) = rows_of(made(notes="One\r\ntwo\x07\ufeff ", name="A\x08B"))
    assert row["notes"] == "One\ntwo"
    assert row["name"] == "AB"
    assert cleaned("a\x00\ud800b") == "ab"


def test_own_contact_first_then_that_of_the_group():
    meeting = made(email="own@example.org")
    group = meeting.group
    group.email, group.phone, group.website = "g@example.org", "1", "https://g.example.org"
    group.save()
    (row,) = rows_of(meeting)
    assert row["email"] == "own@example.org"
    assert row["phone"] == "1"
    assert row["website"] == "https://g.example.org"


def test_the_same_number_of_queries_for_1_and_3_meetings():
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            b"".join(meeting_guide.chunks(Selection(), outlet()))
        return len(captured)

    made(name="One")
    first = count()
    made(name="Two")
    made(name="Three", venue=HALL, body=BodySpec(name="Office"))
    assert count() == first
