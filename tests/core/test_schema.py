"""Tables are brought up to date once, by one."""

import threading
import time

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from homegroup.core import schema


@pytest.mark.django_db
def test_the_tests_run_on_tables_that_are_up_to_date() -> None:
    assert schema.pending() == []
    assert schema.bring_up_to_date() == []


@pytest.mark.django_db
def test_what_is_missing_is_told() -> None:
    MigrationRecorder(connection).record_unapplied("audit", "0002_append_only")
    assert schema.pending() == ["audit.0002_append_only"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_come_one_after_the_other() -> None:
    told: list[str] = []

    def work(name: str) -> None:
        try:
            with schema.alone():
                told.append(f"{name} in")
                time.sleep(0.1)
                told.append(f"{name} out")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["a in", "a out", "b in", "b out"]
    assert told[0][0] == told[1][0]
