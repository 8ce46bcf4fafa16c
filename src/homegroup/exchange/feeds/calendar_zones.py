"""VTIMEZONE components: the clock changes of a zone from the feeds' epoch on (RFC 5545, 3.6.5).

The onset of a change is told in the wall time before it. (icalendar's own converter tells it in
the time after it, an hour late in spring.)
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

BEGIN = datetime(2023, 12, 1, tzinfo=UTC)
END = datetime(2038, 1, 1, tzinfo=UTC)
_STEP = timedelta(days=7)
_Change = tuple[timedelta, timedelta, str, bool]


@cache
def zone_component(name: str) -> bytes:
    """Give the VTIMEZONE of an IANA zone as bytes."""
    zone = ZoneInfo(name)
    component = Timezone()
    component.add("TZID", name)
    first = BEGIN.astimezone(zone)
    offset = _offset(first)
    kinds: dict[_Change, list[datetime]] = {}
    kinds[offset, offset, first.tzname() or name, bool(first.dst())] = [first.replace(tzinfo=None)]
    for moment in _changes(zone):
        before = _offset((moment - timedelta(seconds=1)).astimezone(zone))
        after = moment.astimezone(zone)
        kind = (before, _offset(after), after.tzname() or name, bool(after.dst()))
        kinds.setdefault(kind, []).append((moment + before).replace(tzinfo=None))
    for (before, after_, label, summer), onsets in kinds.items():
        part = TimezoneDaylight() if summer else TimezoneStandard()
        part.add("DTSTART", onsets[0])
        if onsets[1:]:
            part.add("RDATE", onsets[1:])
        part.add("TZOFFSETFROM", before)
        part.add("TZOFFSETTO", after_)
        part.add("TZNAME", label)
        component.add_component(part)
    data: bytes = component.to_ical()
    return data


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def _changes(zone: ZoneInfo) -> Iterator[datetime]:
    """Give the UTC moments at which the zone's offset changes, to the second."""
    low = BEGIN
    while low < END:
        high = low + _STEP
        if _offset(low.astimezone(zone)) != _offset(high.astimezone(zone)):
            yield _exactly(zone, low, high)
        low = high


def _exactly(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    old = _offset(low.astimezone(zone))
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if _offset(middle.astimezone(zone)) == old:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
