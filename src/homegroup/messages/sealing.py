"""What a whole group reads is sealed with the home's key: a stolen database tells no number."""

from typing import Any

from homegroup.core.sealing import Stored, Unreadable, home_key, seal, unseal
from homegroup.vault.sealed import pack, unpack

_PURPOSE = "lists of a group"


def seal_for_group(value: dict[str, Any], *, place: str) -> bytes:
    """Seal a few words; `place` is where they stand, as "phone:<membership>"."""
    return seal(home_key(_PURPOSE), pack(value), context=place)


def open_for_group(sealed: Stored, *, place: str) -> dict[str, Any]:
    """Give what `seal_for_group` sealed; nothing where it was changed from outside."""
    try:
        return unpack(unseal(home_key(_PURPOSE), sealed, context=place))
    except Unreadable:
        return {}
