"""What the tests of this room share: a group that gives proofs, and a meeting of it that is on."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories import NOW, at
from tests.groups.making import make_group
from tests.live.rooms import Person, guest, member, open_room

from homegroup.attendance import actions
from homegroup.groups.models import Group
from homegroup.live.course import doors


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """The clock stands at `factories.NOW`, and nobody has pressed anything yet."""
    with at(NOW):
        yield
    doors._paces.clear()


@pytest.fixture
def group() -> Group:
    made = make_group("Lamp Group")
    actions.set_policy(
        group=made, is_on=True, wording="We belong to nobody.", days=92, by=uuid4(), key=uuid4()
    )
    return made


@pytest.fixture
def led(group: Group) -> Person:
    """The chair of a meeting that begins now."""
    person = member(open_room(group), "Robin", ["chair"])
    person.lead("begin")
    return person


@pytest.fixture
def kim(led: Person) -> Person:
    """A guest who was there for the first ten minutes."""
    person = guest(led.room, "Kim")
    stay(person, 10)
    return person


def stay(person: Person, minutes: int, *, since: int = 0) -> None:
    """Let a page of somebody give a sign each minute."""
    for minute in range(since + 1, since + minutes + 1):
        with at(NOW + timedelta(minutes=minute)):
            person.get("pulse/")
