"""Mail through a real server: what is in it, and what is said when it does not go out."""

import socket
from pathlib import Path
from uuid import uuid4

import pytest
from tests.accounts.people import make_member
from tests.chance import without_chance
from tests.notices.posts import (
    PASSWORD,
    SENDER,
    MailHost,
    free_port,
    made_certificate,
)

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.core.errors import HouseError
from homegroup.core.outing import outing_words_in
from homegroup.notices import letters, mail, server
from homegroup.notices.choices import Security
from homegroup.notices.models import MailSettings

pytestmark = pytest.mark.django_db
TO = "somebody@mail.example"
Certificate = tuple[Path, Path]


@pytest.fixture
def operator(db: None) -> User:
    return make_member("lamp-keeper", operator=True)


def tried() -> mail.Tested:
    return mail.send_test(to=TO)


def test_a_test_letter_arrives_by_starttls_and_login(mail_host: MailHost, operator: User) -> None:
    mail_host.serve_for(operator.pk)
    assert tried().well
    letter = mail_host.letters[0]
    assert letter["From"] == f"Notes <{SENDER}>"
    assert letter["To"] == TO
    assert letter["Auto-Submitted"] == "auto-generated"
    assert mail_host.hello == "kettle.example"  # not the name of this machine
    assert socket.gethostname() not in mail_host.raw[0].decode()


def test_a_test_letter_arrives_by_tls(
    certificate: Certificate, trusted: None, operator: User
) -> None:
    with MailHost(certificate, Security.TLS).running() as host:
        host.serve_for(operator.pk)
        assert tried().well
        assert len(host.letters) == 1


def test_a_server_on_this_machine_needs_no_lock(certificate: Certificate, operator: User) -> None:
    with MailHost(certificate, Security.NONE).running() as host:
        host.serve_for(operator.pk, username="", password="")
        assert tried().well


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"host": "no-such-server.invalid"}, "There is no server named no-such-server.invalid"),
        ({"port": 0}, "Nothing answers on port"),  # 0 stands for a port that is free
        ({"password": "wrong"}, "refused the login"),
        ({"security": Security.TLS}, "does not speak TLS"),
        ({"host": "127.0.0.1"}, "not for the name 127.0.0.1"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(
    mail_host: MailHost, operator: User, changed: dict[str, object], said: str
) -> None:
    if changed.get("port") == 0:
        changed = {"port": free_port()}
    mail_host.serve_for(operator.pk, **changed)
    told = tried()
    assert not told.well
    assert said in told.text
    assert mail_host.letters == []


def test_a_certificate_that_nobody_trusts(certificate: Certificate, operator: User) -> None:
    with MailHost(certificate).running() as host:
        host.serve_for(operator.pk)
        assert "cannot be trusted" in tried().text


def test_a_server_without_starttls(certificate: Certificate, operator: User) -> None:
    with MailHost(certificate, Security.NONE).running() as host:
        host.serve_for(operator.pk, security=Security.STARTTLS)
        assert "does not offer STARTTLS" in tried().text


def test_a_server_that_hangs_up(operator: User, mail_host: MailHost) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mail_host.serve_for(operator.pk, port=silent.getsockname()[1])
        silent.close()
        assert "Nothing answers" in tried().text


def test_a_sender_or_recipient_that_is_refused(mail_host: MailHost, operator: User) -> None:
    mail_host.serve_for(operator.pk)
    mail_host.refused_sender = SENDER
    assert "refused the sender" in tried().text
    mail_host.refused_sender = ""
    mail_host.refused_recipients[TO] = "550 no such mailbox"
    assert "does not take mail for this address" in tried().text


def test_without_server_or_address_of_the_site(settings, mail_host: MailHost, operator: User):
    assert "no mail server yet" in tried().text
    assert not mail.is_ready()
    mail_host.serve_for(operator.pk)
    assert mail.is_ready()
    settings.SITE_URL = ""
    assert "HOMEGROUP_URL" in tried().text
    assert not mail.is_ready()


def test_nothing_secret_is_logged(
    mail_host: MailHost, operator: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    mail_host.serve_for(operator.pk, password="not the right one")
    tried()
    mail_host.refused_recipients[TO] = f"550 {TO} unknown"
    mail_host.serve_for(operator.pk)
    tried()
    told = "\n".join(f"{each.name} {each.getMessage()}" for each in caplog.records
                     if each.name.startswith("homegroup"))  # fmt: skip
    assert TO not in told
    assert "not the right one" not in told


def test_letters_are_neutral() -> None:
    for letter in (letters.notice_letter(uuid4()), letters.code_letter("123456"),
                   letters.trial_letter()):  # fmt: skip
        whole = without_chance(letter.as_string())
        assert outing_words_in(whole) == []
        assert "Homegroup" not in whole
    assert outing_words_in(" ".join(letters.push_message().values())) == []


def test_a_notice_letter_can_be_ended_in_one_click(mail_host: MailHost, operator: User) -> None:
    mail_host.serve_for(operator.pk)
    label = uuid4()
    with mail.opened() as post:
        post.send(letters.notice_letter(label), to=TO)
    raw = mail_host.raw[0].decode("ascii")
    link = f"https://kettle.example{letters.off_path(label)}"
    assert f"\nList-Unsubscribe: <{link}>\r\n" in raw
    assert "\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert "Subject: Something new\r\n" in raw
    assert "List-Id" not in raw
    assert "https://kettle.example/notices/\r\n" in raw
    assert letters.label_of(link.split("/")[-2]) == label
    assert letters.label_of("a" * 32) is None
    assert letters.label_of(f"{uuid4().hex}:forged") is None


def test_the_password_is_sealed_and_kept_until_another_is_typed(
    mail_host: MailHost, operator: User
) -> None:
    mail_host.serve_for(operator.pk)
    row = MailSettings.objects.get()
    assert PASSWORD.encode() not in bytes(row.sealed_password or b"")
    mail_host.serve_for(operator.pk, password=None, sender_name="Post")
    assert tried().well
    # It belongs to that server and login: nobody can have it sent somewhere else.
    mail_host.serve_for(operator.pk, password=None, host="127.0.0.1")
    assert MailSettings.objects.get().sealed_password is None
    mail_host.serve_for(operator.pk)
    mail_host.serve_for(operator.pk, password="")
    assert MailSettings.objects.get().sealed_password is None


def test_the_change_is_in_the_log_without_the_password(mail_host: MailHost, operator: User) -> None:
    mail_host.serve_for(operator.pk)
    entry = Entry.objects.get(action="notices.set_mail_server")
    assert entry.actor == operator.pk
    assert PASSWORD not in str(entry.data)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sender_name": "Sober Friends"}, "sender_name"),
        ({"sender_name": "AA Berlin"}, "sender_name"),
        ({"sender_address": "aa@kettle.example"}, "sender_address"),
        ({"sender_address": "post@soberliving.example"}, "sender_address"),
        ({"security": Security.NONE, "host": "mail.example"}, "security"),
    ],
)
def test_what_would_tell_or_leak_is_refused(
    mail_host: MailHost, operator: User, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(HouseError) as refusal:
        mail_host.serve_for(operator.pk, **changed)
    assert refusal.value.field == field
    assert not MailSettings.objects.exists()
    assert not Entry.objects.filter(action="notices.set_mail_server").exists()


def test_three_equal_tries_send_one_letter(mail_host: MailHost, operator: User) -> None:
    mail_host.serve_for(operator.pk)
    key = uuid4()
    told = [server.try_out(to=TO, key=key) for _ in range(3)]
    assert [each.well for each in told] == [True] * 3
    assert len(mail_host.letters) == 1


def test_a_certificate_of_another_is_not_taken(
    tmp_path: Path, trusted: None, operator: User
) -> None:
    with MailHost(made_certificate(tmp_path)).running() as host:
        host.serve_for(operator.pk)
        assert "cannot be trusted" in tried().text
