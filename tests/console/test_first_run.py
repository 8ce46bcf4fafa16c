"""The one-time link, and the pages behind it."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyotp
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.accounts.people import PASSPHRASE, make_member
from tests.factories import NOW, at

from homegroup.accounts import steps
from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.console import actions, greeting, links
from homegroup.core import clock, site
from homegroup.groups.models import Fellowship

pytestmark = pytest.mark.django_db

NAME = {"name": "Kettle House", "country": "DE", "languages": ["de", "tr"]}
ACCOUNT = {"name": "tall-birch", "passphrase": PASSPHRASE, "offered": "not these six words at all"}
STEPS = ["", "fellowships/", "account/"]


@pytest.fixture
def token() -> str:
    """The token of a fresh first link."""
    return links.new_first_link()


def send(client: Client, path: str, **fields: Any) -> Any:
    """Send a form with a fresh once-key."""
    return client.post(path, {"once": str(uuid4()), **fields})


def account_at(token: str) -> str:
    """Give the address of the third step."""
    return f"/first-run/{token}/account/"


# -- who comes in ----------------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_token_finds_no_page(client: Client, token: str, step: str, method: str) -> None:
    for wrong in (token[:-1], token + "A", "x", "%00", token.swapcase()):
        assert getattr(client, method)(f"/first-run/{wrong}/{step}").status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize("step", STEPS)
def test_without_any_link_there_is_no_page(client: Client, step: str) -> None:
    assert client.get(f"/first-run/abc/{step}").status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_other_methods_are_refused(client: Client, token: str, step: str) -> None:
    assert client.put(f"/first-run/{token}/{step}").status_code == 405
    assert client.delete(f"/first-run/{token}/{step}").status_code == 405
    assert site.current().name == "Homegroup"


def test_the_newest_link_counts(client: Client, token: str) -> None:
    newer = links.new_first_link()
    assert client.get(f"/first-run/{token}/").status_code == 404
    assert client.get(f"/first-run/{newer}/").status_code == 200


@pytest.mark.parametrize("step", STEPS)
def test_with_an_operator_the_link_is_dead(client: Client, token: str, step: str) -> None:
    make_member(operator=True)
    assert client.get(f"/first-run/{token}/{step}").status_code == 404
    answer = send(client, f"/first-run/{token}/{step}", **NAME | ACCOUNT)
    assert answer.status_code == 404
    assert User.objects.count() == 1
    assert site.current().name == "Homegroup"


def test_a_member_without_power_does_not_close_the_link(client: Client, token: str) -> None:
    make_member()
    assert client.get(f"/first-run/{token}/").status_code == 200


def test_the_home_keeps_only_a_hash_that_only_its_user_reads(token: str, tmp_path: Path) -> None:
    path = tmp_path / "keys" / "link.json"
    assert token not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_broken_file_opens_nothing(client: Client, token: str, tmp_path: Path) -> None:
    for text in ("", "[]", "{", json.dumps({"digest": "x"})):
        (tmp_path / "keys" / "link.json").write_text(text)
        assert client.get(f"/first-run/{token}/").status_code == 404


def test_each_start_says_a_new_link_until_there_is_an_operator(client: Client) -> None:
    said = [greeting.lines("http://localhost:8000/") for _ in range(2)]
    first, second = (lines[2].strip() for lines in said)
    assert first.startswith("http://localhost:8000/first-run/")
    assert client.get(first.removeprefix("http://localhost:8000")).status_code == 404
    assert client.get(second.removeprefix("http://localhost:8000")).status_code == 200
    make_member(operator=True)
    assert greeting.lines("http://localhost:8000/") == []


# -- name and fellowships --------------------------------------------------------------------


def test_the_name_is_saved_with_its_audit_row(client: Client, token: str) -> None:
    answer = send(client, f"/first-run/{token}/", **NAME)
    assert answer.status_code == 302
    assert answer["Location"] == f"/first-run/{token}/fellowships/"
    here = site.current()
    assert (here.name, here.country, here.languages) == ("Kettle House", "DE", ("de", "tr"))
    entry = Entry.objects.get(action="console.change_site")
    assert (entry.actor, entry.data["name"]) == (None, "Kettle House")


def test_what_was_saved_stands_there_when_one_comes_back(client: Client, token: str) -> None:
    send(client, f"/first-run/{token}/", **NAME)
    send(client, f"/first-run/{token}/fellowships/", fellowships=["aa", "al-anon"])
    page = Client().get(f"/first-run/{token}/").content.decode()
    assert 'value="Kettle House"' in page
    assert '<option value="DE" selected>' in page
    assert 'value="tr" class="choices" id="id_languages' in page
    fellowships = Client().get(f"/first-run/{token}/fellowships/").content.decode()
    assert fellowships.count(" checked") == 2


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({"name": ""}, '<option value="DE" selected>'),
        ({"name": "x" * 61}, "x" * 61),
        ({"country": "XX"}, 'value="Kettle House"'),
        ({"languages": ["klingon"]}, 'value="Kettle House"'),
    ],
)
def test_a_bad_name_page_keeps_what_was_typed(
    client: Client, token: str, wrong: dict[str, Any], kept: str
) -> None:
    answer = send(client, f"/first-run/{token}/", **NAME | wrong)
    assert answer.status_code == 422
    assert kept in answer.content.decode()
    assert site.current().name == "Homegroup"


def test_fellowships_get_their_rows(client: Client, token: str) -> None:
    answer = send(client, f"/first-run/{token}/fellowships/", fellowships=["aa", "smart"])
    assert answer["Location"] == account_at(token)
    assert site.current().fellowships == ("aa", "smart")
    assert set(Fellowship.objects.values_list("slug", flat=True)) == {"aa", "smart"}


def test_an_unknown_fellowship_is_refused(client: Client, token: str) -> None:
    answer = send(client, f"/first-run/{token}/fellowships/", fellowships=["aa", "no-such"])
    assert answer.status_code == 422
    assert site.current().fellowships == ()
    assert not Fellowship.objects.exists()


def test_no_fellowship_is_an_answer_as_well(client: Client, token: str) -> None:
    assert send(client, f"/first-run/{token}/fellowships/").status_code == 302


def test_the_same_form_three_times_leaves_one_row(client: Client, token: str) -> None:
    form = {"once": str(uuid4()), **NAME}
    answers = [client.post(f"/first-run/{token}/", form) for _ in range(3)]
    assert {answer["Location"] for answer in answers} == {f"/first-run/{token}/fellowships/"}
    assert Entry.objects.filter(action="console.change_site").count() == 1


# -- the account -----------------------------------------------------------------------------


def made_by(client: Client, token: str, **changes: str) -> Any:
    """Send the account's form."""
    return send(client, account_at(token), **ACCOUNT | changes)


def test_the_account_runs_the_home_and_uses_the_link_up(client: Client, token: str) -> None:
    answer = made_by(client, token)
    assert answer.status_code == 302
    assert answer["Location"] == "/me/card/?next=%2Fconsole%2Fset-up%2F"
    assert User.objects.get().is_operator
    assert client.get("/me/card/").status_code == 200  # signed in, with open pages
    for step in STEPS:
        assert Client().get(f"/first-run/{token}/{step}").status_code == 404


def test_an_empty_passphrase_means_the_offered_one(client: Client, token: str) -> None:
    page = client.get(account_at(token)).content.decode()
    offered = page.split('name="offered" value="')[1].split('"')[0]
    assert len(offered.split()) == 6
    made_by(client, token, passphrase="", offered=offered)
    answer = Client().post("/sign-in/", {"name": ACCOUNT["name"], "passphrase": offered})
    assert answer.status_code == 302


def test_a_second_visitor_cannot_take_over(client: Client, token: str) -> None:
    made_by(client, token)
    answer = made_by(Client(), token, name="grey-heron", passphrase="another phrase of my own")
    assert answer.status_code == 404
    assert User.objects.count() == 1


def test_of_two_who_looked_at_the_same_moment_one_wins(token: str) -> None:
    link = links.find(token)
    assert link
    actions.make_operator(link=link, name="tall-birch", passphrase=PASSPHRASE)
    # The other one has read the link before it was used up, and the operator is not seen yet.
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(links, "is_open", lambda link: True)
        with pytest.raises(actions.accounts.WrongProof):
            actions.make_operator(link=link, name="grey-heron", passphrase="a phrase of my own!")
    assert User.objects.count() == 1


def test_pressed_three_times_there_is_one_account_and_one_answer(token: str) -> None:
    form = {"once": str(uuid4()), **ACCOUNT}
    answers: list[HttpResponse] = [Client().post(account_at(token), form) for _ in range(3)]
    assert {answer["Location"] for answer in answers} == {"/me/card/?next=%2Fconsole%2Fset-up%2F"}
    assert User.objects.count() == 1


def test_a_used_link_does_not_pass_by_the_second_step(client: Client, token: str) -> None:
    made_by(client, token)
    secret = steps.new_code_secret()
    code = pyotp.TOTP(secret).at(clock.now())
    steps.add_code(user=User.objects.get(), secret=secret, code=code, name="my phone")
    other = Client()
    answer = made_by(other, token)
    assert answer["Location"].startswith("/sign-in/second/")
    assert other.get("/me/").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "admin"},
        {"name": "x"},
        {"passphrase": "short"},
        {"passphrase": "one day at a time one day"},
    ],
)
def test_a_refused_account_keeps_name_and_link(
    client: Client, token: str, wrong: dict[str, str]
) -> None:
    answer = made_by(client, token, **wrong)
    assert answer.status_code == 422
    assert f'value="{(ACCOUNT | wrong)["name"]}"' in answer.content.decode()
    assert not User.objects.exists()
    assert client.get(account_at(token)).status_code == 200


def test_a_taken_name_is_told(client: Client, token: str) -> None:
    make_member("tall-birch")
    answer = made_by(client, token, passphrase="quite another phrase")
    assert answer.status_code == 422
    assert "taken" in answer.content.decode()
    assert client.get(account_at(token)).status_code == 200


def test_pages_are_kept_nowhere(client: Client, token: str) -> None:
    for step in STEPS:
        assert client.get(f"/first-run/{token}/{step}")["Cache-Control"] == "no-store"


def test_the_way_leads_over_card_and_second_step_to_the_meetings(
    client: Client, token: str
) -> None:
    answer = made_by(client, token)
    page = client.post("/me/card/", {"next": reverse("console:set_up")}).content.decode()
    card = page.split('name="card" value="')[1].split('"')[0]
    answer = client.post("/me/card/confirm/", {"card": card, "next": reverse("console:set_up")})
    assert answer["Location"] == "/console/set-up/"
    answer = client.get("/console/set-up/")
    assert answer["Location"] == "/me/steps/?next=%2Fconsole%2Fset-up%2F"


# -- another operator ------------------------------------------------------------------------


def test_a_further_operator_gets_only_an_account(client: Client) -> None:
    make_member(operator=True)
    token = links.new_operator_link(name="grey-heron")
    for step in ("", "fellowships/"):
        assert client.get(f"/first-run/{token}/{step}")["Location"] == account_at(token)
    page = client.get(account_at(token)).content.decode()
    assert 'value="grey-heron"' in page
    made_by(client, token)
    assert User.objects.filter(is_operator=True).count() == 2
    assert Client().get(account_at(token)).status_code == 404


def test_a_link_for_a_further_operator_ends_within_a_day(client: Client) -> None:
    with at(NOW):
        token = links.new_operator_link(name="grey-heron")
        assert client.get(account_at(token)).status_code == 200
    with at(NOW + links.LASTS):
        assert client.get(account_at(token)).status_code == 404
