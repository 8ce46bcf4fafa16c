"""A room's place at the media server: its number, its secrets, the numbers of its people.

All of it is made of the room's key, so that nothing more is stored, every process finds the same,
and it is gone with the key when the room closes. Janus learns these numbers, and no name.
"""

import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from homegroup.live.course import keys

_BITS = 52  # numbers that survive any reader of JSON


@dataclass(frozen=True)
class Hall:
    """The AudioBridge room of one of our rooms. `secret` rules it, `pin` lets in."""

    key: bytes

    @property
    def number(self) -> int:
        """Under which number Janus has it."""
        return _numbered(self.key, "hall")

    @property
    def secret(self) -> str:
        """With what it is closed, and people are muted and put out."""
        return _made(self.key, "secret").hex()

    @property
    def pin(self) -> str:
        """With what one joins."""
        return _made(self.key, "pin").hex()

    def person(self, seat: int) -> int:
        """Give the number of who sits there, as Janus knows them."""
        return _numbered(self.key, f"person {seat}")

    def session(self, seat: int) -> int:
        """Give the number of their session."""
        return _numbered(self.key, f"session {seat}")


def hall_of(room: UUID) -> Hall:
    """Give the place of a room. Raises `keys.KeyGone` once it has closed."""
    return Hall(keys.derived(room, "voice"))


def _made(key: bytes, purpose: str) -> bytes:
    return hmac.new(key, purpose.encode(), hashlib.sha256).digest()[:16]


def _numbered(key: bytes, purpose: str) -> int:
    return (int.from_bytes(_made(key, purpose)[:8]) >> (64 - _BITS)) + 1
