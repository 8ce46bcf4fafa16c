"""The online meetings that start soon."""

from django.http import HttpRequest

from homegroup.core import clock
from homegroup.core.zones import viewer_zone
from homegroup.meetings import queries, showing
from homegroup.meetings.queries import Search
from homegroup.meetings.showing import Card

SOON_HOURS = 2


def starting_soon(request: HttpRequest, *, most: int) -> list[Card]:
    """Give what starts online within two hours, in the viewer's own time, soonest first."""
    zone = viewer_zone(request)
    soon = Search(hours=SOON_HOURS, limit=most, attendance="online")
    starts = queries.find(soon, now=clock.now(), zone=zone, whole=False).starts
    return [showing.card(start, viewer=zone, from_afar=True) for start in starts]
