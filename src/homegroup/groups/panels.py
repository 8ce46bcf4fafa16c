"""Links that higher rooms put into a group's own menu: what is written there, the next meeting.

A higher room registers in its `apps.ready()`; this room need not know it.

    panels.register(lambda me: Link(reverse("support:group", args=[me.group.key]), _("Shares")))

`register_for_person` does the same for the page of another member.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from homegroup.groups.models import Membership

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Link:
    """A link in the menu of a group: where it goes, its words, and a small number or 0."""

    address: str
    words: "str | StrPromise"
    count: int = 0


Maker = Callable[[Membership], Link | None]
_makers: list[tuple[int, Maker]] = []


def register(maker: Maker, *, order: int = 50) -> None:
    """Let a higher room put a link into the menu; None leaves it out for this member."""
    _makers.append((order, maker))
    _makers.sort(key=lambda pair: pair[0])


def links_for(membership: Membership) -> list[Link]:
    """Give the links of all rooms for this member, in their order."""
    made = [maker(membership) for _order, maker in _makers]
    return [link for link in made if link is not None]


PersonMaker = Callable[[Membership, Membership], Link | None]
_person_makers: list[tuple[int, PersonMaker]] = []


def register_for_person(maker: PersonMaker, *, order: int = 50) -> None:
    """Let a higher room put a link on a member's page; it is asked with the reader and them."""
    _person_makers.append((order, maker))
    _person_makers.sort(key=lambda pair: pair[0])


def links_for_person(me: Membership, person: Membership) -> list[Link]:
    """Give the links of all rooms for the page of another member; none on one's own."""
    if me.pk == person.pk:
        return []
    made = [maker(me, person) for _order, maker in _person_makers]
    return [link for link in made if link is not None]
