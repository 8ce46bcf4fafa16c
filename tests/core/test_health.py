"""Checks tell what they find, and one that fails hides no other."""

import pytest

from homegroup.core import health
from homegroup.core.health import Finding


def _flooded() -> tuple[bool, str]:
    raise OSError("water")


def test_findings_in_order_and_a_failing_check_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_checks", {})
    health.register("roof", lambda: (True, "tight"))
    health.register("cellar", _flooded)
    health.register("door", lambda: (False, "open; close it"))
    assert health.findings() == [
        Finding("roof", well=True, text="tight"),
        Finding("cellar", well=False, text="The check itself failed: water"),
        Finding("door", well=False, text="open; close it"),
    ]
