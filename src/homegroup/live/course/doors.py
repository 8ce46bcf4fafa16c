"""Who is known at the door of a room, and what only memory holds of them.

A device is known by a random secret in its cookie, a member by a digest under the room's key. From
where guests came is held in memory alone, as a digest under the room's key, so that somebody who
was put out does not come back as another guest; it is gone with the process or the room.
"""

import hashlib
import hmac
import threading
import time
from base64 import urlsafe_b64encode
from collections import defaultdict, deque
from uuid import UUID

from django.http import HttpRequest

from homegroup.core import limits, streams
from homegroup.core.streams import Notice
from homegroup.live.course import keys

_SECRET_BYTES = 18
_OUT = "live-out:"
MOST_AT_ONCE, WITHIN = 20, 10  # presses of one person, within so many seconds

_lock = threading.Lock()
_households: dict[UUID, dict[int, str]] = defaultdict(dict)
_kept_out: dict[UUID, set[str]] = defaultdict(set)
_paces: dict[UUID, dict[int, deque[float]]] = defaultdict(dict)


def new_secret(room: UUID, purpose: str, token: UUID) -> str:
    """Give the secret of a new seat or invitation: the same one for the same form sent twice."""
    key = keys.derived(room, purpose)
    made = hmac.new(key, token.bytes, hashlib.sha256).digest()[:_SECRET_BYTES]
    return urlsafe_b64encode(made).decode("ascii")


def digest(secret: str) -> str:
    """Give under what the secret of a device or an invitation is known."""
    return hashlib.sha256(secret.encode()).hexdigest()[:32]


def account_digest(room: UUID, account: UUID) -> str:
    """Give under what a member is known in this room, and nowhere else."""
    key = keys.derived(room, "account")
    return hmac.new(key, account.bytes, hashlib.sha256).hexdigest()[:24]


def household_of(request: HttpRequest, room: UUID) -> str:
    """Give under what the address of a request is known in this room."""
    return limits.household(request, keys.derived(room, "household"))


def remember(room: UUID, seat: int, household: str) -> None:
    """Remember from where a guest came, in memory."""
    with _lock:
        _households[room][seat] = household


def keep_out(room: UUID, seat: int) -> None:
    """Let no further guest in from where this seat came, in all processes."""
    with _lock:
        household = _households[room].get(seat, "")
    if household:
        with _lock:
            _kept_out[room].add(household)
        streams.publish(f"{_OUT}{room}", "out", household)


def is_kept_out(room: UUID, household: str) -> bool:
    """Tell whether somebody was put out who came from there."""
    with _lock:
        return household in _kept_out[room]


def is_too_fast(room: UUID, seat: int) -> bool:
    """Count one press of a person; tell whether they press too often."""
    now = time.monotonic()
    with _lock:
        pace = _paces[room].setdefault(seat, deque(maxlen=MOST_AT_ONCE))
        too_fast = len(pace) == MOST_AT_ONCE and now - pace[0] < WITHIN
        if not too_fast:
            pace.append(now)
        return too_fast


def forget(room: UUID) -> None:
    """Forget all that memory holds of a room."""
    with _lock:
        for table in (_households, _kept_out, _paces):
            table.pop(room, None)


def hear(notice: Notice) -> None:
    """Take what another process tells: somebody was put out."""
    if notice.kind == "event" and notice.about.startswith(_OUT):
        with _lock:
            _kept_out[UUID(notice.about.removeprefix(_OUT))].add(str(notice.data))
