"""Answers for other programs: conditional, compressed beforehand, readable from any site."""

import logging
import os
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import IO, Any, TypeVar

from django.db import DatabaseError
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.utils.translation import gettext as _

from homegroup.accounts.access import decision_of, marked
from homegroup.core.errors import HouseError
from homegroup.core.headers import open_to_other_sites
from homegroup.exchange.feeds import store
from homegroup.exchange.feeds.kinds import Feed
from homegroup.exchange.feeds.outlet import Outlet, outlet_now, site_of

log = logging.getLogger(__name__)
CACHE_CONTROL = "public, max-age=300"
_AT_ONCE = 512 * 1024
_METHODS = "GET, HEAD, OPTIONS"
_CODING = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([0-9.]+))?\s*")
View = Callable[..., HttpResponseBase]
Reply = TypeVar("Reply", bound=HttpResponseBase)


def problem(status: int, code: str, message: str, field: str = "") -> JsonResponse:
    """Give the one form in which feeds and API tell what is wrong."""
    error = {"code": code, "message": message, **({"field": field} if field else {})}
    return JsonResponse({"error": error}, status=status)


def for_other_sites(view: View) -> View:
    """Open a view to scripts of any site, and tell its refusals and failures as JSON.

    A database that does not answer is a 503: an empty list would make readers delete meetings.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": _METHODS})
        elif request.method not in {"GET", "HEAD"}:
            response = problem(405, "method", _("This address only answers GET."))
            response.headers["Allow"] = _METHODS
        else:
            response = _answer(view, request, *args, **kwargs)
        return opened_up(response)

    return marked(opened, decision_of(view))


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        return view(request, *args, **kwargs)
    except HouseError as refusal:
        code = f"unknown_{refusal.field}" if refusal.status == 404 else "refused"
        return problem(refusal.status, code, str(refusal.message), refusal.field)
    except DatabaseError:
        log.exception("The database did not answer.")
        response = problem(503, "unavailable", _("The data cannot be read now. Try again later."))
        response.headers["Retry-After"] = "60"
        return response


def opened_up(response: HttpResponseBase) -> HttpResponseBase:
    """Add the headers that let scripts of other sites ask and read."""
    open_to_other_sites(response)  # type: ignore[arg-type]
    response.headers["Access-Control-Allow-Methods"] = _METHODS
    response.headers["Access-Control-Allow-Headers"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def conditional(view: View) -> View:
    """Give a view whose answers only change with the data an ETag; answer 304 to who has it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        outlet = outlet_now(site_of(request))
        tag = f"{outlet.state}-{_short(outlet.site + request.get_full_path())}"
        response = unchanged(request, tag, outlet.modified_at) or view(request, *args, **kwargs)
        if response.status_code == 200:
            _validated(response, f'"{tag}"', outlet.modified_at)
        return response

    return marked(answered, decision_of(view))


def unchanged(request: HttpRequest, tag: str, modified_at: datetime) -> HttpResponse | None:
    """Give a 304 if the reader has this state already, in whatever coding."""
    asked = request.headers.get("If-None-Match")
    if asked is not None:
        mine = {f'"{tag}{ending}"' for ending in ("", "-br", "-gz")}
        theirs = [each.removeprefix("W/") for each in parse_etags(asked)]
        same = next((each for each in theirs if each in mine or each == "*"), "")
    else:
        since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
        same = f'"{tag}"' if since is not None and int(modified_at.timestamp()) <= since else ""
    if not same:
        return None
    response = HttpResponse(status=304)
    del response.headers["Content-Type"]
    return _validated(response, same if same != "*" else f'"{tag}"', modified_at)


def _validated(response: Reply, etag: str, modified_at: datetime) -> Reply:
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified_at.timestamp())
    response.headers["Cache-Control"] = CACHE_CONTROL
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def stored_feed(request: HttpRequest, feed: Feed, outlet: Outlet) -> HttpResponseBase:
    """Answer with a feed from the store (built now if need be), or 304.

    The strong ETag is of the data's state, of the feed and of the coding.
    """
    tag = f"{outlet.state}-{_short(feed.name)}"
    known = unchanged(request, tag, outlet.modified_at)
    if known:
        return known
    coding = accepted_coding(request.headers.get("Accept-Encoding", ""))
    response = _file_answer(_built(feed, outlet, coding), feed.content_type)
    if feed.file_name:
        response.headers["Content-Disposition"] = f'inline; filename="{feed.file_name}"'
    suffix = {"br": "-br", "gzip": "-gz"}.get(coding, "")
    if suffix:
        response.headers["Content-Encoding"] = coding
    return _validated(response, f'"{tag}{suffix}"', outlet.modified_at)


def _built(feed: Feed, outlet: Outlet, coding: str) -> IO[bytes]:
    """Open a built feed; once more where another edition tidied it away just then."""
    try:
        return store.opened(store.built(feed.name, outlet.state, feed.chunks), coding)
    except FileNotFoundError:
        return store.opened(store.built(feed.name, outlet.state, feed.chunks), coding)


def _file_answer(file: IO[bytes], content_type: str) -> HttpResponseBase:
    """Give a file as an answer: small ones at once, large ones piece by piece."""
    size = os.fstat(file.fileno()).st_size
    if size > _AT_ONCE:
        return FileResponse(file, content_type=content_type)
    with file:
        answer = HttpResponse(file.read(), content_type=content_type)
    answer.headers["Content-Length"] = str(size)
    return answer


def _short(name: str) -> str:
    return store.digest(name)[:8]


def accepted_coding(header: str) -> str:
    """Choose "br", "gzip" or "identity" by an Accept-Encoding header."""
    weights: dict[str, float] = {}
    for part in header.split(","):
        match = _CODING.fullmatch(part)
        if match:
            try:
                weights[match[1].lower()] = float(match[2] or 1)
            except ValueError:
                continue
    for coding in ("br", "gzip"):
        if weights.get(coding, weights.get("*", 0)) > 0:
            return coding
    return "identity"
