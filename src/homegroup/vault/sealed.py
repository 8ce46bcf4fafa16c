"""How entries are sealed: every field bound to version, entry, owner, field and revision.

Pure functions between bytes and JSON values; `vaults` reads and writes the rows.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from homegroup.accounts import keys
from homegroup.accounts.keys import AccountKey
from homegroup.core import sealing
from homegroup.core.sealing import Stored, Unreadable

Json = dict[str, Any]
MOST_BYTES = 500_000  # of one entry, before it is sealed


@dataclass(frozen=True)
class Place:
    """Where a sealed text stands; elsewhere it does not open."""

    entry: UUID
    owner: UUID
    revision: int

    def context(self, field: str) -> str:
        """Give the text that a field is bound to."""
        return f"vault|{self.entry}|{self.owner}|{field}|{self.revision}"


def pack(value: Json) -> bytes:
    """Give JSON bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(plain: bytes) -> Json:
    """Give the value of JSON bytes. Raises Unreadable for what is none."""
    try:
        value = json.loads(plain)
    except ValueError as problem:
        raise Unreadable from problem
    if not isinstance(value, dict):
        raise Unreadable
    return value


def seal_item_key(key: AccountKey, item_key: bytes, entry: UUID) -> bytes:
    """Seal an entry's key under its owner's account key."""
    return sealing.seal(key.secret, item_key, context=f"item-key|{entry}|{key.owner}")


def open_item_key(key: AccountKey, sealed: Stored, entry: UUID) -> bytes:
    """Give an entry's key to its owner. Raises Unreadable."""
    return sealing.unseal(key.secret, sealed, context=f"item-key|{entry}|{key.owner}")


def seal_grant(public_key: Stored, item_key: bytes, entry: UUID, reader: UUID) -> bytes:
    """Seal an entry's key to a reader; the reader's id inside keeps a grant from being moved."""
    return keys.seal_to(public_key, entry.bytes + reader.bytes + item_key)


def open_grant(private_key: bytes, sealed: Stored, entry: UUID, reader: UUID) -> bytes:
    """Give an entry's key to its reader. Raises Unreadable."""
    plain = keys.open_sealed(private_key, sealed)
    bound = entry.bytes + reader.bytes
    if plain[: len(bound)] != bound or len(plain) != len(bound) + sealing.KEY_BYTES:
        raise Unreadable
    return plain[len(bound) :]


def seal_field(item_key: bytes, value: Json, place: Place, field: str) -> bytes:
    """Seal the header or the body of an entry."""
    return sealing.seal(item_key, pack(value), context=place.context(field))


def open_field(item_key: bytes, sealed: Stored, place: Place, field: str) -> Json:
    """Give the header or the body of an entry. Raises Unreadable."""
    return unpack(sealing.unseal(item_key, sealed, context=place.context(field)))
