"""Editions: has what the public sees changed since?"""

from datetime import UTC, datetime

from django.db import connection
from django.db.models import F

from homegroup.core import clock
from homegroup.core.models import Edition

_START = datetime(2000, 1, 1, tzinfo=UTC)


def bump(name: str) -> None:
    """Count one change; call it inside the transaction that makes it."""
    moment = clock.now()
    row = Edition.objects.filter(name=name)
    if not row.update(number=F("number") + 1, changed_at=moment):
        first = Edition(name=name, number=0, changed_at=moment)
        Edition.objects.bulk_create([first], ignore_conflicts=True)  # another may be first
        row.update(number=F("number") + 1, changed_at=moment)


def current(name: str) -> tuple[int, datetime]:
    """Give the number of the present edition and the moment of its last change."""
    row = Edition.objects.filter(name=name).values_list("number", "changed_at").first()
    return row or (0, _START)


def number(name: str) -> int:
    """Give only the number of the present edition, 0 at first: a few microseconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM core_edition WHERE name = %s", [name])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
