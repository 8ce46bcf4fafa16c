"""An independent reading of our calendars: when do they say that something takes place?"""

from datetime import UTC, date, datetime

import icalendar
import recurring_ical_events


def starts_of(data: bytes, start: date, end: date) -> list[datetime]:
    """Give the UTC starts of all that takes place from `start` up to `end`, cancelled ones not."""
    calendar = icalendar.Calendar.from_ical(data)
    found = recurring_ical_events.of(calendar).between(start, end)
    told = [each for each in found if each.get("STATUS") != "CANCELLED"]
    return sorted(each["DTSTART"].dt.astimezone(UTC) for each in told)
