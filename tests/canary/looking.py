"""Looking for marked secrets wherever something could be kept: in plain, hex and base64."""

import base64
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection


def disguises(mark: str) -> list[bytes]:
    """Give a mark in plain, in hex, and in base64 at each of its three offsets."""
    plain = mark.encode()
    coded = [base64.b64encode(b"x" * lead + plain)[4 if lead else 0 : -4] for lead in range(3)]
    safe = [each.replace(b"+", b"-").replace(b"/", b"_") for each in coded]
    return [plain, plain.upper(), plain.hex().encode(), plain.hex().upper().encode(), *coded, *safe]


def found(marks: Iterable[str], stored: bytes) -> list[str]:
    """Give the marks that stand in these bytes, disguised or not."""
    return [mark for mark in marks if any(each in stored for each in disguises(mark))]


def database() -> bytes:
    """Give all bytes of the database: the files on SQLite, every value of every row elsewhere."""
    if connection.vendor == "sqlite":
        name = Path(settings.DATABASES["default"]["NAME"])
        return b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [repr([bytes(v) if isinstance(v, memoryview) else v for v in row]).encode()
                     for row in cursor.fetchall()]  # fmt: skip
    return b"\n".join(rows)


def memory() -> bytes:
    """Give what the cache holds."""
    return repr(getattr(cache, "_cache", {})).encode()


def files(home: Path) -> bytes:
    """Give all files of a home."""
    return b"\n".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())
