"""What the tests of home share."""

from collections.abc import Iterator

import pytest
from tests.factories import NOW, at, forget_what_was_read


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    forget_what_was_read()
    yield
    forget_what_was_read()


@pytest.fixture
def _now() -> Iterator[None]:
    """The clock stands at `factories.NOW`."""
    with at(NOW):
        yield
