"""What `homegroup check` looks at below the rooms that register checks of their own."""

import sqlite3

import tzdata
from django.conf import settings
from django.db import connection
from django.db.models import Max

from homegroup import __version__
from homegroup.core import clock, health, schema
from homegroup.core.models import ChoreRun
from homegroup.meetings.models import Slot
from homegroup.meetings.slots import RENEW_AFTER, WEEKS

Answer = tuple[bool, str]


def register() -> None:
    """Register the checks of the house."""
    health.register("version", lambda: (True, f"Homegroup {__version__}"))
    health.register("home", home)
    health.register("database", database)
    health.register("tables", tables)
    health.register("time zones", time_zones)
    health.register("search index", search_index)
    health.register("upkeep", chores)


def home() -> Answer:
    """The folder; the command line has just written to it, else we were not here."""
    return True, f"{settings.HOME} can be written"


def database() -> Answer:
    """Kind and version; whether SQLite's quick journal is safe in this version (ADR 2)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return True, f"PostgreSQL {cursor.fetchone()[0]}"
    journal = "write-ahead log" if settings.WAL_IS_SAFE else "rollback journal: safe, but slower"
    return True, f"SQLite {sqlite3.sqlite_version}, {journal}"


def tables() -> Answer:
    """Whether the tables are those that this version needs."""
    missing = schema.pending()
    if missing:
        return False, f"{len(missing)} changes are pending; `homegroup serve` applies them"
    return True, "up to date"


def time_zones() -> Answer:
    """The version of the rules; all machines with the same lock file have the same."""
    return True, f"rules {tzdata.IANA_VERSION}"


def search_index() -> Answer:
    """How far ahead meetings can be found."""
    if schema.pending():
        return False, "there is no table yet"
    last = Slot.objects.aggregate(last=Max("last"))["last"]
    if last is None:
        return True, "there are no meetings yet"
    ahead = clock.moment(last) - clock.now()
    left = f"reaches {ahead.days // 7} weeks ahead"
    return ahead.days * 1.0 > (WEEKS * 7 - 2 * RENEW_AFTER.days), left


def chores() -> Answer:
    """When the upkeep last did anything."""
    if schema.pending():
        return False, "there is no table yet"
    last = ChoreRun.objects.aggregate(last=Max("last_at"))["last"]
    if last is None:
        return True, "has not run yet; `homegroup serve` does it"
    return True, f"last chore {last:%Y-%m-%d %H:%M} UTC"
