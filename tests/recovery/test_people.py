"""People to call: their list and order, "Help now", and staying open on one device."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.accounts.people import sign_in
from tests.factories import at
from tests.recovery.conftest import Somebody, said

from homegroup.core.errors import HouseError
from homegroup.recovery import actions, kept_open, queries
from homegroup.recovery.choices import MOST_PEOPLE
from homegroup.recovery.queries import Person
from homegroup.vault.models import Entry

pytestmark = pytest.mark.django_db


def add(me: Somebody, name: str = "Kim", numbers: str = "+49 (30) 555-0101", **more: Any) -> None:
    me.post("/people/new/", name=name, numbers=numbers, **{"when": "evenings", **more})


def names(me: Somebody) -> list[str]:
    return [person.name for person in queries.people(me.vault)]


def test_somebody_is_added_shown_and_can_be_dialled(me: Somebody) -> None:
    add(me, numbers="+49 (30) 555-0101\r\n030 555 0102")
    html = me.get("/people/")
    assert 'href="tel:+49305550101"' in html
    assert 'href="tel:0305550102"' in html
    assert "Call +49 (30) 555-0101" in said(html)
    assert "evenings" in html


def test_pressing_thrice_adds_one(me: Somebody) -> None:
    form = {"name": "Kim", "numbers": "5550101", "when": "", "once": str(uuid4())}
    for _ in range(3):
        assert me.post("/people/new/", **form)["Location"] == "/people/"
    assert names(me) == ["Kim"]
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("numbers", "problem"),
    [
        ("", "This field is required."),
        ("call me", "is no phone number"),
        ("12", "is no phone number"),
        ("+++ ---", "is no phone number"),
        ("javascript:123456", "is no phone number"),
        ("111\n222\n333\n444", "3 numbers are the most."),
        ("1" * 41, "is no phone number"),
    ],
)
def test_a_refused_number_keeps_what_was_typed(me: Somebody, numbers: str, problem: str) -> None:
    answer = me.post("/people/new/", 422, name="Kim K.", numbers=numbers, when="late")
    assert problem in said(answer)
    assert 'value="Kim K."' in answer.content.decode()
    assert 'value="late"' in answer.content.decode()
    assert names(me) == []


def test_somebody_is_changed_moved_and_taken_off(me: Somebody) -> None:
    for name in ("Kim", "Sam", "Alex"):
        add(me, name)
    kim, sam, alex = (person.id for person in queries.people(me.vault))
    me.post(f"/people/{alex}/move/", to="up")
    assert names(me) == ["Kim", "Alex", "Sam"]
    me.post(f"/people/{kim}/move/", to="up")
    me.post(f"/people/{sam}/move/", to="down")
    me.post(f"/people/{sam}/move/", to="sideways")
    assert names(me) == ["Kim", "Alex", "Sam"]
    me.post(f"/people/{kim}/move/", to="down")
    assert names(me) == ["Alex", "Kim", "Sam"]
    me.post(f"/people/{kim}/", name="Kim K.", numbers="555 0199", when="")
    assert queries.people(me.vault)[1] == Person(kim, "Kim K.", ("555 0199",), "")
    assert "Sam" in me.get(f"/people/{sam}/delete/")
    key = str(uuid4())
    for _ in range(3):
        assert me.post(f"/people/{sam}/delete/", once=key)["Location"] == "/people/"
    assert names(me) == ["Alex", "Kim K."]
    me.get(f"/people/{sam}/", 404)
    me.post(f"/people/{sam}/move/", 404, to="up")


def test_moving_twice_with_one_form_moves_once(me: Somebody) -> None:
    for name in ("Kim", "Sam", "Alex"):
        add(me, name)
    key, alex = str(uuid4()), queries.people(me.vault)[2].id
    for _ in range(2):
        me.post(f"/people/{alex}/move/", to="up", once=key)
    assert names(me) == ["Kim", "Alex", "Sam"]


def test_too_many_people_are_refused_and_nothing_is_changed(me: Somebody) -> None:
    for number in range(MOST_PEOPLE):
        actions.add_person(vault=me.vault, name=f"P{number}", numbers=["555 01"], when="",
                           key=uuid4())  # fmt: skip
    key = uuid4()
    with pytest.raises(HouseError, match="20 people are the most"):
        actions.add_person(vault=me.vault, name="X", numbers=["555 01"], when="", key=key)
    assert len(names(me)) == MOST_PEOPLE
    me.post("/people/new/", 422, name="X", numbers="555 01", when="")


def test_nobody_sees_or_changes_the_people_of_others(me: Somebody, kim: Somebody) -> None:
    add(me, "Sam")
    sam = queries.people(me.vault)[0].id
    kim.get(f"/people/{sam}/", 404)
    kim.post(f"/people/{sam}/", 404, name="x", numbers="555 01")
    kim.post(f"/people/{sam}/delete/", 404)
    kim.post(f"/people/{sam}/move/", 404, to="up")
    assert "Sam" not in kim.get("/people/")
    assert names(me) == ["Sam"]


# "Help now"


def test_help_now_shows_them_first(me: Somebody) -> None:
    assert "Choose somebody to call" in said(me.get("/help-now/"))
    add(me)
    html = me.get("/help-now/")
    assert "People you chose" in html
    assert 'href="tel:+49305550101"' in html
    assert html.index("People you chose") < html.index('id="lines"')


def test_locked_it_offers_to_open_them(me: Somebody) -> None:
    add(me)
    sign_in(me.client, me.user, locked=True)
    html = me.get("/help-now/")
    assert "tel:+49305550101" not in html
    assert 'href="/unlock/?next=/help-now/"' in html
    assert "Unlock to see the people you chose" in said(html)


def test_a_visitor_sees_nothing_of_it() -> None:
    html = Client().get("/help-now/").content.decode()
    assert "People you chose" not in html


def test_kept_open_they_show_while_locked(me: Somebody) -> None:
    add(me)
    me.post("/people/keep-open/", keep="1")
    cookie = me.client.cookies[kept_open.COOKIE]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert (cookie["path"], cookie["samesite"], cookie["domain"]) == ("/", "Lax", "")
    assert cookie["max-age"] == 90 * 24 * 3600
    assert "Kim" not in cookie.value
    _lock(me)
    html = me.get("/help-now/")
    assert 'href="tel:+49305550101"' in html
    assert "Change this list" not in html


def _lock(me: Somebody) -> None:
    me.client.post("/lock/")


def test_the_address_that_locks_is_known(me: Somebody) -> None:
    add(me)
    _lock(me)
    assert "Unlock to see" in said(me.get("/help-now/"))


def test_kept_open_they_follow_changes(me: Somebody) -> None:
    add(me)
    me.post("/people/keep-open/", keep="1")
    add(me, "Sam", "555 0177")
    _lock(me)
    assert "tel:5550177" in me.get("/help-now/")


def test_kept_open_for_nobody_else(me: Somebody, kim: Somebody) -> None:
    add(me)
    me.post("/people/keep-open/", keep="1")
    stolen = me.client.cookies[kept_open.COOKIE].value
    for client in (Client(), kim.client):
        client.cookies[kept_open.COOKIE] = stolen
        assert "tel:+49305550101" not in client.get("/help-now/").content.decode()
    sign_in(kim.client, kim.user, locked=True)
    kim.client.cookies[kept_open.COOKIE] = stolen
    assert "tel:+49305550101" not in kim.get("/help-now/")


def test_signing_in_anew_asks_again_until_the_list_was_opened(me: Somebody) -> None:
    add(me)
    me.post("/people/keep-open/", keep="1")
    sign_in(me.client, me.user)
    assert "They stay open here" in said(me.get("/people/"))
    _lock(me)
    assert "tel:+49305550101" in me.get("/help-now/")
    sign_in(me.client, me.user, locked=True)
    assert "tel:+49305550101" not in me.get("/help-now/")


def test_signed_out_nothing_stays_open(me: Somebody) -> None:
    add(me)
    me.post("/people/keep-open/", keep="1")
    me.client.post("/sign-out/")
    assert "tel:+49305550101" not in me.get("/help-now/")


def test_ninety_days_later_nothing_stays_open(me: Somebody) -> None:
    add(me)
    me.post("/people/keep-open/", keep="1")
    kept = me.client.cookies[kept_open.COOKIE].value
    with at("2026-06-10T12:00+00:00"):
        visit = sign_in(me.client, me.user, locked=True)
        visit.row.label = _label_of(kept)
        visit.row.save()
        me.client.cookies[kept_open.COOKIE] = kept
        assert "tel:+49305550101" not in me.get("/help-now/")


def _label_of(cookie: str) -> str:
    """Give the visit that a cookie was made in, as the home reads it."""
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.COOKIES[kept_open.COOKIE] = cookie
    told = kept_open._told(request)
    assert told
    from homegroup.accounts.models import Visit

    Visit.objects.filter(label=told["visit"]).delete()
    return str(told["visit"])


def test_they_can_be_locked_again(me: Somebody) -> None:
    add(me)
    me.post("/people/keep-open/", keep="1")
    me.post("/people/keep-open/", keep="0")
    _lock(me)
    assert "tel:+49305550101" not in me.get("/help-now/")


def test_a_shared_phone_keeps_none(me: Somebody) -> None:
    add(me)
    sign_in(me.client, me.user, shared=True)
    assert "This is a shared phone" in said(me.get("/people/"))
    me.post("/people/keep-open/", keep="1")
    assert not me.client.cookies[kept_open.COOKIE].value


@pytest.mark.parametrize("cookie", ["", "x", "AAAA", "é", "x" * 4000])
def test_a_cookie_that_is_none_is_passed_over(me: Somebody, cookie: str) -> None:
    add(me)
    _lock(me)
    me.client.cookies[kept_open.COOKIE] = cookie
    assert "Unlock to see" in said(me.get("/help-now/"))


def test_a_long_list_keeps_the_first(me: Somebody) -> None:
    for number in range(MOST_PEOPLE):
        actions.add_person(vault=me.vault, name=f"{number} " + "é" * 58, when="x" * 80,
                           numbers=["+49 30 555 0101"] * 3, key=uuid4())  # fmt: skip
    me.post("/people/keep-open/", keep="1")
    assert len(me.client.cookies[kept_open.COOKIE].value) < 3_900
    shown = said(me.get("/people/"))
    (count,) = re.findall(r"There is room for the first (\d+)\.", shown)
    _lock(me)
    assert me.get("/help-now/").count("<h3>") >= int(count) > 5


def test_without_people_there_is_nothing_to_keep_open(me: Somebody) -> None:
    me.post("/people/keep-open/", keep="1")
    assert not me.client.cookies[kept_open.COOKIE].value


def test_lists_take_the_same_number_of_queries(me: Somebody, django_assert_num_queries) -> None:
    for _ in range(3):
        add(me)
        with django_assert_num_queries(2):
            queries.people(me.vault)
