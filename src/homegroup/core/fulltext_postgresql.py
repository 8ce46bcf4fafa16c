"""The newest rows that hold some tokens, on PostgreSQL.

A GIN index gives all rows of a token at once, in no order: of a common one far too many for a
page. So the newest rows are read one by one, which finds what is common; and each token is stored
with its row's *stretch* of time ("rain/417"), so that the index is asked for the newest stretch
first, then for more and more of the older ones.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

_STRETCH = 2**32  # ids of a stretch; as milliseconds, fifty days
_WALKED = 500  # rows
_AT_ONCE = (1, 3)  # stretches that are asked for together; the rest comes last


def dated(row_id: int, tokens: Iterable[str]) -> list[str]:
    """Give the tokens of a row as they are stored."""
    return [f"{token}/{row_id // _STRETCH}" for token in tokens]


def undated(tokens: Iterable[str]) -> frozenset[str]:
    """Give stored tokens as they were put; such as a former version stored stay as they are."""
    return frozenset(token.partition("/")[0] for token in tokens)


def newest(table: str, terms: Sequence[Sequence[str]], *, before: int, limit: int) -> list[int]:
    """Give the highest ids below `before` whose row has, for each term, one of its tokens."""
    found, last, first = _walk(table, terms, before)
    if last is None or len(found) >= limit:
        return found[:limit]
    sql = (
        f"SELECT id FROM {table} WHERE body @@ %s::tsquery "
        # The sum keeps the planner from walking through rows in their order.
        "AND id + 0 >= %s AND id + 0 < %s ORDER BY id + 0 DESC LIMIT %s"
    )
    found = []
    with _by_the_index() as cursor:
        for stretches in _parts(first // _STRETCH, last // _STRETCH):
            low, high = stretches.start * _STRETCH, min(stretches.stop * _STRETCH, before)
            asked = _tsquery(terms, [f"/{stretch}'" for stretch in stretches])
            cursor.execute(sql, [asked, low, high, limit - len(found)])
            found += [row[0] for row in cursor.fetchall()]
            if len(found) == limit:
                break
    return found


def unused(table: str, tokens: Iterable[str]) -> list[str]:
    """Give those of these tokens that no row has."""
    near = (
        f"WITH newest AS MATERIALIZED ({_newest_of(table)}) "
        "SELECT token FROM unnest(%s::text[]) WITH ORDINALITY AS asked (token, place) WHERE NOT "
        "EXISTS (SELECT 1 FROM newest WHERE body @@ concat('''', token, '/'':*')::tsquery) "
        "ORDER BY place"
    )
    anywhere = f"SELECT 1 FROM {table} WHERE body @@ %s::tsquery LIMIT 1"
    found = []
    with _by_the_index() as cursor:
        cursor.execute(near, [2**62, list(tokens)])
        for (token,) in cursor.fetchall():
            cursor.execute(anywhere, [_tsquery([[token]], [_WHENEVER])])
            if cursor.fetchone() is None:
                found.append(token)
    return found


def _walk(
    table: str, terms: Sequence[Sequence[str]], before: int
) -> tuple[list[int], int | None, int]:
    """Read the newest rows: those with these tokens, and the ids of the last and first of all."""
    sql = (
        "SELECT array_agg(id ORDER BY id DESC) FILTER (WHERE body @@ %s::tsquery), max(id), "
        f"(SELECT min(id) FROM {table}) FROM ({_newest_of(table)}) AS newest"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [_tsquery(terms, [_WHENEVER]), before])
        found, last, first = cursor.fetchone()
    return found or [], last, first


def _newest_of(table: str) -> str:
    return f"SELECT id, body FROM {table} WHERE id < %s ORDER BY id DESC LIMIT {_WALKED}"


@contextmanager
def _by_the_index() -> Iterator[CursorWrapper]:
    """Give a cursor whose statements use the index; the planner takes rare tokens for common."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)"
        )
        yield cursor


def _parts(first: int, last: int) -> Iterator[range]:
    """Give the stretches from the last to the first, in parts."""
    for count in (*_AT_ONCE, last - first + 1):
        yield range(max(last - count + 1, first), last + 1)
        last -= count
        if last < first:
            return


_WHENEVER = "/':*"


def _tsquery(terms: Sequence[Sequence[str]], endings: Sequence[str]) -> str:
    """Ask for one token of each term; an ending closes its quote and tells the stretch."""
    return " & ".join(
        "(" + " | ".join(f"'{token}{ending}" for token in term for ending in endings) + ")"
        for term in terms
    )
