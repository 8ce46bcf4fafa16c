"""Hours of duty by the wall clocks of those who are on duty: who is there now, what is covered.

Wall times follow each person's zone through a change of clocks. Hours that a change skips begin
or end with the clock; those that end before they begin go past midnight, equal ones last a day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from homegroup.core.zones import read_zone
from homegroup.places.recurrence import moment_of
from homegroup.support.models import Duty

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A stretch of time, in UTC, up to and without its end."""

    start: datetime
    end: datetime


def wall(minute: int) -> time:
    """Give the time of day of that minute."""
    return time(minute // 60, minute % 60)


def span_of(duty: Duty, day: date) -> Span | None:
    """Give the hours of a duty that begin on that date of its zone, None on other weekdays."""
    zone = read_zone(duty.zone)
    if zone is None or day.isoweekday() != duty.weekday:
        return None
    past_midnight = duty.until_minute <= duty.from_minute
    start = moment_of(day, wall(duty.from_minute), zone)
    end = moment_of(day + DAY * past_midnight, wall(duty.until_minute), zone)
    return Span(start, end) if start < end else None


def is_on(duty: Duty, now: datetime) -> bool:
    """Tell whether somebody is on duty by this row at a moment."""
    zone = read_zone(duty.zone)
    if zone is None:
        return False
    today = now.astimezone(zone).date()
    spans = (span_of(duty, today), span_of(duty, today - DAY))
    return any(span is not None and span.start <= now < span.end for span in spans)


def covered(duties: Iterable[Duty], start: datetime, end: datetime) -> list[Span]:
    """Give the stretches between two moments in which somebody is on duty, in order."""
    spans = [
        Span(max(span.start, start), min(span.end, end))
        for duty in duties
        for span in _spans(duty, start, end)
    ]
    return _joined(sorted(spans, key=lambda span: span.start))


def _spans(duty: Duty, start: datetime, end: datetime) -> Iterable[Span]:
    zone = read_zone(duty.zone)
    if zone is None:
        return
    day = start.astimezone(zone).date() - DAY
    while day <= end.astimezone(zone).date():
        span = span_of(duty, day)
        if span is not None and span.start < end and span.end > start:
            yield span
        day += DAY


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
