"""How threads are sealed: their keys to both, and each message bound to its place.

Pure functions between bytes and JSON values; `threads` reads and writes the rows.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from homegroup.accounts import keys
from homegroup.accounts.keys import AccountKey
from homegroup.core import sealing
from homegroup.core.sealing import Stored, Unreadable
from homegroup.vault.sealed import Json, pack, unpack

_TO_PUBLIC_KEY, _UNDER_ACCOUNT_KEY = b"\x01", b"\x02"  # the first byte of a sealed thread key


@dataclass(frozen=True)
class Spot:
    """Where a message stands; elsewhere it does not open."""

    thread: UUID
    message: UUID
    author: UUID
    number: int
    part: int
    epoch: int

    def __str__(self) -> str:
        return (
            f"thread|{self.thread}|{self.message}|{self.author}"
            f"|{self.number}|{self.part}|{self.epoch}"
        )


@dataclass(frozen=True)
class Lock:
    """Which key a sealed thread key is: of which epoch of which thread, and whose copy."""

    thread: UUID
    reader: UUID
    epoch: int

    def __bytes__(self) -> bytes:
        return self.thread.bytes + self.reader.bytes + self.epoch.to_bytes(4, "big")

    def __str__(self) -> str:
        return f"thread-key|{self.thread}|{self.reader}|{self.epoch}"


def seal_key(public_key: Stored, thread_key: bytes, lock: Lock) -> bytes:
    """Seal a thread key to one of the two, by their public key."""
    return _TO_PUBLIC_KEY + keys.seal_to(public_key, bytes(lock) + thread_key)


def seal_own_key(key: AccountKey, thread_key: bytes, lock: Lock) -> bytes:
    """Seal a thread key under one's own account key, whose public half may not be known yet."""
    sealed = sealing.seal(key.secret, thread_key, context=str(lock))
    return _UNDER_ACCOUNT_KEY + sealed


def open_key(key: AccountKey, private_key: bytes, stored: Stored, lock: Lock) -> bytes:
    """Give the thread key that one of the two functions above has sealed. Raises Unreadable."""
    sealed, bound = bytes(stored), bytes(lock)
    if sealed[:1] == _UNDER_ACCOUNT_KEY:
        return sealing.unseal(key.secret, sealed[1:], context=str(lock))
    if sealed[:1] != _TO_PUBLIC_KEY:
        raise Unreadable
    plain = keys.open_sealed(private_key, sealed[1:])
    if plain[: len(bound)] != bound or len(plain) != len(bound) + sealing.KEY_BYTES:
        raise Unreadable
    return plain[len(bound) :]


def seal_message(thread_key: bytes, value: Json, spot: Spot) -> bytes:
    """Seal a message at its place."""
    return sealing.seal(thread_key, pack(value), context=str(spot))


def open_message(thread_key: bytes, sealed: Stored, spot: Spot) -> Json:
    """Give a message. Raises Unreadable."""
    return unpack(sealing.unseal(thread_key, sealed, context=str(spot)))


def digest(sealed: Stored, spot: Spot) -> str:
    """Give the digest of a sealed message at its place: what the next one is bound to."""
    return hashlib.sha256(f"{spot}|".encode() + bytes(sealed)).hexdigest()


def seal_header(thread_key: bytes, value: Json, thread: UUID) -> bytes:
    """Seal what a thread is about."""
    return sealing.seal(thread_key, pack(value), context=f"thread-header|{thread}")


def open_header(thread_key: bytes, sealed: Stored, thread: UUID) -> Json:
    """Give what a thread is about. Raises Unreadable."""
    return unpack(sealing.unseal(thread_key, sealed, context=f"thread-header|{thread}"))


def seal_place(key: AccountKey, value: Json, thread: UUID) -> bytes:
    """Seal how far a member has seen a thread, for themself only."""
    return sealing.seal(key.secret, pack(value), context=f"thread-place|{thread}|{key.owner}")


def open_place(key: AccountKey, sealed: Stored, thread: UUID) -> Json:
    """Give how far a member had seen a thread. Raises Unreadable."""
    context = f"thread-place|{thread}|{key.owner}"
    return unpack(sealing.unseal(key.secret, sealed, context=context))
