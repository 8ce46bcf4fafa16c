"""Meetings under the search over everything: what the directory lists, and why it was found."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.accounts.people import make_member, sign_in
from tests.factories import weekly
from tests.groups.making import make_membership

from homegroup.groups.actions.groups import change_group
from homegroup.groups.choices import Joining, Visibility
from homegroup.meetings import actions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


def page(client: Client, query: str) -> str:
    answer = client.get(f"/search/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def found(html: str) -> list[str]:
    """Give the text of each result."""
    cards = re.findall(r"<article.*?</article>", html, re.DOTALL)
    return [" ".join(re.sub(r"<(?!/?mark)[^>]*>", " ", card).split()) for card in cards]


def test_a_visitor_finds_meetings_and_sees_why(client: Client) -> None:
    make.add("Lamp Light", group=make.group("Kettle Club"), types=("open",), notes="Biscuits after")
    (card,) = found(html := page(client, "q=ligth+biscuit"))
    assert card.startswith("Lamp <mark>Light</mark> ")
    assert card.endswith("In it: <mark>Biscuits</mark>")
    assert 'href="/meetings/lamp-light/"' in html
    assert 'href="/meetings/?q=ligth+biscuit"' in html
    assert "Not in what people wrote" in html


def test_nothing_is_there_where_a_word_is_missing(client: Client) -> None:
    make.add("Lamp Light")
    html = page(client, "q=lamp+zebra")
    assert found(html) == []
    assert "All meetings with these words" not in html


def test_a_word_that_looks_a_little_alike_is_not_meant(client: Client) -> None:
    make.add("Era of Tea")
    assert found(page(client, "q=zebra")) == []
    assert found(page(client, "q=era"))


def test_a_few_are_shown_each_once(client: Client) -> None:
    for number in range(5):
        make.add(f"Lamp {number}", schedules=(weekly(), weekly("4")))
    html = page(client, "q=lamp")
    assert len(set(re.findall(r"/meetings/lamp-\d/", html))) == len(found(html)) == 3
    assert "All meetings with these words" in html


@pytest.mark.parametrize("more", ["kind=share", "after=5e", "group=abc"])
def test_a_narrower_search_has_no_meetings(client: Client, more: str) -> None:
    make.add("Lamp Light")
    assert found(page(client, f"q=lamp&{more}")) == []


def test_what_is_not_listed_changes_nothing(client: Client) -> None:
    before = page(client, "q=lamp")
    made = make.add("Lamp Light", group=make.group("Hidden Lamps"))
    actions.close_meeting(meeting=make.add("Lamp Shade"), reason="", by=None)
    assert made.group
    assert found(page(client, "q=lamp"))
    change_group(
        group=made.group, name=made.group.name, about="", visibility=Visibility.UNLISTED,
        joining=Joining.INVITED, by=make_member("tall-pine").pk,
    )  # fmt: skip
    assert page(client, "q=lamp") == before
    member = make_member("quiet-river")
    make_membership(member, made.group)
    sign_in(client, member)
    assert "All meetings with these words" not in page(client, "q=lamp")


def test_a_search_takes_the_same_number_of_queries_for_one_and_three(client: Client) -> None:
    counts = []
    for names in (["Lamp A"], ["Lamp B", "Lamp C"]):
        for name in names:
            make.add(name, group=make.group(f"Group {name}"))
        page(client, "q=lamp")
        with CaptureQueriesContext(connection) as seen:
            page(client, "q=lamp")
        counts.append(len(seen))
    assert counts[0] == counts[1]
