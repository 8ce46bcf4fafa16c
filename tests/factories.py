"""Small makers of meetings for tests: through listings and actions, as the house itself does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from homegroup.audit.models import Entry
from homegroup.core import site
from homegroup.groups import fellowships
from homegroup.meetings import actions, cards, types, wording
from homegroup.meetings.forms import search
from homegroup.meetings.listing import GroupSpec, Listing, ScheduleSpec, VenueSpec
from homegroup.meetings.models import Meeting, Schedule
from homegroup.places import gazetteer

# A Wednesday. Clocks of New York and London change within the next 27 weeks; those of Auckland too.
ZONE = ZoneInfo("America/New_York")
NOW = datetime.fromisoformat("2026-03-04T12:00+00:00")
MON, TUE, WED, THU, FRI, SAT, SUN = "1234567"


@contextmanager
def at(moment: datetime | str) -> Iterator[datetime]:
    """Stop the clock at a moment (UTC where it names no zone)."""
    told = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    with time_machine.travel(told, tick=False):
        yield told


def forget_what_was_read() -> None:
    """Empty the caches that go by edition: a rolled-back test takes its editions back."""
    fellowships._fellowships_of.cache_clear()
    search._choices_of.cache_clear()
    gazetteer._names.cache_clear()
    types._types_of.cache_clear()
    cards.kept.forget()
    wording._known_words.cache_clear()
    site._row_of.cache_clear()


def weekly(days: str = MON, at: str = "19:30", **more: Any) -> ScheduleSpec:
    """Give a schedule of every week."""
    return ScheduleSpec(repeats="weekly", weekdays=days, starts_at=at, **more)


def fortnightly(days: str, at: str, first_on: str, **more: Any) -> ScheduleSpec:
    """Give a schedule of every second week from a date on."""
    return ScheduleSpec(
        repeats="fortnightly",
        weekdays=days,
        starts_at=at,
        first_on=date.fromisoformat(first_on),
        **more,
    )


def monthly(ordinals: str, days: str, at: str = "19:30", **more: Any) -> ScheduleSpec:
    """Give a schedule as "second Tuesday": ordinals "2", days "2"; "9" is the last."""
    return ScheduleSpec(repeats="monthly", ordinals=ordinals, weekdays=days, starts_at=at, **more)


def once(on: str, at: str = "19:30", **more: Any) -> ScheduleSpec:
    """Give a schedule of one date."""
    return ScheduleSpec(repeats="once", first_on=date.fromisoformat(on), starts_at=at, **more)


def by_appointment(note: str = "") -> ScheduleSpec:
    """Give a schedule without a time."""
    return ScheduleSpec(repeats="appointment", note=note)


def venue(city: str = "Alder Falls", **more: Any) -> VenueSpec:
    """Give a hall in a town; its whole address is made from the parts unless given."""
    parts = {"name": "Mill Hall", "address": "1 Mill Street", "state": "NY", "country": "USA",
             "latitude": 42.60, "longitude": -76.30} | more  # fmt: skip
    lines = (parts["address"], city, parts["state"], parts.get("postal_code"), parts["country"])
    whole = ", ".join(part for part in lines if part)
    return VenueSpec(**{"city": city, "formatted_address": whole} | parts)


def group(name: str = "Lamp Group", **more: Any) -> GroupSpec:
    """Give a group."""
    return GroupSpec(name=name, **more)


def listing(name: str = "Lamp Light", **more: Any) -> Listing:
    """Give a meeting in person, Mondays at half past seven in New York's time."""
    plain = {
        "time_zone": "America/New_York",
        "fellowship": "aa",
        "venue": venue(),
        "schedules": (weekly(),),
    } | more
    if plain.get("attendance") == "online" and "venue" not in more:
        plain["venue"] = None
    return Listing(name=name, **plain)


def add(name: str = "Lamp Light", *, slug: str = "", **more: Any) -> Meeting:
    """Add a meeting through the action and give it as pages read it."""
    made = actions.add_meeting(listing=listing(name, **more), by=None, slug=slug)
    return whole(made)


def add_online(name: str = "Night Owls", **more: Any) -> Meeting:
    """Add an online meeting."""
    link = {"attendance": "online", "conference_url": "https://meet.example.org/owls"}
    return add(name, **(link | more))


def whole(meeting: Meeting) -> Meeting:
    """Read a meeting anew with all that belongs to it."""
    return Meeting.objects.whole().get(pk=meeting.pk)


def schedule_of(meeting: Meeting, number: int = 0) -> Schedule:
    """Give a schedule of a meeting, read anew."""
    return list(whole(meeting).schedules.all())[number]


def audited(meeting: Meeting) -> list[str]:
    """Give the names of what the audit log tells of a meeting, oldest first."""
    rows = Entry.objects.filter(subject=f"meeting:{meeting.uid}").order_by("pk")
    return [row.action.removeprefix("meetings.") for row in rows]
