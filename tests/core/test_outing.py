"""The list of outing words finds what it must, and leaves plain words alone."""

import pytest

from homegroup.core.outing import outing_words_in


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Alcoholics at eight", "alcohol"),
        ("SOBRIETY day", "sobriet"),
        ("Nüchtern bleiben", "nuchtern"),
        ("Ｒｅｃｏｖｅｒｙ", "recovery"),  # full-width letters
        ("The AA meeting", "AA"),
        ("My first year in NA.", "NA"),
        ("Twelve-step work", "twelve-step"),
    ],
)
def test_a_word_is_found(text: str, word: str) -> None:
    assert word in outing_words_in(text)


@pytest.mark.parametrize(
    "text",
    ["", "Notices", "There is something new for you.", "Find a meeting", "Your card", "Na hora",
     "Canada", "Collapse the list", "Maastricht", "a and na"],
)  # fmt: skip
def test_plain_words_are_left_alone(text: str) -> None:
    assert outing_words_in(text) == []


def test_an_address_tells_by_small_letters_as_well() -> None:
    assert outing_words_in("https://aa-river.example/today/", address=True) == ["AA"]
    assert outing_words_in("notes@soberliving.example", address=True) == ["sober"]
    assert outing_words_in("https://kettle.example.na/notices/", address=True) == []
    assert outing_words_in("https://kettle.example/notices/", address=True) == []
