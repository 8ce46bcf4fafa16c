"""Access decisions: works, outsider, wrong method; every one leaves its mark."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory

from homegroup.accounts.access import decision_of, member, only, operator, private, public
from homegroup.accounts.models import User, Visit
from homegroup.accounts.visits import Present

Decorator = Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]


def _view(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Answer."""
    return HttpResponse(f"here {slug}")


def _user(*, runs_it: bool = False) -> User:
    return User(username="quiet-river", is_operator=runs_it, created_on=date(2026, 3, 4))


def _request(user: User | None = None, method: str = "GET", *, strong: bool = True) -> HttpRequest:
    request = RequestFactory().generic(method, "/")
    request.user = user or AnonymousUser()
    row = Visit(user=user, strong=strong) if user else None
    request.visit = row and Present(row, b"", None, 0)  # type: ignore[attr-defined]
    return request


NOBODY, SOMEBODY, RUNS_IT = None, _user(), _user(runs_it=True)


@pytest.mark.parametrize(
    ("decorator", "user"),
    [
        (public, NOBODY),
        (public, SOMEBODY),
        (member, SOMEBODY),
        (member, RUNS_IT),
        (operator, RUNS_IT),
    ],
)
def test_who_may(decorator: Decorator, user: User | None) -> None:
    answer = decorator(_view)(_request(user), slug="x")
    assert answer.content == b"here x"  # type: ignore[attr-defined]


@pytest.mark.parametrize("decorator", [member, private, operator])
def test_visitors_are_sent_to_the_door(decorator: Decorator) -> None:
    answer = decorator(_view)(_request(NOBODY))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=%2F")


@pytest.mark.django_db
@pytest.mark.parametrize("decorator", [member, private, operator])
def test_what_a_visitor_sends_comes_back_on_the_sign_in_page(decorator: Decorator) -> None:
    assert decorator(_view)(_request(NOBODY, "POST")).status_code == 403


def test_members_do_not_run_the_house() -> None:
    with pytest.raises(PermissionDenied):
        operator(_view)(_request(SOMEBODY))


def test_who_runs_the_house_needs_a_second_step() -> None:
    answer = operator(_view)(_request(RUNS_IT, strong=False))
    assert answer.headers["Location"] == "/me/steps/?next=%2F"


def test_locked_pages_ask_for_the_passphrase() -> None:
    assert private(_view)(_request(SOMEBODY)).headers["Location"] == "/unlock/?next=%2F"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_wrong_method_is_told_the_right_ones(method: str) -> None:
    answer = only("GET")(public(_view))(_request(method=method))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_the_right_methods_are_answered(method: str) -> None:
    assert only("GET", "POST")(public(_view))(_request(method=method)).status_code == 200


def test_get_is_not_answered_where_only_post_is() -> None:
    assert only("POST")(public(_view))(_request()).status_code == 405


def test_a_wrong_method_does_not_open_the_door() -> None:
    assert only("GET")(member(_view))(_request()).status_code == 302


@pytest.mark.parametrize(
    ("view", "decision"),
    [
        (member(_view), "member"),
        (operator(_view), "operator"),
        (private(_view), "private"),
        (only("GET")(member(_view)), "member"),
        (member(only("GET")(_view)), "member"),
        (only("GET")(public(lambda request: HttpResponse())), "public"),
        (lambda request: HttpResponse(), ""),
    ],
)
def test_the_mark_is_kept(view: object, decision: str) -> None:
    assert decision_of(view) == decision


def test_a_guard_marks_itself_and_not_the_view_beneath() -> None:
    member(_view)
    assert decision_of(_view) != "member"


def test_name_and_words_of_the_view_are_kept() -> None:
    guarded = only("GET")(member(_view))
    assert (guarded.__name__, guarded.__doc__) == ("_view", "Answer.")
