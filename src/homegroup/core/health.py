"""What `homegroup check` asks: rooms register their checks in `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What a check found. `text` is for people: how it is, or what to do about it."""

    name: str
    well: bool
    text: str


_checks: dict[str, Callable[[], tuple[bool, str]]] = {}


def register(name: str, check: Callable[[], tuple[bool, str]]) -> None:
    """Register a check; it gives whether all is well, and one sentence."""
    _checks[name] = check


def findings() -> list[Finding]:
    """Run every check, in order of registration; one that fails is itself a finding."""
    return [_run(name, check) for name, check in _checks.items()]


def _run(name: str, check: Callable[[], tuple[bool, str]]) -> Finding:
    try:
        well, text = check()
    except Exception as problem:  # noqa: BLE001 - the other checks must still be told
        well, text = False, f"The check itself failed: {problem}"
    return Finding(name, well, text)
