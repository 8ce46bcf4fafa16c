"""Three equal presses in the same moment leave one row."""

from uuid import uuid4

import pytest
from django.test import Client
from tests.notices.test_at_once import AT_ONCE, at_once
from tests.wisdom.conftest import WORDS, People, asked, browser, offered, share, shown

from homegroup.accounts.models import User
from homegroup.notices.models import Notice
from homegroup.search.choices import Audience
from homegroup.search.models import Document
from homegroup.wisdom.choices import Stage
from homegroup.wisdom.models import Helped, Introduction, Statement
from homegroup.wisdom.places import Where

pytestmark = pytest.mark.django_db(transaction=True)
SENT = [302] * AT_ONCE


def press(user: User, address: str, *, same: bool = True, **typed: str) -> list[object]:
    """Let three browsers of one person send a form at once; give the statuses.

    Unless it is the `same` form, each has a once-key of its own.
    """
    cookies = {name: morsel.value for name, morsel in browser(user).cookies.items()}
    keys = iter([str(uuid4())] * AT_ONCE if same else [str(uuid4()) for _ in range(AT_ONCE)])

    def send() -> int:
        client = Client()
        for name, value in cookies.items():
            client.cookies[name] = value
        return client.post(address, {"once": next(keys), **typed}).status_code

    return at_once(send)


@pytest.mark.parametrize("same", [True, False])
def test_asking(people: People, *, same: bool) -> None:
    row = share(people, people.robin)
    address = f"/helped/keep/share/{row.pk}/"
    assert press(people.kim, address, same=same, passage=WORDS, situation="sleep") == SENT
    assert Statement.objects.get().placed.count() == 1
    assert Notice.objects.filter(user=people.robin, kind="wisdom.asked").count() == 1


def test_offering(people: People) -> None:
    typed = {"text": "Tea.", "situation": "sleep", "where": "home"}
    assert press(people.robin, "/helped/offer/", same=True, **typed) == SENT
    assert Statement.objects.get().placed.count() == 1


def test_consenting(people: People) -> None:
    row = asked(people)
    where = f"group-{people.group.key}"
    assert press(people.robin, f"/helped/own/{row.pk}/", text=row.text, where=where) == SENT
    assert Statement.objects.get().stage == Stage.AGREED
    assert Notice.objects.filter(user=people.lee, kind="wisdom.offered").count() == 1


def test_a_yes_and_a_no_at_once_leave_one_of_them(people: People) -> None:
    row = asked(people)
    address, where = f"/helped/own/{row.pk}/", f"group-{people.group.key}"
    pressed = iter(["yes", "no", "no"])
    cookies = {name: morsel.value for name, morsel in browser(people.robin).cookies.items()}

    def send() -> int:
        client = Client()
        for name, value in cookies.items():
            client.cookies[name] = value
        typed = {"once": str(uuid4()), "do": next(pressed), "text": row.text, "where": where}
        return client.post(address, typed).status_code

    assert sorted(map(str, at_once(send)))[0] == "302"
    row.refresh_from_db()
    assert (row.stage, bool(row.text)) in {(Stage.AGREED, True), (Stage.NO, False)}


def test_putting_on_the_page(people: People) -> None:
    where = Where(Audience.GROUP, people.group)
    row = offered(people.robin, where=where)
    address = f"/groups/{people.group.key}/helped/{row.pk}/"
    typed = {"do": "show", "text": row.text, "situation": "sleep", "language": "en"}
    assert press(people.lee, address, same=True, **typed) == SENT
    assert Statement.objects.get().placed.count() == Document.objects.count() == 1
    assert Notice.objects.filter(user=people.robin, kind="wisdom.shown").count() == 1


@pytest.mark.parametrize("same", [True, False])
def test_writing_an_introduction(people: People, *, same: bool) -> None:
    address = f"/groups/{people.group.key}/helped/page/evenings/"
    assert press(people.lee, address, same=same, text="Evenings are long.", language="en") == SENT
    assert Introduction.objects.count() == Document.objects.count() == 1


@pytest.mark.parametrize("same", [True, False])
def test_saying_that_it_helped(people: People, *, same: bool) -> None:
    row = shown(people.robin, people.lee, where=Where(Audience.GROUP, people.group))
    assert press(people.kim, f"/helped/evenings/{row.pk}/", same=same, on="1") == SENT
    assert Helped.objects.count() == 1
    assert press(people.kim, f"/helped/evenings/{row.pk}/", same=same, on="0") == SENT
    assert Helped.objects.count() == 0


def test_taking_words_back(people: People) -> None:
    row = shown(people.robin, people.lee, where=Where(Audience.GROUP, people.group))
    statuses = press(people.robin, f"/helped/own/{row.pk}/back/")
    assert "302" in map(str, statuses)
    assert set(map(str, statuses)) <= {"302", "404", "409", "422"}
    assert not Statement.objects.exists()
    assert not Document.objects.filter(kind="wisdom").exists()
