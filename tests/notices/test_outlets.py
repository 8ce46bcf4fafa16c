"""Switching mail and pushes on and off: codes, devices, and what is refused."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.factories import NOW, at
from tests.notices.posts import MailHost, PushHost, as_json, mail_on

from homegroup.accounts.models import User
from homegroup.core import sealing
from homegroup.core.errors import HouseError
from homegroup.notices import actions, letters, outlets, push
from homegroup.notices.actions import tell
from homegroup.notices.models import (
    Choice,
    Delivery,
    MailAddress,
    Preferences,
    PushDevice,
)

pytestmark = pytest.mark.django_db
ADDRESS = "river@mail.example"
SETTINGS = "/notices/settings/"


def set_preferences(member: User, **changed: Any) -> None:
    """Set preferences through the action: quiet from 22 to 8, digest at 9 on Sunday, UTC."""
    values = {"zone": "UTC", "quiet": (22, 8), "hour": 9, "weekday": 7, "rhythms": {}}
    assert actions.set_preferences(user=member.pk, key=uuid4(), **(values | changed))


def push_on(member: User, host: PushHost, name: str = "one") -> None:
    """Let a browser at the push service take pushes."""
    told = host.subscription(name)
    assert outlets.add_device(user=member.pk, subscription=told, zone="UTC", key=uuid4())


def post(client: Client, path: str, **data: str) -> HttpResponse:
    answer = client.post(path, {"once": str(uuid4()), **data})
    assert isinstance(answer, HttpResponse)
    return answer


def code_in(host: MailHost) -> str:
    found = re.search(r"\b\d{6}\b", host.letters[-1].get_content())
    assert found
    return found[0]


@pytest.fixture
def host(mail_host: MailHost, member: User) -> MailHost:
    """The mail server, which this home uses."""
    mail_host.serve_for(member.pk)
    return mail_host


def test_all_is_off_at_first(signed_in: Client, member: User, mail_host: MailHost) -> None:
    page = signed_in.get(SETTINGS).content.decode()
    assert "cannot send mail yet" in page
    mail_host.serve_for(member.pk)
    assert 'name="address"' in signed_in.get(SETTINGS).content.decode()
    tell(user=member.pk, kind="things.soon", subject="thing:1")
    assert not Delivery.objects.exists()
    assert not Preferences.objects.exists()


def test_an_address_is_proved_by_a_code(signed_in: Client, member: User, host: MailHost) -> None:
    answer = post(signed_in, f"{SETTINGS}mail/", address=ADDRESS)
    assert (answer.status_code, answer.headers["Location"]) == (302, SETTINGS)
    row = MailAddress.objects.get()
    assert ADDRESS.encode() not in bytes(row.sealed)
    code = code_in(host)
    assert code.encode() not in bytes(row.code_check or b"")
    tell(user=member.pk, kind="things.soon", subject="thing:1")
    assert not Delivery.objects.exists()  # not before it is proved
    page = signed_in.get(SETTINGS).content.decode()
    assert "r…@mail.example" in page
    assert ADDRESS not in page
    for _ in range(3):
        answer = post(signed_in, f"{SETTINGS}mail/code/", code=f"{code[:3]} {code[3:]}")
        assert answer.headers["Location"] == SETTINGS
    assert MailAddress.objects.get().is_confirmed
    tell(user=member.pk, kind="things.soon", subject="thing:2")
    assert Delivery.objects.count() == 1


def test_three_equal_posts_send_one_code(signed_in: Client, host: MailHost) -> None:
    key = str(uuid4())
    sent = {"once": key, "address": ADDRESS}
    answers = [signed_in.post(f"{SETTINGS}mail/", sent) for _ in range(3)]
    assert [answer.headers["Location"] for answer in answers] == [SETTINGS] * 3
    assert len(host.letters) == 1
    assert MailAddress.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["", "river", "river@", "@mail.example", "a@b@c", "river@mail.example\nBcc: x@y.example",
     "x" * 250 + "@mail.example", "river@mail example"],
)  # fmt: skip
def test_a_bad_address_is_refused_and_kept(signed_in: Client, host: MailHost, address: str) -> None:
    answer = post(signed_in, f"{SETTINGS}mail/", address=address)
    assert answer.status_code == 422
    if address and "\n" not in address:
        assert f'value="{address}"' in answer.content.decode()
    assert host.letters == []
    assert not MailAddress.objects.exists()


def test_a_server_that_refuses_is_told_and_nothing_kept(signed_in: Client, host: MailHost) -> None:
    host.refused_recipients[ADDRESS] = "550 unknown"
    key = str(uuid4())
    answer = signed_in.post(f"{SETTINGS}mail/", {"once": key, "address": ADDRESS})
    assert answer.status_code == 422
    assert "could not send mail" in answer.content.decode()
    assert f'value="{ADDRESS}"' in answer.content.decode()
    assert not MailAddress.objects.exists()
    host.refused_recipients.clear()
    assert signed_in.post(f"{SETTINGS}mail/", {"once": key, "address": ADDRESS}).status_code == 302
    assert MailAddress.objects.exists()


def test_wrong_codes_are_counted_and_the_fifth_ends_it(signed_in: Client, host: MailHost) -> None:
    post(signed_in, f"{SETTINGS}mail/", address=ADDRESS)
    code = code_in(host)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(4):
        answer = post(signed_in, f"{SETTINGS}mail/code/", code=wrong)
        assert answer.status_code == 422
        assert f'value="{wrong}"' in answer.content.decode()
    assert (
        "wrong five times" in post(signed_in, f"{SETTINGS}mail/code/", code=wrong).content.decode()
    )
    assert not MailAddress.objects.exists()
    assert post(signed_in, f"{SETTINGS}mail/code/", code=code).status_code == 422


def test_an_old_code_is_refused_and_a_new_one_can_be_had(
    signed_in: Client, member: User, host: MailHost
) -> None:
    with at(NOW):
        sign_in(signed_in, member)
        post(signed_in, f"{SETTINGS}mail/", address=ADDRESS)
    code = code_in(host)
    with at(NOW + timedelta(minutes=31)):
        sign_in(signed_in, member)
        answer = post(signed_in, f"{SETTINGS}mail/code/", code=code)
        assert "too old" in answer.content.decode()
        post(signed_in, f"{SETTINGS}mail/", again="1")
        assert host.letters[-1]["To"] == ADDRESS
        assert post(signed_in, f"{SETTINGS}mail/code/", code=code_in(host)).status_code == 302
    assert MailAddress.objects.get().is_confirmed


def test_an_address_that_is_never_confirmed_is_forgotten(
    signed_in: Client, member: User, host: MailHost
) -> None:
    with at(NOW):
        sign_in(signed_in, member)
        post(signed_in, f"{SETTINGS}mail/", address=ADDRESS)
    with at(NOW + timedelta(hours=25)):
        actions.forget_old()
    assert not MailAddress.objects.exists()


def test_nobody_fills_a_strangers_mailbox(signed_in: Client, host: MailHost) -> None:
    for _ in range(3):
        post(signed_in, f"{SETTINGS}mail/", address=ADDRESS)
    refused = post(signed_in, f"{SETTINGS}mail/", address=ADDRESS)
    assert "wait an hour" in refused.content.decode()
    other = Client()
    sign_in(other, make_member("calm-lake"))
    assert post(other, f"{SETTINGS}mail/", address=ADDRESS.upper()).status_code == 422
    assert len(host.letters) == 3


def test_a_code_of_another_member_proves_nothing(signed_in: Client, host: MailHost) -> None:
    post(signed_in, f"{SETTINGS}mail/", address=ADDRESS)
    code = code_in(host)
    other = Client()
    sign_in(other, make_member("calm-lake"))
    assert post(other, f"{SETTINGS}mail/code/", code=code).status_code == 422
    assert not MailAddress.objects.get().is_confirmed


def test_off_deletes_the_address_at_once(signed_in: Client, member: User) -> None:
    mail_on(member)
    tell(user=member.pk, kind="things.soon", subject="thing:1")
    for _ in range(3):
        assert post(signed_in, f"{SETTINGS}mail/off/").headers["Location"] == SETTINGS
    assert not MailAddress.objects.exists()
    assert not Delivery.objects.exists()


def test_the_link_in_a_mail_asks_and_the_post_ends_it(client: Client, member: User) -> None:
    mail_on(member)
    path = letters.off_path(MailAddress.objects.get().label)
    asked = client.get(path)
    assert "Stop the mails" in asked.content.decode()
    assert MailAddress.objects.exists()
    strict = Client(enforce_csrf_checks=True)  # a mail program has no form token
    for _ in range(3):
        answer = strict.post(
            path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 200
        assert "are off" in answer.content.decode()
    assert not MailAddress.objects.exists()
    assert "are off" in client.get(path).content.decode()


@pytest.mark.parametrize("token", ["x", f"{'a' * 32}:forged", "%00", "ü"])
def test_a_forged_link_ends_nothing(client: Client, member: User, token: str) -> None:
    mail_on(member)
    assert client.post(f"/notices/off/{token}/").status_code == 404
    assert MailAddress.objects.exists()


def test_a_browser_is_added_sealed_and_removed(
    signed_in: Client, member: User, push_host: PushHost
) -> None:
    told = push_host.subscription()
    key = str(uuid4())
    for _ in range(3):
        sent = {"once": key, "subscription": as_json(told)}
        answer = signed_in.post(f"{SETTINGS}push/", sent)
        assert answer.headers["Location"] == SETTINGS
    row = PushDevice.objects.get()
    for part in (told.endpoint, told.p256dh, told.auth):
        assert part.encode() not in bytes(row.sealed) + row.mark.encode()
    assert outlets.subscription_of(row) == told
    assert str(row.label) in signed_in.get(SETTINGS).content.decode()
    tell(user=member.pk, kind="things.soon", subject="thing:1")
    assert Delivery.objects.count() == 1
    post(signed_in, f"{SETTINGS}push/off/", device="no such")
    post(signed_in, f"{SETTINGS}push/off/", device=str(uuid4()))
    assert PushDevice.objects.exists()
    post(signed_in, f"{SETTINGS}push/off/", device=str(row.label))
    assert not PushDevice.objects.exists()
    assert not Delivery.objects.exists()


def test_nobody_removes_the_device_of_another(signed_in: Client, push_host: PushHost) -> None:
    other = make_member("calm-lake")
    push_on(other, push_host)
    post(signed_in, f"{SETTINGS}push/off/", device=str(PushDevice.objects.get().label))
    assert PushDevice.objects.exists()


def test_one_browser_takes_pushes_for_who_used_it_last(member: User, push_host: PushHost) -> None:
    other = make_member("calm-lake")
    push_on(member, push_host)
    push_on(other, push_host)
    assert PushDevice.objects.get().user == other


def test_five_devices_are_the_most(signed_in: Client, member: User, push_host: PushHost) -> None:
    for number in range(5):
        push_on(member, push_host, str(number))
    answer = post(signed_in, f"{SETTINGS}push/", subscription=as_json(push_host.subscription("x")))
    assert answer.status_code == 422
    assert "Five devices" in answer.content.decode()
    push_on(member, push_host, "4")  # the same browser again
    assert PushDevice.objects.count() == 5


@pytest.mark.parametrize(
    "told",
    ["", "x", "[]", "{}", '{"endpoint": 7, "keys": {"p256dh": 1, "auth": 2}}', "null",
     '{"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "AAAA", "auth": "AAAA"}}',
     '{"endpoint": "ü", "keys": {"p256dh": "ü", "auth": "ü"}}', "x" * 4_000],
)  # fmt: skip
def test_what_no_browser_tells_is_refused(signed_in: Client, told: str) -> None:
    answer = post(signed_in, f"{SETTINGS}push/", subscription=told)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com@evil.example/x",
        "https://user:word@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:99999/x",
        "https://evil.example\\.push.apple.com/x",
        "https://push.apple.com.evil.example/x",
        "https://evilpush.apple.com.example/x",
        "https://127.0.0.1/x",
        "http://127.0.0.1:8000/x",
        "https://[::1]/x",
        "https://10.0.0.1/x",
        "https://localhost/x",
        "file:///etc/passwd",
        "https://fcm.googleapis.com/" + "x" * 1_000,
        "https://fcm.googleapis.com/a b",
    ],
)
def test_only_known_push_services_are_asked(push_host: PushHost, settings, endpoint: str) -> None:
    settings.PUSH_TO_LOOPBACK = False
    known = push_host.subscription()
    told = push.Subscription(endpoint, known.p256dh, known.auth)
    with pytest.raises(HouseError):
        push.check(told)
    with pytest.raises(push.PushTrouble):
        push.send(told)


@pytest.mark.parametrize(
    "endpoint",
    ["https://fcm.googleapis.com/fcm/send/x:y", "https://web.push.apple.com/Qx",
     "https://updates.push.services.mozilla.com/wpush/v2/x",
     "https://db5p.notify.windows.com/w/?token=x"],
)  # fmt: skip
def test_the_browsers_own_services_are_known(push_host: PushHost, endpoint: str) -> None:
    known = push_host.subscription()
    push.check(push.Subscription(endpoint, known.p256dh, known.auth))


def test_a_known_name_that_leads_inside_is_not_asked(
    push_host: PushHost, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PUSH_TO_LOOPBACK = False
    inside = [(2, 1, 6, "", ("10.1.2.3", 443))]
    monkeypatch.setattr(push.socket, "getaddrinfo", lambda *_, **__: inside)
    known = push_host.subscription()
    told = push.Subscription("https://fcm.googleapis.com/x", known.p256dh, known.auth)
    with pytest.raises(push.PushTrouble, match="private network"):
        push.send(told)


def test_the_homes_key_is_made_once_and_kept_private(settings) -> None:
    first = push.public_key()
    assert push.public_key() == first
    file = settings.HOME / "keys" / "push.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(list(file.parent.iterdir())) == 1


def choices(**changed: str) -> dict[str, str]:
    values = {"zone": "Europe/Berlin", "quiet_from": "21", "quiet_until": "7",
              "hour": "18", "weekday": "3"}  # fmt: skip
    topics = {f"mail-{topic}": "usual" for topic in ("messages", "groups", "tasks", "account")}
    return values | topics | changed


def test_choices_are_saved_once(signed_in: Client, member: User) -> None:
    mail_on(member)
    sent = {"once": str(uuid4()), **choices(**{"mail-groups": "weekly"})}
    for _ in range(3):
        answer = signed_in.post(SETTINGS, sent)
        assert answer.headers["Location"] == SETTINGS
    row = Preferences.objects.get()
    assert (row.zone, row.quiet_from, row.quiet_until, row.hour, row.weekday) == (
        "Europe/Berlin", 21, 7, 18, 3,
    )  # fmt: skip
    assert Choice.objects.get(topic="groups").rhythm == "weekly"
    page = signed_in.get(SETTINGS).content.decode()
    assert '<option value="weekly" selected>' in page
    assert 'value="Europe/Berlin"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("zone", "Mars/Base"), ("zone", ""), ("quiet_from", "24"), ("hour", "x"), ("weekday", "0"),
     ("mail-groups", "hourly"), ("quiet_until", "")],
)  # fmt: skip
def test_a_choice_that_there_is_not_is_refused(
    signed_in: Client, member: User, field: str, value: str
) -> None:
    mail_on(member)
    answer = post(signed_in, SETTINGS, **choices(**{field: value, "mail-tasks": "never"}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert page.count('<option value="never" selected>') == 1  # what was typed is kept
    assert Preferences.objects.get().zone == "UTC"


@pytest.mark.parametrize("path", ["mail/off/", "push/off/"])
def test_off_is_a_post(signed_in: Client, path: str) -> None:
    assert signed_in.get(SETTINGS + path).status_code == 405


@pytest.mark.parametrize("path", ["mail/", "mail/code/", "push/"])
def test_a_form_page_reloaded_leads_back(signed_in: Client, path: str) -> None:
    assert signed_in.get(SETTINGS + path).headers["Location"] == SETTINGS
    assert Client().post(SETTINGS + path).status_code == 403


def test_a_row_moved_to_another_member_does_not_open(member: User) -> None:
    mail_on(member)
    other = make_member("calm-lake")
    MailAddress.objects.update(user=other)
    with pytest.raises(sealing.Unreadable):
        outlets.address_of(MailAddress.objects.get())
