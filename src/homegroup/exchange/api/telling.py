"""From rows to what the API answers with."""

from datetime import date

from django.urls import reverse

from homegroup.exchange.api import schemas
from homegroup.exchange.feeds.addresses import formatted_address, is_approximate
from homegroup.exchange.feeds.outlet import Outlet
from homegroup.groups.models import Fellowship, Group, ServiceBody
from homegroup.meetings.choices import Attendance, Repeats, Status
from homegroup.meetings.models import DateChange, Meeting, Pause, Schedule
from homegroup.meetings.queries import Found, Start

_PLAIN = ("slug", "name", "attendance", "time_zone", "conference_url", "conference_url_notes",
          "conference_phone", "conference_phone_notes", "notes", "website", "email", "phone",
          "confirmed_on", "updated_at")  # fmt: skip


def meeting_out(meeting: Meeting, outlet: Outlet) -> schemas.MeetingOut:
    """Tell a meeting (read with `whole()`)."""
    today = outlet.today(meeting.zone)
    body = meeting.service_body or (meeting.group.service_body if meeting.group else None)
    calendar = reverse("exchange:meeting_calendar", args=[meeting.slug])
    return schemas.MeetingOut(
        **{name: getattr(meeting, name) for name in _PLAIN},
        uid=str(meeting.uid),
        page=outlet.page_of(meeting),
        calendar=outlet.site + calendar,
        status=Status(meeting.status_on(today)),
        fellowship=named(meeting.fellowship),
        group=named(meeting.group),
        service_body=named(body),
        schedules=[_schedule(schedule) for schedule in meeting.schedules.all()],
        pauses=[_pause(p) for p in meeting.pauses.all() if (p.until_on or date.max) >= today],
        types=[kind.slug for kind in meeting.types.all()],
        place=_place(meeting, outlet),
        contacts=[_contact(each) for each in meeting.contacts],
        contributions={name: str(value) for name, value in meeting.contributions.items()},
    )


def named(row: Fellowship | Group | ServiceBody | None) -> schemas.Named | None:
    """Tell a thing by slug and name, if there is one."""
    return schemas.Named(slug=row.slug, name=row.name) if row else None


def _schedule(schedule: Schedule) -> schemas.ScheduleOut:
    timed = schedule.starts_at is not None
    return schemas.ScheduleOut(
        repeats=Repeats(schedule.repeats),
        weekdays=[int(digit) for digit in schedule.weekdays],
        ordinals=[-1 if digit == "9" else int(digit) for digit in schedule.ordinals],
        starts_at=f"{schedule.starts_at:%H:%M}" if timed else None,
        minutes=schedule.minutes if timed else None,
        minutes_given=schedule.minutes_given,
        first_on=schedule.first_on,
        last_on=schedule.last_on,
        note=schedule.note,
        changes=[_change(change) for change in schedule.date_changes.all()],
    )


def _change(change: DateChange) -> schemas.DateChangeOut:
    return schemas.DateChangeOut(
        on=change.on,
        moved_to=change.moved_to,
        moved_at=f"{change.moved_at:%H:%M}" if change.moved_at else None,
        reason=change.reason,
    )


def _pause(pause: Pause) -> schemas.PauseOut:
    return schemas.PauseOut(from_on=pause.from_on, until_on=pause.until_on, reason=pause.reason)


def _place(meeting: Meeting, outlet: Outlet) -> schemas.PlaceOut:
    """Only the area of a meeting that is online only, as in the feeds."""
    venue, area = meeting.venue, is_approximate(meeting)
    regions = outlet.regions_of(meeting)
    exact = venue if meeting.attendance != Attendance.ONLINE else None
    point = venue.point if venue and (exact or venue.approximate) else None
    return schemas.PlaceOut(
        name=exact.name if exact else "",
        formatted_address=formatted_address(meeting, regions),
        approximate=area,
        city=venue.city if venue else "",
        state=venue.state if venue else "",
        postal_code=exact.postal_code if exact else "",
        country=venue.country if venue else "",
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        regions=list(regions),
        notes=exact.notes if exact else "",
    )


def _contact(contact: dict[str, str]) -> schemas.ContactOut:
    parts = {name: str(contact.get(name) or "") for name in ("name", "email", "phone")}
    return schemas.ContactOut(**parts)


def found_out(found: Found, outlet: Outlet, *, is_first: bool) -> schemas.FoundOut:
    """Tell one page of a search."""
    return schemas.FoundOut(
        starts=[_start(start, outlet) for start in found.starts],
        next=found.after or None,
        total=found.total if is_first else None,
        total_is_more=found.is_more,
    )


def _start(start: Start, outlet: Outlet) -> schemas.StartOut:
    return schemas.StartOut(
        starts_at=start.starts_at,
        ends_at=start.ends_at,
        distance_km=None if start.km is None else round(start.km, 2),
        meeting=meeting_out(start.meeting, outlet),
    )


def group_out(group: Group, meetings: list[Meeting], outlet: Outlet) -> schemas.GroupOut:
    """Tell a group and these meetings of it."""
    plain = ("slug", "name", "district", "notes", "website", "email", "phone")
    return schemas.GroupOut(
        **{name: getattr(group, name) for name in plain},
        fellowship=named(group.fellowship),
        service_body=named(group.service_body),
        meetings=[meeting_out(meeting, outlet) for meeting in meetings],
    )
