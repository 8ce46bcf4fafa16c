"""Feeds that other sites, apps and calendars read."""

from django.http import HttpRequest, HttpResponseBase

from homegroup.accounts.access import public
from homegroup.exchange.answers import for_other_sites, stored_feed
from homegroup.exchange.feeds import meeting_guide
from homegroup.exchange.feeds.outlet import outlet_now, site_of
from homegroup.exchange.feeds.selection import Selection


@for_other_sites
@public
def meeting_guide_feed(request: HttpRequest) -> HttpResponseBase:
    """The Meeting Guide JSON: weekly meetings, one object for each day."""
    selection, outlet = Selection.read(request.GET), outlet_now(site_of(request))
    return stored_feed(
        request,
        name=f"meeting-guide {outlet.site} {selection.key}",
        state=outlet.state,
        modified_at=outlet.modified_at,
        content_type="application/json; charset=utf-8",
        chunks=lambda: meeting_guide.chunks(selection, outlet),
    )
