"""The Meeting Guide feed: one flat object for each weekly meeting on each day (interop.md 1).

Told: weekly schedules that are valid today, and meetings by appointment (without day and time).
Left out: what is not weekly, what has ended or not yet begun, and meetings that have closed. A
paused one carries `TC` and no way to join. What has no value is absent, never null.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from django.utils import formats
from django.utils.translation import gettext as _

from homegroup.exchange.feeds.addresses import formatted_address, is_approximate
from homegroup.exchange.feeds.identity import row_slugs
from homegroup.exchange.feeds.joining import dialled, provider_of, web_address
from homegroup.exchange.feeds.outlet import Outlet
from homegroup.exchange.feeds.plain import cleaned, one_line
from homegroup.exchange.feeds.selection import Selection, in_batches
from homegroup.exchange.feeds.strict import problem_of
from homegroup.exchange.feeds.type_codes import codes_of
from homegroup.meetings.choices import Attendance, Repeats
from homegroup.meetings.models import Meeting, Pause, Schedule
from homegroup.meetings.vocabulary import MEETING_GUIDE

Row = dict[str, Any]
log = logging.getLogger(__name__)
_ONE_DAY = 24 * 60
_TELL_CHANGES = timedelta(days=42)


def chunks(selection: Selection, outlet: Outlet) -> Iterator[bytes]:
    """Give the feed as pieces of one JSON array. Raises UnknownSelection before the first."""
    meetings = selection.meetings()
    encoder, lead = msgspec.json.Encoder(), b"[\n"
    for row in rows(in_batches(meetings), outlet, shared_regions(selection, outlet)):
        yield lead + encoder.encode(row)
        lead = b",\n"
    yield b"\n]\n" if lead == b",\n" else b"[]\n"


def rows(meetings: Iterable[Meeting], outlet: Outlet, shared: int = 0) -> Iterator[Row]:
    """Give the rows of these meetings (read with `whole()`); `shared` region levels are left out.

    A row that a strict reader would stumble over is left out and logged, as is a repeated slug.
    """
    seen: set[str] = set()
    for meeting in meetings:
        for row in rows_of(meeting, outlet, shared):
            problem = problem_of(row)
            if not problem and row["slug"] in seen:
                problem = "slug: repeated"
            if problem:
                log.error("Left out of the feed: %s (%s).", row.get("slug"), problem)
                continue
            seen.add(row["slug"])
            yield row


def rows_of(meeting: Meeting, outlet: Outlet, shared: int = 0) -> list[Row]:
    """Give the rows of one meeting today, none if there is nothing that the format can say."""
    today = outlet.today(meeting.zone)
    told = [schedule for schedule in meeting.schedules.all() if is_told(schedule, today)]
    if not told:
        return []
    slugs = row_slugs(meeting.slug, meeting.schedules.all())
    common = common_of(meeting, outlet, shared)
    found = []
    for schedule in told:
        notes = notes_of(schedule, common, today)
        for day in schedule.weekdays or ("",):
            when = when_of(schedule, day) if day else {}
            row = {"slug": slugs[schedule.pk, day], **when, **common, "notes": notes}
            found.append({name: value for name, value in row.items() if value not in ("", [])})
    return found


def is_told(schedule: Schedule, today: date) -> bool:
    """Whether the format can say this schedule, and it holds today."""
    begun = schedule.first_on is None or schedule.first_on <= today
    fits = schedule.repeats in {Repeats.WEEKLY, Repeats.APPOINTMENT}
    return fits and begun and (schedule.last_on is None or schedule.last_on >= today)


def notes_of(schedule: Schedule, common: Row, today: date) -> str:
    """Give the notes of a meeting, of one of its schedules and on its next dates."""
    return cleaned(_joined(common["notes"], schedule.note, _changes_text(schedule, today)))


def when_of(schedule: Schedule, day: str) -> Row:
    """Give day as the Meeting Guide counts it, and wall times; the end only where it was given."""
    assert schedule.starts_at is not None  # the database insists on it
    when: Row = {"day": int(day) % 7, "time": f"{schedule.starts_at:%H:%M}"}
    if schedule.minutes_given and schedule.minutes < _ONE_DAY:
        begin = datetime.combine(date(2000, 1, 1), schedule.starts_at)
        when["end_time"] = f"{begin + timedelta(minutes=schedule.minutes):%H:%M}"
    return when


def common_of(meeting: Meeting, outlet: Outlet, shared: int = 0) -> Row:
    """Give what the rows of one meeting have in common, empty values included."""
    pause = meeting.pause_on(outlet.today(meeting.zone))
    page = outlet.page_of(meeting)
    join = _Join.of(meeting, paused=pause is not None)
    return {
        "name": one_line(meeting.name, 255) or _("Meeting"),
        "timezone": meeting.time_zone,
        "types": _types(meeting) + (["TC"] if pause else []),
        "notes": _joined(_pause_text(pause), meeting.notes, *join.notes),
        "attendance_option": "inactive" if pause else meeting.attendance,
        **_place(meeting, outlet.regions_of(meeting), shared),
        **join.fields,
        **_group(meeting),
        **_contacts(meeting),
        **_contributions(meeting),
        **_entity(meeting, outlet),
        "url": page,
        "feedback_url": f"{page}#report",
        "updated": f"{meeting.updated_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
    }


def _types(meeting: Meeting) -> list[str]:
    fellowship = meeting.fellowship
    meanings = [kind.slug for kind in sorted(meeting.types.all(), key=lambda kind: kind.position)]
    return codes_of(meanings, fellowship.vocabulary if fellowship else MEETING_GUIDE)


def _place(meeting: Meeting, regions: tuple[str, ...], shared: int) -> Row:
    venue, area = meeting.venue, is_approximate(meeting)
    place: Row = {
        "formatted_address": one_line(formatted_address(meeting, regions), 400),
        "approximate": "yes" if area else "no",
    }
    told = [one_line(name) for name in (regions[shared:] or regions[-1:])]
    place["regions"] = told
    place.update(zip(("region", "sub_region", "sub_sub_region"), told, strict=False))
    if venue is None:
        return place
    place |= {name: one_line(getattr(venue, name)) for name in ("city", "state", "country")}
    if meeting.attendance != Attendance.ONLINE:
        place["location"] = cleaned(venue.name)
        place["location_notes"] = cleaned(venue.notes)
        if not area:
            place["address"] = cleaned(venue.address)
            place["postal_code"] = cleaned(venue.postal_code)
    shown = meeting.attendance != Attendance.ONLINE or venue.approximate
    if shown and venue.point and (venue.point.latitude or venue.point.longitude):
        place["latitude"] = round(venue.point.latitude, 6)
        place["longitude"] = round(venue.point.longitude, 6)
    return place


@dataclass(frozen=True)
class _Join:
    """How to take part from elsewhere: the format's fields, and what they cannot hold."""

    fields: Row
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, meeting: Meeting, *, paused: bool) -> "_Join":
        if paused or meeting.attendance == Attendance.IN_PERSON:
            return cls({})
        fields: Row = {}
        notes: list[str] = []
        url = web_address(meeting.conference_url)
        if url and provider_of(url):
            fields["conference_url"] = url
            fields["conference_url_notes"] = cleaned(meeting.conference_url_notes)
        elif meeting.conference_url:
            notes += [_("Join online: %s") % meeting.conference_url, meeting.conference_url_notes]
        phone = dialled(meeting.conference_phone)
        if phone:
            fields["conference_phone"] = phone
            fields["conference_phone_notes"] = cleaned(meeting.conference_phone_notes)
        elif meeting.conference_phone:
            notes += [_("Join by phone: %s") % meeting.conference_phone,
                      meeting.conference_phone_notes]  # fmt: skip
        return cls(fields, tuple(notes))


def _group(meeting: Meeting) -> Row:
    """The group, and its contacts as the meeting or else the group tells them."""
    group = meeting.group
    row: Row = {
        "email": meeting.email or (group.email if group else ""),
        "phone": cleaned(meeting.phone or (group.phone if group else "")),
        "website": web_address(meeting.website) or (web_address(group.website) if group else ""),
    }
    if group:
        row["group"] = one_line(group.name)
        row["group_notes"] = cleaned(group.notes)
        row["district"] = cleaned(group.district)
    return row


def _contacts(meeting: Meeting) -> Row:
    """Up to three contacts that the group made public; readers show only those with a name."""
    row: Row = {}
    named = [contact for contact in meeting.contacts if cleaned(contact.get("name", ""))]
    for number, contact in enumerate(named[:3], start=1):
        for part in ("name", "email", "phone"):
            row[f"contact_{number}_{part}"] = cleaned(contact.get(part, ""))
    return row


def _contributions(meeting: Meeting) -> Row:
    row = {"homegroup_online": "", "paypal": "", "square": "", "venmo": ""}
    return {name: cleaned(str(meeting.contributions.get(name) or "")) for name in row}


def _entity(meeting: Meeting, outlet: Outlet) -> Row:
    """Who publishes the row: its service body, or this site."""
    body = meeting.service_body or (meeting.group.service_body if meeting.group else None)
    if body is None:
        return {"entity": outlet.name, "entity_url": outlet.site + "/"}
    return {
        "entity": cleaned(body.name),
        "entity_email": body.email,
        "entity_phone": cleaned(body.phone),
        "entity_location": cleaned(body.location),
        "entity_url": web_address(body.website),
    }


def _pause_text(pause: Pause | None) -> str:
    if pause is None:
        return ""
    if pause.until_on:
        said = _("Paused until %s.") % formats.date_format(pause.until_on, "j F Y")
    else:
        said = _("Paused until further notice.")
    return f"{said} {pause.reason}".strip()


def _changes_text(schedule: Schedule, today: date) -> str:
    """Tell the dates of the next six weeks that are not as usual: the format has no other way."""
    said = []
    for change in schedule.date_changes.all():
        if today <= change.on <= today + _TELL_CHANGES:
            on = formats.date_format(change.on, "j F Y")
            if change.moved_to and change.moved_at:
                to = formats.date_format(change.moved_to, "j F Y")
                text = _("Not on %(on)s but on %(to)s at %(time)s.") % {
                    "on": on, "to": to, "time": f"{change.moved_at:%H:%M}"}  # fmt: skip
            else:
                text = _("Not on %s.") % on
            said.append(f"{text} {change.reason}".strip())
    return "\n".join(said)


def _joined(*parts: str) -> str:
    return "\n".join(part.strip() for part in parts if part and part.strip())


def shared_regions(selection: Selection, outlet: Outlet) -> int:
    """Give how many levels of region all meetings share: they tell readers nothing.

    None where a meeting has no region, or all are in one.
    """
    ids = set(selection.meetings().order_by().values_list("venue__region", flat=True).distinct())
    if None in ids or len(ids) < 2:
        return 0
    paths = [outlet.region_names[pk] for pk in ids if pk]
    level = 0
    while all(len(path) > level for path in paths) and len({path[level] for path in paths}) == 1:
        level += 1
    return level
