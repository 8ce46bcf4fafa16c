"""Links that higher rooms put on a meeting's page and under a search: calendar, poster, print; and
ways into a meeting.

A higher room registers in its `apps.ready()`; this room need not know it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from homegroup.meetings.models import Meeting


@dataclass(frozen=True)
class Link:
    """A link beside a meeting: where it goes, its words, an icon of core/icons."""

    address: str
    words: "str | Promise"
    icon: str


@dataclass(frozen=True)
class WayIn:
    """A way into a meeting, above the others: where it goes, its words, a line below them."""

    address: str
    words: "str | Promise"
    note: "str | Promise" = ""


_makers: list[Callable[[Meeting], Link]] = []
_way_makers: list[Callable[[Meeting], WayIn | None]] = []
_search_makers: list[Callable[[HttpRequest], Link]] = []


def register(maker: Callable[[Meeting], Link]) -> None:
    """Let a higher room put a link on every meeting's page."""
    _makers.append(maker)


def links_for(meeting: Meeting) -> list[Link]:
    """Give the links of all rooms, in the order in which they registered."""
    return [maker(meeting) for maker in _makers]


def register_way_in(maker: Callable[[Meeting], WayIn | None]) -> None:
    """Let a higher room offer a way into a meeting; None where it has none."""
    _way_makers.append(maker)


def ways_into(meeting: Meeting) -> list[WayIn]:
    """Give the ways that rooms offer into a meeting."""
    return [way for maker in _way_makers if (way := maker(meeting)) is not None]


def register_for_search(maker: Callable[[HttpRequest], Link]) -> None:
    """Let a higher room put a link under every search; it is given the search's request."""
    _search_makers.append(maker)


def links_for_search(request: HttpRequest) -> list[Link]:
    """Give the links of all rooms for this search."""
    return [maker(request) for maker in _search_makers]
