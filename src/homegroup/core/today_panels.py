"""What rooms add to a member's today page: a check-in, drafts, the next lesson.

A room registers in its `apps.ready()`:

    def drafts(request: HttpRequest) -> Panel | None:
        ...
        body = render_to_string("recovery/_drafts.html", {"drafts": drafts}, request)
        return Panel(_("What you began"), body)

    today_panels.register(drafts, order=20, locked_heading=_("What you began"))

It gives None where it has nothing. With a `locked_heading` it is not asked while the member's
private pages are locked: the page then shows that heading and the way to open them. What fails
is left out and logged. Headings stand on a shared screen: neutral words.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Panel:
    """A part of the page: its heading, and its body as safe HTML from the room's own template.

    `is_locked`: in place of the body stands the way to open one's private pages.
    """

    heading: "str | StrPromise"
    body: SafeString
    is_locked: bool = False


Provider = Callable[[HttpRequest], Panel | None]


@dataclass(frozen=True)
class _Offer:
    order: int
    provider: Provider
    locked_heading: "str | StrPromise"


_offers: list[_Offer] = []


def register(
    provider: Provider, *, order: int = 50, locked_heading: "str | StrPromise" = ""
) -> None:
    """Let a room add its part; lower orders stand higher on the page."""
    _offers.append(_Offer(order, provider, locked_heading))
    _offers.sort(key=lambda offer: offer.order)


def panels_for(request: HttpRequest, *, is_locked: bool) -> list[Panel]:
    """Give the parts of all rooms for this request, in their order."""
    given = [_asked(offer, request, is_locked=is_locked) for offer in _offers]
    return [panel for panel in given if panel is not None]


def _asked(offer: _Offer, request: HttpRequest, *, is_locked: bool) -> Panel | None:
    if is_locked and offer.locked_heading:
        return Panel(offer.locked_heading, SafeString(""), is_locked=True)
    try:
        return offer.provider(request)
    except Exception:  # noqa: BLE001 - the rest of the page must still open
        _log.exception("A part of the today page failed")
        return None
