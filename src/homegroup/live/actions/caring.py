"""Looking after people: letting in, tasks, muting, putting out; and who is not OK."""

from uuid import UUID

from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.audit.actions import record
from homegroup.core import streams
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.writing import clean_text
from homegroup.live.actions.adding import Now, add
from homegroup.live.actions.entering import free_name, seat_key, task_line
from homegroup.live.actions.sharing import accounts_apart, helpers, in_lines, need_lines
from homegroup.live.choices import LOOKING_AFTER, MOST_LETTERS, ONE_ONLY, Task
from homegroup.live.course import doors
from homegroup.live.course.folding import Payload
from homegroup.live.course.state import Need, Seat, State
from homegroup.live.models import Room

MOST_INVITATIONS = 50


def let_in(*, room: Room, by: int, seat: int, token: UUID) -> int:
    """Let somebody in who waits. Greeters do it, too."""

    def make(now: Now) -> list[Payload]:
        _looker_after(now, by)
        person = now.person(seat)
        if not person.is_waiting:
            return []
        return [{"k": "let", "s": seat, "_a": now.second, "_to": f"s{seat}"}]

    number = add(room, make, token=token)
    streams.end(seat_key(room, seat))
    return number


def _looker_after(now: Now, by: int) -> Seat:
    who = now.seat(by)
    if not looks_after(who):
        raise NotAllowed(_("Greeters and the chair do this."))
    return who


def looks_after(seat: Seat) -> bool:
    """Tell whether somebody looks after people here: greeter, newcomer contact, chair, reserve."""
    return bool(seat.tasks & set(LOOKING_AFTER))


def set_task(*, room: Room, by: int, seat: int, task: Task, on: bool, token: UUID) -> int:
    """Give a task to somebody, or take it back. The chair is handed over by giving it.

    Raises HouseError for a guest as chair or reserve, and for taking the chair from oneself
    without giving it to somebody.
    """

    def make(now: Now) -> list[Payload]:
        leader, person = now.leader(by), now.person(seat)
        if (task in person.tasks) == on:
            return []
        if not person.is_here:
            raise Conflict(_("They are not in the room yet."))
        if on and task in ONE_ONLY and not person.is_member:
            raise HouseError(_("Chair and reserve are members of the group."))
        if not on and task is Task.CHAIR:
            raise HouseError(_("Hand the chair over to somebody."))
        told = [task_line(seat, person.name, task, on=on)]
        if on and task is Task.CHAIR and leader.leads and now.state.reserve in (None, person):
            told.append(task_line(leader.number, leader.name, Task.RESERVE))
        return told

    return add(room, make, token=token)


def mute(*, room: Room, by: int, seat: int, on: bool, token: UUID) -> int:
    """Let somebody only listen, or write again."""

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        person = now.person(seat)
        if person.is_muted == on:
            return []
        return [{"k": "mute", "s": seat, "on": int(on), "_to": f"s{seat}"}]

    return add(room, make, token=token)


def rename(*, room: Room, by: int, seat: int, name: str, token: UUID) -> int:
    """Give somebody another name, because they ask for it or theirs hurts."""

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        now.person(seat)
        return [{"k": "name", "s": seat, "n": free_name(now, name, own=seat)}]

    return add(room, make, token=token)


def put_out(*, room: Room, by: int, seat: int, leader: User | None, token: UUID) -> int:
    """Put somebody out, and keep them out: by this link, account, invitation and, for guests,
    connection. Raises HouseError for oneself, NotAllowed for the chair by the reserve.
    """

    def make(now: Now) -> list[Payload]:
        who, person = now.leader(by), now.person(seat)
        if person.number == who.number:
            raise HouseError(_("To leave, press “Leave the meeting”."))
        if person.leads:
            raise NotAllowed(_("The chair cannot be put out. End the meeting if you must."))
        record(
            action="live.put_out",
            subject=f"group:{room.group_id}",
            by=leader.pk if leader else None,
            data={},
        )
        if not person.is_member:
            doors.keep_out(room.pk, seat)
        return _out_lines(now.state, person)

    number = add(room, make, token=token)
    streams.end(seat_key(room, seat))
    return number


def _out_lines(state: State, person: Seat) -> list[Payload]:
    told: list[Payload] = []
    marks = [mark for mark in (person.account, person.invitation, person.secret) if mark]
    out = {"k": "out", "s": person.number, "_x": marks, "_to": f"s{person.number}"}
    if state.turn and state.turn.seat == person.number:
        told.append({"k": "done", "s": person.number, "h": "skip"})
    if hand := state.hand_of(person.number):
        told.append({"k": "down", "q": hand.number, "s": person.number})
    return [*told, out]


def give_reading(*, room: Room, by: int, part: str, seat: int, token: UUID) -> int:
    """Ask somebody to read a part; they see it beforehand, and may pass."""

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        if not any(item.id == part for item in now.script.agenda.items):
            raise HouseError(_("There is no such part."))
        person = now.person(seat)
        if now.state.readings.get(part) == seat or not person.is_here:
            return []
        return [{"k": "read", "i": part, "s": seat, "_to": f"s{seat}"}]

    return add(room, make, token=token)


def invite(*, room: Room, by: int, token: UUID) -> str:
    """Make a personal invitation for one guest; give its secret, which is shown once."""
    secret = doors.new_secret(room.pk, "invitation", token)

    def make(now: Now) -> list[Payload]:
        who = now.seat(by)
        if not who.is_member:
            raise NotAllowed(_("Members of the group invite guests."))
        if len(now.state.invitations) >= MOST_INVITATIONS:
            raise Conflict(_("Many invitations are out already."))
        return [{"k": "invite", "_x": doors.digest(secret), "_to": "nobody"}]

    add(room, make, token=token)
    return secret


# -- "I am not OK" -----------------------------------------------------------------------------


def ask_for_help(*, room: Room, seat: int, user: User | None, token: UUID) -> int:
    """Tell who looks after people, and nobody else, that somebody is not OK.

    Of `user`, their account, those are left out with whom no contact may come about.
    """
    apart = accounts_apart(room=room, user=user)

    def make(now: Now) -> list[Payload]:
        who = now.seat(seat)
        if any(need.seat == seat and not need.seen_by for need in now.state.needs):
            return []
        return need_lines(now, who, apart)

    return add(room, make, token=token)


def sees_need(state: State, need: Need, seat: Seat) -> bool:
    """Tell whether somebody may know that another one is not OK: who was told.

    When all who were told have left, it is the next ones who look after people.
    """
    if seat.number in need.told or seat.number == need.seen_by:
        return True
    if any(state.seats[each].is_here for each in need.told):
        return False
    return seat in helpers(state, need.seat, need.apart)


def aside(*, room: Room, seat: int, to: int, text: str, token: UUID) -> int:
    """Write to one person: who looks after people to somebody who is not OK, and back."""
    written = clean_text(text, most=MOST_LETTERS)
    if not written:
        raise HouseError(_("Write at least one word."), field="text")

    def make(now: Now) -> list[Payload]:
        who, other = now.seat(seat), now.person(to)
        need = need_between(now.state, who, other)
        if need is None:
            raise NotAllowed(_("You can write to each other when one of you is not OK."))
        line = {"k": "aside", "s": seat, "n": who.name, "r": to, "_a": now.second}
        told = [each | {"_to": f"s{to}"} for each in in_lines(line, written)]
        if need == to and _seen_by(now.state, to) == 0:
            told.append({"k": "seen", "s": to, "by": seat, "_to": f"s{to}"})
        return told

    return add(room, make, token=token)


def need_between(state: State, one: Seat, other: Seat) -> int | None:
    """Give the seat of who is not OK of two that may write to each other, None if they may not."""
    needs = {need.seat: need for need in state.needs}
    if other.number in needs and sees_need(state, needs[other.number], one):
        return other.number
    if one.number in needs and needs[one.number].seen_by == other.number:
        return one.number
    return None


def _seen_by(state: State, seat: int) -> int:
    return next((need.seen_by for need in state.needs if need.seat == seat), 0)
