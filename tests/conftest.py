"""What all tests share."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    """Forget what was counted against limits: all tests come from one address."""
    cache.clear()
