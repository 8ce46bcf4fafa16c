"""The tables of the database: are they what this code needs?"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_LOCK = 4_663_474  # any number that nobody else takes on the same PostgreSQL database


def pending() -> list[str]:
    """Give the migrations that the database still lacks, as "room.name"."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def bring_up_to_date() -> list[str]:
    """Apply what is pending; give what was applied. Two at once: one works, the other waits."""
    if not pending():
        return []
    with alone():
        missing = pending()
        if missing:
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    return missing


@contextmanager
def alone() -> Iterator[None]:
    """Hold the one right to change tables and files of this home, on all its servers."""
    with (settings.HOME / "cache" / "preparing.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
