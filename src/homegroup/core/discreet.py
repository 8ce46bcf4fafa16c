"""Discreet mode: a neutral name, title and icon on this device, greys instead of the accent.

It lives in a cookie with a neutral name; nobody else learns of it. Titles of notices and the
names of downloads ask `is_on(request)`, too.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

COOKIE = "__Host-plain"
COOKIE_AGE = 365 * 24 * 3600
NAME = _("Notes")


def is_on(request: HttpRequest) -> bool:
    """Tell whether this device wants pages that tell nothing to the person next to it."""
    return request.COOKIES.get(COOKIE) == "1"


def remember(response: HttpResponse, *, on: bool) -> None:
    """Keep the choice on this device, or take it away."""
    if on:
        response.set_cookie(
            COOKIE, "1", max_age=COOKIE_AGE, secure=True, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
