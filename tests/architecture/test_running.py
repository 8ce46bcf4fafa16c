"""How the tests themselves are run."""

import os

import pytest


@pytest.mark.xdist_group("one")
def test_what_is_built_once_stays_with_one_worker(request: pytest.FixtureRequest) -> None:
    """Xdist marks its groups in the names of tests; without them each worker builds anew."""
    is_spread = "PYTEST_XDIST_WORKER" in os.environ
    assert request.node.nodeid.endswith("@one") is is_spread
