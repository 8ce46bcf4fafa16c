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
    meeting: Meeting, *, now: datetime, most: int = 6, days: int = 100
) -> list[Occurrence]:
    """Give the next dates of a meeting, cancelled ones included, in order; none while paused."""
    zone = meeting.zone
    today = now.astimezone(zone).date()
    found: list[Occurrence] = []
    for schedule in meeting.schedules.all():
        found += _dates_of(schedule, meeting, today, today + timedelta(days=days), most + 2)
    ahead = (x for x in found if x.ends_at > now and not meeting.pause_on(x.planned_on))
    return sorted(ahead, key=lambda x: x.starts_at)[:most]


def _dates_of(
    schedule: Schedule, meeting: Meeting, start: date, end: date, most: int
) -> list[Occurrence]:
    if schedule.starts_at is None:
        return []
    zone, found = meeting.zone, []
    changes = {change.on: change for change in schedule.date_changes.all()}
    moved_ahead = [c.on for c in changes.values() if c.moved_to and c.moved_to >= start]
    for day in schedule.pattern().dates(min([start - DAY, *moved_ahead]), end):
        change = changes.pop(day, None)
        on, at = day, schedule.starts_at
        if change and change.moved_to and change.moved_at:
            on, at = change.moved_to, change.moved_at
        starts = moment_of(on, at, zone).astimezone(zone)
        found.append(Occurrence(schedule, day, starts, change))
        if len(found) >= most and not changes:
            break
    return found
