"""Access decisions: every view carries exactly one.

A test walks all URLs and fails on a view without one; `decision_of` is what it reads.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "house_access"


def decision_of(view: object) -> str:
    """Give the name of a view's access decision, or "" when it has none."""
    return getattr(view, _MARK, "")


def marked(view: View, decision: str) -> View:
    """Mark a view with the decision that it carries."""
    setattr(view, _MARK, decision)
    return view


def public(view: View) -> View:
    """Open to everybody, without an account."""
    return marked(view, "public")


def member(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for people who are signed in."""
    return marked(_guarded(view, lambda request: request.user.is_authenticated), "member")


def operator(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for people who run this home."""

    def runs_it(request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.is_operator)

    return marked(_guarded(view, runs_it), "operator")


def _guarded(
    view: Callable[..., HttpResponseBase], allowed: Callable[[HttpRequest], bool]
) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not allowed(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def only(*methods: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Answer 405 to every other HTTP method, keeping the access mark of the view beneath.

    Where GET is answered, HEAD is too.
    """
    answered = (*methods, "HEAD") if "GET" in methods and "HEAD" not in methods else methods

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in answered:
                return HttpResponse(status=405, headers={"Allow": ", ".join(answered)})
            answer: HttpResponseBase = view(request, *args, **kwargs)
            return answer

        return limited

    return decorate
