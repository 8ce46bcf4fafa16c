"""Full text on both databases: which rows hold these words, by prefix.

SQLite has an FTS5 table, PostgreSQL a tsvector with a GIN index; both hold folded words
(`core.text.words`), so that they find the same. A table is made in a migration by `create`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.expressions import RawSQL

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
            sql = f"INSERT INTO {self.table} (rowid, body) VALUES (%s, %s)"
        stream = iter(rows)
        while batch := list(islice(stream, _BATCH)):
            if connection.vendor != "postgresql":
                self.remove([row_id for row_id, _ in batch])
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
