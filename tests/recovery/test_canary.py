"""Marked secrets that go in through the pages stand nowhere in the database or in a log."""

import base64
import logging
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from tests.accounts.people import sign_in
from tests.canary.looking import database, found
from tests.groups.making import make_group, make_membership
from tests.recovery.conftest import Somebody, make_somebody

MARKS = [f"canary{number:02d}zebra" for number in range(8)]


def _plant(me: Somebody, kim: Somebody) -> None:
    """Write, look for, change, open, and keep each kind of thing, with a mark in each."""
    group = make_group()
    make_membership(me.user, group, "Robin")
    other = make_membership(kim.user, group, "Kim")
    page = me.post("/journal/new/", text=f"{MARKS[0]} words", on="2026-03-04", tags=MARKS[1])
    address = page["Location"]
    me.get(address)
    me.get(me.post("/journal/search/", q=f"{MARKS[0]} {MARKS[2]}")["Location"])
    me.post(f"{address}edit/", text=f"{MARKS[0]} {MARKS[3]}", on="2026-03-04", revision="1")
    me.post(f"{address}edit/", 422, text=f"{MARKS[3]} again", on="2026-03-04", revision="1")
    me.post(f"{address}share/", **{"with": str(other.pk)})
    kim.get(address.replace("/journal/", "/journal/shared/"))
    me.post("/journal/draft/", text=MARKS[4], slot=str(uuid4()))
    me.post("/people/new/", name=MARKS[5], numbers="555 0101", when="")
    me.post("/people/keep-open/", keep="1")
    me.post("/check-in/", morning=MARKS[6], evening="", on="2026-03-04", revision="0")
    sign_in(me.client, me.user, locked=True)
    me.client.post("/journal/new/", {"text": MARKS[7]})
    me.client.post("/journal/draft/", {"text": MARKS[7]}, headers={"HX-Request": "true"})


def _found(stored: bytes) -> list[str]:
    return found(MARKS, stored)


@pytest.mark.django_db(transaction=True)
def test_marked_secrets_are_found_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    me, kim = make_somebody("quiet-river"), make_somebody("green-hill")
    _plant(me, kim)
    stored = database()
    assert b"quiet-river" in stored  # it is the right place to look
    assert _found(stored) == []
    assert _found(caplog.text.encode()) == []
    assert _found(repr(getattr(cache, "_cache", {})).encode()) == []
    # cookies and addresses of the device
    assert (
        _found(repr({name: each.value for name, each in me.client.cookies.items()}).encode()) == []
    )


def test_the_disguises_would_be_noticed() -> None:
    text = f"before {MARKS[0]} after".encode()
    for stored in (text, text.hex().encode(), base64.b64encode(text),
                   base64.b64encode(b"1" + text), base64.b64encode(b"12" + text)):  # fmt: skip
        assert _found(stored)


@pytest.mark.django_db
def test_signed_out_words_go_back_to_their_writer_and_stay_nowhere() -> None:
    answer = Client().post("/journal/new/", {"text": MARKS[0]})
    assert answer.status_code == 403
    assert MARKS[0] in answer.content.decode()
    assert _found(database()) == []
