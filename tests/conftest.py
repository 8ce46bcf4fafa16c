"""What all tests share."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from tests import database


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    """Forget what was counted against limits: all tests come from one address."""
    cache.clear()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Begin with a migrated database where one is kept; it is then not made anew."""
    return connection.vendor == "sqlite" and database.lay(_asked())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool) -> None:
    """Keep a database that was just migrated for the next run."""
    if connection.vendor == "sqlite" and not django_db_keepdb:
        database.keep(_asked())


def _asked() -> Path:
    return Path(connection.settings_dict["TEST"]["NAME"])
