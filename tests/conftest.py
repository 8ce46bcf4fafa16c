"""What all tests share."""

import gc
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import SimpleTestCase

from tests import database

# Django keeps much for good; to look through all of it again and again takes an eighth of a run.
gc.set_threshold(100_000, 50, 100)

_OF_PAGES = re.compile(r"_(pages?|views|forms|frame|showing)$")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what asks nothing new of it: its twin on SQLite says the same.

    Every page is asked for there by tests/matrix, by those who see most; every action and query
    by tests of its own.
    """
    if connection.vendor == "sqlite":
        return
    left_out = [item for item in items if not _asks_the_database(item)]
    items[:] = [item for item in items if item not in set(left_out)]
    config.hook.pytest_deselected(items=left_out)


def _asks_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("sqlite_is_enough") or _OF_PAGES.search(item.path.stem):
        return False
    asks_by_class = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    asks = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asks or asks_by_class or item.get_closest_marker("django_db"))


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
