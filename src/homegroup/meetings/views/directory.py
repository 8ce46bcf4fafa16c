"""Pages of the directory: search, one meeting, one group, reporting a mistake."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, public
from homegroup.core import clock, qr
from homegroup.core.errors import HouseError
from homegroup.core.htmx import render_page
from homegroup.core.limits import within_limit
from homegroup.core.zones import viewer_zone
from homegroup.groups.access import known_group, membership_of
from homegroup.groups.showing import join_box
from homegroup.meetings import actions, panels, queries, showing
from homegroup.meetings.access import public_meeting
from homegroup.meetings.choices import Attendance, Status
from homegroup.meetings.dates import Occurrence, next_dates
from homegroup.meetings.forms.correction import CORRECTABLE, CorrectionForm
from homegroup.meetings.forms.search import SearchForm
from homegroup.meetings.models import Meeting

REPORTS_AN_HOUR = 10


@public
@only("GET", "HEAD")
def search(request: HttpRequest) -> HttpResponse:
    """Find meetings; every filter stands in the address."""
    form = SearchForm(request.GET)
    wanted, zone, now = form.search(), viewer_zone(request), clock.now()
    found = queries.find(wanted, now=now, zone=zone, whole=False)
    afar = wanted.attendance == Attendance.ONLINE
    listed_in = showing.list_zone(wanted, found.starts, zone)
    cards = [
        showing.card(start, viewer=zone, listed_in=listed_in, unit=form.chosen_unit, from_afar=afar)
        for start in found.starts
    ]
    today = now.astimezone(listed_in).date()
    context = {
        "form": form,
        "search": wanted,
        "found": found,
        "days": list(showing.by_day(cards, today=today)),
        "alternatives": form.places[1:5],
        "links": panels.links_for_search(request),
    }
    return render_page(request, "meetings/search.html", context, partial="results")


@public
@only("GET", "HEAD")
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: its next dates and how to get there."""
    shown = public_meeting(slug, to=request.user)
    form = CorrectionForm(None, stands=what_stands(shown))
    return _meeting_page(request, shown, form)


@public
@only("GET", "HEAD", "POST")
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Report a mistake in a listing; queued for the group's secretary."""
    shown = public_meeting(slug, to=request.user)
    if request.method != "POST":
        return HttpResponseRedirect(shown.get_absolute_url() + "#report")
    form = CorrectionForm(request.POST, stands=what_stands(shown))
    if not form.is_valid():
        return _meeting_page(request, shown, form, status=422)
    if not within_limit(request, "report", most=REPORTS_AN_HOUR, seconds=3600):
        form.add_error(None, _("Those were many reports. Please send the next one in an hour."))
        return _meeting_page(request, shown, form, status=429)
    try:
        actions.report_correction(
            meeting=shown,
            changes=form.changes(),
            message=form.cleaned_data["message"],
            key=form.cleaned_data["once"],
        )
    except HouseError as problem:
        form.add_error(None, str(problem.message))
        return _meeting_page(request, shown, form, status=422)
    return HttpResponseRedirect(shown.get_absolute_url() + "?reported=1#report")


@public
@only("GET", "HEAD")
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """One group and its meetings."""
    shown = known_group(request.user, slug)
    zone, now = viewer_zone(request), clock.now()
    held = list(Meeting.objects.running().whole().filter(group=shown).order_by("name"))
    context = {
        "group": shown,
        "is_member": membership_of(request.user, shown) is not None,
        "join_box": join_box(request, shown),
        "meetings": [_facts(one, now, zone, most=1) for one in held],
        "unit": settings.DISTANCE_UNIT,
    }
    return render(request, "meetings/group.html", context)


def what_stands(meeting: Meeting) -> dict[str, str]:
    """Give what the listing says now in the fields that a reader can correct."""
    today = clock.today(meeting.zone)
    stands = {
        "name": meeting.name,
        "when": "; ".join(showing.schedule_text(s, today=today) for s in meeting.schedules.all()),
        "where": meeting.venue.formatted_address if meeting.venue else "",
        "conference_url": meeting.conference_url,
        "contact": meeting.email or meeting.phone,
    }
    return {name: " ".join(stands[name].split())[: CORRECTABLE[name][1]] for name in CORRECTABLE}


def _meeting_page(
    request: HttpRequest, meeting: Meeting, form: CorrectionForm, *, status: int = 200
) -> HttpResponse:
    facts = _facts(meeting, clock.now(), viewer_zone(request), most=6)
    address = request.build_absolute_uri(meeting.get_absolute_url())
    context = {
        "meeting": meeting,
        "facts": facts,
        "form": form,
        "reported": "reported" in request.GET,
        "page_address": address,
        "qr": qr.drawn(address),
        "panels": panels.links_for(meeting),
        "ways_in": panels.ways_into(meeting) if facts["status"] == Status.LISTED else [],
    }
    return render(request, "meetings/meeting.html", context, status=status)


@dataclass(frozen=True)
class DateLine:
    """One next date, as a page shows it."""

    occurrence: Occurrence
    day: str
    time: str
    zone_name: str
    ahead: str
    elsewhere: str


def _facts(meeting: Meeting, now: datetime, viewer: ZoneInfo, *, most: int) -> dict[str, Any]:
    """Give what pages tell of a meeting beyond its row."""
    here = now.astimezone(meeting.zone).date()
    zone = showing.shown_zone(meeting, viewer)
    status = meeting.status_on(here)
    dates = next_dates(meeting, now=now, most=most) if status != Status.CLOSED else []
    return {
        "meeting": meeting,
        "schedules": [showing.schedule_text(s, today=here) for s in meeting.schedules.all()],
        "dates": [_date_line(x, zone, viewer, now) for x in dates],
        "status": status,
        "pause": meeting.pause_on(here),
        "where": showing.where_text(meeting),
        "tags": showing.tags_text(meeting),
        "types": [kind for kind in meeting.types.all() if kind.category != "language"],
        "languages": [kind for kind in meeting.types.all() if kind.category == "language"],
        "map_url": _map_url(meeting),
    }


def _date_line(occurrence: Occurrence, zone: ZoneInfo, viewer: ZoneInfo, now: datetime) -> DateLine:
    local, end = occurrence.starts_at.astimezone(zone), occurrence.ends_at.astimezone(zone)
    return DateLine(
        occurrence=occurrence,
        day=showing.day_text(local.date(), today=now.astimezone(zone).date()),
        time=f"{showing.time_text(local)} – {showing.time_text(end)}",
        zone_name=zone.key,
        ahead="" if occurrence.is_cancelled else showing.ahead_text(local, now=now),
        elsewhere=_viewers_time(occurrence, local, viewer),
    )


def _viewers_time(occurrence: Occurrence, local: datetime, viewer: ZoneInfo) -> str:
    """Tell the viewer's own time of a hybrid meeting in another zone."""
    theirs = local.astimezone(viewer)
    if not occurrence.schedule.meeting.is_online or theirs.utcoffset() == local.utcoffset():
        return ""
    return _("%(time)s your time") % {"time": showing.time_text(theirs)}


def _map_url(meeting: Meeting) -> str:
    point = meeting.venue.point if meeting.venue and not meeting.venue.approximate else None
    if not point:
        return ""
    return str(settings.MAP_URL).format(latitude=point.latitude, longitude=point.longitude)
