"""When: days, times and ends of a row become schedules."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from homegroup.core.text import fold
from homegroup.exchange.importing.problems import RowRejected, quoted
from homegroup.exchange.importing.rows import Row
from homegroup.meetings.choices import Repeats
from homegroup.meetings.listing import ScheduleSpec

DAY = 24 * 60
ASSUMED_MINUTES = 60
_LONG = 12 * 60
_BY_APPOINTMENT = (ScheduleSpec(repeats=Repeats.APPOINTMENT.value),)

# Sunday first, in the languages of the Meeting Guide list; a name is known by its beginning.
_NAMES = {
    "en": "sunday monday tuesday wednesday thursday friday saturday",
    "es": "domingo lunes martes miercoles jueves viernes sabado",
    "fr": "dimanche lundi mardi mercredi jeudi vendredi samedi",
    "nl": "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag",
    "pt": "domingo segunda-feira terca-feira quarta-feira quinta-feira sexta-feira sabado",
    "sk": "nedela pondelok utorok streda stvrtok piatok sobota",
    "sv": "sondag mandag tisdag onsdag torsdag fredag lordag",
    "de": "sonntag montag dienstag mittwoch donnerstag freitag samstag",
    "ja": "日曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日",
    "th": "วันอาทิตย์ วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ วันเสาร์",
}
_SHORT = {
    "sun": 7, "mon": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4,
    "fri": 5, "sat": 6, "segunda": 1, "terca": 2, "quarta": 3, "quinta": 4, "sexta": 5,
}  # fmt: skip
_DAYS = {
    fold(name): (index or 7)
    for names in _NAMES.values()
    for index, name in enumerate(names.split())
} | _SHORT
_DAILY = {"daily", "everyday", "every day", "all days"}
_BETWEEN_DAYS = re.compile(r"\s*[,;/&+|]\s*|\s+and\s+|\s+")
_TIME = re.compile(
    r"(?:\d{4}-\d\d-\d\d[T ])?(\d{1,2})(?:\s*[:.h]\s*(\d{2})(?::\d{2}(?:\.\d+)?)?)?\s*"
    r"([ap])?\.?\s*(?:m\b\.?)?Z?",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"(\d{1,2})(\d{2})")
_WORDS = {"noon": 720, "12 noon": 720, "midday": 720, "midnight": 0, "12 midnight": 0}


def schedules_of(row: Row) -> tuple[ScheduleSpec, ...]:
    """Give the schedules of a row; by appointment if it has neither day nor time.

    Raises RowRejected if only one of them is there, or one cannot be read: a meeting listed at
    the wrong time is worse than none.
    """
    days, start = _days(row), _start(row)
    if not days and start is None:
        return _BY_APPOINTMENT
    if not days:
        raise RowRejected("day", "There is a time but no day.")
    if start is None:
        raise RowRejected("time", "There is a day but no time.")
    if start == DAY:
        row.warn("time", "24:00 was read as midnight at the end of that day.")
        start, days = 0, {day % 7 + 1 for day in days}
    minutes, given = _length(row, start)
    weekdays = "".join(str(day) for day in sorted(days))
    return (_weekly(weekdays, start, minutes, given),)


@lru_cache(maxsize=4_000)
def _weekly(weekdays: str, start: int, minutes: int, given: bool) -> ScheduleSpec:
    return ScheduleSpec(
        repeats=Repeats.WEEKLY.value,
        weekdays=weekdays,
        starts_at=f"{start // 60:02}:{start % 60:02}",
        minutes=minutes,
        minutes_given=given,
    )


def merged(schedules: tuple[ScheduleSpec, ...]) -> tuple[ScheduleSpec, ...]:
    """Give weekly schedules of one meeting with the days of equal times put together."""
    days: dict[tuple[str, int, bool], set[str]] = {}
    others = []
    for spec in schedules:
        if spec.repeats == Repeats.WEEKLY:
            key = (spec.starts_at, spec.minutes, spec.minutes_given)
            days.setdefault(key, set()).update(spec.weekdays)
        elif spec not in others:
            others.append(spec)
    weekly = [
        ScheduleSpec(
            repeats=Repeats.WEEKLY.value, weekdays="".join(sorted(when)),
            starts_at=at, minutes=minutes, minutes_given=given,
        )
        for (at, minutes, given), when in days.items()
    ]  # fmt: skip
    return tuple(sorted(weekly, key=lambda spec: (spec.weekdays, spec.starts_at)) + others)


def _days(row: Row) -> set[int]:
    value = row.raw("day")
    if value is None:
        return set()
    items = value if isinstance(value, list) else [value]
    days: set[int] = set()
    for item in items:
        found = None if isinstance(item, bool) else days_named(str(item)[:200])
        if found is None:
            row.warn("day", f"{quoted(item)} is no day of the week.")
        else:
            days |= found
            if str(item).strip() == "7":
                row.warn("day", "Day 7 was read as Sunday.")
    if items and not days:
        raise RowRejected("day", f"{quoted(value)} is no day of the week.")
    return days


@lru_cache(maxsize=1_000)
def days_named(text: str) -> frozenset[int] | None:
    """Give the ISO weekdays of "0" (Sunday) to "7", of a name, or of several; None if unclear."""
    folded = fold(text).removesuffix(".0")
    if folded in _DAILY:
        return frozenset(range(1, 8))
    if folded in _DAYS:
        return frozenset({_DAYS[folded]})
    days = set()
    for part in _BETWEEN_DAYS.split(folded):
        bare = part.strip(".")
        day = _DAYS.get(bare) or _DAYS.get(bare.removesuffix("s"))
        if day is None and bare.isascii() and bare.isdigit() and len(bare) == 1 and bare < "8":
            day = int(bare) or 7
        if day is None:
            return None
        days.add(day)
    return frozenset(days)


def _start(row: Row) -> int | None:
    value = row.raw("time")
    if value is None:
        return None
    minute = _minute(value)
    if minute is None:
        raise RowRejected("time", f"{quoted(value)} is no time of day.")
    return minute


def _minute(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return minute_of(str(value)[:60])


@lru_cache(maxsize=4_000)
def minute_of(text: str) -> int | None:
    """Give the minute of the day (0 to 1440) of a 12- or 24-hour time, or None if it is unclear."""
    plain = fold(text)
    if plain in _WORDS:
        return _WORDS[plain]
    match = _TIME.fullmatch(plain)
    four = _FOUR_DIGITS.fullmatch(plain)
    if four and len(plain) > 2:
        hour, minute, half = int(four[1]), int(four[2]), None
    elif match and (match[2] or match[3]):
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    else:
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return hour * 60 + minute


def _length(row: Row, start: int) -> tuple[int, bool]:
    """Give the minutes a meeting lasts, and whether the row tells them."""
    value = row.raw("end_time")
    if value is None:
        return ASSUMED_MINUTES, False
    end = _minute(value)
    if end is None:
        row.warn("end_time", f"{quoted(value)} is no time of day; 60 minutes are assumed.")
        return ASSUMED_MINUTES, False
    minutes = (end - start) % DAY
    if minutes == 0:
        row.warn("end_time", "It ends when it starts; 60 minutes are assumed.")
        return ASSUMED_MINUTES, False
    if minutes > _LONG:
        row.warn("end_time", f"It lasts {minutes // 60} hours: is the end right?")
    return minutes, True


_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\D.*)?")
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\D.*)?")


def date_of(text: str) -> date | None:
    """Give the date at the start of "2024-01-31...", "1/31/2024..."; None if there is none."""
    iso, us = _ISO_DATE.fullmatch(text), _US_DATE.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if us:
            return date(int(us[3]), int(us[1]), int(us[2]))
    except ValueError:
        return None
    return None
