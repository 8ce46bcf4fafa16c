"""The account key, its wrappings, and the pair of keys for what others seal to a member (ADR 8)."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from homegroup.accounts.words import card_text
from homegroup.core.sealing import Stored, Unreadable, derived, new_key, seal, unseal


@dataclass(frozen=True)
class AccountKey:
    """What opens a member's vault, while they are signed in: 32 bytes, and whose they are."""

    owner: UUID
    secret: bytes

    def __repr__(self) -> str:
        return f"AccountKey(owner={self.owner})"


def new_account_key(owner: UUID) -> AccountKey:
    """Give a fresh account key."""
    return AccountKey(owner, new_key())


def wrap(key: AccountKey, by: bytes, *, purpose: str) -> bytes:
    """Give the account key sealed under another key ("passphrase", "card", "visit")."""
    return seal(by, key.secret, context=f"account-key|{purpose}|{key.owner}")


def unwrap(owner: UUID, wrapped: Stored, by: bytes, *, purpose: str) -> AccountKey:
    """Give back what `wrap` sealed. Raises Unreadable."""
    return AccountKey(owner, unseal(by, wrapped, context=f"account-key|{purpose}|{owner}"))


@dataclass(frozen=True)
class CardKeys:
    """The two halves of a recovery card: a check to store, and a key to wrap with."""

    check: bytes
    kek: bytes


def card_keys(owner: UUID, words: list[str]) -> CardKeys:
    """Give a card's halves. Ten random words need no stretching: they hold 129 bits."""
    secret = card_text(words)
    proof = derived(secret, f"card-auth|{owner}")
    return CardKeys(check=hashlib.sha256(proof).digest(), kek=derived(secret, f"card-kek|{owner}"))


def new_pair(key: AccountKey) -> tuple[bytes, bytes]:
    """Give a fresh X25519 public key, and its private half sealed under the account key."""
    private = PrivateKey.generate()
    return bytes(private.public_key), seal_private(key, bytes(private))


def seal_private(key: AccountKey, private: bytes) -> bytes:
    """Seal a private key under the account key."""
    return seal(key.secret, private, context=f"private-key|{key.owner}")


def open_private(key: AccountKey, sealed: Stored) -> bytes:
    """Give the private key that `seal_private` sealed. Raises Unreadable."""
    return unseal(key.secret, sealed, context=f"private-key|{key.owner}")


def seal_to(public_key: Stored, plain: bytes) -> bytes:
    """Seal bytes to a member: only their private key opens it; the sender cannot."""
    return SealedBox(PublicKey(bytes(public_key))).encrypt(plain)


def open_sealed(private_key: bytes, sealed: Stored) -> bytes:
    """Open what was sealed to a member. Raises Unreadable."""
    try:
        return SealedBox(PrivateKey(private_key)).decrypt(bytes(sealed))
    except (CryptoError, ValueError, TypeError) as problem:
        raise Unreadable from problem
