"""What becomes of a member's words when they go from a group: it is theirs to say.

A higher room in which members write for their group registers in its `apps.ready()`:

    parting.register(Words(has=..., take=..., unname=...))

Each is asked with the membership, inside the transaction that deletes it. Who is taken out of a
group is not asked: what they wrote stays without a name.
"""

from collections.abc import Callable
from dataclasses import dataclass

from homegroup.groups.models import Membership


@dataclass(frozen=True)
class Words:
    """What one room holds: whether there is any, taking all of it away, leaving it unnamed."""

    has: Callable[[Membership], bool]
    take: Callable[[Membership], object]
    unname: Callable[[Membership], object]


_rooms: list[Words] = []


def register(words: Words) -> None:
    """Let a room take part when somebody goes."""
    if words not in _rooms:
        _rooms.append(words)


def has_words(membership: Membership) -> bool:
    """Tell whether a member has written anything that others of the group read."""
    return any(room.has(membership) for room in _rooms)


def part(membership: Membership, *, stays: bool) -> None:
    """Let all rooms take away what a member wrote, or (`stays`) leave it without a name."""
    for room in _rooms:
        (room.unname if stays else room.take)(membership)
