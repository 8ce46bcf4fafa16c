"""Many new rows at once, several times quicker than Django's own bulk_create.

One prepared INSERT does for all rows, whatever the database's limit of parameters in a statement.
Defaults of fields hold as always; `auto_now` and database defaults do not.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Field, Model


def insert(rows: Sequence[Model], *, unless_there: bool = False) -> None:
    """Insert rows of one model. One without a key is given its key by the database, unseen.

    Use `give_keys` first where the keys are needed. `unless_there`: a row that breaks a
    uniqueness is left out.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields: list[Field] = [
        field for field in meta.concrete_fields if not field.primary_key or rows[0].pk is not None
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    ending = " ON CONFLICT DO NOTHING" if unless_there else ""
    sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({marks}){ending}"  # noqa: S608
    ways = [(field.attname, field.get_db_prep_save) for field in fields]
    values = [[way(getattr(row, name), connection) for name, way in ways] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def give_keys(rows: Sequence[Model]) -> None:
    """Give new rows of one model (with a numeric key) the next keys. Inside a transaction."""
    if not rows:
        return
    meta = rows[0]._meta
    table, column = meta.db_table, meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, column, len(rows)],
            )
            keys = [key for (key,) in cursor.fetchall()]
        else:
            # Nobody else writes: transactions take the write lock when they begin.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            keys = list(range(last + 1, last + 1 + len(rows)))
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
