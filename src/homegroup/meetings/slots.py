"""The slots: the search index of starts, worked out from schedules, changes and pauses.

Slots reach `WEEKS` ahead; the upkeep renews them long before that. They are also renewed when
the time zone rules of this machine change.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta

from homegroup.core import clock
from homegroup.meetings.models import Meeting, Pause, Schedule, Slot
from homegroup.places.models import Venue
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
        renew(Meeting.objects.whole().filter(pk__in=ids[start : start + 500]))
    Slot.objects.exclude(meeting__status="listed").delete()
    return len(ids)


def slots_of(meetings: Iterable[Meeting]) -> Iterator[Slot]:
    """Give the slots that these meetings should have, unsaved."""
    start = clock.now().date() - timedelta(days=1)
    for meeting in meetings:
        if meeting.status != "listed":
            continue
        place = _place(meeting.venue)
        off = _paused_dates(list(meeting.pauses.all()), start)
        for schedule in meeting.schedules.all():
            if schedule.starts_at is None:
                continue
            for run, wall in _runs(schedule, schedule.starts_at, meeting, off, start):
                yield _slot(run, wall, meeting, schedule.minutes, place)


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


_Place = tuple[int | None, int | None, float | None, float | None, float | None]


def _place(venue: Venue | None) -> _Place:
    point = venue.point if venue else None
    return (point.cell, point.area, *point.vector) if point else (None, None, None, None, None)


def _slot(run: Run, wall: time, meeting: Meeting, minutes: int, place: _Place) -> Slot:
    local = clock.moment(run.first).astimezone(meeting.zone)
    cell, area, x, y, z = place
    return Slot(
        meeting_id=meeting.pk,
        minute=run.first % WEEK_MINUTES,
        first=run.first,
        last=run.last,
        previous=run.previous,
        weekday=local.isoweekday(),
        local_minute=wall.hour * 60 + wall.minute,
        minutes=minutes,
        online_only=meeting.attendance == "online",
        cell=cell,
        area=area,
        x=x,
        y=y,
        z=z,
    )
