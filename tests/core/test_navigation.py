"""The row of links in the header."""

from typing import Any

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in

from homegroup.core import navigation
from homegroup.core.navigation import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", dict(navigation._entries))


def header(client: Client, path: str = "/time-zone/") -> str:
    page = client.get(path).content.decode()
    return page[page.index("<header>") : page.index("</header>")]


def test_a_visitor_sees_how_to_find_a_meeting_and_to_sign_in(client: Client) -> None:
    said = header(client)
    assert 'href="/meetings/"' in said
    assert 'href="/sign-in/"' in said
    assert 'href="/me/"' not in said


def test_a_member_sees_their_pages(client: Client) -> None:
    sign_in(client, make_member())
    said = header(client)
    assert 'href="/me/"' in said
    assert 'href="/sign-in/"' not in said


def test_entries_stand_in_their_order_and_say_where_one_is(client: Client) -> None:
    navigation.register(Entry("/time-zone/", "Second", "sun", order=2))
    navigation.register(Entry("/exit/about/", "First", "sun", order=1))
    said = header(client)
    assert said.index("First") < said.index("Second") < said.index("Find a meeting")
    assert 'href="/time-zone/" aria-current="page"' in said
    assert said.count("aria-current") == 1


def test_a_page_below_an_entry_belongs_to_it(client: Client) -> None:
    navigation.register(Entry("/exit/", "Ways out", "sun", order=1))
    assert 'href="/exit/" aria-current="true"' in header(client, "/exit/about/")


def test_an_address_that_nobody_answers_has_no_link(client: Client) -> None:
    navigation.register(Entry("/no-such-page/", "Nothing here", "sun", order=1))
    assert "Nothing here" not in header(client)


def test_registering_again_replaces_the_entry(client: Client) -> None:
    navigation.register(Entry("/meetings/", "Rooms", "search", order=1, count=lambda _: 3))
    said = header(client)
    assert "Find a meeting" not in said
    assert 'Rooms <b class="count">3<span class="unseen"> new</span></b>' in said


def test_a_count_of_nothing_is_not_shown(client: Client) -> None:
    navigation.register(Entry("/meetings/", "Rooms", "search", order=1, count=lambda _: 0))
    assert "count" not in header(client)


def test_a_page_for_a_wrong_address_has_the_header_too(client: Client) -> None:
    assert "Help now" in header(client, "/no-such-page/")


def test_an_entry_is_asked_only_where_it_is_shown(client: Client) -> None:
    def count(request: Any) -> int:
        raise AssertionError("asked for a visitor")

    navigation.register(
        Entry("/exit/about/", "Mine", "sun", order=1, shown=navigation.to_members, count=count)
    )
    assert "Mine" not in header(client)
