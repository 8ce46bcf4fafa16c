"""The viewer's time zone: chosen by the visitor, else guessed by a small script, else the home's.

Both live in a cookie, not with us. `request.zone` is a ZoneInfo, `request.zone_known` tells
whether the visitor (or the script) named it.
"""

from collections.abc import Callable
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

COOKIE = "zone"
COOKIE_AGE = 180 * 24 * 3600


@cache
def zone_names() -> frozenset[str]:
    """Give every IANA name that this machine's rules know."""
    return frozenset(available_timezones())


def read_zone(name: str) -> ZoneInfo | None:
    """Give the zone of that exact IANA name, or None."""
    return ZoneInfo(name) if name in zone_names() else None


def home_zone() -> ZoneInfo:
    """Give the home's own zone."""
    return ZoneInfo(settings.TIME_ZONE)


def viewer_zone(request: HttpRequest) -> ZoneInfo:
    """Give the zone in which this visitor reads times of online meetings."""
    zone: ZoneInfo = getattr(request, "zone", None) or home_zone()
    return zone


class ViewerZone:
    """Read the visitor's zone from its cookie and make it the current one for templates."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = read_zone(request.COOKIES.get(COOKIE, ""))
        request.zone_known = zone is not None  # type: ignore[attr-defined]
        request.zone = zone or home_zone()  # type: ignore[attr-defined]
        with timezone.override(request.zone):  # type: ignore[attr-defined]
            return self.get_response(request)
