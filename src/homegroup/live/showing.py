"""What screens show of a room, from its state: the same for a page and for what scripts add."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homegroup.core import clock
from homegroup.core.markdown import safe_html
from homegroup.live import corner
from homegroup.live.access import Here
from homegroup.live.actions.adding import Now
from homegroup.live.actions.caring import looks_after, sees_need
from homegroup.live.actions.chairing import is_chair_gone, may_take_chair
from homegroup.live.actions.sharing import may_be_urgent, may_chat
from homegroup.live.choices import Phase, Task, Way
from homegroup.live.course import order
from homegroup.live.course.state import BY_HAND, Hand, Said, Seat
from homegroup.live.formats.schema import Item, Order
from homegroup.live.voice import janus

SHOWN_TALK = 60  # lines of talk on a page that is opened anew


@dataclass(frozen=True)
class Paragraph:
    """A step of the script; what was not read yet is hidden until it is."""

    number: int
    html: SafeString
    is_read: bool


@dataclass(frozen=True)
class PartShown:
    """A part of the agenda with its paragraphs. `chat`: "", "between" or "open"."""

    number: int
    item: Item
    who: str
    steps: list[Paragraph]
    is_now: bool
    chat: str


@dataclass
class Block:
    """What one person said without another one between, by paragraphs."""

    kind: str
    seat: int
    name: str
    turn: int
    paragraphs: list[str] = field(default_factory=list)


def now_of(here: Here) -> Now:
    """Give the room as actions see it, at this moment."""
    return Now(here.room, here.state, here.script, int(clock.now().timestamp()))


def screen(here: Here) -> dict[str, object]:
    """Give what the page of the room needs."""
    state, seat, now = here.state, here.seat, now_of(here)
    turn = state.turn
    is_mine = bool(turn and turn.seat == seat.number)
    is_typed = here.room.way != Way.SPOKEN
    sharing = here.script.is_sharing(state.step) and state.phase == Phase.RUNNING
    return {
        "room": here.room,
        "agenda": here.script.agenda,
        "state": state,
        "seat": seat,
        "phase": state.phase,
        "parts": list(parts(here)),
        "part": here.script.item(state.step),
        "turn": turn,
        "is_mine": is_mine,
        "clock": clock_words(turn.until - now.second) if turn and is_mine else "",
        "talk": blocks(here),
        "hands": state.hands,
        "hand": state.hand_of(seat.number),
        "is_typed": is_typed,
        "voice_on": here.room.way == Way.VOICE and janus.is_on(),
        "is_free": here.script.order is Order.FREE,
        "may_begin": here.script.order is Order.FREE and sharing and turn is None,
        "may_pick": is_mine and here.script.order is Order.TAG,
        "may_urgent": may_be_urgent(now) and state.phase == Phase.RUNNING,
        "may_write": is_typed and not seat.is_muted and (is_mine or may_chat(now)),
        "may_take": may_take_chair(here.room, state, seat.number) and not seat.leads,
        "thanked": bool(turn and (turn.number, seat.number) in state.thanked),
        "thanks": is_thanked(here),
        "corner": corner.links_for(here),
        "others": [each for each in state.here if each.number != seat.number],
        "is_quiet": state.quiet_until > now.second,
        "own": state.shared.get(seat.number, ()),
        "asides": asides(here),
        "readings": readings_of(here),
        "leads": here.leads,
        "looks_after": looks_after(seat),
        "needs": needs(here),
        "waiting": len(state.waiting) if looks_after(seat) else 0,
        "chair": state.chair,
        "refresh": 10 if here.leads else 15,
        **(lead_bar(here, now) if here.leads else {}),
    }


def parts(here: Here) -> Iterable[PartShown]:
    """Give the whole script, with what was read by now."""
    script, state = here.script, here.state
    present = script.step(state.step).part
    begun = state.phase != Phase.GATHERING
    chat = {"none": "", "after-share": "between", "open": "open"}
    for number, item in enumerate(script.agenda.items):
        steps = [
            Paragraph(step.number, _html(step.text), begun and step.number <= state.step)
            for step in script.steps_of(number)
        ]
        crosstalk = chat[script.agenda.crosstalk_in(item)]
        is_now = number == present and state.phase == Phase.RUNNING
        yield PartShown(number, item, str(item.who.label), steps, is_now, crosstalk)


@lru_cache(maxsize=2_000)
def _html(text: str) -> SafeString:
    return safe_html(text)


def blocks(here: Here) -> list[Block]:
    """Give the talk that somebody may read: from when they came, or the share that is on."""
    turn = here.state.turn
    shown = [
        said
        for said in here.state.talk
        if not said.to and (said.number > here.seat.came or (turn and said.turn == turn.number))
    ]
    return _blocks(shown[-SHOWN_TALK:])


def is_thanked(here: Here) -> bool:
    """Tell whether anybody has thanked for what somebody shared; never who, or how many."""
    thanked = {turn for turn, _by in here.state.thanked}
    me = here.seat.number
    return any(said.seat == me and said.turn in thanked for said in here.state.talk)


def _blocks(talk: Iterable[Said]) -> list[Block]:
    found: list[Block] = []
    for said in talk:
        last = found[-1] if found else None
        if last is None or (last.kind, last.seat, last.turn) != (said.kind, said.seat, said.turn):
            last = Block(said.kind, said.seat, said.name, said.turn)
            found.append(last)
        if said.goes_on and last.paragraphs:
            last.paragraphs[-1] += said.text
        else:
            last.paragraphs.append(said.text)
    return found


@dataclass(frozen=True)
class Aside:
    """A private talk with one person."""

    other: Seat
    blocks: list[Block]


def asides(here: Here) -> list[Aside]:
    """Give the private talks of somebody, the newest first."""
    me = here.seat.number
    found: dict[int, list[Said]] = {}
    for said in here.state.talk:
        if said.kind == "aside" and me in (said.seat, said.to):
            other = said.to if said.seat == me else said.seat
            found.setdefault(other, []).append(said)
    return [Aside(here.state.seats[n], _blocks(talk)) for n, talk in reversed(found.items())]


def aside_with(here: Here, other: Seat) -> list[Block]:
    """Give the private talk with one person."""
    both = {here.seat.number, other.number}
    return _blocks(
        said for said in here.state.talk if said.kind == "aside" and {said.seat, said.to} == both
    )


@dataclass(frozen=True)
class NeedShown:
    """Somebody who is not OK, as helpers see it."""

    seat: Seat
    is_seen: bool
    by: str


def needs(here: Here) -> list[NeedShown]:
    """Give who is not OK, who waits longest first."""
    seats = here.state.seats
    return [
        NeedShown(
            seats[need.seat],
            bool(need.seen_by),
            seats[need.seen_by].name if need.seen_by in seats else "",
        )
        for need in here.state.needs
        if need.seat != here.seat.number and sees_need(here.state, need, here.seat)
    ]


def readings_of(here: Here) -> list[Item]:
    """Give the parts that somebody was asked to read."""
    mine = {part for part, seat in here.state.readings.items() if seat == here.seat.number}
    return [item for item in here.script.agenda.items if item.id in mine]


def lead_bar(here: Here, now: Now) -> dict[str, object]:
    """Give what the chair's controls need."""
    state, script = here.state, here.script
    turn = state.turn
    up = order.next_up(state, script)
    part = script.step(state.step).part
    spent = (now.second - state.part_at) // 60 if state.part_at else 0
    following = state.step + 1 < len(script.steps)
    new_part = following and script.step(state.step + 1).part != part
    return {
        "seen_turn": turn.number if turn else 0,
        "next_name": up.name if up else "",
        "next_is_hand": isinstance(up, Hand),
        "clock_chair": clock_words(turn.until - now.second) if turn else "",
        "turn_by_hand": bool(turn and turn.seat == BY_HAND),
        "following": following,
        "next_part": script.agenda.items[part + 1].title if new_part else "",
        "part_words": part_words(spent, script.agenda.items[part].minutes),
        "left_words": meeting_words(here, now),
        "is_chair": Task.CHAIR in here.seat.tasks,
        "chair_gone": is_chair_gone(here.room),
    }


def clock_words(seconds: int) -> str:
    """Give how much time is left for a share, in kind words."""
    if seconds <= 0:
        return _("The time is over. Take a moment to finish.")
    if seconds < 90:
        return _("About one minute left.")
    return _("About %d minutes left.") % round(seconds / 60)


def part_words(spent: int, planned: int) -> str:
    """Give how long a part has taken of what was planned."""
    return _("%(spent)d of %(planned)d minutes") % {"spent": spent, "planned": planned}


def meeting_words(here: Here, now: Now) -> str:
    """Give how much of the meeting is left; "" before it began."""
    if not here.state.began_at or here.state.phase == Phase.OVER:
        return ""
    planned_end = here.room.starts_at.timestamp() + here.room.minutes * 60
    late_start = here.state.began_at - here.room.starts_at.timestamp()
    end = planned_end if abs(late_start) < 20 * 60 else (
        here.state.began_at + here.room.minutes * 60)  # fmt: skip
    left = round((end - now.second) / 60)
    if left <= 0:
        return _("The planned end is past")
    return ngettext("%d minute to the end", "%d minutes to the end", left) % left
