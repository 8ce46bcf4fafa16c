"""What stands in a printed list: each regular time once, not the next dates.

A search finds slots; a slot leads to its schedule by weekday and wall time. Weekly schedules stand
under their weekday, others under "other rhythms", and a date that was moved stands for itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from zoneinfo import ZoneInfo

from homegroup.core import clock
from homegroup.meetings import queries
from homegroup.meetings.choices import Attendance, Repeats, Status
from homegroup.meetings.models import Meeting, Schedule, Slot
from homegroup.meetings.queries import Search
from homegroup.meetings.showing import shown_zone

MOST_ROWS = 2_000
_NEAREST = ("-dot", "pk")
_OF_THE_WEEK = ("weekday", "local_minute", "pk")
_BY_PLACE = ("meeting__venue__region__path", "meeting__venue__city", "pk")


class Part(IntEnum):
    """Where in a list a row stands, after the ISO weekdays 1 to 7."""

    OTHER_RHYTHM = 8
    BY_APPOINTMENT = 9
    PAUSED = 10


@dataclass(frozen=True)
class Row:
    """One line of a list.

    `part` is an ISO weekday or a `Part`. `starts` is the next start, aware in the zone in which
    the time is told; `from_afar` says that this is a zone which must be named. A row without a
    schedule is a date that was moved, or (PAUSED) a whole meeting.
    """

    part: int
    meeting: Meeting
    schedule: Schedule | None = None
    starts: datetime | None = None
    minutes: int = 0
    from_afar: bool = False

    @property
    def order(self) -> tuple[int, int, str]:
        """What rows are sorted by: the part, then time of day or next date, then the name."""
        return self.part, self._time, self.meeting.name.casefold()

    @property
    def _time(self) -> int:
        if self.starts is None:
            return 0
        if self.part == Part.OTHER_RHYTHM:
            return clock.minutes(self.starts)
        return self.starts.hour * 60 + self.starts.minute


@dataclass(frozen=True)
class Rows:
    """The rows of a search, sorted; `is_cut` when there would be more than `MOST_ROWS`."""

    rows: list[Row]
    is_cut: bool


def rows_of(search: Search, *, now: datetime, viewer: ZoneInfo, by_place: bool) -> Rows:
    """Give what a printed list of this search holds.

    Of a search that finds too much, the nearest are kept if a place was asked for, else the first.
    """
    order = _NEAREST if search.point else _BY_PLACE if by_place else _OF_THE_WEEK
    ahead = queries.ahead(search, now=now, zone=viewer).order_by(*order)
    slots = list(ahead[: MOST_ROWS + 1])
    meetings = Meeting.objects.whole().in_bulk({slot.meeting_id for slot in slots})
    maker = _Maker(now, viewer, afar=search.attendance == Attendance.ONLINE)
    rows = _each_once(
        row
        for slot in slots
        if slot.meeting_id in meetings
        for row in maker.rows(slot, meetings[slot.meeting_id])
    )
    is_cut = len(slots) > MOST_ROWS or len(rows) > MOST_ROWS
    return Rows(sorted(rows[:MOST_ROWS], key=lambda row: row.order), is_cut)


def _each_once(rows: Iterable[Row]) -> list[Row]:
    """Leave out what several slots of one schedule say again."""
    found: dict[object, Row] = {}
    for row in rows:
        schedule = row.schedule.pk if row.schedule else row.starts
        found.setdefault((row.meeting.pk, schedule, row.part), row)
    return list(found.values())


@dataclass(frozen=True)
class _Maker:
    """Makes rows of slots, as a viewer in a zone reads them."""

    now: datetime
    viewer: ZoneInfo
    afar: bool

    def rows(self, slot: Slot, meeting: Meeting) -> Iterator[Row]:
        begins = slot.next_start(clock.minutes(self.now))
        today = self.now.astimezone(meeting.zone).date()
        if begins is None:
            yield from _untimed(meeting, today)
            return
        zone = shown_zone(meeting, self.viewer, from_afar=self.afar)
        from_afar = meeting.attendance == Attendance.ONLINE or (self.afar and meeting.is_online)
        starts = clock.moment(begins)
        on = starts.astimezone(meeting.zone).date()
        matching: list[Schedule | None] = [*_schedules_of(slot, meeting, on, today)]
        for schedule in matching or [None]:
            yield Row(
                part=self._part(slot, schedule, starts, zone, from_afar),
                meeting=meeting,
                schedule=schedule,
                starts=_regular(starts.astimezone(zone), slot, from_afar),
                minutes=schedule.minutes if schedule else slot.minutes,
                from_afar=from_afar,
            )

    def _part(
        self,
        slot: Slot,
        schedule: Schedule | None,
        starts: datetime,
        zone: ZoneInfo,
        from_afar: bool,
    ) -> int:
        if schedule is None or schedule.repeats != Repeats.WEEKLY:
            return Part.OTHER_RHYTHM
        return starts.astimezone(zone).isoweekday() if from_afar else slot.weekday


def _regular(starts: datetime, slot: Slot, from_afar: bool) -> datetime:
    """Give a start at its usual wall time, also on a date on which the clocks skip it."""
    if from_afar:
        return starts
    hour, minute = divmod(slot.local_minute, 60)
    return starts.replace(hour=hour, minute=minute)


def _untimed(meeting: Meeting, today: date) -> Iterator[Row]:
    """Give the rows of a slot without time: paused until further notice, or by appointment."""
    if meeting.status_on(today) == Status.PAUSED:
        yield Row(part=Part.PAUSED, meeting=meeting)
        return
    for schedule in meeting.schedules.all():
        if not schedule.timed:
            yield Row(part=Part.BY_APPOINTMENT, meeting=meeting, schedule=schedule)


def _schedules_of(slot: Slot, meeting: Meeting, on: date, today: date) -> Iterator[Schedule]:
    """Give the schedules that have this weekday (or date) and wall time, without ended ones."""
    for schedule in meeting.schedules.all():
        at = schedule.starts_at
        if at is None or at.hour * 60 + at.minute != slot.local_minute:
            continue
        if schedule.last_on and schedule.last_on < today:
            continue
        if schedule.repeats == Repeats.ONCE:
            fits = schedule.first_on == on
        else:
            fits = str(slot.weekday) in schedule.weekdays
        if fits:
            yield schedule
