"""Where else to look: links under a search to pages that have a search of their own.

In a room's `apps.ready()`:

    beyond.register(lambda request, typed: Link("/meetings/?q=...", _("Meetings with these words")))
"""

from collections.abc import Callable

from django.http import HttpRequest

from homegroup.core.thing_links import Link

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
