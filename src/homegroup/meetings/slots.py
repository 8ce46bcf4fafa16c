"""The slots: the search index of starts, worked out from schedules, changes and pauses.

Slots reach `WEEKS` ahead; the upkeep renews them long before that. They are also renewed when
the time zone rules of this machine change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction

from homegroup.core import bulk, clock
from homegroup.meetings.models import DateChange, Meeting, Pause, Schedule, Slot
from homegroup.places.recurrence import WEEK_MINUTES, Run, moment_of, runs

WEEKS = 27
RENEW_AFTER = timedelta(weeks=8)


@dataclass(frozen=True, slots=True)
class Timing:
    """All that the slots of a meeting follow from; its venue is read through the meeting."""

    meeting: Meeting
    schedules: Sequence[tuple[Schedule, Sequence[DateChange]]]
    pauses: Sequence[Pause]


class SlotValues(NamedTuple):
    """The columns of a slot (see `models.Slot`)."""

    meeting_id: int
    minute: int | None = None
    first: int = 0
    last: int = 0
    previous: int = 0
    moved_before: int = 0
    weekday: int = 0
    local_minute: int = 0
    minutes: int = 0
    online_only: bool = False
    cell: int | None = None
    area: int | None = None
    x: float | None = None
    y: float | None = None
    z: float | None = None


def timing_of(meeting: Meeting) -> Timing:
    """Read what the slots follow from (best of a meeting read with `whole()`)."""
    schedules = [(each, list(each.date_changes.all())) for each in meeting.schedules.all()]
    return Timing(meeting, schedules, list(meeting.pauses.all()))


@transaction.atomic
def renew(meetings: Sequence[Meeting]) -> None:
    """Work out the slots of these meetings anew (best read with `whole()`)."""
    ids = [meeting.pk for meeting in meetings]
    for start in range(0, len(ids), 500):
        Slot.objects.filter(meeting_id__in=ids[start : start + 500]).delete()
    add([timing_of(meeting) for meeting in meetings])


def add(timings: Iterable[Timing]) -> None:
    """Store the slots of meetings that have none yet."""
    bulk.insert_values(Slot, SlotValues._fields, slots_of(timings))


def renew_all() -> int:
    """Work out every slot anew, in steps that do not block writers for long; give how many."""
    ids = list(Meeting.objects.listed().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        renew(list(Meeting.objects.whole().filter(pk__in=ids[start : start + 500])))
    Slot.objects.exclude(meeting__status="listed").delete()
    return len(ids)


def slots_of(timings: Iterable[Timing]) -> Iterator[SlotValues]:
    """Give the slots that these meetings should have."""
    start = clock.now().date() - timedelta(days=1)
    for timing in timings:
        if timing.meeting.is_listed:
            yield from _slots_of_one(timing, start)


def _without_time_from(timing: Timing, start: date) -> int | None:
    """Give the epoch minute from which a meeting stands in lists without a time, None for never.

    It does when it is by appointment (0: always), paused beyond the slots, or yet to begin there.
    """
    end = start + timedelta(weeks=WEEKS)
    schedules = [schedule for schedule, _ in timing.schedules]
    if not all(schedule.timed for schedule in schedules):
        return 0
    if schedules and all(one.first_on and one.first_on >= end for one in schedules):
        return 0
    long = [x.from_on for x in timing.pauses if x.until_on is None or x.until_on >= end]
    if not long:
        return None
    return clock.minutes(moment_of(min(long), time(0), timing.meeting.zone))


def _slots_of_one(timing: Timing, start: date) -> Iterator[SlotValues]:
    meeting, pauses = timing.meeting, timing.pauses
    off = _paused_dates(pauses, start)
    blank = SlotValues(meeting.pk, online_only=meeting.attendance == "online")
    point = meeting.venue.point if meeting.venue else None
    if point:
        x, y, z = point.vector
        blank = blank._replace(cell=point.cell, area=point.area, x=x, y=y, z=z)
    silent_from = _without_time_from(timing, start)
    if silent_from is not None:
        yield blank._replace(first=silent_from)
    for schedule, changes in timing.schedules:
        for run, wall, moved_before in _runs(schedule, changes, meeting, off, start):
            yield blank._replace(
                minute=run.first % WEEK_MINUTES,
                first=run.first,
                last=run.last,
                previous=run.previous,
                moved_before=moved_before,
                weekday=_weekday(run.first, meeting.time_zone),
                local_minute=wall.hour * 60 + wall.minute,
                minutes=schedule.minutes,
            )


@lru_cache(maxsize=20_000)
def _weekday(epoch_minutes: int, zone: str) -> int:
    return clock.moment(epoch_minutes).astimezone(ZoneInfo(zone)).isoweekday()


def _runs(
    schedule: Schedule,
    changes: Sequence[DateChange],
    meeting: Meeting,
    off: frozenset[date],
    start: date,
) -> Iterator[tuple[Run, time, int]]:
    """Give the runs with their wall time, and the date of their weekday moved to before them."""
    wall = schedule.starts_at
    if wall is None:
        return
    skipped = off.union(change.on for change in changes)
    found = runs(schedule.pattern(skipped), wall, meeting.time_zone, start, WEEKS)
    moved = list(_moved(changes, meeting, off, start))
    for run in found:
        yield run, wall, _moved_before(run, moved, meeting.time_zone) if moved else 0
    for _change, moment, at in moved:
        yield Run(moment, moment, _start_before(found, moment)), at, 0


_Moved = tuple[DateChange, int, time]


def _moved(
    changes: Sequence[DateChange], meeting: Meeting, off: frozenset[date], start: date
) -> Iterator[_Moved]:
    """Give the moved dates within the slots: (change, epoch minute, wall time)."""
    end = start + timedelta(weeks=WEEKS)
    for change in changes:
        if change.moved_to is None or change.moved_at is None or change.moved_to in off:
            continue
        if start <= change.moved_to < end:
            moment = moment_of(change.moved_to, change.moved_at, meeting.zone)
            yield change, clock.minutes(moment), change.moved_at


def _moved_before(run: Run, moved: Iterable[_Moved], zone: str) -> int:
    """Give the last date of the run's weekday that was moved to before it, 0 if none was."""
    weekday = _weekday(run.first, zone)
    return max(
        (
            moment
            for change, moment, _at in moved
            if moment < run.first and change.on.isoweekday() == weekday
        ),
        default=0,
    )


def _start_before(found: Iterable[Run], moment: int) -> int:
    earlier = (
        min(run.last, run.first + (moment - 1 - run.first) // WEEK_MINUTES * WEEK_MINUTES)
        for run in found
        if run.first < moment
    )
    return max(earlier, default=0)


def _paused_dates(pauses: Iterable[Pause], start: date) -> frozenset[date]:
    end = start + timedelta(weeks=WEEKS)
    days: set[date] = set()
    for pause in pauses:
        first = max(pause.from_on, start)
        last = min(pause.until_on or end, end)
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(days)
