"""A listing: all that is told of one meeting, as plain values.

The common form in which imports, undo, the demo and exports speak of a meeting. Equal listings
describe equal meetings; `msgspec` turns one into JSON and back.
"""

from datetime import date
from typing import Any

import msgspec

from homegroup.meetings.models import Meeting, Schedule
from homegroup.places.models import Venue


class ScheduleSpec(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One schedule; fields as `models.Schedule`, `starts_at` as "HH:MM"."""

    repeats: str
    weekdays: str = ""
    ordinals: str = ""
    starts_at: str = ""
    minutes: int = 60
    minutes_given: bool = True
    first_on: date | None = None
    last_on: date | None = None
    note: str = ""


class VenueSpec(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A venue by its values; `regions` from general to specific. Equal specs are one venue."""

    name: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    formatted_address: str = ""
    approximate: bool = False
    latitude: float | None = None
    longitude: float | None = None
    regions: tuple[str, ...] = ()
    notes: str = ""


class GroupSpec(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A group by its name within one source."""

    name: str
    district: str = ""
    notes: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""


class BodySpec(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A service body by its name."""

    name: str
    website: str = ""
    email: str = ""
    phone: str = ""
    location: str = ""


class Listing(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One meeting. `fellowship` is a slug or "", `types` sorted slugs of meanings.

    `suspended`: the source says that it does not take place for now.
    """

    name: str
    time_zone: str
    attendance: str = "in_person"
    fellowship: str = ""
    body: BodySpec | None = None
    group: GroupSpec | None = None
    venue: VenueSpec | None = None
    types: tuple[str, ...] = ()
    notes: str = ""
    conference_url: str = ""
    conference_url_notes: str = ""
    conference_phone: str = ""
    conference_phone_notes: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    contacts: tuple[dict[str, str], ...] = ()
    contributions: dict[str, str] = {}
    source_url: str = ""
    confirmed_on: date | None = None
    suspended: bool = False
    schedules: tuple[ScheduleSpec, ...] = ()


FIELDS: tuple[str, ...] = Listing.__struct_fields__
# Fields of a listing that stand under the same name in the meeting's own row.
PLAIN_FIELDS = (
    "name", "time_zone", "attendance", "notes", "conference_url", "conference_url_notes",
    "conference_phone", "conference_phone_notes", "website", "email", "phone", "contributions",
    "source_url", "confirmed_on",
)  # fmt: skip
VENUE_FIELDS = tuple(name for name in VenueSpec.__struct_fields__ if name != "regions")
GROUP_FIELDS = tuple(name for name in GroupSpec.__struct_fields__ if name != "name")
BODY_FIELDS = tuple(name for name in BodySpec.__struct_fields__ if name != "name")
SCHEDULE_FIELDS = tuple(name for name in ScheduleSpec.__struct_fields__ if name != "starts_at")


def differing(old: Listing, new: Listing) -> list[str]:
    """Give the names of the fields in which two listings differ."""
    return [name for name in FIELDS if getattr(old, name) != getattr(new, name)]


def as_data(listing: Listing) -> dict[str, Any]:
    """Give the listing as JSON-ready values, defaults left out."""
    data: dict[str, Any] = msgspec.to_builtins(listing)
    return data


def from_data(data: dict[str, Any]) -> Listing:
    """Give the listing of such values. Raises msgspec.ValidationError."""
    return msgspec.convert(data, Listing)


def listing_of(meeting: Meeting) -> Listing:
    """Read a meeting (best from `Meeting.objects.whole()`) as a listing."""
    group, body = meeting.group, meeting.service_body
    plain = {name: getattr(meeting, name) for name in PLAIN_FIELDS}
    return Listing(
        **plain,
        fellowship=meeting.fellowship.slug if meeting.fellowship else "",
        body=BodySpec(**{n: getattr(body, n) for n in ("name", *BODY_FIELDS)}) if body else None,
        group=GroupSpec(**{n: getattr(group, n) for n in ("name", *GROUP_FIELDS)})
        if group
        else None,
        venue=venue_spec(meeting.venue) if meeting.venue else None,
        types=tuple(sorted(kind.slug for kind in meeting.types.all())),
        contacts=tuple(meeting.contacts),
        suspended=any(pause.imported for pause in meeting.pauses.all()),
        schedules=tuple(schedule_spec(schedule) for schedule in meeting.schedules.all()),
    )


def venue_spec(venue: Venue) -> VenueSpec:
    """Read a venue as its values."""
    values = {name: getattr(venue, name) for name in VENUE_FIELDS}
    return VenueSpec(**values, regions=tuple(venue.region.names()) if venue.region else ())


def schedule_spec(schedule: Schedule) -> ScheduleSpec:
    """Read a schedule as its values."""
    values = {name: getattr(schedule, name) for name in SCHEDULE_FIELDS}
    at = schedule.starts_at.strftime("%H:%M") if schedule.starts_at else ""
    return ScheduleSpec(**values, starts_at=at)
