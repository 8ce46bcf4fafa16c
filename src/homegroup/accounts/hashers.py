"""How the proof of a passphrase is stored: as a Django hasher, so that Django can check it, too.

`root$rounds,memory,lanes$salt$sha256(auth)`: what is stored opens nothing (`accounts.stretching`).
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from typing import Any

from django.contrib.auth.hashers import BasePasswordHasher

from homegroup.accounts.stretching import SALT_BYTES, Cost, Root, stretch

ALGORITHM = "root"


def new_salt() -> bytes:
    """Give a fresh salt."""
    return secrets.token_bytes(SALT_BYTES)


def proof_of(root: Root, salt: bytes, cost: Cost) -> str:
    """Give what is stored for a stretched passphrase."""
    digest = hashlib.sha256(root.auth).digest()
    costs = f"{cost.rounds},{cost.memory},{cost.lanes}"
    return "$".join((ALGORITHM, costs, b64encode(salt).decode(), b64encode(digest).decode()))


def read_proof(stored: str) -> tuple[Cost, bytes, bytes]:
    """Give cost, salt and digest of a stored proof. Raises ValueError if it is none."""
    algorithm, costs, salt, digest = stored.split("$")
    if algorithm != ALGORITHM:
        raise ValueError("This is no stored passphrase.")
    return Cost(*map(int, costs.split(","))), b64decode(salt), b64decode(digest)


def proves(root: Root, stored: str) -> bool:
    """Tell whether the stretched passphrase is the one whose proof is stored."""
    _cost, _salt, digest = read_proof(stored)
    return hmac.compare_digest(hashlib.sha256(root.auth).digest(), digest)


class RootHasher(BasePasswordHasher):
    """Django's way in; the house itself stretches once and uses both halves (`actions.sign_in`)."""

    algorithm = ALGORITHM

    def salt(self) -> str:
        return b64encode(new_salt()).decode()

    def encode(self, password: str, salt: str) -> str:
        cost, raw = Cost.now(), b64decode(salt)
        return proof_of(stretch(password, raw, cost), raw, cost)

    def verify(self, password: str, encoded: str) -> bool:
        cost, salt, _digest = read_proof(encoded)
        return proves(stretch(password, salt, cost), encoded)

    def decode(self, encoded: str) -> dict[str, Any]:
        cost, salt, digest = read_proof(encoded)
        return {"algorithm": ALGORITHM, "cost": cost, "salt": salt, "hash": digest}

    def must_update(self, encoded: str) -> bool:
        return read_proof(encoded)[0] != Cost.now()

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        return {"algorithm": ALGORITHM}

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing: an unknown name costs a whole stretch (`actions.sign_in`)."""
