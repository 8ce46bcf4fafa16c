"""Making a key out of a passphrase, slowly on purpose: two at a time, 64 waiting, then no more.

`root = Argon2id(HMAC-SHA256(pepper, passphrase), salt)`; HKDF splits it into what proves the
passphrase (`auth`, stored hashed) and what opens the account key (`kek`, never stored). See ADR 8.
"""

import hashlib
import hmac
import os
import sys
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from homegroup.core.errors import HouseError
from homegroup.core.sealing import derived

WORKERS = 2
MOST_WAITING = 64
SALT_BYTES = 16
_ROOT_BYTES = 32


class Busy(HouseError):
    """More people sign in at this moment than the house can serve."""

    status = 503

    def __init__(self) -> None:
        super().__init__(_("Many people are signing in right now. Please try again in a minute."))


@dataclass(frozen=True)
class Cost:
    """What a stretch costs: rounds, memory in KiB, lanes."""

    rounds: int
    memory: int
    lanes: int

    @classmethod
    def now(cls) -> "Cost":
        """Give what new passphrases cost."""
        return cls(*settings.STRETCH)


@dataclass(frozen=True)
class Root:
    """The two halves of a stretched passphrase, 32 bytes each."""

    auth: bytes
    kek: bytes


def _step_back() -> None:
    """Let these threads yield to the pages' where the system knows priorities of threads."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


_NICENESS = 10
_executor = ThreadPoolExecutor(WORKERS, thread_name_prefix="stretch", initializer=_step_back)
_places = threading.BoundedSemaphore(WORKERS + MOST_WAITING)


def stretch(passphrase: str, salt: bytes, cost: Cost) -> Root:
    """Stretch a passphrase with its 16-byte salt. Raises Busy when too many wait."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        return _executor.submit(_stretch, passphrase, salt, cost).result()
    finally:
        _places.release()


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> Root:
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    root = hash_secret_raw(
        hmac.digest(settings.PEPPER.encode(), typed, hashlib.sha256),
        salt,
        time_cost=cost.rounds,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=_ROOT_BYTES,
        type=Type.ID,
    )
    return Root(auth=derived(root, "auth"), kek=derived(root, "kek"))
