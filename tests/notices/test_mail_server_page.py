"""The operator's page of the mail server."""

from uuid import uuid4

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.notices.posts import PASSWORD, SENDER, USER, MailHost

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.notices.models import MailSettings

pytestmark = pytest.mark.django_db
PAGE, TEST = "/console/mail/", "/console/mail/test/"


@pytest.fixture
def console(client: Client) -> Client:
    """A browser in which an operator is signed in, past the second step."""
    sign_in(client, make_member("lamp-keeper", operator=True), strong=True)
    return client


def typed(server: MailHost, /, **changed: str) -> dict[str, str]:
    values = {
        "host": "localhost", "port": str(server.port), "security": "starttls", "username": USER,
        "password": PASSWORD, "sender_address": SENDER, "sender_name": "Notes",
    }  # fmt: skip
    return {"once": str(uuid4())} | values | changed


def test_filled_in_tried_and_working(console: Client, mail_host: MailHost) -> None:
    page = console.get(PAGE).content.decode()
    assert 'value="Notes"' in page
    assert TEST not in page
    assert console.post(PAGE, typed(mail_host)).headers["Location"] == PAGE
    page = console.get(PAGE).content.decode()
    assert PASSWORD not in page
    assert 'value="localhost"' in page
    sent = {"once": str(uuid4()), "to": "me@mail.example"}
    assert "took the test" in console.post(TEST, sent).content.decode()
    assert mail_host.letters[0]["To"] == "me@mail.example"
    assert "sent already" in console.post(TEST, sent).content.decode()
    assert len(mail_host.letters) == 1


def test_an_empty_password_keeps_the_old_one(console: Client, mail_host: MailHost) -> None:
    console.post(PAGE, typed(mail_host))
    console.post(PAGE, typed(mail_host, password="", sender_name="Post"))
    sent = {"once": str(uuid4()), "to": "me@mail.example"}
    assert "took the test" in console.post(TEST, sent).content.decode()
    console.post(PAGE, typed(mail_host, password="", username=""))
    assert MailSettings.objects.get().sealed_password is None


def test_three_equal_posts_are_one_change(console: Client, mail_host: MailHost) -> None:
    sent = typed(mail_host)
    answers = [console.post(PAGE, sent) for _ in range(3)]
    assert [answer.headers["Location"] for answer in answers] == [PAGE] * 3
    assert MailSettings.objects.count() == 1
    assert Entry.objects.filter(action="notices.set_mail_server").count() == 1


def test_a_test_that_fails_says_why(console: Client, mail_host: MailHost) -> None:
    console.post(PAGE, typed(mail_host, password="wrong"))
    sent = {"once": str(uuid4()), "to": "me@mail.example"}
    page = console.post(TEST, sent).content.decode()
    assert "refused the login" in page
    assert 'value="me@mail.example"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("host", ""),
        ("host", "https://mail.example.org"),
        ("host", "mail example"),
        ("port", "0"),
        ("port", "70000"),
        ("security", "magic"),
        ("sender_address", "post"),
        ("sender_address", "post@müll.example"),
        ("sender_name", ""),
        ("sender_name", "Recovery House"),
    ],
)
def test_what_is_refused_is_kept(
    console: Client, mail_host: MailHost, field: str, value: str
) -> None:
    answer = console.post(PAGE, typed(mail_host, **{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    if value and field != "security":
        assert f'value="{value}"' in page
    assert f'value="{SENDER}"' in page or field == "sender_address"
    assert not MailSettings.objects.exists()


@pytest.mark.parametrize("to", ["", "me", "me@mail.example\nx", "me@müll.example"])
def test_a_bad_address_for_the_test(console: Client, mail_host: MailHost, to: str) -> None:
    console.post(PAGE, typed(mail_host))
    assert console.post(TEST, {"once": str(uuid4()), "to": to}).status_code == 422
    assert mail_host.letters == []


def test_an_address_of_the_site_that_tells_is_warned_of(console: Client, settings) -> None:
    settings.SITE_URL = "https://aa-kettle.example"
    assert "“AA”" in console.get(PAGE).content.decode()
    settings.SITE_URL = ""
    assert "HOMEGROUP_URL" in console.get(PAGE).content.decode()
    assert console.get(TEST).headers["Location"] == PAGE


@pytest.mark.parametrize("path", [PAGE, TEST])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_operators_past_their_second_step(
    signed_in: Client, member: User, path: str, method: str
) -> None:
    assert getattr(signed_in, method)(path).status_code == 403
    visitor = Client()
    assert getattr(visitor, method)(path).status_code in {302, 403}
    weak = Client()
    sign_in(weak, make_member("lamp-keeper", operator=True))
    assert getattr(weak, method)(path).headers["Location"].startswith("/me/steps/")
    assert not MailSettings.objects.exists()
