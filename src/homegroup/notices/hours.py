"""When something may go out: quiet hours and digests, as wall time in the member's own zone.

A wall time that a clock change skips counts as the moment just after it; one that comes twice
counts the first time.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from homegroup.core.zones import home_zone, read_zone
from homegroup.notices.choices import Rhythm, Urgency
from homegroup.notices.models import Preferences

_DAY = timedelta(days=1)


def zone_of(preferences: Preferences) -> ZoneInfo:
    """Give the member's zone; the home's where this machine's rules know it no more."""
    return read_zone(preferences.zone) or home_zone()


def _moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def is_quiet(moment: datetime, preferences: Preferences) -> bool:
    """Tell whether a moment lies in the member's quiet hours."""
    start, end = preferences.quiet_from, preferences.quiet_until
    hour = moment.astimezone(zone_of(preferences)).hour
    return start <= hour < end if start <= end else hour >= start or hour < end


def after_quiet(moment: datetime, preferences: Preferences) -> datetime:
    """Give the moment itself, or the end of the quiet hours that it lies in."""
    if not is_quiet(moment, preferences):
        return moment
    zone = zone_of(preferences)
    day = moment.astimezone(zone).date()
    ends = (_moment(day + days * _DAY, preferences.quiet_until, zone) for days in range(3))
    return next(end for end in ends if end > moment)


def _digest(moment: datetime, preferences: Preferences, *, weekly: bool) -> datetime:
    """Give the first digest after a moment."""
    zone = zone_of(preferences)
    day = moment.astimezone(zone).date()
    days = (day + number * _DAY for number in range(9))
    return next(
        at
        for day in days
        if not weekly or day.isoweekday() == preferences.weekday
        if (at := _moment(day, preferences.hour, zone)) > moment
    )


def due_at(
    moment: datetime, rhythm: Rhythm, urgency: Urgency, preferences: Preferences
) -> datetime | None:
    """Give when a notice of that moment may go out, or None if it stays on the site."""
    if rhythm == Rhythm.USUAL:
        rhythm = Rhythm.NOW if urgency == Urgency.SOON else Rhythm.DAILY
    if rhythm == Rhythm.NEVER or urgency == Urgency.SITE:
        return None
    if rhythm != Rhythm.NOW:
        moment = _digest(moment, preferences, weekly=rhythm == Rhythm.WEEKLY)
    return after_quiet(moment, preferences)
