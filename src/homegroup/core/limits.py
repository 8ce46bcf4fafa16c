"""Limits on how often one address may do a thing, without storing addresses.

The count stands under HMAC(address, key); the key lives in memory and changes daily, so that
nobody can turn a count back into an address (privacy.md, "What we do not hold").
"""

import hashlib
import hmac
import secrets
import threading
from datetime import date
from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest

from homegroup.core import clock

_lock = threading.Lock()
_key: tuple[date, bytes] = (date.min, b"")


def _todays_key() -> bytes:
    global _key
    today = clock.now().date()
    with _lock:
        if _key[0] != today:
            _key = (today, secrets.token_bytes(32))
        return _key[1]


def _network(address: str) -> str:
    """Give what one household has: an IPv4 address, or the first half of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped:
        return str(ip_network((parsed, 64), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def household(request: HttpRequest, key: bytes | None = None) -> str:
    """Give what stands for this address, in memory only: it cannot be turned back.

    It is another one each day, unless a `key` is given, which must be gone soon.
    """
    address = _network(request.META.get("REMOTE_ADDR", "")).encode()
    return hmac.new(key or _todays_key(), address, hashlib.sha256).hexdigest()[:24]


def _place(request: HttpRequest, name: str) -> str:
    return f"limit:{name}:{household(request)}"


def may_try(request: HttpRequest, name: str, *, most: int) -> bool:
    """Tell whether this address has counted fewer than `most` uses of `name`; counts none."""
    return int(cache.get(_place(request, name), 0)) < most


def within_limit(request: HttpRequest, name: str, *, most: int, seconds: int) -> bool:
    """Count one use of `name` by this address; False once there were more than `most`."""
    key = _place(request, name)
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two calls
        return True
