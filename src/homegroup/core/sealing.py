"""Sealing bytes: XChaCha20-Poly1305 with a bound context and padding (ADR 8).

A sealed text is `version (1 byte) | nonce (24) | ciphertext`. The context says what the text is
and where it stands; under another context it does not open, so that nothing can be swapped.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    sodium_pad,
    sodium_unpad,
)
from nacl.exceptions import CryptoError
from nacl.utils import random

from homegroup.core.errors import HouseError

KEY_BYTES = 32
Stored = bytes | memoryview  # as databases give bytes back
_VERSION = b"\x01"
_NONCE_BYTES = 24
_BLOCK = 256  # lengths are told only this exactly


class Unreadable(HouseError):
    """A sealed text was altered, stands in the wrong place, or the key is not the right one."""

    def __init__(self) -> None:
        super().__init__(_("This entry was changed from outside and cannot be opened."))


def new_key() -> bytes:
    """Give 32 fresh random bytes."""
    return random(KEY_BYTES)


def derived(secret: bytes, purpose: str) -> bytes:
    """Give 32 bytes made of a strong secret for one purpose (HKDF-SHA256, RFC 5869)."""
    hkdf = HKDF(
        algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"homegroup/{purpose}".encode()
    )
    return hkdf.derive(secret)


def seal(key: bytes, plain: bytes, *, context: str) -> bytes:
    """Seal bytes under a 32-byte key; padded, so that the length tells little."""
    nonce = random(_NONCE_BYTES)
    body = crypto_aead_xchacha20poly1305_ietf_encrypt(
        sodium_pad(plain, _BLOCK), _VERSION + context.encode(), nonce, key
    )
    return _VERSION + nonce + body


def unseal(key: bytes, stored: Stored, *, context: str) -> bytes:
    """Open what `seal` gave for the same key and context. Raises Unreadable."""
    sealed = bytes(stored)
    version, nonce = sealed[:1], sealed[1 : 1 + _NONCE_BYTES]
    if version != _VERSION or len(nonce) != _NONCE_BYTES:
        raise Unreadable
    try:
        padded = crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[1 + _NONCE_BYTES :], version + context.encode(), nonce, key
        )
        return bytes(sodium_unpad(padded, _BLOCK))
    except (CryptoError, ValueError, TypeError) as problem:
        raise Unreadable from problem


@cache
def _home_secret(path: Path) -> bytes:
    return path.read_bytes()


def home_key(purpose: str) -> bytes:
    """Give the home's own key for one purpose; its secret lies in the home, not in the database."""
    return derived(_home_secret(settings.SEALING_KEY_FILE), purpose)


def text(sealed: bytes) -> str:
    """Give sealed bytes as text for a cookie or a form."""
    return urlsafe_b64encode(sealed).rstrip(b"=").decode("ascii")


def from_text(packed: str) -> bytes:
    """Give the bytes that `text` packed; nothing where it is no such text."""
    try:
        return urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except ValueError:
        return b""
