"""How meetings read on a page or on paper: times in the right zone, schedules in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from homegroup.core import clock
from homegroup.meetings.choices import Attendance, Category, Repeats
from homegroup.meetings.models import Meeting, Schedule
from homegroup.meetings.queries import Search, Start
from homegroup.places.distance import KM_PER_MILE

_TAGS = 4
_TAG_RANK: dict[str, int] = {
    Category.ATTENDANCE: 0,
    Category.AUDIENCE: 1,
    Category.FORMAT: 2,
    Category.ACCESS: 3,
    Category.LANGUAGE: 4,
    Category.READING: 5,
    Category.CUSTOM: 6,
}


@dataclass(frozen=True, slots=True)
class Card:
    """One start, as a list shows it. `day` is its date for the heading, None without a time."""

    name: str
    url: str
    day: date | None
    time: str
    moment: str
    zone_note: str
    untimed: str
    where: str
    distance: str
    tags: str
    is_online: bool


@lru_cache(maxsize=2_000)
def _time_text(wall: time, language: str) -> str:
    return formats.time_format(wall)


def time_text(moment: datetime) -> str:
    """Give the time of day of an aware moment, in its own zone and the reader's style."""
    return _time_text(moment.time(), get_language() or "")


def day_text(day: date, *, today: date) -> str:
    """Give a date with its weekday; today and tomorrow by name as well."""
    said = formats.date_format(day, "l, j F")
    if day.year != today.year:
        said = formats.date_format(day, "l, j F Y")
    if day == today:
        return _("Today, %s") % said
    if day == today + timedelta(days=1):
        return _("Tomorrow, %s") % said
    return said


def distance_text(km: float | None, unit: str) -> str:
    """Give a distance in "km" or "mi" with one decimal below ten; "" when unknown."""
    if km is None:
        return ""
    number = km / KM_PER_MILE if unit == "mi" else km
    told = round(number, 1) if number < 10 else round(number)
    return _distance_told(told, unit, get_language() or "")


@lru_cache(maxsize=4_000)
def _distance_told(number: float, unit: str, language: str) -> str:
    shown = formats.number_format(number)
    return _("%s miles away") % shown if unit == "mi" else _("%s km away") % shown


def shown_zone(meeting: Meeting, viewer: ZoneInfo, *, from_afar: bool = False) -> ZoneInfo:
    """Give the zone in which a meeting's time is told: the viewer's if one joins `from_afar`.

    An online meeting is always joined from afar, a hybrid one when somebody looks for online.
    """
    from_afar = from_afar and meeting.is_online
    return viewer if from_afar or meeting.attendance == Attendance.ONLINE else meeting.zone


def where_text(meeting: Meeting) -> str:
    """Give where it is in one line."""
    venue = meeting.venue
    if meeting.attendance == Attendance.ONLINE:
        return _("Online") if meeting.conference_url else _("By phone")
    place = ""
    if venue:
        parts = [venue.name, venue.address, venue.city] if venue.address else [
            venue.name, venue.formatted_address or venue.city]  # fmt: skip
        place = ", ".join(part for part in parts if part)
    if meeting.attendance == Attendance.HYBRID:
        return _("%s, and online") % place if place else _("In person and online")
    return place


def tags_text(meeting: Meeting) -> str:
    """Give the fellowship and the most telling types in one line."""
    types = sorted(meeting.types.all(), key=lambda x: (_TAG_RANK[x.category], x.position))
    fellowship = meeting.fellowship
    first = [fellowship.short] if fellowship else []
    return " · ".join([*first, *(kind.label for kind in types[:_TAGS])])


def list_zone(search: Search, starts: Sequence[Start], viewer: ZoneInfo) -> ZoneInfo:
    """Give the zone whose dates head a list: that of the place asked for, else the viewer's."""
    if (search.point or search.named_place) and starts:
        return starts[0].meeting.zone
    return viewer


def card(
    start: Start,
    *,
    viewer: ZoneInfo,
    listed_in: ZoneInfo | None = None,
    unit: str = "",
    from_afar: bool = False,
) -> Card:
    """Give what a list shows of one start.

    `listed_in` is the zone of the list's dates (the viewer's if not given), `from_afar` as in
    `shown_zone`.
    """
    meeting = start.meeting
    zone = shown_zone(meeting, viewer, from_afar=from_afar)
    local = start.starts_at.astimezone(zone) if start.starts_at else None
    day = start.starts_at.astimezone(listed_in or viewer).date() if start.starts_at else None
    return Card(
        name=meeting.name,
        url=meeting.get_absolute_url(),
        day=day,
        time=time_text(local) if local else "",
        moment=start.starts_at.isoformat() if start.starts_at else "",
        zone_note=_zone_note(local, day, viewer, from_afar=from_afar or not meeting.is_in_person),
        untimed="" if local else _untimed_text(meeting),
        where=where_text(meeting),
        distance=distance_text(start.km, unit or settings.DISTANCE_UNIT),
        tags=tags_text(meeting),
        is_online=meeting.is_online,
    )


def _zone_note(
    local: datetime | None, day: date | None, viewer: ZoneInfo, *, from_afar: bool
) -> str:
    """Say whose time it is, where a reader could take it for another one's."""
    if local is None:
        return ""
    whose = _("your time") if from_afar else ""
    if not from_afar and local.utcoffset() != local.astimezone(viewer).utcoffset():
        whose = _("local time")
    if local.date() == day:
        return whose
    weekday = str(WEEKDAYS_ABBR[local.weekday()])
    return f"{weekday}, {whose}" if whose else weekday


def _untimed_text(meeting: Meeting) -> str:
    schedules = meeting.schedules.all()
    if not all(schedule.timed for schedule in schedules):
        return _("By appointment")
    today = clock.today(meeting.zone)
    begun = any(not one.first_on or one.first_on <= today for one in schedules)
    return _("Paused") if begun else _("Later")


@dataclass(frozen=True)
class Day:
    """Cards under one heading."""

    heading: str
    cards: list[Card]


def by_day(cards: Iterable[Card], *, today: date) -> Iterator[Day]:
    """Group cards, in the order given, under the dates on which they fall."""
    for day, group in groupby(cards, key=lambda card: card.day):
        heading = day_text(day, today=today) if day else _("No fixed time")
        yield Day(heading, list(group))


# -- schedules in words ----------------------------------------------------------------------

_ORDINALS = {
    "1": gettext_lazy("first"),
    "2": gettext_lazy("second"),
    "3": gettext_lazy("third"),
    "4": gettext_lazy("fourth"),
    "5": gettext_lazy("fifth"),
    "9": gettext_lazy("last"),
}


def joined(parts: list[str]) -> str:
    """Join words as "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


def schedule_text(schedule: Schedule, *, today: date) -> str:
    """Give a schedule as a sentence part: "Every Monday and Friday, 7:30 p.m. to 8:30 p.m."."""
    if schedule.starts_at is None:
        return schedule.note or _("By appointment")
    bounds = _bounds_text(schedule, today)
    when = {
        Repeats.WEEKLY: _weekly_text,
        Repeats.FORTNIGHTLY: _fortnightly_text,
        Repeats.MONTHLY: _monthly_text,
        Repeats.ONCE: _once_text,
    }[Repeats(schedule.repeats)](schedule)
    return f"{when}, {span_text(schedule)}{bounds}"


def span_text(schedule: Schedule) -> str:
    """Give the wall times of a timed schedule, "7:30 p.m. to 8:30 p.m."."""
    assert schedule.starts_at is not None
    begin = datetime.combine(date(2000, 1, 1), schedule.starts_at)
    end = begin + timedelta(minutes=schedule.minutes)
    return _("%(start)s to %(end)s") % {
        "start": formats.time_format(begin.time()),
        "end": formats.time_format(end.time()),
    }


def _days(schedule: Schedule) -> list[str]:
    return [str(WEEKDAYS[int(digit) - 1]) for digit in schedule.weekdays]


def _weekly_text(schedule: Schedule) -> str:
    if len(schedule.weekdays) == 7:
        return _("Every day")
    return _("Every %s") % joined(_days(schedule))


def _fortnightly_text(schedule: Schedule) -> str:
    return _("Every second %s") % joined(_days(schedule))


def _monthly_text(schedule: Schedule) -> str:
    ordinals = [str(_ORDINALS[digit]) for digit in schedule.ordinals]
    return _("Every %(which)s %(day)s of the month") % {
        "which": joined(ordinals),
        "day": joined(_days(schedule)),
    }


def _once_text(schedule: Schedule) -> str:
    return formats.date_format(schedule.first_on, "l, j F Y") if schedule.first_on else ""


def _bounds_text(schedule: Schedule, today: date) -> str:
    if schedule.repeats == Repeats.ONCE:
        return ""
    bounds = ""
    if schedule.first_on and schedule.first_on > today:
        bounds += _(", from %s") % formats.date_format(schedule.first_on, "j F Y")
    if schedule.last_on:
        bounds += _(", until %s") % formats.date_format(schedule.last_on, "j F Y")
    return bounds


def ahead_text(starts_at: datetime, *, now: datetime | None = None) -> str:
    """Give how far off a start is: "in 25 minutes", "in 3 hours"; "" beyond a day."""
    minutes = clock.minutes(starts_at) - clock.minutes(now or clock.now())
    if minutes < 0 or minutes >= 24 * 60:
        return ""
    if minutes < 60:
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("in %(n)d hour", "in %(n)d hours", hours) % {"n": hours}
