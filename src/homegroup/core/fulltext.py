"""Full text on both databases: which rows hold these words, by prefix.

SQLite has an FTS5 table, PostgreSQL a tsvector with a GIN index; both hold folded words
(`core.text.words`), so that they find the same. A table is made in a migration by `create`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL

from homegroup.core import fulltext_postgresql
from homegroup.core.text import words

_BATCH = 500
_LONGEST = 100  # signs of a word that count; PostgreSQL spoils lexemes over 2,046 bytes


def _stored(found: Sequence[str]) -> str | list[str]:
    """Give words as the present database stores them."""
    short = [word[:_LONGEST] for word in found]
    return sorted(set(short)) if connection.vendor == "postgresql" else " ".join(short)


@dataclass(frozen=True)
class TextIndex:
    """A table of texts, by the id of the row that they describe."""

    table: str

    def create(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Make the table; for a migration."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TABLE {self.table} (id bigint PRIMARY KEY, body tsvector NOT NULL)"
            )
            schema_editor.execute(
                f"CREATE INDEX {self.table}_body ON {self.table} USING gin (body)"
            )
        else:
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {self.table} USING fts5"
                "(body, detail=none, prefix='2 3', tokenize='unicode61 remove_diacritics 0')"
            )

    def drop(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Undo `create`."""
        schema_editor.execute(f"DROP TABLE {self.table}")

    def put(self, rows: Iterable[tuple[int, str]]) -> None:
        """Store the text of each (id, text), in place of what stood there."""
        self.put_words((row_id, words(text)) for row_id, text in rows)

    def put_words(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Store texts that were taken apart already (`core.text.words`)."""
        if connection.vendor == "postgresql":
            sql = (
                f"INSERT INTO {self.table} (id, body) VALUES (%s, array_to_tsvector(%s::text[])) "
                "ON CONFLICT (id) DO UPDATE SET body = excluded.body"
            )
        else:
            sql = f"INSERT OR REPLACE INTO {self.table} (rowid, body) VALUES (%s, %s)"
        stream = iter(rows)
        while batch := list(islice(stream, _BATCH)):
            with connection.cursor() as cursor:
                cursor.executemany(sql, [(row_id, _stored(found)) for row_id, found in batch])

    def remove(self, ids: Sequence[int]) -> None:
        """Forget the texts of these rows."""
        column = "id" if connection.vendor == "postgresql" else "rowid"
        for start in range(0, len(ids), _BATCH):
            part = ids[start : start + _BATCH]
            marks = ", ".join(["%s"] * len(part))
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {self.table} WHERE {column} IN ({marks})", part)

    def matching(self, terms: Sequence[Sequence[str]]) -> RawSQL:
        """Give a subquery of the ids whose text has, for each term, one of its words as a prefix.

        Words must come from `core.text.words`: they hold letters and digits only.
        """
        if connection.vendor == "postgresql":
            query = " & ".join(
                "(" + " | ".join(f"'{word}':*" for word in term) + ")" for term in terms
            )
            return RawSQL(f"SELECT id FROM {self.table} WHERE body @@ %s::tsquery", (query,))
        query = " AND ".join(
            "(" + " OR ".join(f'"{word}"*' for word in term) + ")" for term in terms
        )
        return RawSQL(f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s", (query,))


@dataclass(frozen=True)
class DatedIndex(TextIndex):
    """A table of tokens whose ids grow with time; it is read newest first, a page at a time.

    Tokens hold letters, digits and signs for private use. What is removed is gone from SQLite's
    file at once.
    """

    def create(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Make the table; for a migration."""
        if schema_editor.connection.vendor == "postgresql":
            super().create(schema_editor)
            # Searches read what waits in a pending list one by one; posting can bear the work.
            schema_editor.execute(f"ALTER INDEX {self.table}_body SET (fastupdate = off)")
            return
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE {self.table} USING fts5"
            "(body, detail=none, tokenize='unicode61 remove_diacritics 0')"
        )
        schema_editor.execute(
            f"INSERT INTO {self.table} ({self.table}, rank) VALUES ('secure-delete', 1)"
        )

    def put_words(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Store rows of tokens."""
        if connection.vendor == "postgresql":
            rows = ((row_id, fulltext_postgresql.dated(row_id, found)) for row_id, found in rows)
        super().put_words(rows)

    def tokens_of(self, row_id: int) -> frozenset[str]:
        """Give the tokens that stand under an id; none where there is no such row."""
        is_postgresql = connection.vendor == "postgresql"
        body, key = ("tsvector_to_array(body)", "id") if is_postgresql else ("body", "rowid")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {body} FROM {self.table} WHERE {key} = %s", [row_id])
            row = cursor.fetchone()
        if row is None:
            return frozenset()
        return fulltext_postgresql.undated(row[0]) if is_postgresql else frozenset(row[0].split())

    def ids(self, *, after: int, limit: int) -> list[int]:
        """Give the lowest ids above one."""
        key = "id" if connection.vendor == "postgresql" else "rowid"
        sql = f"SELECT {key} FROM {self.table} WHERE {key} > %s ORDER BY {key} LIMIT %s"
        return _ids(sql, [after, limit])

    def tidy(self, *, pages: int = 500) -> int:
        """Merge what single writes have left in many parts; give how many steps it took.

        A search looks into each part for each of its tokens. Each step writes about so many pages
        in a transaction of its own, so that others can write between two. PostgreSQL learns anew
        which tokens are common.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {self.table}")
            return 1
        merge = f"INSERT INTO {self.table} ({self.table}, rank) VALUES ('merge', %s)"
        steps, at = 0, -pages  # the first one chooses all parts
        with connection.cursor() as cursor:
            while steps < _MOST_STEPS:
                before = _changes_so_far(cursor)
                cursor.execute(merge, [at])
                steps, at = steps + 1, pages
                if _changes_so_far(cursor) - before < 2:
                    break
        return steps

    def unused(self, tokens: Iterable[str]) -> list[str]:
        """Give those of these tokens that no row has."""
        if connection.vendor == "postgresql":
            return fulltext_postgresql.unused(self.table, tokens)
        sql = f"SELECT 1 FROM {self.table} WHERE {self.table} MATCH %s LIMIT 1"
        return [token for token in tokens if not _ids(sql, [_fts5_query([[token]])])]

    def newest(self, terms: Sequence[Sequence[str]], *, before: int, limit: int) -> list[int]:
        """Give the highest ids below `before` whose row has, for each term, one of its tokens."""
        if not terms or not all(terms):
            return []
        if connection.vendor == "postgresql":
            return fulltext_postgresql.newest(self.table, terms, before=before, limit=limit)
        sql = (
            f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s AND rowid < %s "
            "ORDER BY rowid DESC LIMIT %s"
        )
        return _ids(sql, [_fts5_query(terms), before, limit])


_MOST_STEPS = 10_000


def _changes_so_far(cursor: CursorWrapper) -> int:
    """Give how many rows this connection to SQLite has changed."""
    cursor.execute("SELECT total_changes()")
    return int(cursor.fetchone()[0])


def _ids(sql: str, params: Sequence[str | int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _fts5_query(terms: Sequence[Sequence[str]]) -> str:
    return " AND ".join("(" + " OR ".join(f'"{token}"' for token in term) + ")" for term in terms)
