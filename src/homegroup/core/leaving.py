"""Leaving in a hurry: what a request for the exit must look like, and who has to clear up.

A room that keeps something for a signed-in device registers in its `apps.ready()`:

    leaving.register(end_this_visit)    # end_this_visit(request, response) -> None

It is called when a person leaves by the exit of this site, never when another site sent them.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

Clearer = Callable[[HttpRequest, HttpResponse], None]
_clearers: list[Clearer] = []


def register(clearer: Clearer) -> None:
    """Let a room forget what it keeps for this device."""
    if clearer not in _clearers:
        _clearers.append(clearer)


def clear(request: HttpRequest, response: HttpResponse) -> None:
    """Let every room clear up, and tell the browser to forget all that it holds of this site."""
    for clearer in _clearers:
        clearer(request, response)
    for name in request.COOKIES:  # older browsers do not know the header below
        response.delete_cookie(name)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'


def comes_from_here(request: HttpRequest) -> bool:
    """Tell whether a person asked from a page of ours or typed the address.

    Another site's link, form or picture must not sign anybody out or change their device.
    Browsers that do not send Sec-Fetch-Site name the page or its origin.
    """
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin" or (site == "none" and request.method in {"GET", "HEAD"})
    page = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        parts = urlsplit(page)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
