"""How lines are added: the room is locked, its state read, then the lines that follow from it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.live.choices import Phase
from homegroup.live.course import keys, lines, script
from homegroup.live.course.folding import Payload
from homegroup.live.course.script import Script
from homegroup.live.course.state import Seat, State
from homegroup.live.models import Room


class RoomClosed(HouseError):
    """There is no such room any more."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("This meeting is over."))


@dataclass(frozen=True)
class Now:
    """A locked room with its state, and the second in which something is added."""

    room: Room
    state: State
    script: Script
    second: int

    def seat(self, number: int) -> Seat:
        """Give somebody who takes part now. Raises NotAllowed."""
        seat = self.state.seats.get(number)
        if seat is None or not seat.is_here:
            raise NotAllowed(_("You are not in this meeting any more."))
        return seat

    def person(self, number: int) -> Seat:
        """Give another person of the room, who may be waiting. Raises Conflict."""
        seat = self.state.seats.get(number)
        if seat is None or seat.is_gone or seat.is_out:
            raise Conflict(_("They have left the meeting."))
        return seat

    def leader(self, number: int) -> Seat:
        """Give who has the chair or is the reserve. Raises NotAllowed for others."""
        seat = self.seat(number)
        if not seat.sees_console:
            raise NotAllowed(_("Somebody else leads this meeting now."))
        return seat

    def check_running(self) -> None:
        """Raise Conflict unless the meeting is on."""
        if self.state.phase != Phase.RUNNING:
            raise Conflict(_("The meeting is not on now."))


_writing = threading.Lock()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """On SQLite, let one thread write after the other: waiting for its lock is slow and unfair."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _writing:
        yield


Make = Callable[[Now], Sequence[Payload]]
After = Callable[[Room, Sequence[Payload]], object]
_afters: list[After] = []


def after_adding(work: After) -> None:
    """Let something be done once lines stand in a room; not under its lock."""
    _afters.append(work)


def add(room: Room, make: Make, *, token: UUID) -> int:
    """Add the lines that `make` gives to a room; give the number of the first.

    What was sent before gives its number again. With no lines nothing happens, and the room's
    last number is given. Raises RoomClosed, and whatever `make` refuses.
    """
    with _one_at_a_time(), transaction.atomic():
        row = lines.locked(room)
        if row is None:
            raise RoomClosed
        before = lines.number_of(row, token)
        if before is not None:
            return before
        try:
            now = now_in(row)
            told = make(now)
            number = lines.append(row, told, token=token) if told else row.number
        except keys.KeyGone:
            raise RoomClosed from None
    for work in _afters if told else ():
        work(room, told)
    return number


def now_in(room: Room) -> Now:
    """Give a room with its state at this moment. Raises `keys.KeyGone`."""
    second = int(clock.now().timestamp())
    return Now(room, lines.state_of(room), script.read(room.agenda), second)
