"""The one clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import time_machine
from hypothesis import given
from hypothesis import strategies as st

from homegroup.core import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_the_clock_can_stand_and_goes_on() -> None:
    then = datetime(2026, 3, 4, 11, 30, tzinfo=ZoneInfo("America/New_York"))
    with clock.standing_at(then):
        assert clock.now() == then
        assert clock.now().tzinfo is UTC
    assert clock.now() != then


def test_today_is_a_matter_of_the_zone() -> None:
    with time_machine.travel(datetime(2026, 3, 4, 11, 30, tzinfo=UTC), tick=False):
        assert clock.today(ZoneInfo("Pacific/Kiritimati")) == date(2026, 3, 5)
        assert clock.today(ZoneInfo("Pacific/Pago_Pago")) == date(2026, 3, 4)


@given(st.integers(0, 200_000_000))
def test_minutes_and_moment_undo_each_other(minutes: int) -> None:
    assert clock.minutes(clock.moment(minutes)) == minutes


def test_minutes_are_rounded_down() -> None:
    assert clock.minutes(datetime(1970, 1, 1, 0, 1, 59, tzinfo=UTC)) == 1
