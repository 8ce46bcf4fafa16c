"""What else there is under a search: of rooms that have a search of their own.

A room may offer a link, and a shelf: the first few things that its own search finds. It shows them
to this reader as on its own pages, and counts nothing. In a room's `apps.ready()`:

    beyond.register(lambda request, typed: Link("/meetings/?q=...", _("Meetings with these words")))
    beyond.register_shelf(found_by_words.shelf)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

from homegroup.core.thing_links import Link

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Maker = Callable[[HttpRequest, str], Link | None]
_makers: list[tuple[int, Maker]] = []


def register(maker: Maker, *, order: int = 50) -> None:
    """Let a room offer a link; it gets the request and what was typed."""
    _makers.append((order, maker))
    _makers.sort(key=lambda pair: pair[0])


def links_for(request: HttpRequest, typed: str) -> list[Link]:
    """Give the links of all rooms, in their order."""
    made = [maker(request, typed) for _order, maker in _makers]
    return [link for link in made if link is not None]


@dataclass(frozen=True)
class Item:
    """A thing on a shelf: its title and lines, plain, as its room tells them.

    `also` are words for which it was found, where neither title nor lines may have them.
    """

    title: str
    address: str
    lines: Sequence[str]
    also: Sequence[str] = ()


@dataclass(frozen=True)
class Shelf:
    """A few things under their heading, with the way to all of them.

    `beginnings` are folded words, or beginnings of such, for which they were found.
    """

    heading: "str | StrPromise"
    items: Sequence[Item]
    beginnings: Sequence[str]
    more: Link


Finder = Callable[[HttpRequest, str], Shelf | None]
_finders: list[tuple[int, Finder]] = []


def register_shelf(finder: Finder, *, order: int = 50) -> None:
    """Let a room offer a few things; it gets the request and what was typed."""
    _finders.append((order, finder))
    _finders.sort(key=lambda pair: pair[0])


def shelves_for(request: HttpRequest, typed: str) -> list[Shelf]:
    """Give the shelves of all rooms that found something, in their order."""
    made = [finder(request, typed) for _order, finder in _finders]
    return [shelf for shelf in made if shelf is not None and shelf.items]
