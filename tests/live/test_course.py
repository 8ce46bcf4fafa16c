"""The state of a room follows from its lines, and the queue is fair."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.live.rooms import agenda

from homegroup.live.choices import Phase
from homegroup.live.course import order, script
from homegroup.live.course.folding import fold, wire
from homegroup.live.course.state import Hand, Seat, State
from homegroup.live.formats.schema import Order


def told(*lines: dict[str, Any], state: State | None = None) -> State:
    """Give the state after these lines."""
    state = state or State()
    for line in lines:
        state = fold(state, state.number + 1, line)
    return state


def come(seat: int, name: str, **more: Any) -> dict[str, Any]:
    return {"k": "come", "s": seat, "n": name, "_a": 100, "_h": f"h{seat}", **more}


def hand(state: State, seat: int, *, urgent: bool = False, quiet_first: bool = True) -> State:
    who = state.seats[seat]
    ranks = order.rank(who, urgent=urgent, quiet_first=quiet_first)
    place = order.place(state, ranks)
    after = told({"k": "hand", "s": seat, "n": who.name, "p": place, "_o": ranks}, state=state)
    assert after.hands[place].seat == seat  # what screens insert is where the server has it
    return after


def names(state: State) -> list[str]:
    return [each.name for each in state.hands]


@pytest.fixture
def four() -> State:
    return told(come(1, "Ann"), come(2, "Ben"), come(3, "Cem", _new=1), come(4, "Dot"))


def test_who_is_new_comes_first_then_who_has_shared_less(four: State) -> None:
    state = told(
        {"k": "call", "s": 1, "n": "Ann", "q": 0, "u": 9, "_a": 0},
        {"k": "done", "s": 1, "h": "done"},
        state=four,
    )
    for seat in (1, 2, 3, 4):
        state = hand(state, seat)
    assert names(state) == ["Cem", "Ben", "Dot", "Ann"]


def test_without_quiet_first_it_goes_by_the_hands(four: State) -> None:
    state = four
    for seat in (4, 1, 3, 2):
        state = hand(state, seat, quiet_first=False)
    assert names(state) == ["Dot", "Ann", "Cem", "Ben"]


def test_who_must_speak_before_they_go_comes_first(four: State) -> None:
    state = hand(hand(hand(four, 3), 1), 2, urgent=True)
    assert names(state) == ["Ben", "Cem", "Ann"]


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(some.lists(some.tuples(some.integers(1, 4), some.booleans()), max_size=12))
def test_screens_insert_every_hand_where_the_server_has_it(raised: list[tuple[int, bool]]) -> None:
    state = told(come(1, "Ann"), come(2, "Ben"), come(3, "Cem", _new=1), come(4, "Dot"))
    for seat, urgent in raised:
        state = hand(state, seat, urgent=urgent)
    assert list(state.hands) == sorted(state.hands, key=lambda each: each.key)


def test_passing_counts_as_no_share(four: State) -> None:
    call = {"k": "call", "s": 2, "n": "Ben", "q": 0, "u": 9, "_a": 0}
    state = told(call, {"k": "done", "s": 2, "h": "pass"}, state=four)
    assert state.turn is None
    assert state.seats[2].shares == 0
    assert state.seats[2].was_asked


@pytest.mark.parametrize(
    ("how", "expected"), [(Order.ROUND, "Ann"), (Order.CALL, "Ann"), (Order.DRAW, "Cem")]
)
def test_rounds_ask_those_who_were_not_asked(four: State, how: Order, expected: str) -> None:
    found = order.next_up(four, script.of(agenda(order=how.value)), drawn=6)
    assert isinstance(found, Seat)
    assert found.name == expected


@pytest.mark.parametrize("how", [Order.QUEUE, Order.FREE])
def test_without_rounds_nobody_is_asked(four: State, how: Order) -> None:
    assert order.next_up(four, script.of(agenda(order=how.value))) is None


def test_a_hand_goes_before_a_round_and_can_be_chosen(four: State) -> None:
    state = hand(hand(four, 4), 2)
    whole = script.of(agenda(order="round"))
    first, second = state.hands
    assert order.next_up(state, whole) == first
    assert order.next_up(state, whole, chosen=second.number) == second
    assert isinstance(order.next_up(state, whole, chosen=999), Hand)


def test_leaving_takes_hand_and_word(four: State) -> None:
    state = hand(four, 2)
    state = told({"k": "call", "s": 3, "n": "Cem", "q": 0, "u": 9, "_a": 0}, state=state)
    state = told({"k": "leave", "s": 2}, {"k": "out", "s": 3, "_x": ["h3", "acc"]}, state=state)
    assert state.hands == ()
    assert state.turn is None
    assert [seat.name for seat in state.here] == ["Ann", "Dot"]
    assert state.kept_out == {"h3", "acc"}
    assert state.people == 3


def test_one_chair_and_one_reserve(four: State) -> None:
    state = told(
        {"k": "task", "s": 1, "n": "Ann", "t": "chair", "on": 1},
        {"k": "task", "s": 2, "n": "Ben", "t": "reserve", "on": 1},
        {"k": "task", "s": 2, "n": "Ben", "t": "chair", "on": 1},
        state=four,
    )
    assert state.chair == state.seats[2]
    assert state.reserve is None
    assert state.seats[1].tasks == frozenset()


def test_what_is_private_goes_to_no_screen() -> None:
    line = come(1, "Ann", _u="account", _to="lead")
    assert wire(line) == {"k": "come", "s": 1, "n": "Ann"}


def test_pieces_of_a_share_are_one_text(four: State) -> None:
    state = told(
        {"k": "call", "s": 1, "n": "Ann", "q": 0, "u": 9, "_a": 0},
        {"k": "say", "s": 1, "t": "It was ", "_a": 1},
        {"k": "say", "s": 1, "t": "late.", "j": 1, "_a": 1},
        {"k": "say", "s": 1, "t": "I slept.", "_a": 2},
        state=four,
    )
    assert state.shared[1] == ("It was late.", "I slept.")
    assert {said.turn for said in state.talk} == {5}


def test_the_end_clears_the_table(four: State) -> None:
    state = told({"k": "begin", "_a": 5}, state=hand(four, 2))
    state = told({"k": "pause", "on": 1}, {"k": "over", "_a": 9}, state=state)
    assert (state.phase, state.hands, state.turn, state.is_paused) == (Phase.OVER, (), None, False)
    assert (state.began_at, state.over_at) == (5, 9)


def test_a_script_is_read_paragraph_by_paragraph() -> None:
    whole = script.of(agenda())
    assert [step.text for step in whole.steps][:3] == [
        "Hello to all.",
        "Take your time.",
        "One page.",
    ]
    assert [step.part for step in whole.steps] == [0, 0, 1, 2, 3, 4]
    assert whole.step(99).number == 5
    assert whole.first_of(2) == 3
    assert [whole.is_sharing(n) for n in range(6)] == [False, False, False, True, True, False]
    assert [whole.is_last_call(n) for n in range(6)] == [False] * 4 + [True, False]
    assert whole.share_minutes(3) == 4
    assert whole.share_minutes(4) == 2


def test_lines_that_were_broken_to_fit_a_file_are_one_again() -> None:
    items = [{"id": "a", "title": "A", "who": "chair", "minutes": 1, "sharing": True,
              "words": "One\ntwo.\n\n- three\n  four\n- five\n\n1. six\n2. seven"}]  # fmt: skip
    whole = script.of(agenda(items=items))
    assert [step.text for step in whole.steps] == [
        "One two.", "- three four\n- five", "1. six\n2. seven",
    ]  # fmt: skip
