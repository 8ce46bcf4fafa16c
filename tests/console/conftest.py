"""What the tests of the console share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.factories import forget_what_was_read


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A home of its own for the file of the link; the tables are those of the test."""
    settings.HOME = tmp_path
    forget_what_was_read()
    yield
    forget_what_was_read()
