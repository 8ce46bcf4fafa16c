"""The API's addresses: each view public, conditional where it can be, open to other sites."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from homegroup.accounts.access import public
from homegroup.exchange.answers import conditional, for_other_sites, problem
from homegroup.exchange.api.operations import api

View = Callable[..., HttpResponseBase]
# What depends on the moment of asking has no ETag.
_OF_THE_MOMENT = {"search_meetings"}


@for_other_sites
@public
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Everything else under the API: 404, told as the API tells it."""
    return problem(404, "unknown_address", _("The API has nothing at this address."))


def _opened(pattern: URLPattern) -> URLPattern:
    view = _answering_head(pattern.callback)
    if pattern.name not in _OF_THE_MOMENT:
        view = conditional(view)
    return URLPattern(pattern.pattern, for_other_sites(public(view)), {}, pattern.name)


def _answering_head(view: View) -> View:
    """Let a view that knows only GET answer HEAD; the server leaves the body out."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked, request.method = request.method, "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = asked

    return answering


urlpatterns = [
    *(
        _opened(pattern)
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ),
    path("", nothing_here, name="api-root"),
    path("<path:rest>", nothing_here, name="nothing_below"),
]
