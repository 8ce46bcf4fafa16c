"""Calendars: every timed meeting as events that other programs subscribe to (interop.md 5).

One VEVENT for each schedule. Its UID is made of the meeting's lasting id and the schedule's, with
a constant in place of a host: the same in every feed, download and address of the site. SEQUENCE
is the meeting's revision, so that calendars take every change.
"""

from collections.abc import Iterator
from datetime import UTC, date, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, vText, vUri

from homegroup.exchange.feeds.addresses import is_approximate
from homegroup.exchange.feeds.calendar_zones import zone_component
from homegroup.exchange.feeds.content_lines import line, local, rule, text, utc
from homegroup.exchange.feeds.joining import dialled, provider_of, web_address
from homegroup.exchange.feeds.outlet import Outlet
from homegroup.exchange.feeds.plain import cleaned, one_line
from homegroup.exchange.feeds.recurring import Course, Span, course_of, rule_of
from homegroup.exchange.feeds.selection import Selection, in_batches
from homegroup.meetings.choices import Attendance, Repeats, Status
from homegroup.meetings.models import DateChange, Meeting, Schedule

CONTENT_TYPE = "text/calendar; charset=utf-8"
UID_HOST = "meetings.homegroup"
REFRESH = "PT12H"
_KEEP_ENDED = timedelta(days=365)


def chunks(
    selection: Selection, outlet: Outlet, *, source: str, neutral: bool = False
) -> Iterator[bytes]:
    """Give the calendar of a selection in pieces. Raises UnknownSelection before the first."""
    meetings = selection.meetings()
    title = _("Meetings") if neutral else _("Meetings (%s)") % one_line(outlet.name)
    zones = meetings.order_by("time_zone").values_list("time_zone", flat=True).distinct()
    yield _head(title, outlet, source=source, page=f"{outlet.site}/meetings/")
    yield from (zone_component(name) for name in zones)
    for meeting in in_batches(meetings):
        yield from events_of(meeting, outlet, neutral=neutral)
    yield b"END:VCALENDAR\r\n"


def single_chunks(
    meeting: Meeting, outlet: Outlet, *, source: str, neutral: bool = False
) -> Iterator[bytes]:
    """Give the calendar of one meeting. What is closed or paused for good is told as cancelled."""
    title = _("Meeting") if neutral else one_line(meeting.name)
    yield _head(title, outlet, source=source, page=outlet.page_of(meeting))
    yield zone_component(meeting.time_zone)
    yield from events_of(meeting, outlet, neutral=neutral, cancelled_too=True)
    yield b"END:VCALENDAR\r\n"


def _head(title: str, outlet: Outlet, *, source: str, page: str) -> bytes:
    head = Calendar()
    head.add("VERSION", "2.0")
    head.add("PRODID", "-//Homegroup//Meetings//EN")
    head.add("CALSCALE", "GREGORIAN")
    head.add("METHOD", "PUBLISH")
    head.add("NAME", title)
    head.add("X-WR-CALNAME", vText(title))
    head.add("URL", page)
    head.add("LAST-MODIFIED", outlet.changed_at.astimezone(UTC).replace(microsecond=0))
    head.add("SOURCE", vUri(source), parameters={"VALUE": "URI"})
    head.add("REFRESH-INTERVAL", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    head.add("X-PUBLISHED-TTL", REFRESH)
    data: bytes = head.to_ical()
    return data.removesuffix(b"END:VCALENDAR\r\n")


def events_of(
    meeting: Meeting, outlet: Outlet, *, neutral: bool = False, cancelled_too: bool = False
) -> Iterator[bytes]:
    """Give the events of a meeting (read with `whole()`), overrides of single dates included.

    Schedules that ended more than a year ago are history and left out.
    """
    closed = meeting.status == Status.CLOSED
    if closed and not cancelled_too:
        return
    pauses, zone = list(meeting.pauses.all()), meeting.zone
    oldest = outlet.today(zone) - _KEEP_ENDED
    for schedule in sorted(meeting.schedules.all(), key=lambda schedule: schedule.pk):
        if not schedule.timed or _ended_on(schedule) < oldest:
            continue
        course = course_of(schedule, pauses, zone)
        if course is None or (course.is_off and not course.extra and not cancelled_too):
            continue
        yield from _Telling(meeting, schedule, course, outlet, neutral, closed).events()


def _ended_on(schedule: Schedule) -> date:
    if schedule.repeats == Repeats.ONCE and schedule.first_on:
        return schedule.first_on
    return schedule.last_on or date.max


class _Telling:
    """One schedule of one meeting, told as events."""

    def __init__(
        self,
        meeting: Meeting,
        schedule: Schedule,
        course: Course,
        outlet: Outlet,
        neutral: bool,
        closed: bool,
    ) -> None:
        assert schedule.starts_at is not None
        self.meeting, self.schedule, self.course = meeting, schedule, course
        self.page, self.neutral, self.closed = outlet.page_of(meeting), neutral, closed
        self.wall: time = schedule.starts_at
        self.zone: ZoneInfo = meeting.zone
        self.uid = f"{meeting.uid}-{schedule.pk}@{UID_HOST}"

    def events(self) -> Iterator[bytes]:
        """The event itself, then its dates that differ, then moved ones besides the rule."""
        if self.schedule.repeats == Repeats.ONCE:
            yield self._once()
            return
        course, cancelled = self.course, self.closed or self.course.is_off
        last_on = self.schedule.last_on if cancelled else course.last_on
        lines = rule(rule_of(self.schedule, last_on, self.zone))
        if course.off and not cancelled:
            lines += local("EXDATE", *(self._span(day).starts_at for day in course.off))
        yield self._event(self.uid, self._span(course.anchor), lines, cancelled=cancelled)
        if not cancelled:
            yield from (self._override(change) for change in course.changes)
        if not self.closed:
            yield from (self._besides(change) for change in course.extra)

    def _once(self) -> bytes:
        moved = next((c for c in self.course.changes + self.course.extra if c.moved_to), None)
        dropped = any(change.moved_to is None for change in self.course.changes)
        cancelled = self.closed or dropped or (self.course.is_off and moved is None)
        span = self._moved(moved) if moved else self._span(self.course.anchor)
        return self._event(self.uid, span, cancelled=cancelled)

    def _override(self, change: DateChange) -> bytes:
        planned = self._span(change.on)
        span = self._moved(change) if change.moved_to else planned
        instance = local("RECURRENCE-ID", planned.starts_at)
        cancelled = change.moved_to is None
        return self._event(self.uid, span, instance, cancelled=cancelled, reason=change.reason)

    def _besides(self, change: DateChange) -> bytes:
        uid = f"{self.meeting.uid}-{self.schedule.pk}-{change.on:%Y%m%d}@{UID_HOST}"
        return self._event(uid, self._moved(change), reason=change.reason)

    def _span(self, day: date) -> Span:
        return Span.on(day, self.wall, self.schedule.minutes, self.zone)

    def _moved(self, change: DateChange) -> Span:
        assert change.moved_to is not None
        assert change.moved_at is not None
        return Span.on(change.moved_to, change.moved_at, self.schedule.minutes, self.zone)

    def _event(
        self,
        uid: str,
        span: Span,
        recurrence: bytes = b"",
        *,
        cancelled: bool = False,
        reason: str = "",
    ) -> bytes:
        meeting, where = self.meeting, location_text(self.meeting)
        stamp = utc(meeting.updated_at)
        about = description_text(meeting, self.schedule, reason, self.page)
        lines = [
            b"BEGIN:VEVENT\r\n",
            line("UID", uid),
            line("DTSTAMP", stamp),
            line("CREATED", utc(meeting.created_at)),
            line("LAST-MODIFIED", stamp),
            line("SEQUENCE", str(meeting.revision)),
            local("DTSTART", span.starts_at),
            local("DTEND", span.ends_at),
            recurrence,
            line("SUMMARY", _("Meeting") if self.neutral else text(one_line(meeting.name))),
            line("STATUS", "CANCELLED" if cancelled else "CONFIRMED"),
            line("TRANSP", "TRANSPARENT"),
            line("LOCATION", text(where)) if where else b"",
            line("DESCRIPTION", text(about)),
            line("URL", self.page),
            *_place(meeting),
            *_conferences(meeting),
            b"END:VEVENT\r\n",
        ]
        return b"".join(lines)


def location_text(meeting: Meeting) -> str:
    """Give name and address, the provider where it is only online, "" if nothing is known."""
    if meeting.attendance == Attendance.ONLINE:
        url = web_address(meeting.conference_url)
        return provider_of(url) or (_("Online") if url else _("By phone"))
    venue = meeting.venue
    if venue is None:
        return ""
    address = venue.formatted_address or ", ".join(
        part for part in (venue.address, venue.city, venue.state, venue.postal_code) if part
    )
    parts = [venue.name, address]
    return ", ".join(one_line(part) for part in dict.fromkeys(parts) if part)


def description_text(meeting: Meeting, schedule: Schedule, reason: str, page: str) -> str:
    """Give what to know beforehand: why this date differs, notes, how to join, the page."""
    parts = [reason, schedule.note, meeting.notes]
    if meeting.attendance != Attendance.ONLINE and meeting.venue:
        parts.append(meeting.venue.notes)
    if meeting.attendance != Attendance.IN_PERSON:
        if meeting.conference_url:
            parts += [_("Join online: %s") % meeting.conference_url, meeting.conference_url_notes]
        if meeting.conference_phone:
            parts += [_("Join by phone: %s") % meeting.conference_phone,
                      meeting.conference_phone_notes]  # fmt: skip
    parts.append(page)
    return "\n".join(cleaned(part) for part in parts if cleaned(part))


def _place(meeting: Meeting) -> Iterator[bytes]:
    point = meeting.venue.point if meeting.venue else None
    if point and not is_approximate(meeting) and (point.latitude or point.longitude):
        yield line("GEO", f"{round(point.latitude, 6)};{round(point.longitude, 6)}")


def _conferences(meeting: Meeting) -> Iterator[bytes]:
    """How to join (RFC 7986, 5.11). Any link, known provider or not."""
    if meeting.attendance == Attendance.IN_PERSON:
        return
    url, phone = web_address(meeting.conference_url), dialled(meeting.conference_phone)
    if url:
        label = provider_of(url) or _("Join online")
        # FEATURE is a list: its comma parts two values and must not be quoted.
        yield line("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO", url, LABEL=label)
    if phone:
        tel = "tel:" + quote(phone, safe="+,*")
        yield line("CONFERENCE;VALUE=URI;FEATURE=PHONE", tel, LABEL=_("Join by phone"))
