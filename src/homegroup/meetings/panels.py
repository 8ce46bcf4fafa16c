"""Links that higher rooms put on a meeting's page and under a search: calendar, poster, print.

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


_makers: list[Callable[[Meeting], Link]] = []
_search_makers: list[Callable[[HttpRequest], Link]] = []


def register(maker: Callable[[Meeting], Link]) -> None:
    """Let a higher room put a link on every meeting's page."""
    _makers.append(maker)


def links_for(meeting: Meeting) -> list[Link]:
    """Give the links of all rooms, in the order in which they registered."""
    return [maker(meeting) for maker in _makers]


def register_for_search(maker: Callable[[HttpRequest], Link]) -> None:
    """Let a higher room put a link under every search; it is given the search's request."""
    _search_makers.append(maker)


def links_for_search(request: HttpRequest) -> list[Link]:
    """Give the links of all rooms for this search."""
    return [maker(request) for maker in _search_makers]
