"""What the tests of this room share: a fixed clock, a group, an open room."""

from collections.abc import Iterator

import pytest
from tests.factories import NOW, at
from tests.groups.making import make_group
from tests.live.rooms import open_room

from homegroup.groups.models import Group
from homegroup.live.course import doors
from homegroup.live.models import Room


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """The clock stands at `factories.NOW`, and nobody has pressed anything yet."""
    with at(NOW):
        yield
    doors._paces.clear()


@pytest.fixture
def group() -> Group:
    return make_group("Lamp Group")


@pytest.fixture
def room(group: Group) -> Room:
    return open_room(group)
