"""A proof as a code: what it says, signed, in letters that a QR code and a link can carry.

    version (1 byte) | id of the key (8) | JSON list in UTF-8 | Ed25519 signature of all before (64)

in URL-safe Base64. The list has the fields of `Said` in their order, the beginning in minutes
since 1970, the last day in days since 1970.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from homegroup.attendance import signing
from homegroup.attendance.signing import ID_BYTES, SIGNATURE_BYTES, PublicKey
from homegroup.core import clock, sealing

FORMAT = (
    "base64url(1 byte version 1 | 8 bytes key id | UTF-8 JSON [name, group, meeting, minutes since "
    "1970, zone, minutes present, minutes of the meeting, last day since 1970, nonce] | 64 bytes "
    "Ed25519 signature of 'homegroup attendance|' and all before)"
)
_VERSION = b"\x01"
_PURPOSE = b"homegroup attendance|"  # a signature for this is one for nothing else
_EPOCH = date(1970, 1, 1)
_LONGEST = 900  # bytes of a code


@dataclass(frozen=True)
class Said:
    """What a proof says: for which name, at which group's meeting, when, and how long.

    `starts_at` is in UTC, `zone` the meeting's zone; `present` of `minutes` minutes. `nonce` makes
    two equal ones differ, so that a digest cannot be guessed.
    """

    name: str
    group: str
    meeting: str
    starts_at: datetime
    zone: str
    present: int
    minutes: int
    expires_on: date
    nonce: str


class NotReadable(Exception):
    """This is no code, or only a part of one."""


@dataclass(frozen=True)
class Code:
    """A code that was read: what it says, under which key's id, whether this home signed that."""

    said: Said
    key_id: bytes
    key: PublicKey | None
    is_signed: bool
    digest: str


def write(said: Said) -> bytes:
    """Give a proof, signed by the home's present key."""
    fields = [
        said.name,
        said.group,
        said.meeting,
        clock.minutes(said.starts_at),
        said.zone,
        said.present,
        said.minutes,
        (said.expires_on - _EPOCH).days,
        said.nonce,
    ]
    told = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    signed = _VERSION + signing.present_id() + told
    return signed + signing.sign(_PURPOSE + signed)


def text(code: bytes) -> str:
    """Give a proof as letters."""
    return sealing.text(code)


def digest(code: bytes) -> str:
    """Give under what the home knows a proof again."""
    return hashlib.sha256(code).hexdigest()


def read(typed: str) -> Code:
    """Give the code in a text: the code itself, or a link to it. Raises NotReadable."""
    packed = "".join(typed.split()).rpartition("c=")[2].partition("&")[0]
    code = sealing.from_text(packed) if packed.isascii() else b""
    if not code.startswith(_VERSION) or len(code) > _LONGEST:
        raise NotReadable
    signed, signature = code[:-SIGNATURE_BYTES], code[-SIGNATURE_BYTES:]
    key_id, told = signed[1 : 1 + ID_BYTES], signed[1 + ID_BYTES :]
    said = _said(told)
    key = signing.key_of(key_id)
    is_signed = key is not None and signing.is_signed(_PURPOSE + signed, signature, key)
    return Code(said, key_id, key, is_signed, digest(code))


def _said(told: bytes) -> Said:
    try:
        name, group, meeting, starts, zone, present, minutes, days, nonce = json.loads(told)
        said = Said(name, group, meeting, clock.moment(starts), zone, present, minutes,
                    _EPOCH + timedelta(days=days), nonce)  # fmt: skip
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise NotReadable from None
    texts, numbers = (name, group, meeting, zone, nonce), (starts, present, minutes, days)
    if not all(isinstance(each, str) for each in texts):
        raise NotReadable
    if not all(type(each) is int for each in numbers) or zone not in available_timezones():
        raise NotReadable
    return said


def starts_in_zone(said: Said) -> datetime:
    """Give when the meeting began, in its own zone."""
    return said.starts_at.astimezone(ZoneInfo(said.zone))
