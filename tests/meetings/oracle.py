"""What a search should find, worked out slowly: every meeting, every date, one by one.

Nothing here reads the slots or shares code with `queries`; only the rows of meetings are read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from homegroup.core.text import fold
from homegroup.meetings.models import Meeting, Schedule
from homegroup.meetings.queries import Search

DAY, WEEK = timedelta(days=1), timedelta(days=7)
HORIZON = timedelta(weeks=27)


@dataclass(frozen=True)
class Expected:
    """One start: `at` None where it has no time."""

    slug: str
    at: datetime | None


def falls_on(schedule: Schedule, day: date) -> bool:
    """Whether a schedule, without its changes, falls on a local date."""
    if schedule.repeats == "once":
        return day == schedule.first_on
    if (schedule.first_on and day < schedule.first_on) or (
        schedule.last_on and day > schedule.last_on
    ):
        return False
    if str(day.isoweekday()) not in schedule.weekdays:
        return False
    if schedule.repeats == "fortnightly":
        assert schedule.first_on
        begin = schedule.first_on - timedelta(days=schedule.first_on.weekday())
        return (day - begin).days % 14 < 7
    if schedule.repeats == "monthly":
        of_month = [n for n in range(1, 32) if _is_like(day, n)]
        place = of_month.index(day.day)
        return str(place + 1) in schedule.ordinals or (
            "9" in schedule.ordinals and place == len(of_month) - 1
        )
    return schedule.repeats == "weekly"


def _is_like(day: date, number: int) -> bool:
    try:
        return day.replace(day=number).weekday() == day.weekday()
    except ValueError:
        return False


def moment(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Give the moment, by the offset that counted before a gap or of the first of two."""
    local = datetime.combine(day, wall)
    offset = local.replace(tzinfo=zone).utcoffset()
    assert offset is not None
    return (local - offset).replace(tzinfo=UTC)


@dataclass(frozen=True)
class _Given:
    """A start with what filters ask about it; `stream` are starts of which one is shown later."""

    at: datetime
    weekday: int
    wall: time
    stream: tuple[int, int]


def _regular(meeting: Meeting, schedule: Schedule, renewed: date) -> Iterator[_Given]:
    if schedule.starts_at is None:
        return
    changed = {change.on for change in schedule.date_changes.all()}
    for number in range(HORIZON.days):
        day = renewed + number * DAY
        paused = any(pause.covers(day) for pause in meeting.pauses.all())
        if falls_on(schedule, day) and day not in changed and not paused:
            at = moment(day, schedule.starts_at, meeting.zone)
            yield _Given(at, day.isoweekday(), schedule.starts_at, (schedule.pk, day.weekday()))


def _moved(meeting: Meeting, schedule: Schedule, renewed: date) -> Iterator[_Given]:
    for change in schedule.date_changes.all():
        if change.moved_to is None or change.moved_at is None:
            continue
        paused = any(pause.covers(change.moved_to) for pause in meeting.pauses.all())
        if renewed <= change.moved_to < renewed + HORIZON and not paused:
            at = moment(change.moved_to, change.moved_at, meeting.zone)
            stream = (schedule.pk, change.on.weekday())
            yield _Given(at, change.moved_to.isoweekday(), change.moved_at, stream)


class Oracle:
    """All starts of all meetings; `renewed` is the date from which slots were worked out."""

    def __init__(self, meetings: Sequence[Meeting], renewed: date) -> None:
        self.renewed = renewed
        self.listed = [meeting for meeting in meetings if meeting.status == "listed"]
        self.starts = {
            schedule.pk: (
                list(_regular(meeting, schedule, renewed)),
                list(_moved(meeting, schedule, renewed)),
            )
            for meeting in self.listed
            for schedule in meeting.schedules.all()
        }

    def expected(self, search: Search, *, now: datetime, viewer: ZoneInfo) -> list[Expected]:
        """Give all starts that a search should find."""
        now = now.replace(second=0, microsecond=0)
        end = min(now + timedelta(hours=search.hours or 168), now + WEEK)
        found: list[Expected] = []
        for meeting in self.listed:
            if not _fits(meeting, search):
                continue
            for schedule in meeting.schedules.all():
                regular, moved = self.starts[schedule.pk]
                shown = [each for each in (*regular, *moved) if now <= each.at < end]
                if not search.hours:
                    others = () if search.days or search.between else moved
                    shown += _later(regular, moved, now, end, others)
                found += [
                    Expected(meeting.slug, each.at)
                    for each in shown
                    if _at_time(meeting, each, search, viewer)
                ]
            untimed = not (search.hours or search.days or search.between)
            if untimed and _is_untimed(meeting, self.renewed, now):
                found.append(Expected(meeting.slug, None))
        return found


def _is_untimed(meeting: Meeting, renewed: date, now: datetime) -> bool:
    return any(s.starts_at is None for s in meeting.schedules.all()) or any(
        (pause.until_on is None or pause.until_on >= renewed + HORIZON)
        and now.astimezone(meeting.zone).date() >= pause.from_on
        for pause in meeting.pauses.all()
    )


def _later(
    regular: list[_Given],
    moved: list[_Given],
    now: datetime,
    end: datetime,
    instead: Sequence[_Given],
) -> Iterator[_Given]:
    """Give of each weekday of a schedule the first start, where none lies before `end`.

    A moved date in `instead` that comes earlier stands for it.
    """
    for stream in {each.stream for each in regular}:
        ahead = [each for each in regular if each.stream == stream and each.at >= now]
        if not ahead or ahead[0].at < end:
            continue
        if not any(now <= x.at < ahead[0].at for x in instead if x.stream == stream):
            yield ahead[0]
    for each in moved:
        if each.at >= end and not any(now <= other.at < each.at for other in regular):
            yield each


def _at_time(meeting: Meeting, given: _Given, search: Search, viewer: ZoneInfo) -> bool:
    weekday, wall = given.weekday, given.wall
    if meeting.attendance == "online" or search.attendance == "online":
        local = given.at.astimezone(viewer)
        weekday, wall = local.isoweekday(), local.time()
    days = search.days or (1, 2, 3, 4, 5, 6, 7)
    if not search.between:
        return weekday in days
    low, high = search.between
    minute = wall.hour * 60 + wall.minute
    if low < high:
        return weekday in days and low <= minute < high
    if minute >= low:
        return weekday in days
    return minute < high and (weekday - 2) % 7 + 1 in days


def _fits(meeting: Meeting, search: Search) -> bool:
    fellowship = meeting.fellowship.slug if meeting.fellowship else ""
    region = meeting.venue.region_id if meeting.venue else None
    return (
        (not search.fellowship or fellowship == search.fellowship)
        and (search.group_id is None or meeting.group_id == search.group_id)
        and (not search.region_ids or region in search.region_ids)
        and set(search.types) <= {kind.slug for kind in meeting.types.all()}
        and _attended(meeting, search)
        and _near(meeting, search)
        and all(word in _text(meeting) for word in search.words.split())
        and all(word in _text(meeting) for word in fold(search.named_place).split())
    )


def _attended(meeting: Meeting, search: Search) -> bool:
    if search.attendance == "online":
        return meeting.attendance in {"online", "hybrid"}
    if search.attendance == "hybrid":
        return meeting.attendance == "hybrid"
    if search.attendance == "in_person" or search.point or search.named_place:
        return meeting.attendance in {"in_person", "hybrid"}
    return True


def _near(meeting: Meeting, search: Search) -> bool:
    if not search.point:
        return True
    point = meeting.venue.point if meeting.venue else None
    return point is not None and point.km_to(search.point) <= search.km


def _text(meeting: Meeting) -> set[str]:
    venue = meeting.venue
    parts = [meeting.name, meeting.notes]
    parts += [venue.name, venue.formatted_address] if venue else []
    return set(fold(" ".join(parts)).replace(",", " ").split())
