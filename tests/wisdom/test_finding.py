"""The search says why it shows a statement or a page, in whichever language it was looked for."""

import re

import pytest
from tests.wisdom.conftest import People, browser, shown
from tests.wisdom.test_introducing import introduce
from tests.wisdom.test_pages import html

from homegroup.search.choices import Audience
from homegroup.wisdom.places import Where


def result(people: People, query: str) -> str:
    """Give the only result of a search, with the marks in it."""
    page = html(browser(people.kim), f"/search/?q={query}")
    found = re.findall(r"<article.*?</article>", page, re.DOTALL)
    assert len(found) == 1
    return " ".join(re.sub(r"<(?!/?mark)[^>]*>", " ", found[0]).split())


@pytest.mark.parametrize("query", ["%C3%84ngst", "angst", "sorgen+angst", "%22Angst+und+Sorgen%22"])
def test_a_name_in_another_language_is_shown_beside_the_readers_own(
    people: People, query: str
) -> None:
    where = Where(Audience.GROUP, people.group)
    shown(people.robin, people.lee, where=where, situations=("sleep", "fear"))
    found = result(people, query)
    assert found.startswith("Sleep · Fear and worry Tea, and the radio. Also called: <mark>Angst")
    assert found.endswith("What helped somebody · Lamp Group")


def test_what_the_readers_own_words_say_is_not_said_twice(people: People) -> None:
    where = Where(Audience.GROUP, people.group)
    shown(people.robin, people.lee, where=where, situations=("fear",))
    assert "Also called" not in result(people, "worry")
    assert "Also called" not in result(people, "radio")


def test_a_page_is_found_by_its_name_in_another_language(people: People) -> None:
    introduce(people.lee, "It passes.", group=people.group, page="fear")
    assert "Also called: <mark>Angst</mark> und Sorgen" in result(people, "Angst")
