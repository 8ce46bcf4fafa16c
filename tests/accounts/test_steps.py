"""Second steps: codes as a phone shows them; what is refused; who must have one."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from tests.accounts.people import PASSPHRASE, key_of, make_member, sign_in
from tests.factories import NOW, at

from homegroup.accounts import steps, visits
from homegroup.accounts.models import SecondStep, User, Visit
from homegroup.core.errors import Conflict
from homegroup.vault import vaults

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    from homegroup.core import clock

    return pyotp.TOTP(secret).at(clock.now())


def with_code_app(user: User) -> str:
    """Add a code app; give its secret."""
    secret = steps.new_code_secret()
    steps.add_code(user=user, secret=secret, code=code_of(secret), name="my phone")
    return secret


def passphrase_given(client: Client) -> None:
    """Go as far as the second step."""
    answer = client.post("/sign-in/", {"name": "quiet-river", "passphrase": PASSPHRASE})
    assert answer.status_code == 200
    assert "One more step" in answer.content.decode()


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_a_code_app_is_added_by_its_page(client: Client) -> None:
    user = make_member()
    visit = sign_in(client, user)
    page = client.get("/me/steps/code/").content.decode()
    secret = re.search(r'class="phrase"[^>]*>([A-Z2-7 ]+)<', page)
    packed = re.search(r'name="secret" value="([^"]+)"', page)
    assert secret
    assert packed
    assert secret[1].replace(" ", "") not in packed[1]
    bare = secret[1].replace(" ", "")
    wrong = client.post("/me/steps/code/", {"secret": packed[1], "code": "000000", "name": "mine"})
    assert wrong.status_code == 422
    assert secret[1] in wrong.content.decode()  # the same secret: the app need not learn anew
    assert 'value="mine"' in wrong.content.decode()
    right = client.post(
        "/me/steps/code/?next=/me/devices/", {"secret": packed[1], "code": code_of(bare)}
    )
    assert right.headers["Location"] == "/me/devices/"
    assert Visit.objects.get(pk=visit.row.pk).strong
    row = SecondStep.objects.get()
    assert bare.encode() not in bytes(row.secret)


def test_the_passphrase_alone_does_not_let_one_in(client: Client) -> None:
    with at(NOW):
        secret = with_code_app(make_member())
    with at(NOW + timedelta(minutes=1)):
        passphrase_given(client)
        assert not is_in(client)
        assert client.get("/me/card/").status_code == 302
        assert client.post("/sign-in/second/", {"code": "12345"}).status_code == 422
        assert not is_in(client)
        answer = client.post("/sign-in/second/", {"code": code_of(secret), "next": "/me/card/"})
        assert answer.headers["Location"] == "/me/card/"
        assert client.get("/me/card/").status_code == 200  # private pages are open, too
        assert Visit.objects.get().strong


def test_before_the_second_step_nothing_is_opened_anywhere(client: Client) -> None:
    user = make_member()
    with_code_app(user)
    request = RequestFactory().get("/help-now/")
    visit = visits.begin(user, key_of(user), is_shared=False, waiting=True)
    request.visit = visit  # type: ignore[attr-defined]
    assert visit.account_key() is None
    with pytest.raises(PermissionDenied):
        vaults.opened(request)
    visits.pass_second_step(visit)
    assert vaults.opened(request).owner == user.pk


def test_a_code_counts_once(client: Client) -> None:
    with at(NOW):
        secret = with_code_app(make_member())
    with at(NOW + timedelta(minutes=1)):
        used = code_of(secret)
        passphrase_given(client)
        assert client.post("/sign-in/second/", {"code": used}).status_code == 302
        other = Client()
        passphrase_given(other)
        assert other.post("/sign-in/second/", {"code": used}).status_code == 422


@pytest.mark.parametrize(("seconds", "lets_in"), [(-30, True), (0, True), (30, True), (90, False)])
def test_a_clock_may_be_half_a_minute_off(client: Client, seconds: int, lets_in: bool) -> None:
    with at(NOW - timedelta(minutes=5)):
        secret = with_code_app(make_member())
    with at(NOW):
        shown = code_of(secret)
    with at(NOW + timedelta(seconds=seconds)):
        passphrase_given(client)
        assert (client.post("/sign-in/second/", {"code": shown}).status_code == 302) is lets_in


def test_after_five_wrong_codes_one_waits(client: Client) -> None:
    with at(NOW):
        secret = with_code_app(make_member())
    with at(NOW + timedelta(minutes=1)):
        passphrase_given(client)
        for _ in range(5):
            client.post("/sign-in/second/", {"code": "000000"})
        answer = client.post("/sign-in/second/", {"code": code_of(secret)})
        assert answer.status_code == 422
        assert "wait five minutes" in answer.content.decode()


def test_the_door_closes_after_ten_minutes(client: Client) -> None:
    with at(NOW):
        secret = with_code_app(make_member())
        passphrase_given(client)
    with at(NOW + timedelta(minutes=11)):
        answer = client.post("/sign-in/second/", {"code": code_of(secret)})
        assert answer.headers["Location"] == "/sign-in/"


def test_the_card_does_not_replace_a_second_step(client: Client) -> None:
    user = make_member()
    sign_in(client, user)
    words = re.findall(r"<li>([a-z-]+)</li>", client.post("/me/card/").content.decode())
    client.post("/me/card/confirm/", {"card": " ".join(words)})
    with_code_app(user)
    lost = Client()
    answer = lost.post("/forgotten/", {"name": "quiet-river", "card": " ".join(words),
                                       "passphrase": "violet harbour magnet soup"})  # fmt: skip
    assert "One more step" in answer.content.decode()
    assert not is_in(lost)


def test_a_stolen_secret_of_another_account_opens_nothing() -> None:
    mine, other = make_member(), make_member("green-hill")
    with_code_app(mine)
    row = SecondStep.objects.get()
    secret = bytes(row.secret)
    SecondStep.objects.create(
        user=other, kind="code", name="x", secret=secret, added_on=row.added_on
    )
    with pytest.raises(steps.WrongStep):
        steps.pass_code(user=other, code="000000")


def test_operators_need_one_and_keep_the_last(client: Client) -> None:
    user = make_member(operator=True)
    with_code_app(user)
    sign_in(client, user, strong=True)
    only = SecondStep.objects.get()
    assert client.post("/me/steps/", {"remove": only.pk}).status_code == 422
    assert SecondStep.objects.exists()
    with at(NOW + timedelta(days=9000)):
        with_code_app(user)
    assert client.post("/me/steps/", {"remove": only.pk}).status_code == 302
    assert SecondStep.objects.count() == 1


def test_members_may_do_without() -> None:
    user = make_member()
    with_code_app(user)
    steps.remove_step(user=user, step=SecondStep.objects.get().pk, may_be_last=True)
    assert not SecondStep.objects.exists()


def test_nobody_removes_the_step_of_another(client: Client) -> None:
    with_code_app(make_member("green-hill"))
    sign_in(client, make_member())
    client.post("/me/steps/", {"remove": SecondStep.objects.get().pk})
    assert SecondStep.objects.count() == 1


def test_eight_are_the_most() -> None:
    user = make_member()
    for number in range(8):
        with at(NOW + timedelta(minutes=number)):
            with_code_app(user)
    with pytest.raises(Conflict):
        with_code_app(user)


def test_what_an_app_shows_names_neither_house_nor_member() -> None:
    address = steps.code_address(steps.new_code_secret())
    assert address.startswith("otpauth://totp/Notes:me?")


@pytest.mark.parametrize("answer", ["", "{}", "not json", '{"id": "AAAA"}', "[]"])
def test_a_passkey_that_is_none_is_refused(client: Client, answer: str) -> None:
    sign_in(client, make_member())
    page = client.get("/me/steps/passkey/").content.decode()
    state = re.search(r'name="state" value="([^"]+)"', page)
    assert state
    told = client.post("/me/steps/passkey/", {"state": state[1], "answer": answer or " "})
    assert told.status_code == 422
    assert not SecondStep.objects.exists()
