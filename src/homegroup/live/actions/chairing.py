"""What the chair does: through the script, calling people, the clock, quiet, the end.

`by` is the seat of who presses: chair or reserve. What two press at once, or a shaking thumb
presses twice, is done once: each says what it saw (`seen`), and does nothing when that has passed.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from homegroup.core import clock
from homegroup.core.errors import Conflict
from homegroup.core.names import clean_name
from homegroup.live.actions.adding import Now, add
from homegroup.live.actions.entering import task_line
from homegroup.live.actions.presence import waiting_signs
from homegroup.live.actions.sharing import hand_line
from homegroup.live.choices import MOST_HANDS, QUIET, Phase, Task
from homegroup.live.course import order
from homegroup.live.course.folding import Payload
from homegroup.live.course.state import BY_HAND, Hand, State
from homegroup.live.models import Room

TWICE = 2  # seconds within which a second call is taken for the same press
ALONE = timedelta(minutes=5)  # after the planned beginning; then any member may lead


def begin(*, room: Room, by: int, token: UUID) -> int:
    """Begin the meeting."""

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        if now.state.phase != Phase.GATHERING:
            return []
        Room.objects.filter(pk=now.room.pk).update(phase=Phase.RUNNING)
        now.room.phase = Phase.RUNNING
        return [{"k": "begin", "_a": now.second}]

    return add(room, make, token=token)


def go_to(*, room: Room, step: int, seen: int, by: int, token: UUID) -> int:
    """Go to a step of the script; nothing happens if it is not at `seen` any more."""

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        now.check_running()
        target = max(0, min(step, len(now.script.steps) - 1))
        if now.state.step != seen or target == seen:
            return []
        is_new = now.script.step(target).part != now.script.step(seen).part
        return [{"k": "step", "i": target, "_a": now.second, "_new": int(is_new)}]

    return add(room, make, token=token)


def call_next(
    *, room: Room, by: int, chosen: int = 0, drawn: int = 0, seen: int, token: UUID
) -> int:
    """Give the word to who is next, or to a chosen hand; who had it is done.

    `seen` is the line of the turn that the chair saw, 0 for none. Raises Conflict where nobody
    waits for a turn.
    """

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        now.check_running()
        turn = now.state.turn
        if (turn.number if turn else 0) != seen or (turn and now.second - turn.since < TWICE):
            return []
        who = order.next_up(now.state, now.script, chosen=chosen, drawn=drawn)
        if who is None:
            raise Conflict(_("Nobody has raised a hand. Quiet is good, too."))
        return _hand_over_word(now, who)

    return add(room, make, token=token)


def ask(*, room: Room, by: int, seat: int, token: UUID) -> int:
    """Ask one person whether they would like to share; they may pass."""

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        now.check_running()
        person = now.person(seat)
        if now.state.turn and now.state.turn.seat == seat:
            return []
        if not person.is_here:
            raise Conflict(_("They are not in the room yet."))
        return _hand_over_word(now, now.state.hand_of(seat) or person)

    return add(room, make, token=token)


def _hand_over_word(now: Now, who: object) -> list[Payload]:
    minutes = now.script.share_minutes(now.state.step)
    turn = now.state.turn
    before = [{"k": "done", "s": turn.seat, "h": _how_ended(now.state)}] if turn else []
    return [*before, order.call(who, now=now.second, minutes=minutes)]  # type: ignore[arg-type]


def _how_ended(state: State) -> str:
    """Give how a turn counts that the chair ends: as a share if anything was said."""
    turn = state.turn
    spoke = turn is not None and (
        turn.seat == BY_HAND or any(said.turn == turn.number for said in state.talk)
    )
    return "done" if spoke else "skip"


def end_turn(*, room: Room, by: int, seen: int, spoke: bool, token: UUID) -> int:
    """End the turn that the chair saw; `spoke`: it counts as a share."""

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        turn = now.state.turn
        if turn is None or turn.number != seen:
            return []
        return [{"k": "done", "s": turn.seat, "h": "done" if spoke else "skip"}]

    return add(room, make, token=token)


def give_time(*, room: Room, by: int, minutes: int, token: UUID) -> int:
    """Give who speaks some more minutes, from now on if their time is over."""

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        if now.state.turn is None:
            return []
        until = max(now.state.turn.until, now.second) + max(1, min(minutes, 30)) * 60
        return [{"k": "more", "u": until}]

    return add(room, make, token=token)


def pause(*, room: Room, by: int, on: bool, token: UUID) -> int:
    """Let the meeting stand still, or go on."""
    return _switch(room, by, token, {"k": "pause", "on": int(on)}, lambda s: s.is_paused == on)


def hush(*, room: Room, by: int, on: bool, token: UUID) -> int:
    """Let only who has the word write, or everyone again."""
    return _switch(room, by, token, {"k": "hush", "on": int(on)}, lambda s: s.is_muted == on)


def lock(*, room: Room, by: int, on: bool, token: UUID) -> int:
    """Let nobody new in, or open the door again."""
    line = {"k": "lock", "on": int(on), "_to": "lead"}
    return _switch(room, by, token, line, lambda s: s.is_locked == on)


def _switch(room: Room, by: int, token: UUID, line: Payload, stands: object) -> int:
    def make(now: Now) -> list[Payload]:
        now.leader(by)
        return [] if stands(now.state) else [line]  # type: ignore[operator]

    return add(room, make, token=token)


def be_quiet(*, room: Room, by: int, token: UUID) -> int:
    """Let nobody write for a minute: after something hard, or when somebody disturbs."""

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        return [{"k": "quiet", "u": now.second + QUIET}]

    return add(room, make, token=token)


def add_by_hand(*, room: Room, by: int, name: str, token: UUID) -> int:
    """Put somebody on the queue who is in the hall, and has no screen."""
    written = clean_name(name, least=1, may_sound_official=True)

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        if now.state.phase == Phase.OVER:
            raise Conflict(_("The meeting has ended."))
        if len(now.state.hands) >= MOST_HANDS:
            raise Conflict(_("Very many hands are up. Please wait for a while."))
        return [hand_line(now, BY_HAND, written)]

    return add(room, make, token=token)


def lower(*, room: Room, by: int, hand: int, token: UUID) -> int:
    """Take somebody's hand down."""

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        found: list[Hand] = [each for each in now.state.hands if each.number == hand]
        return [{"k": "down", "q": each.number, "s": each.seat} for each in found]

    return add(room, make, token=token)


def end(*, room: Room, by: int, token: UUID) -> int:
    """End the meeting. The room stays open a little, for who wants to talk on."""

    def make(now: Now) -> list[Payload]:
        now.leader(by)
        if now.state.phase == Phase.OVER:
            return []
        at = clock.now()
        Room.objects.filter(pk=now.room.pk).update(phase=Phase.OVER, over_at=at)
        now.room.phase, now.room.over_at = Phase.OVER, at
        return [*waiting_signs(now.room, now.state), {"k": "over", "_a": now.second}]

    return add(room, make, token=token)


# -- who has the chair -------------------------------------------------------------------------


def seen_chair(*, room: Room, seconds: int) -> None:
    """Note that the chair is there, and is taken to be for so many seconds from this sign on.

    A page that stands still asks for long; scripts, which show signs of life by themselves, ask
    for less right after.
    """
    until = clock.now() + timedelta(seconds=seconds)
    rarely = timedelta(seconds=min(5, seconds / 6))  # a row is not written at each sign
    if room.chair_until is None or abs(room.chair_until - until) > rarely:
        Room.objects.filter(pk=room.pk).update(chair_until=until)


def is_chair_gone(room: Room) -> bool:
    """Tell whether no sign of the chair came for too long."""
    return room.chair_until is not None and room.chair_until < clock.now()


def take_over(*, room: Room, token: UUID) -> int:
    """Let the reserve lead when the chair's connection is gone; whoever notices calls it."""

    def make(now: Now) -> list[Payload]:
        chair, reserve = now.state.chair, now.state.reserve
        if chair is None or reserve is None or not is_chair_gone(now.room):
            return []
        if now.state.phase == Phase.OVER:
            return []
        _begin_watch(now)
        return [
            task_line(reserve.number, reserve.name, Task.CHAIR),
            task_line(chair.number, chair.name, Task.RESERVE),
        ]

    return add(room, make, token=token)


def may_take_chair(now_room: Room, state: State, seat: int) -> bool:
    """Tell whether somebody may begin to lead by themselves.

    While nobody leads, or the chair is gone and there is no reserve: who has a position in the
    group at once, any other member five minutes after the planned beginning.
    """
    who = state.seats.get(seat)
    if who is None or not who.is_here or not who.is_member or state.phase == Phase.OVER:
        return False
    if state.chair is not None and (state.reserve is not None or not is_chair_gone(now_room)):
        return False
    return who.is_servant or clock.now() >= now_room.starts_at + ALONE


def take_chair(*, room: Room, seat: int, token: UUID) -> int:
    """Begin to lead, where nobody else does. Raises Conflict elsewhere."""

    def make(now: Now) -> list[Payload]:
        who = now.seat(seat)
        if who.leads:
            return []
        if not may_take_chair(now.room, now.state, seat):
            raise Conflict(_("Somebody leads this meeting already."))
        _begin_watch(now)
        return [task_line(seat, who.name, Task.CHAIR)]

    return add(room, make, token=token)


def _begin_watch(now: Now) -> None:
    """Begin to count anew for a new chair."""
    now.room.chair_until = clock.now() + timedelta(seconds=settings.CHAIR_GONE)
    Room.objects.filter(pk=now.room.pk).update(chair_until=now.room.chair_until)
