"""Several at once: what is told, sent and typed at the same moment stays one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.notices.posts import MailHost, mail_on

from homegroup.core import clock
from homegroup.notices import sending
from homegroup.notices.actions import tell
from homegroup.notices.models import Delivery, MailAddress, Notice, Preferences

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 3


def at_once(work: Callable[[], object]) -> list[object]:
    """Do the same in three threads that start together; give what each got."""
    start = Barrier(AT_ONCE)

    def one() -> object:
        try:
            start.wait(10)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [future.result(30) for future in [pool.submit(one) for _ in range(AT_ONCE)]]


def test_told_by_three_it_is_one_notice() -> None:
    member = make_member()
    mail_on(member)
    at_once(lambda: tell(user=member.pk, kind="things.soon", subject="thing:7"))
    assert Notice.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_sent_by_three_servers_it_is_one_mail(mail_host: MailHost) -> None:
    member = make_member()
    mail_host.serve_for(member.pk)
    mail_on(member)
    Preferences.objects.update(quiet_from=0, quiet_until=0)
    tell(user=member.pk, kind="things.soon", subject="thing:7")
    Delivery.objects.update(due_at=clock.now() - timedelta(seconds=1))
    assert sum(map(int, map(str, at_once(sending.send_due)))) == 1
    assert len(mail_host.letters) == 1


def test_an_address_typed_three_times_is_one_and_its_code_works(mail_host: MailHost) -> None:
    member = make_member()
    mail_host.serve_for(member.pk)
    key = str(uuid4())
    client = Client()
    sign_in(client, member)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def send() -> int:
        other = Client()
        for name, value in cookies.items():
            other.cookies[name] = value
        sent = {"once": key, "address": "river@mail.example"}
        return other.post("/notices/settings/mail/", sent).status_code

    assert at_once(send) == [302] * AT_ONCE
    assert MailAddress.objects.count() == 1
    assert send() == 302
    sent = {"once": str(uuid4()), "address": "lake@mail.example"}
    assert client.post("/notices/settings/mail/", sent).status_code == 302  # counted once
    codes = {letter.get_content() for letter in mail_host.letters[:-1]}
    assert len(codes) == 1  # each letter has the code that works
