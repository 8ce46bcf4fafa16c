"""Links that higher rooms put on the page of a room: what else one can do here.

A higher room registers in its `apps.ready()`; it is asked at each page, so it asks no database.
"""

from collections.abc import Callable
from dataclasses import dataclass

from homegroup.live.access import Here


@dataclass(frozen=True)
class Link:
    """A link: where it goes, and its words."""

    address: str
    words: str


Maker = Callable[[Here], Link | None]
_makers: list[Maker] = []


def register(maker: Maker) -> None:
    """Let a higher room put a link on the page; None leaves it out."""
    _makers.append(maker)


def links_for(here: Here) -> list[Link]:
    """Give the links for somebody in the room."""
    made = [maker(here) for maker in _makers]
    return [link for link in made if link is not None]
