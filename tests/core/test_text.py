"""Comparing names and words; slugs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homegroup.core.text import fold, unique_slug, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Café  Zürich ", "cafe zurich"),
        ("ŁÓDŹ", "lodz"),
        ("Straße", "strasse"),
        ("Þórshöfn", "thorshofn"),
        ("ＡＡ", "aa"),
        ("℡ 5", "tel 5"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_words_hold_only_letters_and_digits(text: str) -> None:
    assert all(word.isalnum() for word in words(text))


def test_words_in_order() -> None:
    assert words("St. Mary's — Friday_Night") == ["st", "mary", "s", "friday", "night"]


def test_a_slug_that_is_taken_gets_a_number() -> None:
    assert unique_slug("Früh am Morgen", set(), fallback="meeting") == "fruh-am-morgen"
    taken = {"a", "a-2"}
    assert unique_slug("A", taken, fallback="meeting") == "a-3"


@pytest.mark.parametrize("name", ["", "—", "早晨", "!!!"])
def test_a_name_without_ascii_gets_the_fallback(name: str) -> None:
    assert unique_slug(name, {"meeting"}, fallback="meeting") == "meeting-2"


@given(st.text(max_size=200), st.integers(0, 12))
def test_a_slug_is_short_ascii_and_new(name: str, others: int) -> None:
    taken: set[str] = set()
    for _ in range(others + 1):
        slug = unique_slug(name, taken, fallback="meeting", length=20)
        assert slug not in taken
        assert 1 <= len(slug) <= 20
        assert slug.isascii()
        assert not slug.startswith("-")
        assert "--" not in slug
        taken.add(slug)
