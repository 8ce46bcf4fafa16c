"""Who waits for an answer of this member: requests to join, corrections, held posts.

A room registers in its `apps.ready()`:

    def join_requests(request: HttpRequest) -> Waiting | None:
        count = queries.requests_waiting(request.user).count()
        return Waiting(_("People who ask to join"), count, "/my-groups/requests/")

    waiting.register(join_requests, order=10)

The today page shows what has a count; what fails is left out and logged.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Waiting:
    """What waits: in words that name no group, how many, and the page where they are answered."""

    words: "str | StrPromise"
    count: int
    address: str


Provider = Callable[[HttpRequest], Waiting | None]
_providers: list[tuple[int, Provider]] = []


def register(provider: Provider, *, order: int = 50) -> None:
    """Let a room tell what waits for a member; lower orders stand first."""
    _providers.append((order, provider))
    _providers.sort(key=lambda pair: pair[0])


def waiting_for(request: HttpRequest) -> list[Waiting]:
    """Give what waits for who asks, without what is empty."""
    told = [_asked(provider, request) for _order, provider in _providers]
    return [each for each in told if each is not None and each.count]


def _asked(provider: Provider, request: HttpRequest) -> Waiting | None:
    try:
        return provider(request)
    except Exception:  # noqa: BLE001 - the rest of the page must still open
        _log.exception("What waits for a member could not be told")
        return None
