"""Recurrence: which dates, and which moments clock changes make of them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from homegroup.places.recurrence import DAY, WEEK_MINUTES, Kind, Pattern, Run, moment_of, runs

MONDAY, TUESDAY, WEDNESDAY, FRIDAY, SATURDAY, SUNDAY = 1, 2, 3, 5, 6, 7
ZONES = [
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",  # half an hour of summer time, in the southern summer
    "Asia/Kolkata",  # 5:30, no changes
    "Asia/Kathmandu",  # 5:45
    "America/St_Johns",  # 3:30 with changes
    "Pacific/Auckland",
    "America/Santiago",  # changes at midnight, south
    "Africa/Casablanca",  # two changes around Ramadan
    "Pacific/Chatham",  # 12:45 with changes
    "Africa/Cairo",  # changes at midnight
    "Pacific/Kiritimati",  # 14 hours ahead
    "Etc/GMT+12",
]


def dates(pattern: Pattern, start: str, end: str) -> list[str]:
    found = pattern.dates(date.fromisoformat(start), date.fromisoformat(end))
    return [day.isoformat() for day in found]


def utc(day: str, wall: str, zone: str) -> str:
    moment = moment_of(date.fromisoformat(day), time.fromisoformat(wall), ZoneInfo(zone))
    return moment.strftime("%Y-%m-%d %H:%M")


# Which dates


def test_weekly_falls_on_each_of_its_weekdays() -> None:
    pattern = Pattern(Kind.WEEKLY, weekdays=(MONDAY, WEDNESDAY, SUNDAY))
    assert dates(pattern, "2026-02-25", "2026-03-05") == [
        "2026-02-25",
        "2026-03-01",
        "2026-03-02",
        "2026-03-04",
    ]


def test_the_end_of_a_window_is_not_in_it() -> None:
    pattern = Pattern(Kind.WEEKLY, weekdays=(MONDAY,))
    assert dates(pattern, "2026-03-02", "2026-03-09") == ["2026-03-02"]


def test_an_empty_window_has_no_dates() -> None:
    pattern = Pattern(Kind.WEEKLY, weekdays=(1, 2, 3, 4, 5, 6, 7))
    assert dates(pattern, "2026-03-02", "2026-03-02") == []
    assert dates(pattern, "2026-03-03", "2026-03-02") == []


def test_first_and_last_dates_are_both_included() -> None:
    pattern = Pattern(Kind.WEEKLY, (MONDAY,), first_on=date(2026, 3, 9), last_on=date(2026, 3, 23))
    assert dates(pattern, "2026-01-01", "2026-12-31") == ["2026-03-09", "2026-03-16", "2026-03-23"]


def test_a_skipped_date_is_left_out() -> None:
    pattern = Pattern(Kind.WEEKLY, (MONDAY,), skipped=frozenset({date(2026, 3, 9)}))
    assert dates(pattern, "2026-03-02", "2026-03-17") == ["2026-03-02", "2026-03-16"]


def test_fortnightly_counts_weeks_from_the_monday_of_its_first_date() -> None:
    pattern = Pattern(Kind.FORTNIGHTLY, (MONDAY, FRIDAY), first_on=date(2026, 3, 4))  # Wednesday
    assert dates(pattern, "2026-02-01", "2026-04-04") == [
        "2026-03-06",
        "2026-03-16",
        "2026-03-20",
        "2026-03-30",
        "2026-04-03",
    ]


def test_fortnightly_keeps_its_rhythm_over_a_year_of_53_weeks() -> None:
    pattern = Pattern(Kind.FORTNIGHTLY, (MONDAY,), first_on=date(2026, 12, 14))
    assert dates(pattern, "2026-12-01", "2027-01-31") == [
        "2026-12-14",
        "2026-12-28",
        "2027-01-11",
        "2027-01-25",
    ]


def test_monthly_takes_several_ordinals_and_the_last() -> None:
    pattern = Pattern(Kind.MONTHLY, (TUESDAY,), ordinals=(2, -1))
    assert dates(pattern, "2026-03-01", "2026-05-01") == [
        "2026-03-10",
        "2026-03-31",
        "2026-04-14",
        "2026-04-28",
    ]


def test_a_month_without_a_fifth_saturday_is_left_out() -> None:
    pattern = Pattern(Kind.MONTHLY, (SATURDAY,), ordinals=(5,))
    assert dates(pattern, "2026-01-01", "2026-09-01") == ["2026-01-31", "2026-05-30", "2026-08-29"]


def test_a_date_that_is_the_fifth_and_the_last_comes_once() -> None:
    pattern = Pattern(Kind.MONTHLY, (SATURDAY,), ordinals=(5, -1))
    assert dates(pattern, "2026-01-01", "2026-03-01") == ["2026-01-31", "2026-02-28"]


def test_the_last_weekday_of_a_leap_february_is_found() -> None:
    pattern = Pattern(Kind.MONTHLY, (2, 4), ordinals=(-1,))
    assert dates(pattern, "2028-02-01", "2028-03-01") == ["2028-02-24", "2028-02-29"]


def test_once_is_its_first_date_alone() -> None:
    pattern = Pattern(Kind.ONCE, first_on=date(2026, 3, 4))
    assert dates(pattern, "2026-01-01", "2026-12-31") == ["2026-03-04"]
    assert dates(pattern, "2026-03-04", "2026-03-05") == ["2026-03-04"]
    assert dates(pattern, "2026-01-01", "2026-03-04") == []
    assert dates(pattern, "2026-03-05", "2026-12-31") == []


def test_once_can_be_skipped() -> None:
    day = date(2026, 3, 4)
    pattern = Pattern(Kind.ONCE, first_on=day, skipped=frozenset({day}))
    assert dates(pattern, "2026-01-01", "2026-12-31") == []


@pytest.mark.parametrize("kind", [Kind.WEEKLY, Kind.FORTNIGHTLY])
def test_the_end_of_all_dates_as_last_date_means_for_ever(kind: Kind) -> None:
    pattern = Pattern(kind, (MONDAY,), first_on=date(2026, 3, 2), last_on=date.max)
    assert dates(pattern, "2026-03-01", "2026-03-03") == ["2026-03-02"]


# Which moments


@pytest.mark.parametrize(
    ("zone", "day", "wall", "moment"),
    [
        # A wall time that the change skips is read with the offset before the gap.
        ("America/New_York", "2026-03-08", "01:59", "2026-03-08 06:59"),
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08 07:30"),
        ("America/New_York", "2026-03-08", "03:00", "2026-03-08 07:00"),
        ("Europe/London", "2026-03-29", "01:30", "2026-03-29 01:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:45"),
        ("America/Santiago", "2026-09-06", "00:30", "2026-09-06 04:30"),
        ("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23 22:30"),
        ("America/St_Johns", "2026-03-08", "02:30", "2026-03-08 06:00"),
        # One that occurs twice means the first.
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01 05:30"),
        ("America/New_York", "2026-11-01", "02:00", "2026-11-01 07:00"),
        ("Europe/London", "2026-10-25", "01:30", "2026-10-25 00:30"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45"),
        ("Pacific/Auckland", "2026-04-05", "02:30", "2026-04-04 13:30"),
        # Half hours and quarters, and both ends of the world.
        ("Asia/Kolkata", "2026-03-08", "19:30", "2026-03-08 14:00"),
        ("Asia/Kathmandu", "2026-03-08", "00:10", "2026-03-07 18:25"),
        ("Pacific/Kiritimati", "2026-03-08", "00:00", "2026-03-07 10:00"),
        ("Etc/GMT+12", "2026-03-08", "23:59", "2026-03-09 11:59"),
    ],
)
def test_a_wall_time_is_this_moment(zone: str, day: str, wall: str, moment: str) -> None:
    assert utc(day, wall, zone) == moment


def test_a_day_that_a_zone_left_out_is_read_with_the_offset_before() -> None:
    # Samoa jumped over 30 December 2011.
    assert utc("2011-12-30", "12:00", "Pacific/Apia") == "2011-12-30 22:00"


# Runs


def as_minutes(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) // 60


def test_a_weekly_schedule_without_changes_is_one_run() -> None:
    found = runs(Pattern(Kind.WEEKLY, (MONDAY,)), time(19, 30), "Asia/Kolkata",
                 date(2026, 3, 2), 27)  # fmt: skip
    first = as_minutes("2026-03-02 14:00")
    assert found == (Run(first, first + 26 * WEEK_MINUTES, 0),)


def test_clock_changes_part_one_run_from_the_next() -> None:
    found = runs(Pattern(Kind.WEEKLY, (MONDAY,)), time(19, 30), "America/New_York",
                 date(2026, 3, 1), 53)  # fmt: skip
    winter, summer, next_winter = found
    assert winter.last == as_minutes("2026-03-03 00:30")
    assert summer.first == as_minutes("2026-03-09 23:30")
    assert summer.previous == winter.last
    assert next_winter.first == as_minutes("2026-11-03 00:30")
    assert next_winter.previous == summer.last


def test_a_skipped_date_parts_a_run() -> None:
    pattern = Pattern(Kind.WEEKLY, (MONDAY,), skipped=frozenset({date(2026, 3, 9)}))
    before, after = runs(pattern, time(12), "UTC", date(2026, 3, 2), 4)
    assert (before.first, before.last) == (as_minutes("2026-03-02 12:00"),) * 2
    assert (after.first, after.last) == (
        as_minutes("2026-03-16 12:00"),
        as_minutes("2026-03-23 12:00"),
    )
    assert after.previous == before.last


def test_every_other_week_is_a_run_for_each_date() -> None:
    pattern = Pattern(Kind.FORTNIGHTLY, (MONDAY,), first_on=date(2026, 3, 2))
    found = runs(pattern, time(12), "UTC", date(2026, 3, 1), 8)
    assert len(found) == 4
    assert [run.previous for run in found] == [0, *(run.last for run in found[:-1])]


def test_weekdays_have_runs_of_their_own() -> None:
    found = runs(Pattern(Kind.WEEKLY, (MONDAY, TUESDAY)), time(12), "UTC", date(2026, 3, 2), 4)
    assert [(run.last - run.first, run.previous) for run in found] == [(3 * WEEK_MINUTES, 0)] * 2


def test_a_pattern_without_dates_has_no_runs() -> None:
    pattern = Pattern(Kind.ONCE, first_on=date(2020, 1, 1))
    assert runs(pattern, time(12), "UTC", date(2026, 3, 2), 27) == ()


# Against an independent expansion, day by day


def _rules(pattern: Pattern, until: datetime) -> Iterable[datetime]:
    """Give the dates of a pattern as python-dateutil's RFC 5545 rules see them."""
    days = [rrule.weekdays[number - 1] for number in pattern.weekdays]
    begin = datetime.combine(pattern.first_on or date(2025, 12, 1), time())
    if pattern.last_on:
        until = min(until, datetime.combine(pattern.last_on, time()))
    if pattern.kind is Kind.ONCE:
        return [begin]
    if pattern.kind is Kind.MONTHLY:
        wanted = [day(ordinal) for day in days for ordinal in pattern.ordinals]
        return rrule.rrule(rrule.MONTHLY, dtstart=begin, until=until, byweekday=wanted)
    interval = 2 if pattern.kind is Kind.FORTNIGHTLY else 1
    return rrule.rrule(
        rrule.WEEKLY, dtstart=begin, until=until, byweekday=days, interval=interval, wkst=rrule.MO
    )


def _offset(local: datetime, zone: str) -> timedelta:
    """Give the offset that the RFC asks for: that of the first, or of before the gap."""
    offset = local.replace(tzinfo=ZoneInfo(zone), fold=0).utcoffset()
    assert offset is not None
    return offset


def expected_starts(
    pattern: Pattern, wall: time, zone: str, start: date, weeks: int
) -> dict[int, list[int]]:
    end = start + timedelta(weeks=weeks)
    found: dict[int, list[int]] = {}
    for day in _rules(pattern, datetime.combine(end, time())):
        if start <= day.date() < end and day.date() not in pattern.skipped:
            local = datetime.combine(day.date(), wall.replace(fold=0))
            moment = (local - _offset(local, zone)).replace(tzinfo=UTC)
            found.setdefault(day.isoweekday(), []).append(int(moment.timestamp()) // 60)
    return {weekday: sorted(set(starts)) for weekday, starts in found.items()}


days_of_two_years = st.dates(date(2025, 12, 1), date(2027, 12, 31))


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    kind = draw(st.sampled_from(Kind))
    first_on = draw(days_of_two_years if kind in {Kind.FORTNIGHTLY, Kind.ONCE}
                    else st.none() | days_of_two_years)  # fmt: skip
    last_on = draw(st.none() | days_of_two_years) if kind is not Kind.ONCE else None
    weekdays = draw(st.sets(st.integers(1, 7), min_size=1))
    ordinals = draw(st.sets(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1))
    return Pattern(
        kind,
        tuple(sorted(weekdays)),
        tuple(sorted(ordinals)) if kind is Kind.MONTHLY else (),
        first_on,
        last_on,
        frozenset(draw(st.sets(days_of_two_years, max_size=20))),
    )


@settings(max_examples=250, deadline=None)
@given(
    pattern=patterns(),
    wall=st.times().map(lambda wall: wall.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
    start=days_of_two_years,
    weeks=st.integers(1, 60),
)
def test_runs_expand_to_the_starts_of_each_day(
    pattern: Pattern, wall: time, zone: str, start: date, weeks: int
) -> None:
    expected = expected_starts(pattern, wall, zone, start, weeks)
    found = runs(pattern, wall, zone, start, weeks)
    expanded = [n for run in found for n in range(run.first, run.last + 1, WEEK_MINUTES)]
    assert sorted(expanded) == sorted(n for starts in expected.values() for n in starts)
    before = {late: early for starts in expected.values()
              for early, late in zip([0, *starts], starts, strict=False)}  # fmt: skip
    for run in found:
        assert run.previous == before[run.first]
        assert (run.last - run.first) % WEEK_MINUTES == 0


@settings(max_examples=150, deadline=None)
@given(
    pattern=patterns(),
    wall=st.times().map(lambda wall: wall.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
    start=days_of_two_years,
    ahead=st.integers(0, 40 * WEEK_MINUTES),
)
def test_of_the_runs_ahead_one_for_each_weekday_comes_next(
    pattern: Pattern, wall: time, zone: str, start: date, ahead: int
) -> None:
    now = as_minutes(f"{start} 00:00") + ahead
    expected = expected_starts(pattern, wall, zone, start, 40)
    following = [min(n for n in starts if n >= now) for starts in expected.values()
                 if starts[-1] >= now]  # fmt: skip
    found = runs(pattern, wall, zone, start, 40)
    coming = [
        run.first + max(0, -(-(now - run.first) // WEEK_MINUTES)) * WEEK_MINUTES
        for run in found
        if run.last >= now and run.previous < now
    ]
    assert sorted(coming) == sorted(following)


@given(start=days_of_two_years, length=st.integers(0, 60))
def test_dates_come_in_order_and_once(start: date, length: int) -> None:
    pattern = Pattern(Kind.MONTHLY, (1, 5, 7), ordinals=(1, 5, -1))
    found = list(pattern.dates(start, start + length * DAY))
    assert found == sorted(set(found))
