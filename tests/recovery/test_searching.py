"""Finding words in private texts, and marking them where they stand."""

import pytest

from homegroup.core.text import first_line, fold
from homegroup.recovery.searching import Finder, Piece, folded, unique, words_in

TEXTS = ["I called Kim.", "Über den Fluß", "Crème brûlée", "Ελλάδα", "naïve ﬁsh", "a\u0308b", "Ærø",
         "Ωμέγα Straße", "", "🙂 ok", "Привет, Ёж", "line\nline"]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_folded_as_the_house_folds(text: str) -> None:
    assert " ".join(folded(text).split()) == fold(text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("kim", "I called KIM."),
        ("kim called", "I called Kim."),
        ("uber", "Über den Fluß"),
        ("über", "uber alles"),
        ("fluss", "Über den Fluß"),
        ("strasse", "STRASSE und Straße"),
        ("brul", "Crème brûlée"),
        ("don't", "I don’t know"),
        ("ελλαδα", "Ελλάδα"),
        ("еж", "Привет, Ёж"),
        ("aero", "Ærø"),
    ],
)
def test_what_is_found(query: str, text: str) -> None:
    finder = Finder(words_in(query))
    assert finder.finds(text)
    marked = [piece for piece in finder.excerpt(text) if piece.is_found]
    assert marked
    assert "".join(piece.text for piece in finder.excerpt(text)) == text


@pytest.mark.parametrize(
    ("query", "text"), [("kim rain", "I called Kim."), ("ёлка", "Привет"), ("xyz", "ü")]
)
def test_what_is_not_found(query: str, text: str) -> None:
    assert not Finder(words_in(query)).finds(text)


def test_places_are_marked_as_they_were_written() -> None:
    pieces = Finder(["kim", "rain"]).excerpt("I called Kim in the Rain.")
    assert pieces == [Piece("I called "), Piece("Kim", is_found=True), Piece(" in the "),
                      Piece("Rain", is_found=True), Piece(".")]  # fmt: skip


def test_marks_stand_right_after_letters_that_fold_to_two() -> None:
    pieces = Finder(["tag"]).excerpt("Straße und Tag")
    assert [piece.text for piece in pieces if piece.is_found] == ["Tag"]


def test_a_long_text_is_cut_around_the_first_place() -> None:
    text = "word " * 400 + "Kim " + "word " * 400
    pieces = Finder(["kim"]).excerpt(text)
    whole = "".join(piece.text for piece in pieces)
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert len(whole) < 400
    assert [piece.text for piece in pieces if piece.is_found] == ["Kim"]


def test_a_text_without_spaces_is_cut_as_well() -> None:
    pieces = Finder(["kim"]).excerpt("x" * 5_000 + "kim" + "y" * 5_000)
    assert sum(len(piece.text) for piece in pieces) < 400


@pytest.mark.parametrize("query", ["", "  ", "-- !?", "…"])
def test_a_query_without_words(query: str) -> None:
    assert words_in(query) == []


def test_only_ten_words_count() -> None:
    assert len(words_in("a " * 50)) == 10


def test_nothing_private_stays_in_the_cache_of_the_house() -> None:
    before = fold.cache_info().currsize
    finder = Finder(words_in("sécret wörds"))
    assert finder.finds("my sécret wörds")
    finder.excerpt("my sécret wörds")
    assert fold.cache_info().currsize == before


def test_the_first_line_says_something() -> None:
    assert first_line("\n  \n  Two   words \nmore", 120) == "Two words"
    assert first_line("one two three", 9) == "one two …"
    assert first_line(" \n ", 9) == ""


def test_tags_that_read_the_same_are_one() -> None:
    assert unique(["#Work", " work ", "Café", "cafe", "", " # "]) == ["Work", "Café"]
