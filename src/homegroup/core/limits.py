"""Limits on how often one address may do a thing, without storing addresses.

The count stands under HMAC(address, key); the key lives in memory and changes daily, so that
nobody can turn a count back into an address (privacy.md, "What we do not hold").
"""

import hashlib
import hmac
import secrets
from datetime import date

from django.core.cache import cache
from django.http import HttpRequest

from homegroup.core import clock

_keys: dict[date, bytes] = {}


def _todays_key() -> bytes:
    today = clock.now().date()
    if today not in _keys:
        _keys.clear()
        _keys[today] = secrets.token_bytes(32)
    return _keys[today]


def within_limit(request: HttpRequest, name: str, *, most: int, seconds: int) -> bool:
    """Count one use of `name` by this address; False once there were more than `most`."""
    address = request.META.get("REMOTE_ADDR", "").encode()
    digest = hmac.new(_todays_key(), address, hashlib.sha256).hexdigest()[:24]
    key = f"limit:{name}:{digest}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two calls
        return True
