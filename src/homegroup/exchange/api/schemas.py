"""What the API answers with. `null` means unknown or none; texts are never null."""

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema

from homegroup.meetings.choices import Attendance, Repeats, Status

WallTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["19:30"])]


class ProblemDetail(Schema):
    """What is wrong, for a program (`code`) and for a person (`message`)."""

    code: str
    message: str
    field: str = ""


class Problem(Schema):
    """The one form of every refusal."""

    error: ProblemDetail


class FellowshipOut(Schema):
    """A fellowship of this site."""

    slug: str
    name: str
    abbreviation: str
    for_families: bool


class RegionOut(Schema):
    """A region; `names` from general to specific, this one last."""

    slug: str
    name: str
    parent: str | None
    names: list[str]


class TypeOut(Schema):
    """Something that can be said of a meeting, whatever its code in a fellowship's list."""

    slug: str
    category: str
    label: str
    about: str


class Named(Schema):
    """Another thing of this site, by slug and name."""

    slug: str
    name: str


class DateChangeOut(Schema):
    """One date that is cancelled, or moved if `moved_to` is there."""

    on: date
    moved_to: date | None
    moved_at: WallTime | None
    reason: str


class ScheduleOut(Schema):
    """When a meeting is, in its zone. `ordinals`: which of the month, -1 the last."""

    repeats: Repeats
    weekdays: list[int]
    ordinals: list[int]
    starts_at: WallTime | None
    minutes: int | None
    minutes_given: bool
    first_on: date | None
    last_on: date | None
    note: str
    changes: list[DateChangeOut]


class PauseOut(Schema):
    """A time without the meeting; open-ended while `until_on` is null."""

    from_on: date
    until_on: date | None
    reason: str


class PlaceOut(Schema):
    """Where it is. `approximate`: only an area, as for meetings that are online only."""

    name: str
    formatted_address: str
    approximate: bool
    city: str
    state: str
    postal_code: str
    country: str
    latitude: float | None
    longitude: float | None
    regions: list[str]
    notes: str


class ContactOut(Schema):
    """A contact that the group made public."""

    name: str
    email: str
    phone: str


class MeetingOut(Schema):
    """One meeting with all that its page tells. `status` is that of today."""

    slug: str
    uid: str
    name: str
    page: str
    calendar: str
    status: Status
    attendance: Attendance
    time_zone: str
    fellowship: Named | None
    group: Named | None
    service_body: Named | None
    schedules: list[ScheduleOut]
    pauses: list[PauseOut]
    types: list[str]
    place: PlaceOut
    conference_url: str
    conference_url_notes: str
    conference_phone: str
    conference_phone_notes: str
    notes: str
    website: str
    email: str
    phone: str
    contacts: list[ContactOut]
    contributions: dict[str, str]
    confirmed_on: date | None
    updated_at: datetime


class StartOut(Schema):
    """A meeting at one moment; without a time if it is by appointment."""

    starts_at: datetime | None
    ends_at: datetime | None
    distance_km: float | None
    meeting: MeetingOut


class FoundOut(Schema):
    """One page of a search. `next` goes into `after`; null at the end.

    `total` counts up to 1,000 (`total_is_more` tells that there are more), on the first page only.
    """

    starts: list[StartOut]
    next: str | None
    total: int | None
    total_is_more: bool


class GroupOut(Schema):
    """A group and its listed meetings."""

    slug: str
    name: str
    fellowship: Named | None
    service_body: Named | None
    district: str
    notes: str
    website: str
    email: str
    phone: str
    meetings: list[MeetingOut]
