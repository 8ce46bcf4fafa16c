"""Links that rooms put beside a thing of another room: report it, ask to keep it.

A thing is told by its kind and its id, as in `moderation.subjects`. In a room's `apps.ready()`:

    def keep_links(request: HttpRequest, kind: str, ids: Collection[str]) -> dict[str, Link]:
        ...one Link for each id that has one...

    thing_links.register(keep_links, order=40)

The room that shows things asks once for a page of them, and puts the links into its template.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Link:
    """Where it goes, its words, and the name of an icon (core/icons) or ""."""

    address: str
    words: "str | StrPromise"
    icon: str = ""


Maker = Callable[[HttpRequest, str, Collection[str]], Mapping[str, Link]]
_makers: list[tuple[int, Maker]] = []


def register(maker: Maker, *, order: int = 50) -> None:
    """Let a room put a link beside things; it is asked for many at once, in few queries."""
    _makers.append((order, maker))
    _makers.sort(key=lambda pair: pair[0])


def links_for(request: HttpRequest, kind: str, ids: Collection[str]) -> dict[str, list[Link]]:
    """Give the links of all rooms by the id of each thing, in their order."""
    found: dict[str, list[Link]] = {each: [] for each in ids}
    for _order, maker in _makers:
        for each, link in maker(request, kind, ids).items():
            found[each].append(link)
    return found
