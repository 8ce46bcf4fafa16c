"""Errors are told in one plain page."""

import pytest
from django.test import Client, RequestFactory

from homegroup.core import errors

pytestmark = pytest.mark.django_db


def test_not_found(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert b"<h1" in answer.content


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.permission_denied, 403), (errors.page_not_found, 404)],
)
def test_each_has_its_status_and_a_title(view: object, status: int) -> None:
    answer = view(RequestFactory().get("/"), Exception("secret detail"))  # type: ignore[operator]
    assert answer.status_code == status
    assert b"secret detail" not in answer.content


def test_our_own_mistake_and_an_old_form() -> None:
    request = RequestFactory().get("/")
    assert errors.server_error(request).status_code == 500
    assert errors.csrf_failure(request, "reason").status_code == 403


def test_domain_errors_carry_their_message() -> None:
    problem = errors.Conflict("It ended.", field="until_on")
    assert (str(problem.message), problem.field, problem.status) == ("It ended.", "until_on", 409)
    assert isinstance(problem, errors.HouseError)


def test_a_form_from_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/time-zone/", {"zone": "Europe/Berlin"})
    assert answer.status_code in {403, 405}
