"""Lines: sealed, in order, once, short on the wire; and gone with their key."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.groups.making import make_group
from tests.live.rooms import enter, make_chair, open_room, state

from homegroup.core.sealing import Unreadable
from homegroup.core.streams import Event
from homegroup.live.actions import chairing, opening, sharing
from homegroup.live.actions.adding import RoomClosed
from homegroup.live.course import keys, lines
from homegroup.live.course.folding import wire
from homegroup.live.models import Held, Line, Room

pytestmark = pytest.mark.django_db


def chat(room: Room, seat: int, text: str = "Tea?") -> int:
    return sharing.chat(room=room, seat=seat, text=text, user=None, help_seen=False, token=uuid4())


def test_a_line_that_comes_twice_stands_once(room: Room) -> None:
    seat, token = enter(room, "Ann").number, uuid4()
    numbers = [
        sharing.chat(room=room, seat=seat, text="Hello", user=None, help_seen=False, token=token)
        for _ in range(3)
    ]
    assert len(set(numbers)) == 1
    assert [said.text for said in state(room).talk] == ["Hello"]
    assert list(room.lines.values_list("number", flat=True)) == list(range(1, numbers[0] + 1))


def test_nothing_can_be_read_in_the_table(room: Room) -> None:
    seat = enter(room, "Annzebra").number
    chat(room, seat, "hellozebra")
    stored = b"".join(bytes(line.sealed) for line in Line.objects.all())
    assert b"zebra" not in stored
    assert b"chat" not in stored


def test_a_line_that_was_moved_does_not_open(room: Room) -> None:
    enter(room, "Ann")
    enter(room, "Ben")
    first, second = Line.objects.order_by("number")[1:3]
    first.sealed, second.sealed = second.sealed, first.sealed
    first.save()
    with pytest.raises(Unreadable):
        state(room)


def test_screens_get_lines_after_a_number_and_for_whom_they_are(room: Room) -> None:
    seat = enter(room, "Ann").number
    number = chat(room, seat)
    events = lines.read_events(room.log, number - 1)
    assert [(event.id, event.to, event.data["t"]) for event in events] == [(number, "in", "Tea?")]
    assert lines.read_events(room.log, number) == []
    assert {event.to for event in lines.read_events(room.log, 0)} == {"lead", "in"}
    assert "_h" not in str([event.data for event in lines.read_events(room.log, 0)])


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(some.text(min_size=1, max_size=2_000))
def test_every_line_is_short_on_the_wire_and_nothing_is_lost(text: str) -> None:
    line = {"k": "chat", "s": 100_000, "n": "👩‍🚀" * 13, "_a": 1}
    told = list(sharing.in_lines(line, text))
    for number, each in enumerate(told):
        assert len(Event("line", wire(each), 1_000_000 + number).frame()) < 400
    joined = "".join(("" if each.get("j") else "\n") + each["t"] for each in told)
    assert joined == "\n" + text


def test_a_closed_room_is_gone_with_its_key(room: Room) -> None:
    seat = enter(room, "Ann").number
    path = keys.folder() / f"{room.pk.hex}.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.folder().stat().st_mode & 0o777 == 0o700
    opening._clear_up(room.pk)  # what happens once the transaction of closing is committed
    assert not path.exists()
    with pytest.raises(keys.KeyGone):
        keys.key_of(room.pk)
    with pytest.raises(RoomClosed):
        chat(room, seat)
    assert lines.read_events(room.log, 0) == []


def test_closing_leaves_a_rounded_number(room: Room) -> None:
    chair = enter(room, "Ann").number
    for number in range(11):
        enter(room, f"Guest {number}")
    make_chair(room, chair, "Ann")
    chairing.begin(room=room, by=chair, token=uuid4())
    held = opening.close(room=room)
    assert held
    assert (held.people, held.minutes, held.format) == (10, 1, "Test meeting")
    assert opening.close(room=room) is None
    assert Held.objects.count() == 1
    with pytest.raises(ObjectDoesNotExist):
        room.refresh_from_db()


def test_who_was_few_is_not_counted(room: Room) -> None:
    held = opening.close(room=room)
    assert held
    assert (held.people, held.minutes) == (None, 0)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_numbers_without_a_gap() -> None:
    room = open_room(make_group())
    seats = [enter(room, f"Guest {number}").number for number in range(4)]
    got: list[int] = []

    def write(seat: int) -> None:
        got.extend(chat(room, seat, f"{seat} says {n}") for n in range(5))
        connections.close_all()

    threads = [threading.Thread(target=write, args=(seat,)) for seat in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(min(got), min(got) + 20))
    told = [event.id for event in lines.read_events(room.log, 0)]
    assert told == list(range(1, max(got) + 1))
    for seat in seats:
        own = [said.text for said in state(room).talk if said.seat == seat]
        assert own == [f"{seat} says {n}" for n in range(5)]
    opening.close(room=room)
    assert not (keys.folder() / f"{room.pk.hex}.key").exists()
    assert connection.vendor in {"sqlite", "postgresql"}


@pytest.mark.django_db(transaction=True)
def test_three_equal_posts_at_once_leave_one_line() -> None:
    room = open_room(make_group())
    seat, token = enter(room, "Ann").number, uuid4()
    got: list[int] = []

    def write() -> None:
        got.append(sharing.chat(room=room, seat=seat, text="Hello", user=None, help_seen=False,
                                token=token))  # fmt: skip
        connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 3
    assert len(set(got)) == 1
    assert len(state(room).talk) == 1
    opening.close(room=room)


def test_keys_without_a_room_are_cleared_away(room: Room) -> None:
    lost = uuid4()
    keys.make(lost)
    later = datetime(2100, 1, 1, tzinfo=UTC)
    assert lost in keys.left_over({room.pk}, made_before=later)
    assert room.pk not in keys.left_over({room.pk}, made_before=later)
    keys.destroy(lost)
    keys.destroy(lost)
    assert lost not in keys.left_over({room.pk}, made_before=later)


def test_a_room_whose_key_was_lost_is_closed(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    keys.destroy(room.pk)
    assert opening.close_old() == 1
    assert not Room.objects.exists()
    assert "without its key" in caplog.text
