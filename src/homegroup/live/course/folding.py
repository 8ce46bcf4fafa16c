"""What each kind of line does to the state of a room. Pure: the same lines give the same state.

A line is a small JSON object. `k` is its kind; what begins with `_` is never sent to a screen:
`_to` whom it is for ("in": all who take part, "lead": chair and reserve, "s7": seat 7), `_a` the
second in which it was added. The rest, and its short names, is what scripts on pages read.

| kind | tells |
|---|---|
| come, back, let, leave | s came (n name), came back, was let in, left |
| out, name | s was put out, is called n now |
| task | s does t (or no longer: on 0) |
| begin, step, over | the meeting began, is at step i of the script, has ended |
| hand, down | s raised a hand (p place in the queue), it is down (q its line) |
| call, more, done | s has the word until u, has longer, is done (h: done, pass, skip) |
| say, chat, aside | t text; j 1: it goes on from the line before; r: only for that seat |
| thank | somebody thanks for the turn |
| pause, lock, hush, mute | on or off; hush: only who has the word writes |
| quiet | nobody writes until u |
| read | s reads part i |
| need, seen | s is not OK; `by` looks after them |
| invite | a personal invitation |
| here, proof | who gave a sign when; s took a proof of how long they were here |
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from homegroup.live.choices import MOST_TALK, ONE_ONLY, Phase, Task
from homegroup.live.course import presence
from homegroup.live.course.state import Hand, Need, Said, Seat, State, Taken, Turn

Payload = dict[str, Any]


def fold(state: State, number: int, line: Payload) -> State:
    """Give the state after one more line."""
    return replace(_FOLDS[line["k"]](state, number, line), number=number)


def wire(line: Payload) -> Payload:
    """Give what of a line goes to screens."""
    return {name: value for name, value in line.items() if not name.startswith("_")}


def _seat(state: State, number: int, **changes: Any) -> State:
    if number not in state.seats:
        return state
    seats = {**state.seats, number: replace(state.seats[number], **changes)}
    return replace(state, seats=seats)


def _open(state: State, number: int, line: Payload) -> State:
    return replace(state, counts=bool(line.get("_count")))


def _come(state: State, number: int, line: Payload) -> State:
    seat = Seat(
        number=line["s"],
        name=line["n"],
        at=line["_a"],
        came=number,
        secret=line["_h"],
        account=line.get("_u", ""),
        invitation=line.get("_i", ""),
        is_member=bool(line.get("_m")),
        may_lead=bool(line.get("_l")),
        is_servant=bool(line.get("_v")),
        is_new=bool(line.get("_new")),
        is_waiting=bool(line.get("_w")),
        seen_at=0 if line.get("_w") else line["_a"],
    )
    return replace(state, seats={**state.seats, seat.number: seat})


def _back(state: State, number: int, line: Payload) -> State:
    secret = line.get("_h") or state.seats[line["s"]].secret
    return _seat(state, line["s"], is_gone=False, secret=secret, seen_at=line.get("_a", 0))


def _let(state: State, number: int, line: Payload) -> State:
    return _seat(state, line["s"], is_waiting=False, came=number, at=line["_a"], seen_at=line["_a"])


def _leave(state: State, number: int, line: Payload) -> State:
    state = _seen_at(state, line["s"], line.get("_a", 0))
    return _without(_seat(state, line["s"], is_gone=True, tasks=frozenset()), line["s"])


def _seen_at(state: State, number: int, second: int) -> State:
    seat = state.seats.get(number)
    if seat is None or not (state.counts and seat.is_here):
        return state
    return replace(state, seats={**state.seats, number: presence.seen(state, seat, second)})


def _here(state: State, number: int, line: Payload) -> State:
    for seat, second in line["_s"]:
        state = _seen_at(state, seat, second)
    return state


def _proof(state: State, number: int, line: Payload) -> State:
    taken = Taken(line["s"], line["_n"], line["_of"], line["_name"])
    return replace(state, taken={**state.taken, number: taken})


def _out(state: State, number: int, line: Payload) -> State:
    kept = state.kept_out | frozenset(line["_x"])
    put = _seat(state, line["s"], is_out=True, tasks=frozenset())
    return replace(_without(put, line["s"]), kept_out=kept)


def _without(state: State, seat: int) -> State:
    """Take somebody off the queue, the word and the list of those in need."""
    return replace(
        state,
        hands=tuple(hand for hand in state.hands if hand.seat != seat),
        turn=None if state.turn and state.turn.seat == seat else state.turn,
        needs=tuple(need for need in state.needs if need.seat != seat),
    )


def _name(state: State, number: int, line: Payload) -> State:
    return _seat(state, line["s"], name=line["n"])


def _task(state: State, number: int, line: Payload) -> State:
    task, who = Task(line["t"]), line["s"]
    seats = dict(state.seats)
    if line["on"] and task in ONE_ONLY:
        seats = {n: replace(each, tasks=each.tasks - {task}) for n, each in seats.items()}
    if who in seats:
        tasks = seats[who].tasks | {task} if line["on"] else seats[who].tasks - {task}
        if line["on"] and task in ONE_ONLY:
            tasks -= ONE_ONLY - {task}  # one is chair or reserve, not both
        seats[who] = replace(seats[who], tasks=tasks)
    return replace(state, seats=seats)


def _begin(state: State, number: int, line: Payload) -> State:
    return replace(state, phase=Phase.RUNNING, began_at=line["_a"], part_at=line["_a"])


def _step(state: State, number: int, line: Payload) -> State:
    part_at = line["_a"] if line.get("_new") else state.part_at
    return replace(state, step=line["i"], part_at=part_at)


def _over(state: State, number: int, line: Payload) -> State:
    return replace(
        state, phase=Phase.OVER, over_at=line["_a"], hands=(), turn=None, is_paused=False,
        quiet_until=0,
    )  # fmt: skip


def _hand(state: State, number: int, line: Payload) -> State:
    hand = Hand(number, line["s"], line["n"], (*line["_o"], number))
    hands = tuple(sorted((*state.hands, hand), key=lambda each: each.key))
    return replace(state, hands=hands)


def _down(state: State, number: int, line: Payload) -> State:
    return replace(state, hands=tuple(hand for hand in state.hands if hand.number != line["q"]))


def _call(state: State, number: int, line: Payload) -> State:
    hands = tuple(hand for hand in state.hands if hand.number != line["q"])
    turn = Turn(number, line["s"], line["n"], line["_a"], line["u"])
    return _seat(replace(state, hands=hands, turn=turn), line["s"], was_asked=True)


def _more(state: State, number: int, line: Payload) -> State:
    return replace(state, turn=replace(state.turn, until=line["u"])) if state.turn else state


def _done(state: State, number: int, line: Payload) -> State:
    seat = state.seats.get(line["s"])
    shares = seat.shares + (line["h"] == "done") if seat else 0
    return _seat(replace(state, turn=None), line["s"], shares=shares)


def _talk(state: State, number: int, line: Payload) -> State:
    kind, seat = line["k"], line["s"]
    said = Said(
        number=number,
        kind=kind,
        seat=seat,
        name=line.get("n") or (state.seats[seat].name if seat in state.seats else ""),
        text=line["t"],
        at=line["_a"],
        turn=state.turn.number if kind == "say" and state.turn else 0,
        to=line.get("r", 0),
        goes_on=bool(line.get("j")),
    )
    state = replace(state, talk=(*state.talk, said)[-MOST_TALK:])
    if kind != "say":
        return state
    before = state.shared.get(seat, ())
    whole = (*before[:-1], before[-1] + said.text) if said.goes_on and before else (
        *before, said.text)  # fmt: skip
    return replace(state, shared={**state.shared, seat: whole})


def _thank(state: State, number: int, line: Payload) -> State:
    return replace(state, thanked=state.thanked | {(line["q"], line["_by"])})


def _pause(state: State, number: int, line: Payload) -> State:
    return replace(state, is_paused=bool(line["on"]))


def _quiet(state: State, number: int, line: Payload) -> State:
    return replace(state, quiet_until=line["u"])


def _lock(state: State, number: int, line: Payload) -> State:
    return replace(state, is_locked=bool(line["on"]))


def _hush(state: State, number: int, line: Payload) -> State:
    return replace(state, is_muted=bool(line["on"]))


def _mute(state: State, number: int, line: Payload) -> State:
    return _seat(state, line["s"], is_muted=bool(line["on"]))


def _read(state: State, number: int, line: Payload) -> State:
    return replace(state, readings={**state.readings, line["i"]: line["s"]})


def _need(state: State, number: int, line: Payload) -> State:
    before = next((need for need in state.needs if need.seat == line["s"]), None)
    told = frozenset({line["_for"]} - {0})
    if before is not None and before.at == line["_a"]:
        told |= before.told
    need = Need(line["s"], line["_a"], told, frozenset(line["_apart"]))
    needs = tuple(each for each in state.needs if each.seat != line["s"])
    return replace(state, needs=(*needs, need))


def _seen(state: State, number: int, line: Payload) -> State:
    needs = tuple(
        replace(need, seen_by=line["by"]) if need.seat == line["s"] else need
        for need in state.needs
    )
    return replace(state, needs=needs)


def _invite(state: State, number: int, line: Payload) -> State:
    return replace(state, invitations=state.invitations | {line["_x"]})


_FOLDS: dict[str, Callable[[State, int, Payload], State]] = {
    "open": _open,
    "come": _come,
    "back": _back,
    "let": _let,
    "leave": _leave,
    "out": _out,
    "name": _name,
    "task": _task,
    "begin": _begin,
    "step": _step,
    "over": _over,
    "hand": _hand,
    "down": _down,
    "call": _call,
    "more": _more,
    "done": _done,
    "say": _talk,
    "chat": _talk,
    "aside": _talk,
    "thank": _thank,
    "pause": _pause,
    "quiet": _quiet,
    "lock": _lock,
    "hush": _hush,
    "mute": _mute,
    "read": _read,
    "need": _need,
    "seen": _seen,
    "invite": _invite,
    "here": _here,
    "proof": _proof,
}
