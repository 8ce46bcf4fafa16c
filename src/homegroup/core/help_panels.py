"""What rooms add to "I need help now": the people I chose to call, my plan.

A room registers in its `apps.ready()`:

    def people_to_call(request: HttpRequest) -> Panel | None:
        ...
        body = render_to_string("recovery/_people_to_call.html", {"people": people}, request)
        return Panel(_("People you chose"), body)

    help_panels.register(people_to_call, order=10)

It gives None where it has nothing for this request (a visitor, a locked account). What fails
is left out: this page must always open. A part that is for calmer hours, and would read cruelly to
somebody who writes of dying or struggles right now, registers with `for_crisis=False`.
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
    """A part of the page: its heading, and its body as safe HTML from the room's own template."""

    heading: "str | StrPromise"
    body: SafeString


Provider = Callable[[HttpRequest], Panel | None]
_providers: list[tuple[int, Provider]] = []
_calm_only: set[Provider] = set()


def register(provider: Provider, *, order: int = 50, for_crisis: bool = True) -> None:
    """Let a room add its part; lower orders stand higher on the page."""
    if not for_crisis:
        _calm_only.add(provider)
    _providers.append((order, provider))
    _providers.sort(key=lambda pair: pair[0])


def panels_for(request: HttpRequest, *, in_crisis: bool = False) -> list[Panel]:
    """Give the parts of all rooms for this request, in their order; in a crisis those for it."""
    left_out = _calm_only if in_crisis else set()
    asked = [provider for _order, provider in _providers if provider not in left_out]
    given = [_asked(provider, request) for provider in asked]
    return [panel for panel in given if panel is not None]


def _asked(provider: Provider, request: HttpRequest) -> Panel | None:
    try:
        return provider(request)
    except Exception:  # noqa: BLE001 - the rest of this page must still open
        _log.exception("A part of the help page failed")
        return None
