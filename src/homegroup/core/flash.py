"""One sentence after a redirect: "Saved.", "You left the group.", shown once.

A room registers its texts in `apps.ready()` and names one in the answer of a view:

    flash.register("groups.left", _("You left the group."))     # apps.py, gettext_lazy
    ...
    return flash.go(reverse("groups:mine"), "groups.left")      # views.py

`base.html` shows it (role="status") on the next whole page. The cookie holds a code of the key,
signed and for two minutes: no word that tells anything on a borrowed phone, and never free text,
so that nobody can put words into our mouth.
"""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

COOKIE = "__Host-said"
_SALT = "homegroup.core.flash"
_SECONDS = 120
_texts: dict[str, "str | StrPromise"] = {}


def register(key: str, text: "str | StrPromise") -> None:
    """Register a text under a key as "room.what"."""
    _texts[key] = text


def _code(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def say(response: HttpResponse, key: str) -> None:
    """Show the text of that key on the next page. Raises KeyError for an unknown key."""
    if key not in _texts:
        raise KeyError(key)
    value = signing.TimestampSigner(salt=_SALT).sign(_code(key))
    response.set_cookie(COOKIE, value, max_age=_SECONDS, secure=True, httponly=True, samesite="Lax")


def go(address: str, said: str = "") -> HttpResponseRedirect:
    """Go to a page of ours, and say the text of a key there, if one is given."""
    answer = HttpResponseRedirect(address)
    if said:
        say(answer, said)
    return answer


def take(request: HttpRequest) -> str:
    """Give the text that waits for this request, "" if none; the answer then forgets it."""
    try:
        code = signing.TimestampSigner(salt=_SALT).unsign(
            request.COOKIES.get(COOKIE, ""), max_age=_SECONDS
        )
    except signing.BadSignature:
        return ""
    request.flash_was_shown = True  # type: ignore[attr-defined]
    return next((str(text) for key, text in _texts.items() if _code(key) == code), "")


class Flash:
    """Middleware: a text that was shown is forgotten."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "flash_was_shown", False) and COOKIE not in response.cookies:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response
