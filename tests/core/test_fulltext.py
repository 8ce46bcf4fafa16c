"""Full text finds the same on both databases."""

from collections.abc import Iterator

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homegroup.core.fulltext import TextIndex
from homegroup.core.text import words

INDEX = TextIndex("tests_fulltext")
TEXTS = {
    1: "Early Birds, Main Street Church",
    2: "Frühaufsteher in der Straße am Tor",
    3: "Night owls; church hall, 24 Tower Street",
    4: "早晨 group",
}


@pytest.fixture
def index(db: None) -> Iterator[TextIndex]:
    INDEX.create(connection.schema_editor())
    INDEX.put(TEXTS.items())
    yield INDEX
    INDEX.drop(connection.schema_editor())


def _found(index: TextIndex, *terms: list[str]) -> list[int]:
    query = index.matching(terms)
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.params)
        return sorted(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("terms", "ids"),
    [
        ([["church"]], [1, 3]),
        ([["chur"]], [1, 3]),
        ([["hurch"]], []),
        ([["church"], ["night"]], [3]),
        ([["early", "night"]], [1, 3]),
        ([["early", "night"], ["tower"]], [3]),
        ([["strasse"]], [2]),
        ([["fruh"]], [2]),
        ([["24"]], [3]),
        ([["早晨"]], [4]),
        ([["and"]], []),
        ([["or"]], []),
        ([["not"]], []),
        ([["near"]], []),
    ],
)
def test_terms_are_found_by_prefix(
    index: TextIndex, terms: list[list[str]], ids: list[int]
) -> None:
    assert _found(index, *terms) == ids


def test_a_new_text_takes_the_place_of_the_old(index: TextIndex) -> None:
    index.put([(1, "Sunset"), (5, "Sunrise")])
    assert _found(index, ["sun"]) == [1, 5]
    assert _found(index, ["early"]) == []


def test_what_is_removed_is_not_found(index: TextIndex) -> None:
    index.remove([1, 99])
    index.remove([])
    assert _found(index, ["church"]) == [3]


def test_many_rows(index: TextIndex) -> None:
    index.put((number, f"row{number} all") for number in range(100, 1400))
    assert len(_found(index, ["all"])) == 1300
    index.remove(range(100, 1400))
    assert _found(index, ["all"]) == []


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(min_size=1, max_size=30))
def test_every_word_that_is_stored_is_found(index: TextIndex, text: str) -> None:
    index.put([(9, text)])
    for word in words(text):
        assert 9 in _found(index, [word])
