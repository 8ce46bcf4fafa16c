"""What every template may use, and what every page's head announces."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from homegroup.core import countries, discreet, flash, navigation, site


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
    """Give the site's name and address, the feeds announced, the viewer's zone, and `house`.

    `site_name` is neutral in discreet mode. `house` is for base.html: see `_frame`.
    """
    here, plain = site.current(), discreet.is_on(request)
    return {
        "site_name": discreet.NAME if plain else here.name,
        "site_address": _site_address(request),
        "alternates": [] if plain else _alternates,
        "zone": getattr(request, "zone", None),
        "zone_known": getattr(request, "zone_known", False),
        "house": _frame(request, here, plain=plain),
    }


def _frame(request: HttpRequest, here: site.Site, *, plain: bool) -> dict[str, Any]:
    """Give what the frame around every page shows: menu, way out, what was just done."""
    country = countries.of_visitor(request, here.country)
    return {
        "plain": plain,
        "plain_name": discreet.NAME,
        "exit_url": here.exit_url,
        "is_member": navigation.to_members(request),
        "is_shared": _is_shared_device(request),
        "menu": SimpleLazyObject(partial(navigation.entries_for, request)),  # shown twice
        "said": partial(flash.take, request),
        "has_privacy_page": navigation.answers("/privacy/"),
        # Another address makes the device fetch anew what it keeps.
        "worker": f"/worker.js?for={country}{'-plain' if plain else ''}",
    }


def _is_shared_device(request: HttpRequest) -> bool:
    """Tell whether the member said "this is a shared phone" (`request.visit` of accounts)."""
    row = getattr(getattr(request, "visit", None), "row", None)
    return bool(getattr(row, "is_shared", False))


def _site_address(request: HttpRequest) -> str:
    """Give scheme and host; nothing where the request names a host that is not ours."""
    try:
        return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""
