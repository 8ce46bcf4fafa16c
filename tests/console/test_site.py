"""The operator's overview and the site's settings."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.console import queries
from homegroup.core import health, site
from homegroup.core.models import EXIT_URL

pytestmark = pytest.mark.django_db

PAGES = ["/console/", "/console/site/", "/console/meetings/", "/console/set-up/"]
BUTTONS = ["/console/set-up/sample/", "/console/meetings/refresh/", "/console/meetings/take-back/"]
ALL = {
    "name": "Kettle House",
    "country": "NZ",
    "languages": ["en", "pt"],
    "fellowships": ["smart"],
    "exit_url": "https://example.org/weather",
}


@pytest.fixture
def user() -> User:
    return make_member(operator=True)


@pytest.fixture
def operator(client: Client, user: User) -> Client:
    """A client of an operator past the second step."""
    sign_in(client, user, strong=True)
    return client


def save(client: Client, **changes: Any) -> Any:
    return client.post("/console/site/", {"once": str(uuid4()), **ALL | changes})


@pytest.mark.parametrize("path", PAGES + BUTTONS)
def test_the_console_is_closed_to_others(client: Client, path: str) -> None:
    method = client.post if path in BUTTONS else client.get
    answer = method(path)
    assert answer.status_code in {302, 403}
    assert answer.status_code == 403 or answer["Location"].startswith("/sign-in/")
    sign_in(client, make_member("grey-heron"), strong=True)
    assert method(path).status_code == 403
    assert client.post(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_an_operator_without_second_step_is_asked_for_one(
    client: Client, user: User, path: str
) -> None:
    sign_in(client, user)
    assert client.get(path)["Location"].startswith("/me/steps/?next=%2Fconsole%2F")


def test_other_methods_are_refused(operator: Client) -> None:
    assert operator.post("/console/").status_code == 405
    for path in ("/console/site/", "/console/meetings/", "/console/set-up/"):
        assert operator.put(path).status_code == 405
    for path in BUTTONS:
        assert operator.get(path).status_code == 405


# -- overview --------------------------------------------------------------------------------


def test_all_is_well_is_said_only_then(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [health.Finding("disk", well=True, text="half empty")]
    monkeypatch.setattr(health, "findings", lambda: found)
    page = operator.get("/console/").content.decode()
    assert "All is well." in page
    assert "half empty" in page
    found.append(health.Finding("mail", well=False, text="nobody answers <there>"))
    page = operator.get("/console/").content.decode()
    assert "All is well." not in page
    assert "1 thing needs you." in page
    assert "nobody answers &lt;there&gt;" in page


def test_what_is_left_to_set_up_leads_on(operator: Client) -> None:
    page = operator.get("/console/").content.decode()
    assert 'href="/me/card/?next=%2Fconsole%2Fset-up%2F"' in page
    assert 'href="/console/set-up/"' in page


def test_the_check_tells_of_operators(user: User) -> None:
    well, text = queries.operators()
    assert not well
    assert "second step" in text
    user.steps.create(kind="code", name="x", secret=b"x", added_on="2026-03-04")
    assert queries.operators() == (True, "1, of whom 1 with a second step")
    User.objects.update(is_operator=False)
    assert queries.operators()[0]
    assert "nobody yet" in queries.operators()[1]


def test_only_operators_see_the_way_to_the_console(operator: Client) -> None:
    assert 'href="/console/"' in operator.get("/meetings/").content.decode()
    other = Client()
    assert 'href="/console/"' not in other.get("/meetings/").content.decode()
    sign_in(other, make_member("grey-heron"))
    assert 'href="/console/"' not in other.get("/meetings/").content.decode()


# -- settings --------------------------------------------------------------------------------


def test_settings_are_saved_and_logged(operator: Client, user: User) -> None:
    answer = save(operator)
    assert answer["Location"] == "/console/site/"
    here = site.current()
    assert (here.name, here.country, here.languages) == ("Kettle House", "NZ", ("en", "pt"))
    assert (here.fellowships, here.exit_url) == (("smart",), "https://example.org/weather")
    entry = Entry.objects.get(action="console.change_site")
    assert entry.actor == user.pk
    assert entry.data["fellowships"] == ["smart"]
    page = operator.get("/console/site/").content.decode()
    assert "Saved." in page
    assert 'value="Kettle House"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"country": "Atlantis"},
        {"languages": ["en", "<b>"]},
        {"fellowships": ["none-such"]},
        {"exit_url": "http://example.org/"},
        {"exit_url": "javascript:alert(1)"},
        {"exit_url": "https://user:secret@example.org/"},
        {"exit_url": "https://example.org/" + "x" * 300},
        {"once": "no key"},
    ],
)
def test_bad_settings_change_nothing_and_are_kept(operator: Client, wrong: dict[str, Any]) -> None:
    answer = save(operator, **wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    kept = "https://example.org/weather" if "exit_url" not in wrong else "Kettle House"
    assert f'value="{kept}"' in page
    assert 'role="alert"' in page
    assert site.current().exit_url == EXIT_URL
    assert not Entry.objects.filter(action="console.change_site").exists()


def test_the_same_settings_three_times_are_one_change(operator: Client) -> None:
    form = {"once": str(uuid4()), **ALL}
    answers = [operator.post("/console/site/", form) for _ in range(3)]
    assert {answer["Location"] for answer in answers} == {"/console/site/"}
    assert Entry.objects.filter(action="console.change_site").count() == 1


def test_a_form_of_another_site_is_refused(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, user, strong=True)
    assert save(client).status_code == 403
    assert site.current().name == "Homegroup"
