"""Signing up, in and out; locking; the card; as a browser without JavaScript does it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.accounts.people import PASSPHRASE, make_member, sign_in
from tests.factories import NOW, at

from homegroup.accounts import visits
from homegroup.accounts.models import KeptForm, Keyring, User, Visit
from homegroup.core.models import UsedKey

pytestmark = pytest.mark.django_db


def post(client: Client, path: str, **data: str) -> HttpResponse:
    return client.post(path, {"once": str(uuid4()), **data})  # type: ignore[return-value]


def sign_up(client: Client, **data: str) -> HttpResponse:
    plain = {"name": "quiet-river", "passphrase": PASSPHRASE, "offered": "six words of the house"}
    return post(client, "/sign-up/", **(plain | data))


def sign_in_by_form(client: Client, **data: str) -> HttpResponse:
    return post(client, "/sign-in/", **({"name": "quiet-river", "passphrase": PASSPHRASE} | data))


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_a_name_and_a_passphrase_are_enough(client: Client) -> None:
    answer = sign_up(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/card/")
    assert is_in(client)
    user = User.objects.get()
    assert user.username == "quiet-river"
    assert PASSPHRASE not in user.password


def test_the_offered_name_and_words_will_do(client: Client) -> None:
    page = client.get("/sign-up/").content.decode()
    name = re.search(r'name="name" value="([^"]+)"', page)
    offered = re.search(r'name="offered" value="([^"]+)"', page)
    assert name
    assert offered
    assert len(offered[1].split()) == 6
    assert offered[1] in page.replace(offered[0], "")
    sign_up(client, name=name[1], passphrase="", offered=offered[1])
    assert is_in(client)
    other = Client()
    sign_in_by_form(other, name=name[1], passphrase=offered[1])
    assert is_in(other)


def test_pressed_three_times_it_is_one_account(client: Client) -> None:
    key = str(uuid4())
    answers = [sign_up(Client(), once=key) for _ in range(3)]
    assert [answer.headers["Location"] for answer in answers] == ["/me/card/"] * 3
    assert User.objects.count() == Keyring.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "Admin", "servant of the house"),
        ("name", "аdmin", "alphabet"),  # a Cyrillic letter
        ("name", "quiet​river", "cannot be seen"),
        ("name", "ab", "letters"),
        ("passphrase", "too short", "at least 15"),
        ("passphrase", "one day at a time!", "try this phrase first"),
        ("passphrase", "abababababababababab", "easy to guess"),
        ("passphrase", "x" * 129, "at most 128"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    client: Client, field: str, value: str, reason: str
) -> None:
    answer = sign_up(client, **{field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reason in page
    assert f'value="{value}"' in page
    assert "six words of the house" in page
    assert not User.objects.exists()
    assert not UsedKey.objects.exists()


@pytest.mark.parametrize("name", ["quiet-river", "Quiet-River", "qu1et-river", "quiet-rіver"])
def test_a_name_that_looks_the_same_is_taken(client: Client, name: str) -> None:
    make_member("quiet-river")
    answer = sign_up(client, name=name)
    assert answer.status_code == 422
    assert User.objects.count() == 1


def test_wrong_name_and_wrong_passphrase_get_the_same_answer(client: Client) -> None:
    make_member()
    wrong = sign_in_by_form(Client(), passphrase="something else altogether")
    nobody = sign_in_by_form(Client(), name="nobody-here", passphrase="something else altogether")
    assert wrong.status_code == nobody.status_code == 422

    def bare(answer: HttpResponse) -> str:
        page = answer.content.decode().replace("nobody-here", "quiet-river")
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)

    assert bare(wrong) == bare(nobody)
    assert "do not fit together" in bare(wrong)


def test_after_too_many_tries_one_waits(client: Client) -> None:
    make_member()
    for _ in range(20):
        sign_in_by_form(client, passphrase="something else altogether")
    assert "wait ten minutes" in sign_in_by_form(client).content.decode()


def test_signing_out_ends_the_visit(client: Client) -> None:
    sign_in(client, make_member())
    assert is_in(client)
    token = client.cookies[visits.VISIT_COOKIE].value
    assert post(client, "/sign-out/").status_code == 302
    client.cookies[visits.VISIT_COOKIE] = token
    assert not is_in(client)
    assert not Visit.objects.exists()


def test_a_shared_phone_is_wiped_and_its_cookies_end_with_the_browser(client: Client) -> None:
    make_member()
    sign_in_by_form(client, is_shared="on")
    assert client.cookies[visits.VISIT_COOKIE]["max-age"] == ""
    assert "cookies" in post(client, "/sign-out/").headers["Clear-Site-Data"]


def test_pages_for_members_send_visitors_to_the_door_and_back(client: Client) -> None:
    answer = client.get("/me/devices/")
    assert answer.headers["Location"] == "/sign-in/?next=%2Fme%2Fdevices%2F"
    make_member()
    back = sign_in_by_form(client, next="/me/devices/")
    assert back.headers["Location"] == "/me/devices/"


@pytest.mark.parametrize("told", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_signing_in(client: Client, told: str) -> None:
    make_member()
    assert sign_in_by_form(client, next=told).headers["Location"] == "/today/"


def test_what_was_typed_signed_out_comes_back_after_signing_in(client: Client) -> None:
    make_member()
    page = client.post("/me/", {"minutes": "60", "note": 'a "long" <text>'})
    assert page.status_code == 403
    kept = re.search(r'name="kept" value="([^"]*)"', page.content.decode())
    assert kept
    told = kept[1].replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    answer = sign_in_by_form(client, kept=told)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'action="/me/"' in text
    assert "a &quot;long&quot; &lt;text&gt;" in text


def test_idle_pages_lock_and_the_passphrase_opens_them(client: Client) -> None:
    user = make_member()
    with at(NOW):
        sign_in(client, user)
        assert client.get("/me/card/").status_code == 200
    with at(NOW + timedelta(minutes=31)):
        assert client.get("/me/card/").headers["Location"] == "/unlock/?next=%2Fme%2Fcard%2F"
        assert is_in(client)
        assert Visit.objects.get().sealed_key is None
        assert post(client, "/unlock/", passphrase="not the right one").status_code == 422
        opened = post(client, "/unlock/?next=/me/card/", passphrase=PASSPHRASE)
        assert opened.headers["Location"] == "/me/card/"
        assert client.get("/me/card/").status_code == 200


def test_a_touch_keeps_pages_open(client: Client) -> None:
    user = make_member()
    with at(NOW):
        sign_in(client, user)
    for minutes in (20, 40, 60):
        with at(NOW + timedelta(minutes=minutes)):
            assert client.get("/me/card/").status_code == 200


def test_an_idle_shared_phone_is_signed_out(client: Client) -> None:
    user = make_member()
    with at(NOW):
        sign_in(client, user, shared=True)
    with at(NOW + timedelta(minutes=16)):
        assert not is_in(client)


def test_a_form_that_arrives_locked_is_sealed_and_comes_back(client: Client) -> None:
    user = make_member()
    sign_in(client, user, locked=True)
    secret = "marked words that nobody may read"
    answer = client.post(
        "/me/card/", {"note": secret}, headers={"referer": "http://testserver/me/card/"}
    )
    assert answer.headers["Location"] == "/unlock/?next=%2Fme%2Fcard%2F"
    assert secret.encode() not in bytes(KeptForm.objects.get().sealed)
    there = post(client, "/unlock/", passphrase=PASSPHRASE)
    assert there.headers["Location"].startswith("/me/kept/")
    page = client.get(there.headers["Location"]).content.decode()
    assert secret in page
    number = re.search(r'name="kept_form" value="(\d+)"', page)
    assert number
    sent = client.post("/me/card/", {"note": secret, "kept_form": number[1]})
    assert sent.status_code == 200
    assert not KeptForm.objects.exists()


def test_the_card_is_shown_once_and_lets_one_in_once(client: Client) -> None:
    user = make_member()
    sign_in(client, user)
    shown = client.post("/me/card/").content.decode()
    words = re.findall(r"<li>([a-z-]+)</li>", shown)
    assert len(words) == 10
    card = " ".join(words)
    assert card not in client.get("/me/card/").content.decode()
    new = "violet harbour magnet soup"
    early = post(Client(), "/forgotten/", name="quiet-river", card=card, passphrase=new)
    assert early.status_code == 422  # not confirmed
    assert client.post("/me/card/confirm/", {"card": card}).status_code == 302
    lost = Client()
    answer = post(lost, "/forgotten/", name="quiet-river", card=card.upper(), passphrase=new)
    assert answer.headers["Location"] == "/me/card/"
    assert is_in(lost)
    assert not is_in(client)  # other devices are signed out
    again = post(Client(), "/forgotten/", name="quiet-river", card=card, passphrase=new + " 2")
    assert again.status_code == 422
    assert sign_in_by_form(Client(), passphrase=new).status_code == 302
    assert sign_in_by_form(Client()).status_code == 422


def test_the_card_on_paper_names_nobody(client: Client) -> None:
    sign_in(client, make_member())
    words = re.findall(r"<li>([a-z-]+)</li>", client.post("/me/card/").content.decode())
    sheet = client.post("/me/card.pdf", {"card": " ".join(words)})
    assert sheet.headers["Content-Type"] == "application/pdf"
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="card.pdf"'
    from io import BytesIO

    from pypdf import PdfReader

    text = PdfReader(BytesIO(sheet.content)).pages[0].extract_text()
    assert all(word in text for word in words)
    assert "quiet-river" not in text
    assert "Homegroup" not in text
    assert client.post("/me/card.pdf", {"card": "other words"}).status_code == 302


def test_leaving_in_a_hurry_signs_this_device_out(client: Client) -> None:
    user = make_member()
    other = Client()
    for browser in (client, other):
        sign_in(browser, user)
    answer = client.get("/exit/", headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 303
    assert Visit.objects.count() == 1
    assert is_in(other)
    other.get("/exit/", headers={"sec-fetch-site": "cross-site"})  # a link on another site
    assert is_in(other)


def test_visits_that_have_ended_are_forgotten(client: Client) -> None:
    from homegroup.accounts.actions import end_old_visits

    user = make_member()
    with at(NOW):
        sign_in(client, user)
    with at(NOW + timedelta(days=31)):
        assert not is_in(client)
        assert end_old_visits() == 1
        assert end_old_visits() == 0


@pytest.mark.django_db(transaction=True)
def test_three_equal_forms_at_once_make_one_account() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    key = str(uuid4())

    def press(_number: int) -> tuple[int, str]:
        try:
            answer = sign_up(Client(), once=key)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(press, range(3)))
    assert answers == [(302, "/me/card/")] * 3
    assert User.objects.count() == Keyring.objects.count() == 1


def test_one_address_makes_only_so_many_accounts_an_hour(client: Client, settings) -> None:
    settings.ACCOUNTS_AN_HOUR = 2
    for number in range(2):
        assert sign_up(Client(), name=f"quiet-river-{number}").status_code == 302
    answer = sign_up(client, name="quiet-river-7")
    assert answer.status_code == 422
    assert "wait an hour" in answer.content.decode()
    assert User.objects.count() == 2
