"""How long people were at a meeting, where their group gives proofs of it; and taking one.

A higher room says which groups do (`count_where`); everywhere else nothing is counted.
"""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from homegroup.core import clock
from homegroup.core.errors import Conflict, NotAllowed
from homegroup.groups.models import Group
from homegroup.live.actions.adding import Now, RoomClosed, add
from homegroup.live.course import doors, lines, presence, signs
from homegroup.live.course.folding import Payload
from homegroup.live.course.state import Seat, State, Taken
from homegroup.live.models import Room

MOST_TAKEN = 3  # proofs that one person takes of one meeting: a slip of the pen is not the end

_counted: list[Callable[[Group], bool]] = []


def count_where(wanted: Callable[[Group], bool]) -> None:
    """Let a higher room say in which groups presence is counted, from the next room on."""
    _counted.append(wanted)


def is_counted(group: Group) -> bool:
    """Tell whether a room of this group that opens now counts."""
    return any(wanted(group) for wanted in _counted)


def note(*, room: Room, state: State, seat: Seat) -> None:
    """Note a sign of somebody; once a minute all signs become a line of the log."""
    if not state.counts or not seat.is_here:
        return
    found = signs.note(room.pk, seat.number, int(clock.now().timestamp()))
    if found:
        add(room, lambda _now: [_here(found)], token=uuid4())


def _here(found: dict[int, int]) -> Payload:
    return {"k": "here", "_s": [list(each) for each in found.items()], "_to": "nobody"}


def waiting_signs(room: Room, state: State) -> list[Payload]:
    """Give the line of the signs that are not written yet, for the end of a meeting."""
    found = signs.take(room.pk) if state.counts else {}
    return [_here(found)] if found else []


def so_far(state: State, seat: Seat) -> int:
    """Give for how many seconds somebody has been at the meeting until now."""
    return presence.seen(state, seat, int(clock.now().timestamp())).seconds


def take(*, room: Room, seat: int, name: str, token: UUID) -> Taken:
    """Take a proof of how long one was here until now, for a paper with that name.

    Sent again it is the same one. Of the name only a digest stands in the room's sealed log.
    Raises NotAllowed where the group gives none, Conflict before anything counted.
    """
    mark = doors.digest(name)

    def make(now: Now) -> list[Payload]:
        who = now.seat(seat)
        _check(now.state, who)
        seconds = presence.seen(now.state, who, now.second).seconds
        if seconds < 60:
            raise Conflict(_("You have not been here for a minute of the meeting yet."))
        of = presence.length(now.state, now.second)
        told = {"k": "proof", "s": seat, "_n": seconds, "_of": of, "_name": mark}
        return [told | {"_to": "nobody"}]

    number = add(room, make, token=token)
    row = lines.locked(room)
    if row is None:
        raise RoomClosed
    taken = lines.state_of(row).taken[number]
    if (taken.seat, taken.name) != (seat, mark):
        raise Conflict(_("This form was sent before, with another name. Open the page anew."))
    return taken


def _check(state: State, who: Seat) -> None:
    if not state.counts:
        raise NotAllowed(_("This group gives no proofs."))
    if sum(each.seat == who.number for each in state.taken.values()) >= MOST_TAKEN:
        raise Conflict(_("You have taken a few of this meeting already. Please use one of those."))
