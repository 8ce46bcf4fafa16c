"""How meetings read: times in the right zone, schedules in words, places in one line."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests import factories as make
from tests.factories import NOW, by_appointment, fortnightly, monthly, once, weekly

from homegroup.meetings import showing
from homegroup.meetings.listing import ScheduleSpec
from homegroup.meetings.queries import Start

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]
TODAY = date(2026, 3, 4)
NEW_YORK, TOKYO = ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (weekly("1"), "Every Monday, 7:30 p.m. to 8:30 p.m."),
        (weekly("15", "12:00"), "Every Monday and Friday, noon to 1 p.m."),
        (weekly("135", "09:05"), "Every Monday, Wednesday and Friday, 9:05 a.m. to 10:05 a.m."),
        (weekly("1234567", "23:30"), "Every day, 11:30 p.m. to 12:30 a.m."),
        (weekly("1", minutes=90), "Every Monday, 7:30 p.m. to 9 p.m."),
        (weekly("1", first_on=TODAY), "Every Monday, 7:30 p.m. to 8:30 p.m."),
        (
            weekly("1", first_on=date(2026, 3, 9), last_on=date(2026, 4, 6)),
            "Every Monday, 7:30 p.m. to 8:30 p.m., from 9 March 2026, until 6 April 2026",
        ),
        (fortnightly("2", "08:00", "2026-01-06"), "Every second Tuesday, 8 a.m. to 9 a.m."),
        (monthly("2", "2"), "Every second Tuesday of the month, 7:30 p.m. to 8:30 p.m."),
        (
            monthly("139", "2"),
            "Every first, third and last Tuesday of the month, 7:30 p.m. to 8:30 p.m.",
        ),
        (once("2026-12-24"), "Thursday, 24 December 2026, 7:30 p.m. to 8:30 p.m."),
        (by_appointment(), "By appointment"),
        (by_appointment("Ring first."), "Ring first."),
    ],
)
def test_a_schedule_reads_as_a_sentence(spec: ScheduleSpec, said: str) -> None:
    schedule = make.add(schedules=(spec,)).schedules.get()
    assert showing.schedule_text(schedule, today=TODAY) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY, "Today, Wednesday, 4 March"),
        (TODAY + timedelta(days=1), "Tomorrow, Thursday, 5 March"),
        (date(2026, 3, 9), "Monday, 9 March"),
        (date(2027, 1, 1), "Friday, 1 January 2027"),
    ],
)
def test_a_day_reads_as_one_would_say_it(day: date, said: str) -> None:
    assert showing.day_text(day, today=TODAY) == said


@pytest.mark.parametrize(
    ("km", "unit", "said"),
    [
        (None, "km", ""),
        (0.0, "km", "0.0 km away"),
        (3.14, "km", "3.1 km away"),
        (31.4, "km", "31 km away"),
        (3.14, "mi", "2.0 miles away"),
        (160.9344, "mi", "100 miles away"),
    ],
)
def test_a_distance_is_told_in_the_readers_unit(km: float | None, unit: str, said: str) -> None:
    assert showing.distance_text(km, unit) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-1, ""), (0, "in 0 minutes"), (1, "in 1 minute"), (59, "in 59 minutes"), (60, "in 1 hour"),
     (119, "in 2 hours"), (23 * 60, "in 23 hours"), (24 * 60, "")],
)  # fmt: skip
def test_how_far_off_a_start_is(minutes: int, said: str) -> None:
    assert showing.ahead_text(NOW + timedelta(minutes=minutes), now=NOW) == said


def test_where_a_meeting_is_reads_in_one_line() -> None:
    assert showing.where_text(make.add()) == "Mill Hall, 1 Mill Street, Alder Falls"
    hybrid = make.add(attendance="hybrid")
    assert showing.where_text(hybrid) == "Mill Hall, 1 Mill Street, Alder Falls, and online"
    nowhere = make.add(attendance="hybrid", venue=None)
    assert showing.where_text(nowhere) == "In person and online"
    assert showing.where_text(make.add(venue=None)) == ""
    assert showing.where_text(make.add_online()) == "Online"
    assert showing.where_text(make.add_online(conference_url="")) == "By phone"


def test_an_online_time_is_the_viewers_and_a_rooms_its_own() -> None:
    room, screen, both = make.add(), make.add_online(), make.add(attendance="hybrid")
    assert showing.shown_zone(room, TOKYO) == NEW_YORK
    assert showing.shown_zone(room, TOKYO, from_afar=True) == NEW_YORK
    assert showing.shown_zone(screen, TOKYO) == TOKYO
    assert showing.shown_zone(both, TOKYO) == NEW_YORK
    assert showing.shown_zone(both, TOKYO, from_afar=True) == TOKYO


def untimed(*specs: ScheduleSpec) -> str:
    start = Start(make.add(schedules=specs), None, 0)
    return showing.card(start, viewer=TOKYO).untimed


def test_what_has_no_time_says_why() -> None:
    assert untimed(by_appointment()) == "By appointment"
    assert untimed(weekly("1"), by_appointment()) == "By appointment"
    assert untimed(weekly("1")) == "Paused"


def test_a_card_tells_the_time_of_the_room() -> None:
    moment = datetime.fromisoformat("2026-03-09T23:30+00:00")
    card = showing.card(Start(make.add(), moment, 60, km=3.0), viewer=TOKYO)
    assert (card.time, card.zone_note, card.distance) == (
        "7:30 p.m.",
        "Mon, local time",
        "3.0 km away",
    )
    at_home = showing.card(Start(make.add(), moment, 60), viewer=NEW_YORK)
    assert (at_home.time, at_home.zone_note) == ("7:30 p.m.", "")


def test_tags_tell_the_fellowship_and_the_most_telling_types() -> None:
    meeting = make.add(types=("open", "speaker", "wheelchair", "lang-es", "big-book", "women"))
    assert showing.tags_text(meeting).split(" · ")[:3] == ["AA", "Open", "Women"]
    assert len(showing.tags_text(meeting).split(" · ")) == 5
    assert showing.tags_text(make.add(fellowship="")) == ""


def test_words_are_joined_as_one_says_them() -> None:
    assert [showing.joined(list(some)) for some in ("", "a", "ab", "abc")] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
