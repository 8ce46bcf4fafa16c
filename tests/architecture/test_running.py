"""How the tests themselves are run."""

import os
import re
from pathlib import Path

import pytest

BROWSER = Path(__file__).parents[1] / "browser"
# What Playwright answers at once, though the page may still be coming; `expect` waits for it.
AT_ONCE = re.compile(
    r"assert [^,]*\.(count|(all_)?inner_texts?|text_content|is_\w+|input_value)\(\)"
)


@pytest.mark.xdist_group("one")
def test_what_is_built_once_stays_with_one_worker(request: pytest.FixtureRequest) -> None:
    """Xdist marks its groups in the names of tests; without them each worker builds anew."""
    is_spread = "PYTEST_XDIST_WORKER" in os.environ
    assert request.node.nodeid.endswith("@one") is is_spread


def test_what_a_browser_shows_is_waited_for() -> None:
    found = [
        f"{file.name}:{number}: {line.strip()}"
        for file in sorted(BROWSER.glob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if AT_ONCE.search(line)
    ]
    assert found == [], "use expect(…), which waits"
