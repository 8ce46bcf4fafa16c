"""Days and times of day as conditions on slots: the meeting's own wall time, or the viewer's.

The viewer's clock may change between two starts of the same meeting, so each stretch between
two changes has conditions of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.db.models import Q

from homegroup.core import clock
from homegroup.places.recurrence import WEEK_MINUTES

DAY_MINUTES = 24 * 60
_EPOCH_WEEKDAY = 4  # epoch weeks begin on a Thursday
_AHEAD_WEEKS = 60  # slots reach less far
_Range = tuple[int, int]


def weeks_of(start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Cut a span of epoch minutes at the ends of UTC weeks: (low, high, start of the week)."""
    while start < end:
        base = start - start % WEEK_MINUTES
        stop = min(end, base + WEEK_MINUTES)
        yield start - base, stop - base, base
        start = stop


def in_own_time(days: Sequence[int], start: int, end: int) -> Q:
    """Slots whose wall time in the meeting's zone is on these ISO weekdays, in these minutes.

    A span that wraps midnight belongs to the day on which it begins.
    """
    if start < end:
        return Q(weekday__in=days, local_minute__gte=start, local_minute__lt=end)
    mornings = [day % 7 + 1 for day in days]
    return Q(weekday__in=days, local_minute__gte=start) | Q(
        weekday__in=mornings, local_minute__lt=end
    )


def in_viewers_time(
    days: Sequence[int], start: int, end: int, *, now: datetime, zone: ZoneInfo
) -> Q:
    """The same by the viewer's wall time at the slot's next start.

    Of what starts within a week that is the start within the week, else its first.
    """
    anchor = clock.minutes(now)
    week_end = anchor + WEEK_MINUTES
    soon: list[Q] = []
    later: list[Q] = []
    for begin, stop, offset in _steady_spans(anchor, zone.key):
        wanted = _minutes_of_week(tuple(days), start, end, offset)
        for low, high, _base in weeks_of(begin, min(stop, week_end)):
            soon.append(_within((max(low, a), min(high, b)) for a, b in wanted))
        if stop > week_end:
            of_stretch = Q(first__gte=max(begin, week_end), first__lt=stop)
            later.append(of_stretch & _within(wanted))
    return Q(first__lt=week_end) & any_of(soon) | Q(first__gte=week_end) & any_of(later)


def _within(ranges: Iterable[_Range]) -> Q:
    return any_of(Q(minute__gte=low, minute__lt=high) for low, high in ranges if low < high)


def any_of(conditions: Iterable[Q]) -> Q:
    """Give the condition that one of these holds; none ever does where there are none."""
    return reduce(or_, conditions, Q()) or Q(pk__in=[])


@lru_cache(maxsize=500)
def _minutes_of_week(
    days: tuple[int, ...], start: int, end: int, offset: int
) -> tuple[_Range, ...]:
    """Give the spans of a wall time in minutes of the UTC week, where clocks are `offset` ahead."""
    length = end - start if start < end else end - start + DAY_MINUTES
    found = []
    for day in days:
        low = ((day - _EPOCH_WEEKDAY) * DAY_MINUTES + start - offset) % WEEK_MINUTES
        high = low + length
        found.append((low, min(high, WEEK_MINUTES)))
        if high > WEEK_MINUTES:
            found.append((0, high - WEEK_MINUTES))
    return tuple(sorted(found))


def _steady_spans(anchor: int, zone_name: str) -> Iterator[tuple[int, int, int]]:
    """Give (begin, stop, minutes ahead of UTC) of each stretch between two changes of the clock."""
    zone = ZoneInfo(zone_name)
    begin, offset = anchor, _offset(anchor, zone)
    for week in range(_AHEAD_WEEKS):
        early = anchor + week * WEEK_MINUTES
        late = early + WEEK_MINUTES
        if _offset(late, zone) != offset:
            change = _change_between(early, late, zone)
            yield begin, change, offset
            begin, offset = change, _offset(late, zone)
    yield begin, anchor + _AHEAD_WEEKS * WEEK_MINUTES, offset


def _change_between(early: int, late: int, zone: ZoneInfo) -> int:
    """Give the first minute of the new offset, of two minutes with different ones."""
    old = _offset(early, zone)
    while late - early > 1:
        middle = (early + late) // 2
        if _offset(middle, zone) == old:
            early = middle
        else:
            late = middle
    return late


def _offset(minute: int, zone: ZoneInfo) -> int:
    ahead = clock.moment(minute).astimezone(zone).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds()) // 60
