"""What `homegroup check` looks at below the rooms that register checks of their own."""

import sqlite3
from datetime import timedelta

import tzdata
from django.conf import settings
from django.db import connection
from django.db.models import Max

from homegroup import __version__
from homegroup.core import clock, health, schema, upkeep
from homegroup.core.models import ChoreRun
from homegroup.meetings.models import Slot

Answer = tuple[bool, str]
_SLACK = timedelta(days=1)


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
        return False, f"changes waiting: {len(missing)}; `homegroup serve` applies them"
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
    if ahead < timedelta():
        return False, "has only past dates; `homegroup upkeep --all` renews it"
    return True, f"reaches {ahead.days // 7} weeks ahead"


def chores() -> Answer:
    """Whether the upkeep keeps up: a chore is late when its turn was missed twice."""
    if schema.pending():
        return False, "there is no table yet"
    runs = dict(ChoreRun.objects.values_list("name", "last_at"))
    if not runs:
        return True, "has not run yet; `homegroup serve` does it"
    moment = clock.now()
    late = [
        chore.name
        for chore in upkeep.chores()
        if chore.name in runs and moment - runs[chore.name] > 2 * chore.every + _SLACK
    ]
    if late:
        return False, f"late: {', '.join(late)}; is the site served? `homegroup upkeep` does it now"
    return True, f"last chore {max(runs.values()):%Y-%m-%d %H:%M} UTC"
