"""The next dates of one meeting, as they will be: cancelled, moved and paused ones known."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from homegroup.core import clock
from homegroup.meetings.models import DateChange, Meeting, Schedule
from homegroup.places.recurrence import DAY, moment_of


@dataclass(frozen=True)
class Occurrence:
    """One date of a schedule as it will be: `starts_at` aware in the meeting's zone.

    `change` tells that it is cancelled or was moved; `planned_on` is the date it would have had.
    """

    schedule: Schedule
    planned_on: date
    starts_at: datetime
    change: DateChange | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.change is not None and self.change.moved_to is None

    @property
    def is_moved(self) -> bool:
        """Whether it takes place at another time than planned."""
        return self.change is not None and self.change.moved_to is not None

    @property
    def ends_at(self) -> datetime:
        """The moment it ends, in the meeting's zone."""
        end = self.starts_at.astimezone(clock.now().tzinfo) + timedelta(
            minutes=self.schedule.minutes
        )
        return end.astimezone(self.starts_at.tzinfo)


def next_dates(
    meeting: Meeting, *, now: datetime, most: int = 6, days: int = 370
) -> list[Occurrence]:
    """Give the next dates of a meeting, cancelled ones included, in order; none while paused."""
    found = [x for one in meeting.schedules.all() for x in _ahead(one, meeting, now, days, most)]
    return sorted(found, key=lambda x: x.starts_at)[:most]


def _ahead(
    schedule: Schedule, meeting: Meeting, now: datetime, days: int, most: int
) -> list[Occurrence]:
    """Give all moved dates of a schedule that lie ahead, and its first others."""
    if schedule.starts_at is None:
        return []
    changes = {change.on: change for change in schedule.date_changes.all()}
    moved = [_occurrence(schedule, x.on, x, meeting) for x in changes.values() if x.moved_to]
    found = [x for x in moved if _lies_ahead(x, meeting, now)]
    today = now.astimezone(meeting.zone).date()
    left = most
    for day in schedule.pattern().dates(today - DAY, today + timedelta(days=days)):
        change = changes.get(day)
        if change and change.moved_to:
            continue
        occurrence = _occurrence(schedule, day, change, meeting)
        if _lies_ahead(occurrence, meeting, now):
            found.append(occurrence)
            left -= 1
        if not left:
            break
    return found


def _lies_ahead(occurrence: Occurrence, meeting: Meeting, now: datetime) -> bool:
    return occurrence.ends_at > now and not meeting.pause_on(occurrence.starts_at.date())


def _occurrence(
    schedule: Schedule, day: date, change: DateChange | None, meeting: Meeting
) -> Occurrence:
    on, at = day, schedule.starts_at
    if change and change.moved_to and change.moved_at:
        on, at = change.moved_to, change.moved_at
    assert at is not None  # the caller has checked
    starts = moment_of(on, at, meeting.zone).astimezone(meeting.zone)
    return Occurrence(schedule, day, starts, change)
