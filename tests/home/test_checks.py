"""What `homegroup check` finds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from homegroup.core import clock, health, upkeep
from homegroup.core.models import ChoreRun
from homegroup.home import checks

pytestmark = pytest.mark.django_db


def test_a_home_in_order_has_no_complaint() -> None:
    upkeep.run_due()
    found = health.findings()
    assert [finding for finding in found if not finding.well] == []
    assert {"home", "database", "tables", "time zones", "search index", "upkeep"} <= {
        finding.name for finding in found
    }


def test_the_database_is_named_with_its_version() -> None:
    kind = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[connection.vendor]
    well, text = checks.database()
    assert well
    assert text.startswith(kind)


def test_tables_that_lack_something_are_told() -> None:
    MigrationRecorder(connection).record_unapplied("audit", "0002_append_only")
    assert checks.tables() == (False, "changes waiting: 1; `homegroup serve` applies them")


def test_an_upkeep_that_stands_still_is_told() -> None:
    upkeep.run_due()
    ChoreRun.objects.filter(name="forget-old-keys").update(last_at=clock.now() - timedelta(days=4))
    well, text = checks.chores()
    assert not well
    assert "late: forget-old-keys" in text


def test_before_the_first_chore_nothing_is_late() -> None:
    assert checks.chores()[0]
