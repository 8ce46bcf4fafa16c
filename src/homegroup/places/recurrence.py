"""Recurrence in local time: which dates a schedule falls on, and when that is in UTC.

A *pattern* says which local dates; a wall time and a zone make moments of them. Rules of RFC
5545 (3.3.5, 3.3.10): a wall time that a clock change skips is read with the offset before the
gap; one that occurs twice means the first; a month without a fifth Saturday is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEK_MINUTES = 7 * 24 * 60
DAY = timedelta(days=1)


class Kind(StrEnum):
    """How a schedule repeats."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    ONCE = "once"


@dataclass(frozen=True)
class Pattern:
    """Local dates that repeat.

    `weekdays`: ISO numbers, 1 Monday to 7 Sunday. `ordinals` (monthly): 1 to 5 from the start of
    the month, -1 the last. `first_on` and `last_on` bound it, both included; a fortnightly
    pattern counts its weeks (from Monday) from `first_on`, a single date is `first_on` itself.
    """

    kind: Kind
    weekdays: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    first_on: date | None = None
    last_on: date | None = None
    skipped: frozenset[date] = field(default_factory=frozenset)

    def dates(self, start: date, end: date) -> Iterator[date]:
        """Give the dates from `start` up to and without `end`, in order."""
        if self.kind is Kind.ONCE:
            if self.first_on and start <= self.first_on < end and self.first_on not in self.skipped:
                yield self.first_on
            return
        day = max(start, self.first_on) if self.first_on else start
        stop = self.last_on + DAY if self.last_on and self.last_on < end else end
        while day < stop:
            falls = day.isoweekday() in self.weekdays and self._in_rhythm(day)
            if falls and day not in self.skipped:
                yield day
            day += DAY

    def _in_rhythm(self, day: date) -> bool:
        if self.kind is Kind.FORTNIGHTLY:
            assert self.first_on is not None
            weeks = (_monday(day) - _monday(self.first_on)).days // 7
            return weeks % 2 == 0
        if self.kind is Kind.MONTHLY:
            return (day.day + 6) // 7 in self.ordinals or (
                -1 in self.ordinals and (day + timedelta(days=7)).month != day.month
            )
        return True


def _monday(day: date) -> date:
    return day - timedelta(days=day.isoweekday() - 1)


def moment_of(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Give the UTC moment of a wall time on a local date; of one that occurs twice, the first."""
    return datetime.combine(day, wall.replace(fold=0), tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True)
class Run:
    """Starts exactly one week apart, in epoch minutes (see core.clock).

    `previous` is the last start before this run on the same weekday of the same schedule, 0 if
    none was computed. Of the runs that lie ahead, the one with `previous < now` comes next.
    """

    first: int
    last: int
    previous: int


@lru_cache(maxsize=20_000)
def runs(pattern: Pattern, wall: time, zone_name: str, start: date, weeks: int) -> tuple[Run, ...]:
    """Give the runs of a schedule from the local date `start`, over that many weeks.

    A clock change, a skipped date or a rhythm other than weekly parts one run from the next.
    """
    zone = ZoneInfo(zone_name)
    streams: dict[int, list[Run]] = {}
    for day in pattern.dates(start, start + timedelta(weeks=weeks)):
        moment = int(moment_of(day, wall, zone).timestamp()) // 60
        stream = streams.setdefault(day.isoweekday(), [])
        if not stream:
            stream.append(Run(moment, moment, 0))
        elif moment - stream[-1].last == WEEK_MINUTES:
            stream[-1] = Run(stream[-1].first, moment, stream[-1].previous)
        else:
            stream.append(Run(moment, moment, stream[-1].last))
    return tuple(run for stream in streams.values() for run in stream)


def next_start(first: int, last: int, moment: int) -> int | None:
    """Give the first start of a run at or after an epoch minute; None if the run has ended."""
    if moment > last:
        return None
    weeks = max(0, -(-(moment - first) // WEEK_MINUTES))
    return first + weeks * WEEK_MINUTES
