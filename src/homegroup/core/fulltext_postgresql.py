"""The newest rows that hold some tokens, on PostgreSQL.

A GIN index gives all rows of a token at once, in no order: of a common one far too many for a
page. So the newest thousand rows are read one by one, which finds what is common; and each token
is stored with a sign of its row's *stretch* of time, so that the index is asked for the newest
stretch first, then for more and more of the older ones.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

_STRETCH = 2**32  # ids of a stretch; as milliseconds, fifty days
_FIRST_SIGN, _SIGNS = 0xF780, 256  # letters for private use that no token begins with
_WALKED = 1_000  # rows
_AT_ONCE = (1, 3)  # stretches that are asked for together; the rest comes last


def signed(row_id: int, tokens: Iterable[str]) -> list[str]:
    """Give the tokens of a row as they are stored."""
    sign = _sign(row_id // _STRETCH)
    return [sign + token for token in tokens]


def unsigned(tokens: Iterable[str]) -> frozenset[str]:
    """Give stored tokens as they were put; such as a former version stored stay as they are."""
    return frozenset(each[1:] if _is_sign(each[0]) else each for each in tokens)


def newest(table: str, terms: Sequence[Sequence[str]], *, before: int, limit: int) -> list[int]:
    """Give the highest ids below `before` whose row has, for each term, one of its tokens."""
    span = _span(table, before)
    if span is None:
        return []
    last, walked_to, first = (row_id // _STRETCH for row_id in span)
    if last - walked_to <= 1:
        found = _walk(table, _tsquery(terms, range(walked_to, last + 1)), before, limit)
        if len(found) == limit:
            return found
    found = []
    sql = (
        f"SELECT id FROM {table} WHERE body @@ %s::tsquery "
        # The sum keeps the planner from walking through rows in their order.
        "AND id + 0 >= %s AND id + 0 < %s ORDER BY id + 0 DESC LIMIT %s"
    )
    with _by_the_index() as cursor:
        for stretches in _parts(first, last):
            asked = _tsquery(terms, stretches)
            low, high = stretches.start * _STRETCH, min(stretches.stop * _STRETCH, before)
            cursor.execute(sql, [asked, low, high, limit - len(found)])
            found += [row[0] for row in cursor.fetchall()]
            if len(found) == limit:
                break
    return found


def unused(table: str, tokens: Iterable[str]) -> list[str]:
    """Give those of these tokens that no row has."""
    span = _span(table, 2**62)
    if span is None:
        return list(tokens)
    stretches = range(span.first // _STRETCH, span.last // _STRETCH + 1)
    sql = f"SELECT 1 FROM {table} WHERE body @@ %s::tsquery LIMIT 1"
    found = []
    with _by_the_index() as cursor:
        for token in tokens:
            cursor.execute(sql, [_tsquery([[token]], stretches)])
            if cursor.fetchone() is None:
                found.append(token)
    return found


class _Span(NamedTuple):
    last: int
    walked_to: int  # the id of the last row that is read one by one
    first: int


def _span(table: str, before: int) -> _Span | None:
    """Give between which ids the rows below `before` lie."""
    sql = (
        f"SELECT max(id), min(id), (SELECT min(id) FROM {table}) FROM "
        f"(SELECT id FROM {table} WHERE id < %s ORDER BY id DESC LIMIT {_WALKED}) AS newest"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [before])
        row = cursor.fetchone()
    return None if row[0] is None else _Span(*row)


def _walk(table: str, asked: str, before: int, limit: int) -> list[int]:
    sql = (
        f"SELECT id FROM (SELECT id, body FROM {table} WHERE id < %s "
        f"ORDER BY id DESC LIMIT {_WALKED}) AS newest WHERE body @@ %s::tsquery "
        "ORDER BY id DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [before, asked, limit])
        return [row[0] for row in cursor.fetchall()]


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


def _sign(stretch: int) -> str:
    return chr(_FIRST_SIGN + stretch % _SIGNS)


def _is_sign(letter: str) -> bool:
    return _FIRST_SIGN <= ord(letter) < _FIRST_SIGN + _SIGNS


def _tsquery(terms: Sequence[Sequence[str]], stretches: Iterable[int]) -> str:
    signs = sorted({_sign(stretch) for stretch in stretches})
    return " & ".join(
        "(" + " | ".join(_lexeme(sign + token) for token in term for sign in signs) + ")"
        for term in terms
    )


def _lexeme(token: str) -> str:
    return f"'{token[:-1]}':*" if token.endswith("*") else f"'{token}'"
