"""Coming in and leaving: the door knows who was put out, and leads people to their tasks."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import clock, streams
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.names import clean_name, likeness
from homegroup.groups.choices import PositionKind, Power
from homegroup.groups.models import Break, Membership
from homegroup.live.actions.adding import Now, RoomClosed, add
from homegroup.live.choices import MOST_SEATS, Guests, Phase, Task
from homegroup.live.course import doors, keys
from homegroup.live.course.folding import Payload
from homegroup.live.course.state import Seat
from homegroup.live.models import Room

_TASK_OF = {
    PositionKind.GREETER: Task.GREETER,
    PositionKind.NEWCOMER_CONTACT: Task.NEWCOMER_CONTACT,
    PositionKind.TIMEKEEPER: Task.TIMEKEEPER,
}


@dataclass(frozen=True)
class Arrival:
    """Who stands at the door: the account and membership if there are any, from where they come,
    and the secret of a personal invitation or ""."""

    user: User | None
    membership: Membership | None
    household: str
    invitation: str = ""


def enter(*, room: Room, name: str, is_new: bool, arrival: Arrival, token: UUID) -> str:
    """Come in, or come back; give the secret of the seat for the device's cookie.

    Raises HouseError for a name that cannot be, NotAllowed for who cannot come in, Conflict
    while the room is locked, full, or over.
    """
    try:
        secret = doors.new_secret(room.pk, "seat", token)
    except keys.KeyGone:
        raise RoomClosed from None
    account = doors.account_digest(room.pk, arrival.user.pk) if arrival.user else ""
    came: list[int] = []

    def make(now: Now) -> list[Payload]:
        known = now.state.by_account(account)
        if known is not None:
            return _come_back(now, known, secret)
        _check_may_come(now, arrival, account)
        come = _come(now, name, arrival)
        come |= {"_h": doors.digest(secret), "_u": account, "_new": int(is_new)}
        came.append(come["s"])
        return [come, *_tasks(now, come, arrival.membership)]

    add(room, make, token=token)
    if came and arrival.membership is None:
        doors.remember(room.pk, came[0], arrival.household)
    return secret


def _come_back(now: Now, seat: Seat, secret: str) -> list[Payload]:
    if seat.is_out:
        raise _put_out()
    back = {"k": "back", "s": seat.number, "_h": doors.digest(secret), "_a": now.second}
    return [back | {"_to": "lead"}]


def _put_out() -> NotAllowed:
    return NotAllowed(_("You cannot take part in this meeting. Other meetings are open to you."))


def _check_may_come(now: Now, arrival: Arrival, account: str) -> None:
    marks = {account, _mark_of(arrival.invitation)} - {""}
    is_member = arrival.membership is not None
    if marks & now.state.kept_out:
        raise _put_out()
    if not is_member and doors.is_kept_out(now.room.pk, arrival.household):
        raise _put_out()
    if arrival.user and _is_on_break(arrival.user, now.room):
        raise NotAllowed(_("This group asked you to stay away for a time. See “My groups”."))
    if now.state.phase == Phase.OVER:
        raise Conflict(_("This meeting has ended."))
    if len(now.state.seats) >= MOST_SEATS:
        raise Conflict(_("The room is full. Please find another meeting."))
    may_lead = bool(arrival.membership and arrival.membership.may(Power.LEAD_MEETINGS))
    if now.state.is_locked and not may_lead:
        raise Conflict(_("The door is closed just now. Try again in a few minutes."))
    if not is_member:
        _check_guest(now, arrival)


def _check_guest(now: Now, arrival: Arrival) -> None:
    mark = _mark_of(arrival.invitation)
    if mark and mark in now.state.invitations:
        if any(seat.invitation == mark for seat in now.state.seats.values()):
            raise NotAllowed(_("This invitation was used already. It is for one person."))
        return
    if now.room.guests == Guests.NONE:
        raise NotAllowed(_("This meeting is for members of the group."))
    if now.room.guests == Guests.INVITED:
        raise NotAllowed(_("Guests come in by a personal invitation. Ask somebody of the group."))


def _mark_of(invitation: str) -> str:
    return doors.digest(invitation) if invitation else ""


def _is_on_break(user: User, room: Room) -> bool:
    today = clock.now().date()
    return Break.objects.filter(user=user, group=room.group, until_on__gt=today).exists()


def _come(now: Now, name: str, arrival: Arrival) -> Payload:
    membership = arrival.membership
    may_lead = bool(membership and membership.may(Power.LEAD_MEETINGS))
    mark = _mark_of(arrival.invitation)
    invited = bool(mark) and mark in now.state.invitations
    waits = now.room.guests == Guests.WAIT and not invited
    if membership is not None:
        waits = now.room.members_wait and not membership.held
    return {
        "k": "come",
        "s": now.state.number + 1,
        "n": free_name(now, name),
        "_a": now.second,
        "_i": mark if invited else "",
        "_m": int(membership is not None),
        "_l": int(may_lead),
        "_v": int(bool(membership and membership.held)),
        "_w": int(waits),
        "_to": "lead",
    }


def free_name(now: Now, name: str, *, own: int = 0) -> str:
    """Give a name in its written form, if nobody else here looks like it. Raises HouseError."""
    written = clean_name(name, least=1)
    like = likeness(written)
    for seat in now.state.seats.values():
        if seat.number != own and not seat.is_gone and likeness(seat.name) == like:
            raise HouseError(
                _("Somebody here has this name already. Choose another."), field="name"
            )
    return written


def _tasks(now: Now, come: Payload, membership: Membership | None) -> list[Payload]:
    """Give what somebody does here by their position: leads if nobody does, is the reserve..."""
    if membership is None or come["_w"]:
        return []
    tasks = [_TASK_OF[PositionKind(row.kind)] for row in membership.held if row.kind in _TASK_OF]
    if come["_l"]:
        if now.state.chair is None:
            tasks.append(Task.CHAIR)
        elif now.state.reserve is None:
            tasks.append(Task.RESERVE)
    return [task_line(come["s"], come["n"], task) for task in tasks]


def task_line(seat: int, name: str, task: Task, *, on: bool = True) -> Payload:
    """Give the line by which somebody does something from now on, or no longer."""
    return {"k": "task", "s": seat, "n": name, "t": task.value, "on": int(on)}


def leave(*, room: Room, seat: int, token: UUID) -> int:
    """Leave the room; the reserve leads on when it was the chair."""

    def make(now: Now) -> list[Payload]:
        leaver = now.state.seats.get(seat)
        if leaver is None or leaver.is_gone or leaver.is_out:
            return []
        told: list[Payload] = []
        if now.state.turn and now.state.turn.seat == seat:
            told.append({"k": "done", "s": seat, "h": "pass"})
        if hand := now.state.hand_of(seat):
            told.append({"k": "down", "q": hand.number, "s": seat})
        told.append({"k": "leave", "s": seat, "_a": now.second, "_to": "lead"})
        if leaver.leads and (next_one := now.state.reserve):
            told.append(task_line(next_one.number, next_one.name, Task.CHAIR))
        return told

    number = add(room, make, token=token)
    streams.end(seat_key(room, seat))
    return number


def seat_key(room: Room, seat: int) -> str:
    """Give the key by which the streams of a seat end."""
    return f"seat:{room.pk}:{seat}"
