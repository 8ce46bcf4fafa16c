"""What every template may use, and what every page's head announces."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Alternate:
    """A feed that pages announce to other sites' software (`link rel="alternate"`).

    `title` is a fixed text where readers look for it, so it is not translated.
    """

    view: str
    media_type: str
    title: str

    @property
    def path(self) -> str:
        """Its address on this site."""
        return reverse(self.view)


_alternates: list[Alternate] = []


def announce(alternate: Alternate) -> None:
    """Let a room announce a feed in the head of every page."""
    _alternates.append(alternate)


def house(request: HttpRequest) -> dict[str, Any]:
    """Give the site's name and address, the feeds announced, and the viewer's zone."""
    return {
        "site_name": settings.SITE_NAME,
        "site_address": _site_address(request),
        "alternates": _alternates,
        "zone": getattr(request, "zone", None),
        "zone_known": getattr(request, "zone_known", False),
    }


def _site_address(request: HttpRequest) -> str:
    """Give scheme and host; nothing where the request names a host that is not ours."""
    try:
        return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""
