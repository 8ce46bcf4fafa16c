"""Tokens by the time of their rows, newest first, alike on both databases."""

from collections.abc import Iterator

import pytest
from django.db import connection

from homegroup.core import fulltext_postgresql
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
    assert index.newest([["rain", "rainbow"]], before=EVERYTHING, limit=2) == [40, 30]
    assert index.newest([["rain", "rainbow"]], before=30, limit=2) == [20]


def test_what_lies_beyond_the_newest_rows_is_found(
    index: DatedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext_postgresql, "_WALKED", 1)
    assert index.newest([["rain"]], before=EVERYTHING, limit=2) == [30, 20]
    assert index.newest([["\ue000rain"]], before=EVERYTHING, limit=2) == [10]


@pytest.mark.parametrize("walked", [1, 2, 1_000])
def test_rows_of_several_years_are_found_in_their_order(
    index: DatedIndex, monkeypatch: pytest.MonkeyPatch, walked: int
) -> None:
    monkeypatch.setattr(fulltext_postgresql, "_WALKED", walked)
    month = 30 * 24 * 60 * 60 * 1000
    ids = [number * month for number in range(1, 30)]
    index.put_words([(row_id, ["rain", "thunder"]) for row_id in ids])
    newest_first = [*reversed(ids), 30, 20]
    assert index.newest([["rain"]], before=2**62, limit=40) == newest_first
    assert index.newest([["rain"]], before=2**62, limit=7) == newest_first[:7]
    assert index.newest([["rain"]], before=ids[9], limit=7) == newest_first[20:27]
    assert index.newest([["rain"], ["sun"]], before=2**62, limit=7) == [30]
    assert index.tokens_of(ids[20]) == {"rain", "thunder"}
    assert index.unused(["rain", "thunder", "snow", "sun"]) == ["snow"]


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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL: SQLite has no planner")
def test_the_index_is_asked_even_where_the_planner_expects_many_rows(index: DatedIndex) -> None:
    """It takes each rare token for a common one, and would read every row that there is."""
    tokens = [f"word{number}" for number in range(3_000)]
    with fulltext_postgresql._by_the_index() as cursor:
        cursor.execute(
            f"EXPLAIN SELECT 1 FROM {INDEX.table} WHERE body @@ %s::tsquery LIMIT 1",
            [fulltext_postgresql._tsquery([tokens], ["/0'"])],
        )
        assert f"{INDEX.table}_body" in str(cursor.fetchall())


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL: SQLite stores them as they are"
)
def test_tokens_of_a_former_version_are_read_and_stored_anew(index: DatedIndex) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {INDEX.table} VALUES (50, array_to_tsvector(%s::text[]))",
            [["\ue000rain", "hail"]],
        )
    assert index.newest([["hail"]], before=EVERYTHING, limit=2) == []
    assert index.tokens_of(50) == {"\ue000rain", "hail"}
    index.put_words([(50, sorted(index.tokens_of(50)))])
    assert index.newest([["hail"]], before=EVERYTHING, limit=2) == [50]
    assert index.tokens_of(50) == {"\ue000rain", "hail"}
