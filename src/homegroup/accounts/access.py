"""Access decisions: every view carries exactly one.

A test walks all URLs and fails on a view without one; `decision_of` is what it reads.

    @public     everybody
    @member     who is signed in; others are asked to sign in first
    @private    a member whose private pages are open (`request.visit.account_key()` is there)
    @operator   who runs this home, past a second step

What a visitor or a locked member had typed is not lost: it comes back after signing in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from homegroup.accounts import keeping
from homegroup.accounts.visits import present

View = TypeVar("View", bound=Callable[..., Any])
Answering = Callable[..., HttpResponseBase]
Guard = Callable[[HttpRequest], HttpResponseBase | None]
_MARK = "house_access"


def decision_of(view: object) -> str:
    """Give the name of a view's access decision, or "" when it has none."""
    return getattr(view, _MARK, "")


def marked(view: View, decision: str) -> View:
    """Mark a view with the decision that it carries."""
    setattr(view, _MARK, decision)
    return view


def guarded(view: Answering, guard: Guard, decision: str) -> Answering:
    """Give the view behind a guard, marked; the guard gives another answer, or None to go on."""

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return guard(request) or view(request, *args, **kwargs)

    return marked(behind, decision)


def public(view: View) -> View:
    """Open to everybody, without an account."""
    return marked(view, "public")


def member(view: Answering) -> Answering:
    """Only for people who are signed in; others come to the sign-in page and back."""
    return guarded(view, ask_to_sign_in, "member")


def private(view: Answering) -> Answering:
    """Only for members whose private pages are open; the passphrase opens them."""

    def guard(request: HttpRequest) -> HttpResponseBase | None:
        return ask_to_sign_in(request) or ask_to_unlock(request)

    @wraps(view)
    def sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if keeping.FIELD in request.POST and answer.status_code < 400:
            keeping.let_go(request.user, request.POST[keeping.FIELD])  # type: ignore[arg-type]
        return answer

    return guarded(sent, guard, "private")


def operator(view: Answering) -> Answering:
    """Only for people who run this home, past a second step."""

    def guard(request: HttpRequest) -> HttpResponseBase | None:
        asked = ask_to_sign_in(request)
        if asked is None and not request.user.is_operator:  # type: ignore[union-attr]
            raise PermissionDenied
        return asked or ask_for_second_step(request)

    return guarded(view, guard, "operator")


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase | None:
    """Give the sign-in page to a visitor, with what they had typed; None to a member."""
    if request.user.is_authenticated:
        return None
    if request.method == "POST":
        return keeping.sign_in_page_with(request)
    return _redirect("accounts:sign_in", request)


def ask_to_unlock(request: HttpRequest) -> HttpResponseBase | None:
    """Send a member whose private pages are locked to open them; seal what they had typed."""
    visit = present(request)
    if visit is not None and visit.account_key() is not None:
        return None
    if request.method == "POST":
        keeping.keep_form(request)
    return _redirect("accounts:unlock", request)


def ask_for_second_step(request: HttpRequest) -> HttpResponseBase | None:
    """Send a servant without a second step to add one; None where it was passed."""
    visit = present(request)
    if visit is not None and visit.row.strong:
        return None
    return _redirect("accounts:steps", request)


def _redirect(name: str, request: HttpRequest) -> HttpResponseRedirect:
    after = (
        request.get_full_path() if request.method in {"GET", "HEAD"} else keeping.page_of(request)
    )
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': after})}")


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
