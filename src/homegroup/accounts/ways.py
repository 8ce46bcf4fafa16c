"""Links on the account page, filled by higher rooms.

In a room's `apps.ready()`:

    ways.register(ways.Way("privacy:data", _("What is kept about me"), order=80))

A way whose name leads nowhere is left out.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Way:
    """A link: the name of its address and its words. Lower orders stand higher."""

    url_name: str
    words: "str | StrPromise"
    order: int = 50


_ways: dict[str, Way] = {}


def register(way: Way) -> None:
    """Put a link on the account page; the same name again replaces the one before."""
    _ways[way.url_name] = way


def offered() -> list[dict[str, str]]:
    """Give the links as [{address, words}], in their order."""
    return [
        {"address": address, "words": str(way.words)}
        for way in sorted(_ways.values(), key=lambda way: way.order)
        if (address := _address(way.url_name))
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
