"""Rooms for tests: opened, entered and led through the actions and pages of the house."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.groups.making import make_membership

from homegroup.accounts.models import User
from homegroup.groups.models import Group, Membership
from homegroup.live import formats
from homegroup.live.actions import entering, opening
from homegroup.live.actions.entering import Arrival, task_line
from homegroup.live.choices import Task
from homegroup.live.course import lines
from homegroup.live.course.state import Seat, State
from homegroup.live.formats.schema import Format
from homegroup.live.models import Room
from homegroup.meetings.models import Meeting


def agenda(**more: Any) -> Format:
    """Give a short format: words, shares, a last part with shares, an end."""
    items = [
        {"id": "welcome", "title": "Welcome", "who": "chair", "minutes": 5,
         "words": "Hello to all.\n\nTake your time."},
        {"id": "text", "title": "A text", "who": "reader", "minutes": 5, "words": "One page."},
        {"id": "shares", "title": "Shares", "who": "all", "minutes": 30, "words": "Who begins?",
         "sharing": True},
        {"id": "last", "title": "Before you go", "who": "chair", "minutes": 5,
         "words": "Must anybody speak?", "sharing": True, "share_minutes": 2},
        {"id": "end", "title": "Close", "who": "chair", "minutes": 5, "words": "Thank you."},
    ]  # fmt: skip
    told = {"kind": "format", "slug": "test", "language": "en", "title": "Test meeting",
            "minutes": 50, "items": items} | more  # fmt: skip
    return Format.model_validate(told)


def open_room(group: Group, *, by: UUID | None = None, meeting: Meeting | None = None,
              agenda_of: Format | None = None, **how: Any) -> Room:  # fmt: skip
    """Open a room by hand; `how` as `opening.Rule`, guests come in at once."""
    rule = opening.Rule(**{"guests": "open", **how})
    room = opening.open_by_hand(group=group, meeting=meeting, agenda=agenda_of or agenda(),
                                how=rule, by=by or uuid4(), key=uuid4())  # fmt: skip
    assert room
    return room


def enter(room: Room, name: str, *, user: User | None = None, me: Membership | None = None,
          is_new: bool = False, household: str = "", invitation: str = "") -> Seat:  # fmt: skip
    """Come in through the action; give the seat."""
    arrival = Arrival(user, me, household or f"home of {name}", invitation)
    entering.enter(room=room, name=name, is_new=is_new, arrival=arrival, token=uuid4())
    return seat(room, name)


def state(room: Room) -> State:
    """Give the state of a room now."""
    return lines.state_of(Room.objects.get(pk=room.pk))


def seat(room: Room, name: str) -> Seat:
    """Give the seat of that name."""
    return next(each for each in state(room).seats.values() if each.name == name)


@dataclass
class Person:
    """Somebody with a browser, in a room."""

    client: Client
    room: Room
    name: str
    user: User | None = None
    membership: Membership | None = None

    @property
    def seat(self) -> Seat:
        """Their seat now."""
        return seat(self.room, self.name)

    def come_in(self, *, status: int = 302, **typed: Any) -> HttpResponse:
        """Send the form at the door."""
        return self.post("door/", status=status, name=self.name, **typed)

    def get(self, page: str = "", status: int = 200) -> str:
        """Give a page of the room."""
        answer = self.client.get(f"{self.room.page}{page}")
        assert answer.status_code == status, (page, answer.status_code)
        return answer.content.decode()

    def post(self, page: str, status: int = 302, **typed: Any) -> HttpResponse:
        """Send a form of the room."""
        data = {"once": str(uuid4()), **typed}
        answer = self.client.post(f"{self.room.page}{page}", data)
        assert answer.status_code == status, (page, answer.status_code, said(answer))
        return answer  # type: ignore[return-value]

    def press(self, do: str, status: int = 302, **more: Any) -> HttpResponse:
        """Press a button of one's seat."""
        return self.post("do/", status=status, do=do, **more)

    def lead(self, do: str, status: int = 302, **more: Any) -> HttpResponse:
        """Press a button of the chair."""
        return self.post("lead/", status=status, do=do, **more)


def said(answer: Any) -> str:
    """Give what a page says, without its tags."""
    import re

    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def member(room: Room, name: str, positions: list[str] | None = None, **visit: Any) -> Person:
    """Make a member of the room's group, signed in, and let them come in."""
    user = make_member(f"person-{name.lower()}")
    membership = make_membership(user, room.group, name, positions or [])
    client = Client()
    sign_in(client, user, **visit)
    person = Person(client, room, name, user, membership)
    person.come_in()
    return person


def guest(room: Room, name: str, **typed: Any) -> Person:
    """Let a guest come in."""
    person = Person(Client(), room, name)
    person.come_in(**typed)
    return person


def make_chair(room: Room, seat_number: int, name: str) -> None:
    """Give the chair to a seat, as the room's opening does to a member with the position."""
    with transaction.atomic():
        row = lines.locked(room)
        assert row
        lines.append(row, [task_line(seat_number, name, Task.CHAIR)], token=uuid4())


def ready_format() -> Format:
    """Give the ready-made format for open discussion."""
    found = formats.ready_format("open-discussion")
    assert found
    return found
