"""Being signed in: two cookies, one row, and an account key that locks itself.

`__Host-visit` holds random bytes; the row stands under their hash. `__Host-key` holds, sealed by
the home and bound to the visit, the moment of the last touch and the key under which the row
keeps the account key: the table alone opens nothing, and when somebody was here last stands on
their device only.
"""

import hashlib
import secrets
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from homegroup.accounts import keys
from homegroup.accounts.models import User, Visit
from homegroup.core import clock, sealing, streams
from homegroup.core.sealing import Unreadable

VISIT_COOKIE, KEY_COOKIE = "__Host-visit", "__Host-key"
OWN_DEVICE = timedelta(days=30)
SHARED_DEVICE = timedelta(hours=2)
SHARED_IDLE = timedelta(minutes=15)
STEP_TIME = timedelta(minutes=10)
_BY_ITSELF = "_homegroup_by_itself"
_TOUCH_EVERY = 60  # seconds: the cookie is renewed no more often
_TOKEN_BYTES = 24
_TOUCH = struct.Struct(">Q32s")


@dataclass
class Present:
    """The visit of a request: its row, and the device's half of the key while it is unlocked."""

    row: Visit
    token: bytes
    device_key: bytes | None
    touched: int

    @property
    def user(self) -> User:
        """Whose visit it is."""
        return self.row.user

    @property
    def is_locked(self) -> bool:
        """Whether private pages ask for the passphrase first."""
        return self.device_key is None or self.row.sealed_key is None

    def account_key(self) -> keys.AccountKey | None:
        """Give the account key, or None while locked or before the second step."""
        if self.row.waiting or self.device_key is None or self.row.sealed_key is None:
            return None
        try:
            return keys.unwrap(
                self.row.user_id, self.row.sealed_key, self.device_key, purpose="visit"
            )
        except Unreadable:
            return None


_on_open: list[Callable[[keys.AccountKey], object]] = []


def on_open(work: Callable[[keys.AccountKey], object]) -> None:
    """Let a higher room do what waited for a member's key, whenever private pages are opened."""
    _on_open.append(work)


def _tell_open(key: keys.AccountKey | None) -> None:
    for work in _on_open if key else ():
        work(key)  # type: ignore[arg-type]


def present(request: HttpRequest) -> Present | None:
    """Give the visit of this request, past all its steps or not; None for a visitor."""
    return cast(Present | None, getattr(request, "visit", None))


def begin(
    user: User, key: keys.AccountKey, *, is_shared: bool, waiting: bool, strong: bool = False
) -> Present:
    """Start a visit; `remember` then puts it into the answer. Waits while a second step is due."""
    token, device_key, now = secrets.token_bytes(_TOKEN_BYTES), sealing.new_key(), clock.now()
    length = STEP_TIME if waiting else SHARED_DEVICE if is_shared else OWN_DEVICE
    row = Visit.objects.create(
        id=_row_id(token),
        user=user,
        started_on=now.date(),
        ends_at=now + length,
        is_shared=is_shared,
        waiting=waiting,
        strong=strong,
        sealed_key=keys.wrap(key, device_key, purpose="visit"),
    )
    if not waiting:
        _tell_open(key)
    return Present(row, token, device_key, int(now.timestamp()))


def pass_second_step(visit: Present) -> None:
    """Let a waiting visit in."""
    length = SHARED_DEVICE if visit.row.is_shared else OWN_DEVICE
    visit.row.waiting, visit.row.strong = False, True
    visit.row.ends_at = clock.now() + length
    visit.row.save(update_fields=["waiting", "strong", "ends_at"])
    _tell_open(visit.account_key())


def unlock(visit: Present, key: keys.AccountKey) -> None:
    """Let the visit hold the account key again, under a fresh device key."""
    visit.device_key = sealing.new_key()
    visit.row.sealed_key = keys.wrap(key, visit.device_key, purpose="visit")
    visit.row.save(update_fields=["sealed_key"])
    visit.touched = int(clock.now().timestamp())
    _tell_open(key)


def lock(visit: Present) -> None:
    """Forget the account key, here and on the device."""
    visit.device_key = visit.row.sealed_key = None
    visit.row.save(update_fields=["sealed_key"])
    streams.end(visit.row.stream_key)


def end(visit: Present) -> None:
    """Sign this device out."""
    visit.row.delete()
    streams.end(visit.row.stream_key)


def bound(request: HttpRequest) -> streams.Bound | None:
    """Say what a stream of this request hangs on: its visit, and the visit's end.

    A page opens its streams by itself.
    """
    comes_by_itself(request)
    visit = present(request)
    if visit is None:
        return None
    return streams.Bound(keys=(visit.row.stream_key,), until=visit.row.ends_at)


def leave(request: HttpRequest, response: HttpResponse) -> None:
    """Sign this device out because somebody leaves in a hurry (`core.leaving`)."""
    visit = present(request)
    if visit is not None:
        end(visit)
        request.visit = None  # type: ignore[attr-defined]
    forget(response)


def remember(response: HttpResponse, visit: Present) -> None:
    """Put a visit into the answer's cookies."""
    age = None if visit.row.is_shared or visit.row.waiting else OWN_DEVICE
    _set_cookie(response, VISIT_COOKIE, sealing.text(visit.token), age)
    if visit.device_key is None:
        response.delete_cookie(KEY_COOKIE)
        return
    touch = _TOUCH.pack(visit.touched, visit.device_key)
    sealed = sealing.seal(sealing.home_key("visit"), touch, context=f"touch|{visit.row.label}")
    _set_cookie(response, KEY_COOKIE, sealing.text(sealed), age)


def forget(response: HttpResponse) -> None:
    """Take the cookies of a visit from the device."""
    for name in (VISIT_COOKIE, KEY_COOKIE):
        response.delete_cookie(name)


def _set_cookie(response: HttpResponse, name: str, value: str, age: timedelta | None) -> None:
    response.set_cookie(name, value, max_age=age, secure=True, httponly=True, samesite="Lax")


def _row_id(token: bytes) -> str:
    return hashlib.sha256(token).hexdigest()


def _read(request: HttpRequest) -> Present | None:
    token = sealing.from_text(request.COOKIES.get(VISIT_COOKIE, ""))
    if len(token) != _TOKEN_BYTES:
        return None
    row = Visit.objects.running().select_related("user").filter(pk=_row_id(token)).first()
    if row is None or not row.user.is_active:
        return None
    touched, device_key = _read_touch(row, request.COOKIES.get(KEY_COOKIE, ""))
    return Present(row, token, device_key, touched)


def _read_touch(row: Visit, cookie: str) -> tuple[int, bytes | None]:
    try:
        sealed = sealing.from_text(cookie)
        plain = sealing.unseal(sealing.home_key("visit"), sealed, context=f"touch|{row.label}")
        touched, device_key = _TOUCH.unpack(plain)
    except (Unreadable, struct.error):
        return 0, None
    return touched, device_key


def comes_by_itself(request: HttpRequest) -> None:
    """Say that a page asked this by itself: nobody touched it, and it may lock as if it was not."""
    setattr(request, _BY_ITSELF, True)


class Visits:
    """Middleware: read the visit, lock or end it when it was idle for too long, renew its cookie.

    `request.visit` is the `Present` or None; `request.user` is the member, and AnonymousUser for
    a visitor and while the second step is still to come.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        carries = VISIT_COOKIE in request.COOKIES
        visit = self._in_time(_read(request)) if carries else None
        request.visit = visit  # type: ignore[attr-defined]
        request.user = visit.user if visit and not visit.row.waiting else AnonymousUser()
        touched = visit.touched if visit else 0
        response = self.get_response(request)
        if VISIT_COOKIE in response.cookies or not carries:
            return response
        now_present = present(request)
        if now_present is None:
            forget(response)
        elif self._is_due(request, now_present, touched):
            now_present.touched = max(now_present.touched, int(clock.now().timestamp()))
            remember(response, now_present)
        return response

    @staticmethod
    def _is_due(request: HttpRequest, visit: Present, touched: int) -> bool:
        if visit.device_key is None:
            return KEY_COOKIE in request.COOKIES
        if getattr(request, _BY_ITSELF, False):
            return False
        return visit.touched != touched or clock.now().timestamp() - touched >= _TOUCH_EVERY

    @staticmethod
    def _in_time(visit: Present | None) -> Present | None:
        if visit is None or visit.device_key is None:
            return None if visit and visit.row.is_shared else visit
        idle = clock.now().timestamp() - visit.touched
        if visit.row.is_shared and idle > SHARED_IDLE.total_seconds():
            end(visit)
            return None
        if idle > visit.user.idle_minutes * 60:
            lock(visit)
        return visit
