"""Whose turn it is next: the same on every screen, and fair.

With "quiet first" people who are new come before others, and who has shared less before who has
shared more; else it goes by the order of the hands. In the last part of the meeting, who must
speak before they go comes first.
"""

from homegroup.live.course.folding import Payload
from homegroup.live.course.script import Script
from homegroup.live.course.state import Hand, Seat, State
from homegroup.live.formats.schema import Order

URGENT_LAST = 600  # seconds before the planned end in which "before I go" may be said


def rank(seat: Seat | None, *, urgent: bool, quiet_first: bool) -> list[int]:
    """Give what decides on the place of a raised hand, before its time."""
    is_new = bool(seat and seat.is_new and not seat.shares)
    shares = seat.shares if seat else 0
    return [int(not urgent), int(quiet_first and not is_new), shares if quiet_first else 0]


def place(state: State, ranks: list[int]) -> int:
    """Give the place in the queue, from 0, of a hand that is raised now."""
    key = (*ranks, state.number + 1)
    return sum(hand.key < key for hand in state.hands)


def next_up(state: State, script: Script, *, chosen: int = 0, drawn: int = 0) -> Hand | Seat | None:
    """Give who is called next: a raised hand, else a person as the format's order has it.

    `chosen` is the hand or, where there are rounds, the seat that somebody picked; `drawn` is a
    number by chance.
    """
    if state.hands:
        picked = (hand for hand in state.hands if hand.number == chosen)
        return next(picked, state.hands[0])
    left = not_asked(state)
    if not left or script.order not in {Order.ROUND, Order.CALL, Order.DRAW, Order.TAG}:
        return None
    return left[drawn % len(left)] if script.order is Order.DRAW else left[0]


def not_asked(state: State) -> list[Seat]:
    """Give who is here and was not asked yet, in the order in which they came."""
    return [seat for seat in state.here if not seat.was_asked and not seat.leads]


def call(who: Hand | Seat, *, now: int, minutes: int) -> Payload:
    """Give the line that gives somebody the word."""
    seat, hand = (who.seat, who.number) if isinstance(who, Hand) else (who.number, 0)
    return {
        "k": "call",
        "s": seat,
        "n": who.name,
        "q": hand,
        "u": now + minutes * 60,
        "_a": now,
    }
