"""What the checker marks in sentences that people labelled, and what the author decides."""

import re
import time
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from homegroup.core.text import fold
from homegroup.places.choices import PlaceKind
from homegroup.places.models import Place
from homegroup.stories.checking.checker import check, no_places
from homegroup.stories.checking.kinds import Kind
from homegroup.stories.checking.places import towns_among
from homegroup.stories.checking.settling import MOST_QUESTIONS, changed, mark_up

LABELLED = yaml.safe_load((Path(__file__).parent / "labelled.yaml").read_text(encoding="utf-8"))
LANGUAGES = ["en", "es", "de", "fr"]
_LABEL = re.compile(r"\{(\w+):([^}]*)\}")


class Sentence(NamedTuple):
    """A sentence without its labels, and where they stood: (kind, start, end)."""

    text: str
    labels: list[tuple[str, int, int]]


class Figures(NamedTuple):
    """What came of a set: labels, those found, those found as their kind, false marks."""

    labels: int
    found: int
    of_kind: int
    false: int
    sentences: int


def read(line: str) -> Sentence:
    text, at, labels = "", 0, []
    for match in _LABEL.finditer(line):
        text += line[at : match.start()]
        labels.append((match[1], len(text), len(text) + len(match[2])))
        text, at = text + match[2], match.end()
    return Sentence(text + line[at:], labels)


def towns(asked: Collection[str]) -> set[str]:
    """The one town that the labelled home has meetings in."""
    return {"alder falls"} & set(asked)


def measured(which: str, language: str) -> Figures:
    sentences = [read(line) for line in LABELLED[which][language]]
    labels = found = of_kind = false = 0
    for text, told in sentences:
        marks = check(text, language, places=towns)
        for kind, start, end in told:
            touching = [mark for mark in marks if mark.start < end and start < mark.end]
            labels += 1
            found += bool(touching)
            of_kind += any(mark.kind == kind for mark in touching)
        false += sum(
            not any(mark.start < end and start < mark.end for _kind, start, end in told)
            for mark in marks
        )
    return Figures(labels, found, of_kind, false, len(sentences))


@pytest.mark.parametrize("which", ["tuned", "mended"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_tuned_is_found(language: str, which: str) -> None:
    got = measured(which, language)
    assert got.found == got.labels
    assert got.false == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_of_what_is_fresh_is_found_and_little_else(language: str) -> None:
    got = measured("fresh", language)
    assert got.labels >= 13
    _is_well(got)


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_titles_and_small_letters_are_found_and_little_else(language: str) -> None:
    _is_well(measured("later", language))


def _is_well(got: Figures) -> None:
    assert got.found >= 0.8 * got.labels
    assert got.false <= 0.05 * got.sentences


def test_the_figures_in_the_docs_are_those_measured() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "stories.md").read_text(encoding="utf-8")
    for which in ("tuned", "fresh", "mended", "later"):
        for language in LANGUAGES:
            got = measured(which, language)
            found = f"{got.found} of {got.labels}"
            assert f"| {which} | {language} | {got.sentences} | {found} | {got.false} |" in docs


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("I paid 1 200 000 for it, from 2009-2014.", []),
        ("It is 2019-05-12 today.", [(Kind.DATE, "2019-05-12")]),
        ("Call 600 123 456.", [(Kind.PHONE, "600 123 456")]),
        ("x" * 60_000, []),
        ("Xx" * 30_000 + " was Mr Miller.", [(Kind.NAME, "Mr Miller")]),
        ("a.b-" * 15_000, []),
        ("A" * 5000 + " " + "9" * 5000, None),
        ("", []),
    ],
)
def test_odd_texts(text: str, marks: list[tuple[Kind, str]] | None) -> None:
    got = [(mark.kind, mark.text) for mark in check(text, "en")]
    assert marks is None or got == marks


@pytest.mark.parametrize(
    ("language", "text", "marks"),
    [
        ("en", "Dr. Khan gave me the tablets", ["Dr. Khan"]),
        ("en", "my wife sarah left", ["sarah"]),
        ("en", "I live in leeds with tom", ["leeds", "tom"]),
        ("en", "At St. James's Hospital they slept.", ["St. James's Hospital"]),
        ("en", "in salt lake city, from new york", ["salt lake city", "new york"]),
        ("en", "my brother will come, may I, to be frank with hope", []),
        ("en", "Miss you. Father Christmas and the Dr. Then nothing.", []),
        ("en", "a nice plate of turkey in bath water", []),
        ("de", "meine Frau Anna und Frau Dr. Weiß", ["Anna", "Frau Dr. Weiß"]),
        ("de", "als meine Schwester Krebs hatte", []),
        ("de", "meine schwester julia in münchen", ["julia", "münchen"]),
        ("es", "mi hermano juan y doña Ana en bogota", ["juan", "doña Ana", "bogota"]),
        ("es", "con ella, con ron, de julio a junio, en la paz", []),
        ("fr", "mon frère paul, M. Dupont, près d’angers", ["paul", "M. Dupont", "angers"]),
        ("fr", "ma sœur marie ses enfants; madame le sait", []),
    ],
)
def test_titles_and_small_letters(language: str, text: str, marks: list[str]) -> None:
    assert [mark.text for mark in check(text, language)] == marks


LONG = {
    "ordinary": "I went to the meeting with my sister and we talked in the city. " * 320,
    "capitals": "Aa " * 6_666,
    "titles": "Dr. Aa " * 2_857,
    "saints": "St. " * 5_000,
    "names": "my wife sarah " * 1_428,
    "places": "in new york " * 1_700,
    "marks": "Anna. " * 3_333,
    "one word": "x" * 60_000,
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_takes_long_to_check(language: str, name: str) -> None:
    best = 9.0
    for _ in range(2):
        start = time.process_time()
        check(LONG[name], language)
        best = min(best, time.process_time() - start)
    assert best < 1.5  # some 0.2 s; what goes back and forth takes many seconds


def test_marks_never_overlap_and_stand_where_they_say() -> None:
    for language in LANGUAGES:
        text = "\n".join(read(line).text for line in LABELLED["tuned"][language])
        marks = check(text, language, places=towns)
        assert len(marks) > 10
        for mark in marks:
            assert text[mark.start : mark.end] == mark.text
        for one, other in pairwise(marks):
            assert one.end <= other.start


def test_another_language_gets_what_has_a_form() -> None:
    got = check("Ring mig på 070-123 45 67 eller a@b.example", "sv")
    assert {mark.kind for mark in got} == {Kind.PHONE, Kind.MAIL}


def test_equal_phrases_are_one_question() -> None:
    got = mark_up(["Then Deborah rang.", "I told Deborah."], "en", places=no_places)
    [question] = got.questions
    assert (question.text, question.times, question.suggestion) == ("Deborah", 2, "a friend")
    assert [[piece.text for piece in text if piece.question] for text in got.texts] == [
        ["Deborah"],
        ["Deborah"],
    ]


def test_what_may_stay_is_not_asked_again() -> None:
    assert not mark_up(
        ["Then Deborah rang."], "en", places=no_places, stand=["name|deborah"]
    ).questions


def test_many_questions_are_asked_in_parts() -> None:
    text = ". ".join(
        f"We met in Q{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}ville" for n in range(60)
    )
    got = mark_up([text], "en", places=no_places)
    assert (len(got.questions), got.left) == (MOST_QUESTIONS, 60 - MOST_QUESTIONS)


def test_the_text_pieces_are_the_whole_text() -> None:
    text = "My sister Anna lives in Leeds, at 12 Mill Street."
    got = mark_up([text], "en", places=no_places)
    assert "".join(piece.text for piece in got.texts[0]) == text


@pytest.mark.parametrize(
    ("text", "changes", "after"),
    [
        ("Then Deborah rang.", {"name|deborah": "a friend"}, "Then a friend rang."),
        ("Deborah rang.", {"name|deborah": "a friend"}, "A friend rang."),
        ("My sister Anna rang.", {"name|anna": ""}, "My sister rang."),
        ("Then Deborah rang.", {}, "Then Deborah rang."),
        ("I was 34 then.", {"age|34": "in my thirties"}, "I was in my thirties then."),
    ],
)
def test_what_the_author_chose_is_made(text: str, changes: dict[str, str], after: str) -> None:
    assert changed(text, "en", places=no_places, changes=changes) == after


@pytest.mark.django_db
def test_towns_of_the_home_are_known() -> None:
    for name, source, weight in (
        ("Alder Falls", Place.OWN, 2), ("Farville", "geonames", 20_000), ("Nearly", "geonames", 90),
    ):  # fmt: skip
        Place.objects.create(
            name=name, folded=fold(name), kind=PlaceKind.TOWN, source=source, weight=weight
        )
    assert towns_among({"alder falls", "farville", "nearly", "nowhere"}) == {
        "alder falls",
        "farville",
    }
    [mark] = check("It was the year we left alder street. Then Alder Falls.", "en",
                   places=towns_among)  # fmt: skip
    assert (mark.kind, mark.text) == (Kind.PLACE, "Alder Falls")
