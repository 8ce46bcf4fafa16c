"""Signs that people are there, in memory, until they are written into the room's log together.

One line a minute for all, and not one for each: the line tells who gave a sign, and when last.
What a process has not written when it is killed is bridged by the next sign (`presence.GAP`).
"""

import threading
from uuid import UUID

TOGETHER = 60  # seconds for which signs are gathered

_lock = threading.Lock()
_signs: dict[UUID, dict[int, int]] = {}
_begun: dict[UUID, int] = {}


def note(room: UUID, seat: int, second: int) -> dict[int, int]:
    """Note a sign; give all that wait, {seat: second}, when it is time to write them, else {}."""
    with _lock:
        _signs.setdefault(room, {})[seat] = second
        if second - _begun.setdefault(room, second) < TOGETHER:
            return {}
        _begun[room] = second
        return _signs.pop(room)


def take(room: UUID) -> dict[int, int]:
    """Give all signs that wait, which count as written from now on."""
    with _lock:
        return _signs.pop(room, {})


def forget(room: UUID) -> None:
    """Forget a room that has closed."""
    with _lock:
        _signs.pop(room, None)
        _begun.pop(room, None)
