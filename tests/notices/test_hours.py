"""When something may go out: quiet hours and digests around changes of the clock."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from homegroup.notices.choices import Rhythm, Urgency
from homegroup.notices.hours import after_quiet, due_at, is_quiet
from homegroup.notices.models import Preferences

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def z(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def preferences(zone: str = BERLIN, quiet: tuple[int, int] = (22, 8), **more: int) -> Preferences:
    return Preferences(zone=zone, quiet_from=quiet[0], quiet_until=quiet[1], **more)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-01-10T20:59", "2026-01-10T20:59"),  # 21:59 in Berlin
        ("2026-01-10T21:00", "2026-01-11T07:00"),  # 22:00
        ("2026-01-11T06:59", "2026-01-11T07:00"),  # 07:59
        ("2026-01-11T07:00", "2026-01-11T07:00"),  # 08:00
        # The night of 28 to 29 March is an hour shorter, that of 24 to 25 October longer.
        ("2026-03-28T22:30", "2026-03-29T06:00"),
        ("2026-10-24T21:30", "2026-10-25T07:00"),
        ("2026-07-10T20:30", "2026-07-11T06:00"),
    ],
)
def test_the_night_is_as_long_as_the_clock_on_the_wall_says(moment: str, end: str) -> None:
    assert after_quiet(z(moment), preferences()) == z(end)


def test_an_end_that_the_clock_skips_is_the_moment_after() -> None:
    # In New York 02:00 to 03:00 is skipped on 8 March: 07:00 UTC is 03:00 there.
    night = preferences(NEW_YORK, (22, 2))
    assert after_quiet(z("2026-03-08T06:30"), night) == z("2026-03-08T07:00")


def test_an_end_that_comes_twice_counts_the_first_time() -> None:
    # On 1 November 01:00 comes at 05:00 and at 06:00 UTC.
    night = preferences(NEW_YORK, (22, 1))
    assert after_quiet(z("2026-11-01T04:30"), night) == z("2026-11-01T05:00")
    assert not is_quiet(z("2026-11-01T06:30"), night)


def test_quiet_hours_by_day_and_none_at_all() -> None:
    by_day = preferences("UTC", (9, 17))
    assert after_quiet(z("2026-01-10T12:00"), by_day) == z("2026-01-10T17:00")
    assert not is_quiet(z("2026-01-10T20:00"), by_day)
    assert not any(
        is_quiet(z(f"2026-01-10T{hour:02}:30"), preferences("UTC", (5, 5))) for hour in range(24)
    )


def test_a_zone_that_is_known_no_more_is_the_homes() -> None:
    assert after_quiet(z("2026-01-10T23:00"), preferences("Mars/Base")) == z("2026-01-11T08:00")


@pytest.mark.parametrize(
    ("rhythm", "urgency", "due"),
    [
        (Rhythm.USUAL, Urgency.SOON, "2026-03-28T12:00"),
        (Rhythm.USUAL, Urgency.DAILY, "2026-03-29T07:00"),  # 09:00 summer time, the next day
        (Rhythm.NOW, Urgency.DAILY, "2026-03-28T12:00"),
        (Rhythm.DAILY, Urgency.SOON, "2026-03-29T07:00"),
        (Rhythm.WEEKLY, Urgency.SOON, "2026-04-01T07:00"),  # Wednesday
        (Rhythm.NEVER, Urgency.SOON, None),
        (Rhythm.NOW, Urgency.SITE, None),
    ],
)
def test_what_the_member_chose(rhythm: Rhythm, urgency: Urgency, due: str | None) -> None:
    chosen = preferences(hour=9, weekday=3)
    wanted = z(due) if due else None
    assert due_at(z("2026-03-28T12:00"), rhythm, urgency, chosen) == wanted


def test_a_digest_in_quiet_hours_waits_for_their_end() -> None:
    early = preferences("UTC", hour=6, weekday=1)
    due = due_at(z("2026-01-10T12:00"), Rhythm.DAILY, Urgency.DAILY, early)
    assert due == z("2026-01-11T08:00")


def test_at_the_very_hour_it_is_the_next_days() -> None:
    chosen = preferences("UTC", hour=9, weekday=7)
    due = due_at(z("2026-01-10T09:00"), Rhythm.DAILY, Urgency.DAILY, chosen)
    assert due == z("2026-01-11T09:00")


@given(
    minutes=some.integers(0, 3 * 366 * 24 * 60),
    zone=some.sampled_from([BERLIN, NEW_YORK, "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
    start=some.integers(0, 23),
    end=some.integers(0, 23),
)
def test_the_end_of_quiet_hours_is_not_far_and_not_quiet(
    minutes: int, zone: str, start: int, end: int
) -> None:
    moment = datetime.fromtimestamp(1_767_225_600 + minutes * 60, UTC)
    chosen = preferences(zone, (start, end))
    after = after_quiet(moment, chosen)
    assert 0 <= (after - moment).total_seconds() <= 25 * 3600
    if (end - start) % 24 < 20:  # a nearly whole day may swallow its own end in a skipped hour
        assert not is_quiet(after, chosen)
