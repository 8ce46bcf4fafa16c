"""A schedule as iCalendar says it: a first occurrence, a rule, and the dates that differ.

The first occurrence is the anchor of a calendar event. It is never worked out from today: it is
the first date on or after the schedule's first date, or after `EPOCH` where there is none (or an
earlier one). So it stays the same for as long as the schedule does. What happened before `EPOCH`
is not told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from homegroup.meetings.choices import Repeats
from homegroup.meetings.models import DateChange, Pause, Schedule

EPOCH = date(2024, 1, 1)
_LOOK = timedelta(days=400)  # a fifth Monday comes within four months
_DAY = timedelta(days=1)
_DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Span:
    """One occurrence: local start and end, the real minutes apart even across a clock change."""

    starts_at: datetime
    ends_at: datetime

    @classmethod
    def on(cls, day: date, wall: time, minutes: int, zone: ZoneInfo) -> "Span":
        """Give the occurrence at a wall time on a local date."""
        start = datetime.combine(day, wall, tzinfo=zone)
        end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
        return cls(start, end)

    @property
    def crosses_clock_change(self) -> bool:
        """Whether clocks change during it, or its start is skipped by them."""
        back = self.starts_at.astimezone(UTC).astimezone(self.starts_at.tzinfo)
        skipped = back.replace(tzinfo=None) != self.starts_at.replace(tzinfo=None)
        return skipped or self.starts_at.utcoffset() != self.ends_at.utcoffset()


def anchor_of(schedule: Schedule, zone: ZoneInfo) -> date | None:
    """Give the date of the first occurrence, None if the schedule falls on no date.

    Where the schedule has no first date, one is chosen on which clocks do not change: some
    readers take the length of the first occurrence in wall time for all.
    """
    assert schedule.starts_at is not None
    begin = max(schedule.first_on or EPOCH, EPOCH)
    if schedule.repeats == Repeats.ONCE:
        return schedule.first_on
    free = schedule.first_on is None or schedule.first_on < EPOCH
    for day in schedule.pattern().dates(begin, begin + _LOOK):
        span = Span.on(day, schedule.starts_at, schedule.minutes, zone)
        if not (free and span.crosses_clock_change):
            return day
    return None


def rule_of(schedule: Schedule, last_on: date | None, zone: ZoneInfo) -> dict[str, object]:
    """Give the RRULE of a schedule that repeats, up to and with `last_on`; empty for one date."""
    days = [_DAY_NAMES[int(digit) - 1] for digit in schedule.weekdays]
    rule: dict[str, object]
    if schedule.repeats == Repeats.ONCE:
        return {}
    if schedule.repeats == Repeats.MONTHLY:
        ordinals = ["-1" if digit == "9" else digit for digit in schedule.ordinals]
        rule = {"FREQ": "MONTHLY", "BYDAY": [f"{n}{day}" for n in ordinals for day in days]}
    else:
        rule = {"FREQ": "WEEKLY", "BYDAY": days}
        if schedule.repeats == Repeats.FORTNIGHTLY:
            # Weeks count from Monday here (places.recurrence): it matters with several days.
            rule |= {"INTERVAL": 2, "WKST": "MO"}
    if last_on:
        rule["UNTIL"] = datetime.combine(last_on, time(23, 59, 59), tzinfo=zone).astimezone(UTC)
    return rule


@dataclass(frozen=True)
class Course:
    """How a schedule goes from its anchor on.

    `last_on` is its last date, None while it goes on. `off` are dates within a pause,
    `changes` dates of the rule that were cancelled or moved, `extra` moved ones besides the rule.
    `is_off`: no date is left of it.
    """

    anchor: date
    last_on: date | None
    off: tuple[date, ...]
    changes: tuple[DateChange, ...]
    extra: tuple[DateChange, ...]
    is_off: bool


def course_of(schedule: Schedule, pauses: list[Pause], zone: ZoneInfo) -> Course | None:
    """Give the course of a timed schedule, None if it falls on no date.

    A pause with an end takes out single dates. One without an end ends the rule before it; when
    the meeting resumes, the pause has an end and the rule goes on. A date that people moved
    counts even within a pause.
    """
    anchor = anchor_of(schedule, zone)
    if anchor is None:
        return None
    last_on = schedule.last_on
    open_from = min((pause.from_on for pause in pauses if pause.until_on is None), default=None)
    if open_from and (last_on is None or open_from <= last_on):
        last_on = open_from - _DAY
    is_off = last_on is not None and last_on < anchor
    if schedule.repeats == Repeats.ONCE:
        is_off = any(pause.covers(anchor) for pause in pauses)
        last_on = None
    found = list(schedule.date_changes.all())
    ruled = tuple(c for c in found if not is_off and _falls_on(schedule, c.on, anchor, last_on))
    extra = tuple(c for c in found if c not in ruled and c.moved_to and c.moved_to >= EPOCH)
    changed = {change.on for change in ruled}
    off = () if is_off else tuple(
        day for day in _paused(schedule, pauses, anchor, last_on) if day not in changed
    )  # fmt: skip
    return Course(anchor, last_on, off, ruled, extra, is_off)


def _falls_on(schedule: Schedule, day: date, anchor: date, last_on: date | None) -> bool:
    return anchor <= day <= (last_on or day) and day in schedule.pattern().dates(day, day + _DAY)


def _paused(
    schedule: Schedule, pauses: list[Pause], anchor: date, last_on: date | None
) -> Iterator[date]:
    days: set[date] = set()
    for pause in pauses:
        if pause.until_on:
            first = max(pause.from_on, anchor)
            last = min(pause.until_on, last_on or pause.until_on)
            days.update(schedule.pattern().dates(first, last + _DAY))
    yield from sorted(days)
