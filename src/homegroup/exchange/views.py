"""Feeds that other sites, apps and calendars read."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from homegroup.accounts.access import public
from homegroup.core.errors import HouseError
from homegroup.exchange.answers import for_other_sites, stored_feed
from homegroup.exchange.feeds import kinds
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
    outlet = outlet_now(site_of(request))
    feed = kinds.meeting_guide_of(Selection.read(request.GET), outlet)
    return stored_feed(request, feed, outlet)


@for_other_sites
@public
def calendar_feed(request: HttpRequest) -> HttpResponseBase:
    """All timed meetings as one calendar; `?title=neutral` hides their names."""
    outlet = outlet_now(site_of(request))
    selection = Selection.read(request.GET)
    feed = kinds.calendar_of(selection, outlet, neutral=_is_neutral(request))
    return stored_feed(request, feed, outlet)


@for_other_sites
@public
def meeting_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One meeting as a calendar, also when it has closed: then its dates are cancelled."""
    outlet = outlet_now(site_of(request))

    def find() -> Meeting:
        meeting = Meeting.objects.whole().public().filter(slug=slug).first()
        if meeting is None:
            raise NoSuchMeeting(_("There is no such meeting here."), field="meeting")
        return meeting

    feed = kinds.meeting_calendar_of(slug, outlet, find, neutral=_is_neutral(request))
    return stored_feed(request, feed, outlet)


@for_other_sites
@public
def csv_feed(request: HttpRequest) -> HttpResponseBase:
    """All meetings as a spreadsheet."""
    outlet = outlet_now(site_of(request))
    return stored_feed(request, kinds.csv_of(Selection.read(request.GET), outlet), outlet)


def _is_neutral(request: HttpRequest) -> bool:
    return request.GET.get("title") == "neutral"
