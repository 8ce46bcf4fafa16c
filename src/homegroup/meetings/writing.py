"""Writing listings: many at a time, a fixed number of queries for each batch.

Used by `actions` and by imports. Everything here runs inside the caller's transaction; `publish`
must follow, once, with the meetings that were touched.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import Any

import msgspec
from django.db.models import Count, Q

from homegroup.core import bulk, clock, editions
from homegroup.core.text import fold, unique_slug
from homegroup.groups.fellowships import ensure_fellowships
from homegroup.groups.models import RESERVED_SLUGS, Fellowship, Group, ServiceBody
from homegroup.meetings import slots, wording
from homegroup.meetings.listing import (
    BODY_FIELDS,
    GROUP_FIELDS,
    PLAIN_FIELDS,
    SCHEDULE_FIELDS,
    VENUE_FIELDS,
    BodySpec,
    GroupSpec,
    Listing,
    ScheduleSpec,
    VenueSpec,
    schedule_spec,
    venue_spec,
)
from homegroup.meetings.models import Meeting, MeetingType, Pause, Schedule
from homegroup.meetings.types import ensure_types
from homegroup.places import gazetteer
from homegroup.places.models import Region, Venue

EDITION = "meetings"
BATCH = 500
_SCHEDULE_COLUMNS = (*SCHEDULE_FIELDS, "starts_at")


@dataclass(frozen=True)
class NewMeeting:
    """A meeting to be created: its slug here (unique), its listing, and the row it came from."""

    slug: str
    listing: Listing
    source: str = ""
    source_slug: str = ""


@dataclass(frozen=True)
class Rewrite:
    """A meeting of which these fields (of `listing.FIELDS`) take the values of the listing."""

    meeting: Meeting
    listing: Listing
    fields: Collection[str]


class Related:
    """The rows that listings name (venues, groups...), found or made, kept by value."""

    def __init__(self, listings: Sequence[Listing], *, source: str) -> None:
        self.source = source
        self.fellowships: dict[str, Fellowship] = ensure_fellowships(
            {listing.fellowship for listing in listings if listing.fellowship}
        )
        self.types: dict[str, MeetingType] = ensure_types(
            {slug for listing in listings for slug in listing.types}
        )
        self.bodies = self._bodies({x.body for x in listings if x.body})
        self.venues = self._venues({x.venue for x in listings if x.venue})
        self.groups = self._groups(listings)

    def _bodies(self, specs: set[BodySpec]) -> dict[str, ServiceBody]:
        bodies = {body.name: body for body in ServiceBody.objects.filter(
            name__in=[spec.name for spec in specs])}  # fmt: skip
        taken = set(ServiceBody.objects.values_list("slug", flat=True)) if specs else set()
        for spec in sorted(specs, key=lambda spec: spec.name):
            values = {name: getattr(spec, name) for name in BODY_FIELDS}
            body = bodies.get(spec.name)
            if body is None:
                slug = unique_slug(spec.name, taken, fallback="service", length=80)
                taken.add(slug)
                bodies[spec.name] = ServiceBody.objects.create(slug=slug, name=spec.name, **values)
            elif any(getattr(body, name) != value for name, value in values.items()):
                ServiceBody.objects.filter(pk=body.pk).update(**values)
        return bodies

    def _venues(self, specs: set[VenueSpec]) -> dict[VenueSpec, Venue]:
        addresses = sorted({spec.formatted_address for spec in specs})
        found: dict[VenueSpec, Venue] = {}
        for start in range(0, len(addresses), BATCH):
            rows = Venue.objects.filter(formatted_address__in=addresses[start : start + BATCH])
            for venue in rows.select_related("region__parent__parent__parent").order_by("-pk"):
                found[venue_spec(venue)] = venue
        missing = [spec for spec in specs if spec not in found]
        regions = _regions({spec.regions for spec in missing if spec.regions})
        made = [
            Venue(
                **{name: getattr(spec, name) for name in VENUE_FIELDS},
                region=regions.get(spec.regions),
            )
            for spec in missing
        ]
        bulk.give_keys(made)
        bulk.insert(made)
        found.update(zip(missing, made, strict=True))
        return found

    def _groups(self, listings: Sequence[Listing]) -> dict[str, Group]:
        specs = {x.group.name: (x.group, x) for x in listings if x.group}
        names = sorted(specs)
        groups: dict[str, Group] = {}
        for start in range(0, len(names), BATCH):
            rows = Group.objects.filter(source=self.source, name__in=names[start : start + BATCH])
            groups.update({group.name: group for group in rows})
        taken = set(Group.objects.values_list("slug", flat=True)) if names else set()
        taken |= RESERVED_SLUGS
        made = []
        for name in names:
            spec, listing = specs[name]
            group = groups.get(name)
            if group is None:
                slug = unique_slug(name, taken, fallback="group", length=80)
                taken.add(slug)
                group = Group(slug=slug, name=name, source=self.source)
                made.append(group)
            _fill_group(group, spec, listing, self)
            groups[name] = group
        bulk.give_keys(made)
        bulk.insert(made)
        return groups

    def columns(self, listing: Listing, fields: Collection[str]) -> dict[str, Any]:
        """Give the columns of a meeting's row that those fields of a listing fill."""
        values = {name: getattr(listing, name) for name in PLAIN_FIELDS if name in fields}
        if "contacts" in fields:
            values["contacts"] = list(listing.contacts)
        if "fellowship" in fields:
            group = self.groups[listing.group.name] if listing.group else None
            own = self.fellowships.get(listing.fellowship)
            values["fellowship"] = own or (group.fellowship if group else None)
        if "body" in fields:
            values["service_body"] = self.bodies[listing.body.name] if listing.body else None
        if "group" in fields:
            values["group"] = self.groups[listing.group.name] if listing.group else None
        if "venue" in fields:
            values["venue"] = self.venues[listing.venue] if listing.venue else None
        return values


def _fill_group(group: Group, spec: GroupSpec, listing: Listing, related: Related) -> None:
    """Give a group the details of its feed row, except those that people changed here."""
    values: dict[str, Any] = {name: getattr(spec, name) for name in GROUP_FIELDS}
    if listing.fellowship:
        values["fellowship"] = related.fellowships[listing.fellowship]
    if listing.body:
        values["service_body"] = related.bodies[listing.body.name]
    changed = [
        name
        for name, value in values.items()
        if name not in group.edited and getattr(group, name) != value
    ]
    for name in changed:
        setattr(group, name, values[name])
    if changed and group.pk:
        group.save(update_fields=changed)


def _regions(paths: set[tuple[str, ...]]) -> dict[tuple[str, ...], Region]:
    """Find or make the regions of these paths, parents first."""
    if not paths:
        return {}
    by_key = {region.pk: region for region in Region.objects.all()}
    for each in by_key.values():
        each.parent = by_key[each.parent_id] if each.parent_id else None
    known = {each.path: each for each in by_key.values()}
    taken = {each.slug for each in by_key.values()}
    found: dict[tuple[str, ...], Region] = {}
    for names in sorted(paths):
        parent: Region | None = None
        for depth in range(1, len(names) + 1):
            path = "/".join(fold(name).replace("/", " ") for name in names[:depth])
            region = known.get(path)
            if region is None:
                slug = unique_slug(names[depth - 1], taken, fallback="region", length=80)
                taken.add(slug)
                region = Region.objects.create(
                    name=names[depth - 1], slug=slug, parent=parent, path=path
                )
                known[path] = region
            parent = region
        if parent:
            found[names] = parent
    return found


def create(entries: Sequence[NewMeeting], *, at: datetime) -> list[Meeting]:
    """Create meetings, all of one source, with all that their listings name.

    Their slots and words are stored at once; `publish` must still follow, for the edition.
    """
    related = Related([entry.listing for entry in entries], source=_one_source(entries))
    everything = frozenset(Listing.__struct_fields__)
    meetings = [
        Meeting(
            slug=entry.slug,
            source=entry.source,
            source_slug=entry.source_slug,
            created_at=at,
            updated_at=at,
            **related.columns(entry.listing, everything),
        )
        for entry in entries
    ]
    bulk.give_keys(meetings)
    bulk.insert(meetings)
    pairs = list(zip(meetings, (entry.listing for entry in entries), strict=True))
    timings = [_new_timing(meeting, listing, at) for meeting, listing in pairs]
    bulk.insert_values(
        Schedule,
        ("meeting_id", *_SCHEDULE_COLUMNS),
        (
            (meeting.pk, *_schedule_values(spec).values())
            for meeting, listing in pairs
            for spec in listing.schedules
        ),
    )
    bulk.insert([pause for timing in timings for pause in timing.pauses])
    _set_types(pairs, related)
    slots.add(timings)
    wording.add((meeting, [related.types[slug] for slug in listing.types])
                for meeting, listing in pairs)  # fmt: skip
    return meetings


def _new_timing(meeting: Meeting, listing: Listing, at: datetime) -> slots.Timing:
    """Give what the slots of a meeting that is made follow from; its pause is not yet stored."""
    schedules = [(_told(spec), ()) for spec in listing.schedules]
    pauses = [_suspension(meeting, at)] if listing.suspended else []
    return slots.Timing(meeting, schedules, pauses)


def _one_source(entries: Sequence[NewMeeting]) -> str:
    return entries[0].source if entries else ""


def rewrite(changes: Sequence[Rewrite], *, source: str, at: datetime) -> None:
    """Give meetings the named fields of their listings; raises each one's revision."""
    related = Related([change.listing for change in changes], source=source)
    touched: set[str] = {"updated_at", "revision", "status", "closed_reason"}
    for change in changes:
        columns = related.columns(change.listing, change.fields)
        touched |= columns.keys()
        for name, value in columns.items():
            setattr(change.meeting, name, value)
        change.meeting.updated_at = at
        change.meeting.revision += 1
    bulk.update([change.meeting for change in changes], sorted(touched))
    _set_schedules([c for c in changes if "schedules" in c.fields])
    for change in changes:
        if "suspended" in change.fields:
            _follow_suspension(change.meeting, suspended=change.listing.suspended, at=at)
    retyped = [(c.meeting, c.listing) for c in changes if "types" in c.fields]
    ids = [meeting.pk for meeting, _ in retyped]
    for start in range(0, len(ids), BATCH):
        Meeting.types.through.objects.filter(meeting_id__in=ids[start : start + BATCH]).delete()
    _set_types(retyped, related)


def _set_types(pairs: Iterable[tuple[Meeting, Listing]], related: Related) -> None:
    bulk.insert_values(
        Meeting.types.through,
        ("meeting_id", "meetingtype_id"),
        (
            (meeting.pk, related.types[slug].pk)
            for meeting, listing in pairs
            for slug in listing.types
        ),
    )


def _schedule(meeting: Meeting, spec: ScheduleSpec) -> Schedule:
    return Schedule(meeting_id=meeting.pk, **_schedule_values(spec))


@lru_cache(maxsize=5_000)
def _told(spec: ScheduleSpec) -> Schedule:
    """Give a schedule of no meeting, to read only: many meetings are at the same time."""
    return Schedule(**_schedule_values(spec))


@lru_cache(maxsize=5_000)
def _schedule_values(spec: ScheduleSpec) -> dict[str, Any]:
    """Give the columns `_SCHEDULE_COLUMNS`, in that order."""
    values = {name: getattr(spec, name) for name in SCHEDULE_FIELDS}
    values["starts_at"] = time.fromisoformat(spec.starts_at) if spec.starts_at else None
    return values


def _set_schedules(changes: Sequence[Rewrite]) -> None:
    """Make the meetings' schedules equal to those told, keeping rows (and their changed dates).

    What is equal stays; what is left on both sides is paired in order and changed in place.
    """
    altered: list[Schedule] = []
    ended: list[int] = []
    new: list[Schedule] = []
    for change in changes:
        wanted = list(change.listing.schedules)
        spare = []
        for row in change.meeting.schedules.all():
            spec = schedule_spec(row)
            if spec in wanted:
                wanted.remove(spec)
            else:
                spare.append(row)
        for row, spec in zip(spare, wanted, strict=False):
            for name, value in _schedule_values(spec).items():
                setattr(row, name, value)
        altered += spare[: len(wanted)]
        ended += [row.pk for row in spare[len(wanted) :]]
        new += [_schedule(change.meeting, spec) for spec in wanted[len(spare) :]]
    bulk.update(altered, _SCHEDULE_COLUMNS)
    Schedule.objects.filter(pk__in=ended).delete()
    bulk.insert(new)


def _follow_suspension(meeting: Meeting, *, suspended: bool, at: datetime) -> None:
    """Open or end the pause that says what the feed says. A pause made here stays."""
    if not suspended:
        Pause.objects.filter(meeting=meeting, imported=True).delete()
    elif not Pause.objects.filter(meeting=meeting, until_on__isnull=True).exists():
        _suspension(meeting, at).save()


def _suspension(meeting: Meeting, at: datetime) -> Pause:
    today = at.astimezone(meeting.zone).date()
    return Pause(meeting=meeting, from_on=today, made_at=at, imported=True)


def publish(ids: Sequence[int]) -> None:
    """Bring all that is derived from these meetings up to date: slots, words, edition."""
    for start in range(0, len(ids), BATCH):
        meetings = list(Meeting.objects.whole().filter(pk__in=ids[start : start + BATCH]))
        slots.renew(meetings)
        wording.renew([meeting for meeting in meetings if meeting.is_listed])
        wording.forget([meeting.pk for meeting in meetings if not meeting.is_listed])
    editions.bump(EDITION)


def publish_group(group: Group) -> None:
    """Bring the meetings of a group up to date whose name or visibility has changed."""
    publish(list(Meeting.objects.filter(group=group).values_list("pk", flat=True)))


def renew_gazetteer() -> int:
    """Gather the gazetteer anew from the venues of all listed meetings; give its size."""
    listed = Count("meetings", filter=Q(meetings__status="listed"))
    venues = Venue.objects.annotate(listed=listed).filter(listed__gt=0)
    rows = venues.select_related("region__parent__parent__parent").iterator(chunk_size=2_000)
    return gazetteer.rebuild((venue, getattr(venue, "listed", 0)) for venue in rows)


def delete(meetings: Sequence[Meeting]) -> None:
    """Delete meetings for good, with their words. Venues that nobody uses stay for reuse."""
    ids = [meeting.pk for meeting in meetings]
    wording.forget(ids)
    for start in range(0, len(ids), BATCH):
        Meeting.objects.filter(pk__in=ids[start : start + BATCH]).delete()
    editions.bump(EDITION)


def now() -> datetime:
    """Give the moment to stamp a write with, to the second."""
    return clock.now().replace(microsecond=0)


def encoded(listing: Listing) -> bytes:
    """Give the listing as JSON bytes, equal for equal listings."""
    return msgspec.json.encode(listing, order="sorted")
