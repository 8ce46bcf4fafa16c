"""Three equal forms in the same moment leave one row."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from tests.groups.making import make_group
from tests.messages.conftest import Somebody, make_somebody

from homegroup.messages.actions import calls
from homegroup.messages.models import Call, PhoneEntry, Reach, Talk
from homegroup.notices.models import Notice
from homegroup.vault.models import Message, Thread

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 3


def at_once(work: Callable[[int], object]) -> list[Any]:
    """Do the same in three threads that start together; give what each got."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> object:
        try:
            start.wait(10)
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [future.result(60) for future in [pool.submit(one, n) for n in range(AT_ONCE)]]


def send(who: Somebody, path: str, **typed: Any) -> set[int]:
    """Send the same form three times at once; give the statuses."""
    form = {"once": str(uuid4()), **typed}
    cookies = {name: morsel.value for name, morsel in who.client.cookies.items()}

    def one(number: int) -> int:
        client = Client()
        for name, value in cookies.items():
            client.cookies[name] = value
        return client.post(path, form).status_code

    return set(at_once(one))


def two() -> tuple[Somebody, Somebody]:
    group = make_group("Lamp Group")
    return make_somebody("quiet-river", group, "Robin"), make_somebody("green-hill", group, "Kim")


def test_equal_forms_of_a_conversation_leave_one_row_each() -> None:
    robin, kim = two()
    assert send(robin, robin.page_of(kim, "write"), text="Hello") == {302}
    talk = Talk.objects.get()
    assert (Message.objects.count(), Thread.objects.count(), Reach.objects.get().people) == (
        1,
        1,
        1,
    )
    assert Notice.objects.filter(user=kim.user).count() == 1
    assert send(kim, f"/messages/{talk.pk}/answer/", do="yes") == {302}
    assert Notice.objects.filter(user=robin.user).count() == 1
    assert send(kim, f"/messages/{talk.pk}/", text="Hello Robin") == {302}
    assert Message.objects.count() == 2
    assert not robin.vault.threads.read(talk.thread_id).changed


def test_two_who_ask_each_other_at_once_have_one_conversation() -> None:
    robin, kim = two()

    def ask(number: int) -> int:
        one, other = (robin, kim) if number % 2 else (kim, robin)
        client = Client()
        for name, morsel in one.client.cookies.items():
            client.cookies[name] = morsel.value
        form = {"once": str(uuid4()), "text": "Hello"}
        return client.post(one.page_of(other, "write"), form).status_code

    assert set(at_once(ask)) <= {302, 422}
    assert (Talk.objects.count(), Thread.objects.count()) == (1, 1)


def test_equal_forms_of_a_call_and_a_list_leave_one_row_each() -> None:
    robin, kim = two()
    hours = calls.Hours("1234567", 0, 0, "Europe/London", "", for_newcomers=True)
    calls.offer(me=kim.membership, hours=hours)
    assert send(robin, robin.page_of(kim, "call")) == {302}
    call = Call.objects.get()
    assert send(kim, f"/calls/{call.pk}/", number="555 0100", until="1") == {302}
    assert (Thread.objects.count(), Message.objects.count()) == (1, 1)
    line = {"number": "555 0100", "hours": "", "agreed": "on"}
    assert send(kim, f"/groups/{kim.group.key}/phone-list/mine/", **line) == {302}
    assert PhoneEntry.objects.count() == 1
