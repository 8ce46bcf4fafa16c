"""Feeds that other sites, apps and calendars read."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from homegroup.accounts.access import public
from homegroup.core.errors import HouseError
from homegroup.exchange.answers import for_other_sites, stored_feed
from homegroup.exchange.feeds import calendar, csv_list, meeting_guide
from homegroup.exchange.feeds.outlet import outlet_now, site_of
from homegroup.exchange.feeds.selection import Selection
from homegroup.meetings.models import Meeting


class NoSuchMeeting(HouseError):
    """There is no meeting under that slug."""

    status = 404


@for_other_sites
@public
def meeting_guide_feed(request: HttpRequest) -> HttpResponseBase:
    """The Meeting Guide JSON: weekly meetings, one object for each day."""
    selection, outlet = Selection.read(request.GET), outlet_now(site_of(request))
    return stored_feed(
        request,
        name=f"meeting-guide {outlet.site} {urlencode(selection.query)}",
        state=outlet.state,
        modified_at=outlet.modified_at,
        content_type="application/json; charset=utf-8",
        chunks=lambda: meeting_guide.chunks(selection, outlet),
    )


@for_other_sites
@public
def calendar_feed(request: HttpRequest) -> HttpResponseBase:
    """All timed meetings as one calendar; `?title=neutral` hides their names."""
    selection, outlet = Selection.read(request.GET), outlet_now(site_of(request))
    neutral = _is_neutral(request)
    query = selection.query | ({"title": "neutral"} if neutral else {})
    source = outlet.site + request.path + ("?" + urlencode(query) if query else "")
    response = stored_feed(
        request,
        name=f"calendar {source}",
        state=outlet.state,
        modified_at=outlet.modified_at,
        content_type=calendar.CONTENT_TYPE,
        chunks=lambda: calendar.chunks(selection, outlet, source=source, neutral=neutral),
    )
    return _named(response, "meetings.ics")


@for_other_sites
@public
def meeting_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One meeting as a calendar, also when it has closed: then its dates are cancelled."""
    outlet, neutral = outlet_now(site_of(request)), _is_neutral(request)
    source = outlet.site + request.path + ("?title=neutral" if neutral else "")

    def chunks() -> Iterator[bytes]:
        meeting = Meeting.objects.whole().filter(slug=slug).first()
        if meeting is None:
            raise NoSuchMeeting(_("There is no such meeting here."), field="meeting")
        return calendar.single_chunks(meeting, outlet, source=source, neutral=neutral)

    response = stored_feed(
        request,
        name=f"calendar {source}",
        state=outlet.state,
        modified_at=outlet.modified_at,
        content_type=calendar.CONTENT_TYPE,
        chunks=chunks,
    )
    return _named(response, f"{slug}.ics")


@for_other_sites
@public
def csv_feed(request: HttpRequest) -> HttpResponseBase:
    """All meetings as a spreadsheet."""
    selection, outlet = Selection.read(request.GET), outlet_now(site_of(request))
    response = stored_feed(
        request,
        name=f"csv {outlet.site} {urlencode(selection.query)}",
        state=outlet.state,
        modified_at=outlet.modified_at,
        content_type=csv_list.CONTENT_TYPE,
        chunks=lambda: csv_list.chunks(selection, outlet),
    )
    return _named(response, "meetings.csv")


def _is_neutral(request: HttpRequest) -> bool:
    return request.GET.get("title") == "neutral"


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """Say under which name to save an answer that has a body."""
    if response.status_code == 200:
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
