"""A room over a real server: lines arrive in order, marks hold, kills lose nothing."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from tests.core.streaming import Reader, hubs, open_streams, serving, wait_until
from tests.groups.making import make_group
from tests.live.rooms import Person, agenda, guest, make_chair, open_room, state

from homegroup.live.actions import caring, chairing, entering, opening, sharing
from homegroup.live.models import Room

pytestmark = pytest.mark.django_db(transaction=True)
Listen = Callable[[Client], Reader]


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    made = open_room(make_group(), agenda_of=agenda(crosstalk="open"))
    yield made
    opening.close(room=made)


@pytest.fixture
def listen(room: Room) -> Iterator[Listen]:
    readers: list[Reader] = []
    with serving() as port:

        def one(client: Client) -> Reader:
            cookies = "; ".join(f"{n}={morsel.value}" for n, morsel in client.cookies.items())
            readers.append(Reader(port, f"{room.page}new/?after=0", Cookie=cookies))
            wait_until(lambda: open_streams() == len(readers))
            for hub in hubs():
                if hub._listener:
                    assert hub._listener.is_listening.wait(10)
            return readers[-1]

        yield one
        for reader in readers:
            reader.close()


def chat(room: Room, person: Person, text: str) -> int:
    return sharing.chat(
        room=room, seat=person.seat.number, text=text, user=None, help_seen=False, token=uuid4()
    )


def test_everybody_gets_the_same_lines_in_order(room: Room, listen: Listen) -> None:
    people = [guest(room, name) for name in ("Ann", "Ben", "Cem")]
    readers = [listen(person.client) for person in people]
    numbers = [chat(room, people[n % 3], f"line {n}") for n in range(9)]
    for reader in readers:
        told = [(int(number), data["t"]) for _, data, number in reader.read(9)]
        assert told == [(number, f"line {n}") for n, number in enumerate(numbers)]
        assert reader.answer.status == 200


def test_who_is_put_out_hears_no_more(room: Room, listen: Listen) -> None:
    led, troll = guest(room, "Robin"), guest(room, "Troll")
    make_chair(room, led.seat.number, "Robin")
    reader = listen(troll.client)
    caring.put_out(
        room=room, by=led.seat.number, seat=troll.seat.number, leader=None, token=uuid4()
    )
    assert reader.read_to_end()
    chat(room, led, "He is gone.")
    assert "He is gone." not in reader.answer.text
    again = Reader(reader.peer, f"{room.page}new/", Cookie=_cookies(troll.client))
    assert again.answer.status == 403
    again.close()


def _cookies(client: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def test_a_closed_room_ends_its_streams(room: Room, listen: Listen) -> None:
    ann = guest(room, "Ann")
    reader = listen(ann.client)
    opening.close(room=room)
    assert reader.read_to_end()
    assert ann.client.get(room.page).status_code == 404


def test_leaving_ends_the_stream(room: Room, listen: Listen) -> None:
    ann = guest(room, "Ann")
    reader = listen(ann.client)
    entering.leave(room=room, seat=ann.seat.number, token=uuid4())
    assert reader.read_to_end()


def test_a_process_that_begins_anew_goes_on_where_it_was(room: Room) -> None:
    ann = guest(room, "Ann")
    led = guest(room, "Robin")
    make_chair(room, led.seat.number, "Robin")
    chairing.begin(room=room, by=led.seat.number, token=uuid4())
    chat(room, ann, "before")
    sharing.raise_hand(room=room, seat=ann.seat.number, urgent=False, token=uuid4())
    before = state(room)
    opening.forget(room.pk)  # as a fresh process: nothing in memory
    assert state(room) == before
    assert chat(room, ann, "after") == before.number + 1
