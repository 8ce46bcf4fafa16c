"""Tokens by the time of their rows, newest first, alike on both databases."""

from collections.abc import Iterator

import pytest
from django.db import connection

from homegroup.core import fulltext
from homegroup.core.fulltext import DatedIndex

INDEX = DatedIndex("tests_dated")
EVERYTHING = 10**9


@pytest.fixture
def index(db: None) -> Iterator[DatedIndex]:
    INDEX.create(connection.schema_editor())
    rows = [(10, ["\ue000rain", "sun"]), (20, ["rain"]), (30, ["rain", "sun"]), (40, ["rainbow"])]
    INDEX.put_words(rows)
    yield INDEX
    INDEX.drop(connection.schema_editor())


@pytest.mark.parametrize(
    ("terms", "ids"),
    [
        ([["rain"]], [30, 20]),
        ([["rain*"]], [40, 30, 20]),
        ([["\ue000rain"]], [10]),
        ([["rain", "\ue000rain"]], [30, 20, 10]),
        ([["rain", "\ue000rain"], ["sun"]], [30, 10]),
        ([["rai"]], []),
        ([], []),
        ([["rain"], []], []),
    ],
)
def test_the_newest_rows_with_one_token_of_each_term(
    index: DatedIndex, terms: list[list[str]], ids: list[int]
) -> None:
    assert index.newest(terms, before=EVERYTHING, limit=10) == ids


def test_a_page_ends_and_the_next_begins_below_it(index: DatedIndex) -> None:
    assert index.newest([["rain*"]], before=EVERYTHING, limit=2) == [40, 30]
    assert index.newest([["rain*"]], before=30, limit=2) == [20]


def test_what_lies_beyond_the_newest_rows_is_found(
    index: DatedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "_REACHES", (1, 2))
    assert index.newest([["rain"]], before=EVERYTHING, limit=2) == [30, 20]
    assert index.newest([["\ue000rain"]], before=EVERYTHING, limit=2) == [10]


def test_tokens_of_a_row(index: DatedIndex) -> None:
    assert index.tokens_of(30) == {"rain", "sun"}
    assert index.tokens_of(31) == frozenset()


def test_tokens_that_no_row_has(index: DatedIndex) -> None:
    assert index.unused(["rain", "snow", "rai", "sun"]) == ["snow", "rai"]
    index.remove([10, 30])
    assert index.unused(["rain", "sun"]) == ["sun"]


def test_tidying_leaves_what_is_found_and_puts_parts_together(index: DatedIndex) -> None:
    for number in range(100, 120):
        index.put_words([(number, ["rain", f"word{number}"])])
    assert index.tidy(pages=1) >= 1
    assert index.newest([["rain"]], before=EVERYTHING, limit=2) == [119, 118]
    assert index.newest([["word100"]], before=EVERYTHING, limit=2) == [100]
    assert index.tidy() == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(DISTINCT segid) FROM {INDEX.table}_idx")
            assert cursor.fetchone() == (1,)


def test_few_and_many_matching_rows_are_found_alike(
    index: DatedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    for few in (0, 10**6):
        monkeypatch.setattr(fulltext, "_FEW", few)
        assert index.newest([["rain"], ["sun"]], before=EVERYTHING, limit=5) == [30]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL: SQLite keeps no plans")
def test_a_plan_is_made_for_the_words_at_hand(index: DatedIndex) -> None:
    """Of other statements it is kept for the connection; how common a word is decides this one."""
    for _ in range(5):
        assert index.newest([["rain*"]], before=EVERYTHING, limit=2) == [40, 30]
        assert index.tokens_of(40)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [row[0] for row in cursor.fetchall() if index.table in row[0]]
    assert any("tsvector_to_array" in each for each in kept)
    assert not any("tsquery" in each for each in kept)
