"""The keys that sign proofs: files in `keys/attendance/` of the home, outside the database.

`current.key` holds the 32 bytes of an Ed25519 key (RFC 8032). When a new one is made, the old
one's public half stays as `<id>.pub` for as long as a proof that it signed can be checked; its
private half is deleted. A key's id is the beginning of the SHA-256 of its public half.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from homegroup.attendance.choices import LONGEST
from homegroup.core import clock

ID_BYTES = 8
SIGNATURE_BYTES = 64
_CURRENT = "current.key"


@dataclass(frozen=True)
class PublicKey:
    """The public half of a key, and since when it signs no more (None: it does)."""

    half: bytes
    retired: datetime | None = None

    @property
    def id(self) -> bytes:
        """What proofs call it by."""
        return hashlib.sha256(self.half).digest()[:ID_BYTES]


def folder() -> Path:
    """Give the folder of the keys."""
    return Path(settings.HOME) / "keys" / "attendance"


def sign(said: bytes) -> bytes:
    """Give the signature of some bytes by the present key, which is made on first use."""
    return bytes(_current().sign(said).signature)


def present_id() -> bytes:
    """Give the id of the key that signs now."""
    return PublicKey(bytes(_current().verify_key)).id


def is_signed(said: bytes, signature: bytes, key: PublicKey) -> bool:
    """Tell whether a key has signed exactly these bytes."""
    try:
        VerifyKey(key.half).verify(said, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def public_keys() -> list[PublicKey]:
    """Give the public halves of keys whose proofs may still be checked, the present one first."""
    old = []
    for path in sorted(folder().glob("*.pub")):
        retired = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        old.append(PublicKey(path.read_bytes(), retired))
    return [PublicKey(bytes(_current().verify_key)), *old]


def key_of(key_id: bytes) -> PublicKey | None:
    """Give the public key of that id; None for one that is not ours."""
    return next((key for key in public_keys() if key.id == key_id), None)


def renew() -> PublicKey:
    """Make a new key that signs from now on; give it. What the old one has signed stays good."""
    old = PublicKey(bytes(_current().verify_key))
    kept = folder() / f"{old.id.hex()}.pub"
    kept.write_bytes(old.half)
    moment = clock.now().timestamp()
    os.utime(kept, (moment, moment))
    _draft().replace(folder() / _CURRENT)
    return PublicKey(bytes(_current().verify_key))


def forget_old_keys() -> int:
    """Delete old public halves whose last proof cannot be checked any more; give how many."""
    latest = (clock.now() - timedelta(days=LONGEST + 1)).timestamp()
    gone = [path for path in folder().glob("*.pub") if path.stat().st_mtime < latest]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _current() -> SigningKey:
    path = folder() / _CURRENT
    if not path.exists():
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = _draft()
        try:
            os.link(draft, path)  # never overwrites: of two first ones, one wins and both read it
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return SigningKey(path.read_bytes())


def _draft() -> Path:
    draft = folder() / f".{secrets.token_hex(4)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(bytes(SigningKey.generate()))
        file.flush()
        os.fsync(file.fileno())
    return draft
