"""The slots: the search index of starts, worked out from schedules, changes and pauses.

Slots reach `WEEKS` ahead; the upkeep renews them long before that. They are also renewed when
the time zone rules of this machine change.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import date, time, timedelta

from homegroup.core import clock
from homegroup.meetings.models import Meeting, Pause, Schedule, Slot
from homegroup.places.recurrence import WEEK_MINUTES, Run, moment_of, runs

WEEKS = 27
RENEW_AFTER = timedelta(weeks=8)
_BATCH = 2_000


def renew(meetings: Sequence[Meeting]) -> None:
    """Work out the slots of these meetings anew (best read with `whole()`)."""
    ids = [meeting.pk for meeting in meetings]
    for start in range(0, len(ids), 500):
        Slot.objects.filter(meeting_id__in=ids[start : start + 500]).delete()
    Slot.objects.bulk_create(slots_of(meetings), batch_size=_BATCH)


def renew_all() -> int:
    """Work out every slot anew, in steps that do not block writers for long; give how many."""
    ids = list(Meeting.objects.listed().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        renew(list(Meeting.objects.whole().filter(pk__in=ids[start : start + 500])))
    Slot.objects.exclude(meeting__status="listed").delete()
    return len(ids)


def slots_of(meetings: Iterable[Meeting]) -> Iterator[Slot]:
    """Give the slots that these meetings should have, unsaved."""
    start = clock.now().date() - timedelta(days=1)
    for meeting in meetings:
        if meeting.status == "listed":
            yield from _slots_of_one(meeting, start)


def _slots_of_one(meeting: Meeting, start: date) -> Iterator[Slot]:
    pauses, schedules = list(meeting.pauses.all()), list(meeting.schedules.all())
    off = _paused_dates(pauses, start)
    blank = Slot(meeting_id=meeting.pk, online_only=meeting.attendance == "online")
    point = meeting.venue.point if meeting.venue else None
    if point:
        blank.cell, blank.area = point.cell, point.area
        blank.x, blank.y, blank.z = point.vector
    if any(pause.until_on is None for pause in pauses) or not all(s.timed for s in schedules):
        yield copy(blank)
    for schedule in schedules:
        if schedule.starts_at is None:
            continue
        for run, wall in _runs(schedule, schedule.starts_at, meeting, off, start):
            yield _filled(copy(blank), run, wall, meeting, schedule)


def _filled(slot: Slot, run: Run, wall: time, meeting: Meeting, schedule: Schedule) -> Slot:
    slot.minute = run.first % WEEK_MINUTES
    slot.first, slot.last, slot.previous = run.first, run.last, run.previous
    slot.weekday = clock.moment(run.first).astimezone(meeting.zone).isoweekday()
    slot.local_minute = wall.hour * 60 + wall.minute
    slot.minutes = schedule.minutes
    return slot


def _runs(
    schedule: Schedule, wall: time, meeting: Meeting, off: frozenset[date], start: date
) -> Iterator[tuple[Run, time]]:
    changes = list(schedule.date_changes.all())
    skipped = off.union(change.on for change in changes)
    found = runs(schedule.pattern(skipped), wall, meeting.time_zone, start, WEEKS)
    yield from ((run, wall) for run in found)
    end = start + timedelta(weeks=WEEKS)
    for change in changes:
        if change.moved_to and change.moved_at and start <= change.moved_to < end:
            moment = clock.minutes(moment_of(change.moved_to, change.moved_at, meeting.zone))
            yield Run(moment, moment, _start_before(found, moment)), change.moved_at


def _start_before(found: Iterable[Run], moment: int) -> int:
    earlier = (
        min(run.last, run.first + (moment - 1 - run.first) // WEEK_MINUTES * WEEK_MINUTES)
        for run in found
        if run.first < moment
    )
    return max(earlier, default=0)


def _paused_dates(pauses: list[Pause], start: date) -> frozenset[date]:
    end = start + timedelta(weeks=WEEKS)
    days: set[date] = set()
    for pause in pauses:
        first = max(pause.from_on, start)
        last = min(pause.until_on or end, end)
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(days)
