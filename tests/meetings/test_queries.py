"""Reads: how many queries, cursors from anywhere, and the next dates of one meeting."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.factories import NOW, by_appointment, fortnightly, monthly, once, weekly, whole

from homegroup.core import clock
from homegroup.meetings import actions
from homegroup.meetings.dates import next_dates
from homegroup.meetings.listing import GroupSpec
from homegroup.meetings.queries import Search, find
from homegroup.places.distance import Point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]
UTC = ZoneInfo("UTC")


def count(act: Callable[[], object]) -> int:
    act()  # what is kept in memory is read once
    with CaptureQueriesContext(
        connection,
    ) as caught:
        act()
    return len(caught)


def add_many(number: int) -> None:
    for index in range(number):
        make.add(
            f"Lamp {index}",
            venue=make.venue("Alder Falls", name=f"Hall {index}", regions=("North", f"R{index}")),
            group=GroupSpec(name=f"Group {index % 2}"),
            types=("open", "speaker"),
            schedules=(weekly("1"),),
        )


READS: dict[str, Callable[[], object]] = {
    "search": lambda: find(Search(), now=NOW, zone=UTC),
    "search for cards": lambda: find(Search(), now=NOW, zone=UTC, whole=False),
    "search near": lambda: find(Search(point=Point(42.6, -76.3)), now=NOW, zone=UTC),
    "search by words": lambda: find(Search(words="lamp"), now=NOW, zone=UTC),
    "search by types": lambda: find(Search(types=("open", "speaker")), now=NOW, zone=UTC),
    "page": lambda: Client().get("/meetings/"),
    "page near": lambda: Client().get("/meetings/?near=alder+falls&sort=nearest"),
    "landing": lambda: Client().get("/"),
    "group": lambda: Client().get("/groups/group-0/"),
    "meeting": lambda: Client().get("/meetings/lamp-0/"),
}


@pytest.mark.sqlite_is_enough
@pytest.mark.parametrize("name", READS)
def test_a_list_takes_the_same_number_of_queries_however_long(name: str) -> None:
    add_many(1)
    few = count(READS[name])
    add_many(2)
    some = count(READS[name])
    assert some == few
    if name not in {"group", "meeting"}:
        add_many(20)
        assert count(READS[name]) == few


# Cursors

CURSORS = ["", "x", "1", "1.2.3", "1.2.3.4.5", "....", "-1.0.0.0", "a.b.c.d", "1.0.0.0",
           f"{clock.minutes(NOW)}.9.0.0", f"{clock.minutes(NOW)}.0.99999999999999999.0",
           f"{clock.minutes(NOW)}.0.0.", "٣.٣.٣.٣", "1e5.0.0.0", "0x1.0.0.0"]  # fmt: skip


@pytest.mark.parametrize("after", CURSORS)
def test_a_cursor_that_makes_no_sense_begins_anew(after: str) -> None:
    make.add()
    fresh = find(Search(), now=NOW, zone=UTC)
    again = find(Search(after=after), now=NOW, zone=UTC)
    assert [s.starts_at for s in again.starts] == [s.starts_at for s in fresh.starts]


@pytest.mark.parametrize("sort", ["soonest", "nearest"])
@pytest.mark.parametrize("part", [0, 1, 2, 3])
@pytest.mark.parametrize("key", [0, 1, 29_000_000, 99_999_999, 999_999_999_999_999])
@pytest.mark.parametrize("row", [0, 1, 999_999_999_999_999])
def test_a_made_up_cursor_is_answered(sort: str, part: int, key: int, row: int) -> None:
    make.add()
    after = f"{clock.minutes(NOW)}.{part}.{key}.{row}"
    search = Search(after=after, sort=sort, point=Point(42.6, -76.3))
    assert len(find(search, now=NOW, zone=UTC).starts) <= 1


def test_a_cursor_older_than_a_week_begins_anew() -> None:
    make.add(schedules=(weekly("1234567"),))
    first = find(Search(limit=3), now=NOW, zone=UTC)
    later = NOW + timedelta(days=8)
    found = find(Search(limit=3, after=first.after), now=later, zone=UTC)
    assert found.starts[0].starts_at is not None
    assert found.starts[0].starts_at >= later


def test_a_start_tells_its_end_and_its_distance() -> None:
    make.add(schedules=(weekly("1", "19:30", minutes=90),))
    search = Search(point=Point(42.6, -76.3), km=1)
    (start,) = find(search, now=NOW, zone=UTC).starts
    assert start.starts_at is not None
    assert start.ends_at == start.starts_at + timedelta(minutes=90)
    assert start.km == pytest.approx(0, abs=0.01)


def test_a_meeting_that_begins_this_minute_is_found_and_one_that_began_before_is_not() -> None:
    make.add_online(schedules=(weekly("3", "12:00"),), time_zone="UTC")
    for seconds, there in ((0, True), (59, True), (60, False), (-1, True)):
        now = NOW + timedelta(seconds=seconds)
        assert bool(find(Search(hours=1), now=now, zone=UTC).starts) is there, seconds


# The next dates of one meeting


def dates(meeting: object, **more: int) -> list[str]:
    found = next_dates(whole(meeting), now=NOW, **more)  # type: ignore[arg-type]
    return [f"{x.starts_at:%m-%d %H:%M}{' off' if x.is_cancelled else ''}" for x in found]


def test_next_dates_come_in_order_from_all_schedules() -> None:
    specs = (weekly("1", "19:30"), fortnightly("3", "07:00", "2026-03-04"), once("2026-03-12"))
    assert dates(make.add(schedules=specs), most=5) == [
        "03-04 07:00",
        "03-09 19:30",
        "03-12 19:30",
        "03-16 19:30",
        "03-18 07:00",
    ]


def test_next_dates_tell_cancelled_and_moved_ones() -> None:
    schedule = make.add().schedules.get()
    actions.cancel_occurrence(schedule=schedule, on=date(2026, 3, 9), reason="", by=None)
    actions.move_occurrence(
        schedule=schedule, on=date(2026, 3, 16), to=date(2026, 3, 25), at=time(8), reason="",
        by=None,
    )  # fmt: skip
    assert dates(schedule.meeting, most=4) == [
        "03-09 19:30 off",
        "03-23 19:30",
        "03-25 08:00",
        "03-30 19:30",
    ]


def test_a_date_that_is_under_way_is_still_told() -> None:
    meeting = make.add(time_zone="UTC", schedules=(weekly("3", "11:30", minutes=60),))
    assert dates(meeting, most=1) == ["03-04 11:30"]
    meeting = make.add(time_zone="UTC", schedules=(weekly("3", "11:00", minutes=60),))
    assert dates(meeting, most=1) == ["03-11 11:00"]


def test_a_meeting_past_midnight_ends_on_the_next_day() -> None:
    meeting = make.add(time_zone="UTC", schedules=(weekly("2", "23:30", minutes=800),))
    (under_way,) = next_dates(meeting, now=NOW, most=1)
    assert under_way.starts_at.date() == date(2026, 3, 3)
    assert under_way.ends_at.date() == date(2026, 3, 4)


def test_an_end_is_counted_in_real_minutes_over_a_clock_change() -> None:
    meeting = make.add(schedules=(once("2026-03-08", "01:30", minutes=90),))
    (occurrence,) = next_dates(meeting, now=NOW, most=1)
    assert f"{occurrence.ends_at:%H:%M}" == "04:00"  # New York skips an hour at two


def test_a_meeting_by_appointment_has_no_next_dates() -> None:
    assert dates(make.add(schedules=(by_appointment(),))) == []


def test_next_dates_of_the_last_monday() -> None:
    assert dates(make.add(schedules=(monthly("9", "1"),)), most=2) == ["03-30 19:30", "04-27 19:30"]


def test_next_dates_take_no_more_than_asked() -> None:
    assert len(dates(make.add(schedules=(weekly("1234567"),)), most=6)) == 6


def test_searches_by_day_are_told_for_the_zone_of_a_room_and_of_the_viewer() -> None:
    """Monday 19:30 in New York is Tuesday in Auckland."""
    make.add("Room")
    make.add_online("Screen")
    auckland = ZoneInfo("Pacific/Auckland")
    monday = find(Search(days=(1,)), now=NOW, zone=auckland).starts
    tuesday = find(Search(days=(2,)), now=NOW, zone=auckland).starts
    assert [start.meeting.name for start in monday] == ["Room"]
    assert [start.meeting.name for start in tuesday] == ["Screen"]


def test_the_small_hours_belong_to_the_night_before() -> None:
    make.add("Late", schedules=(weekly("2", "00:30"),))
    night = (21 * 60, 5 * 60)
    for day, there in ((1, True), (2, False)):
        search = Search(days=(day,), between=night)
        assert bool(find(search, now=NOW, zone=UTC).starts) is there


def test_nothing_starts_before_now_ever() -> None:
    make.add(time_zone="UTC", schedules=(weekly("1234567", "17:00"),))
    now = datetime.fromisoformat("2026-03-04T16:59:59+00:00")
    starts = find(Search(), now=now, zone=UTC).starts
    assert all(s.starts_at and s.starts_at >= now.replace(second=0) for s in starts)
    assert len(starts) == 7


@pytest.mark.parametrize("cursor", ["²", "1.2.3.²", "٣.٣.٣.٣", "1.2.3", "x.x.x.x", "9" * 80])
def test_a_cursor_that_is_none_begins_anew(cursor: str) -> None:
    assert Client().get("/meetings/", {"after": cursor}).status_code == 200
