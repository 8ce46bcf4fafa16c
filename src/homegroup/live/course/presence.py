"""How long somebody was at a meeting: from the signs that their page gives. Pure.

Only where a group gives proofs of it. What counts is the time between two signs that are no more
than GAP apart, of the time between the meeting's beginning and its end. A page gives a sign each
time it asks for something, by itself at least once a minute with scripts and four times without.
"""

from dataclasses import replace

from homegroup.live.course.state import Seat, State

GAP = 180  # seconds between two signs in which somebody is taken to have been there


def seen(state: State, seat: Seat, second: int) -> Seat:
    """Give a seat after one more sign."""
    if second <= seat.seen_at:
        return seat
    goes_on = seat.seen_at and second - seat.seen_at <= GAP
    more = _within(state, seat.seen_at, second) if goes_on else 0
    return replace(seat, seen_at=second, seconds=seat.seconds + more)


def _within(state: State, since: int, until: int) -> int:
    """Give how many of these seconds the meeting was on."""
    if not state.began_at:
        return 0
    end = min(until, state.over_at or until)
    return max(0, end - max(since, state.began_at))


def length(state: State, second: int) -> int:
    """Give for how many seconds the meeting has been on, or was."""
    return _within(state, state.began_at, second)
