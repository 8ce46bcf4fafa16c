"""The upkeep does what is due, once, and survives what fails."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from homegroup.core import upkeep
from homegroup.core.models import ChoreRun

DAY = timedelta(days=1)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """No chores but "sweep", daily, which is noted here; the clock stands still."""
    monkeypatch.setattr(upkeep, "_chores", {})
    noted: list[str] = []
    upkeep.register("sweep", DAY, lambda: noted.append("sweep"))
    with time_machine.travel(NOON, tick=False):
        yield noted


def _fail() -> None:
    raise RuntimeError("the broom broke")


@pytest.mark.django_db
def test_a_new_chore_is_due_at_once_and_then_not_before_its_time(done: list[str]) -> None:
    assert upkeep.run_due() == {"sweep": "done"}
    assert upkeep.run_due() == {"sweep": "not due"}
    with time_machine.travel(NOON + DAY - timedelta(seconds=1), tick=False):
        assert upkeep.run_due() == {"sweep": "not due"}
    with time_machine.travel(NOON + DAY, tick=False):
        assert upkeep.run_due() == {"sweep": "done"}
    assert len(done) == 2


@pytest.mark.django_db
def test_all_does_also_what_is_not_due(done: list[str]) -> None:
    upkeep.run_due()
    assert upkeep.run_due(all_of_them=True) == {"sweep": "done"}
    assert len(done) == 2


@pytest.mark.django_db
def test_one_that_fails_is_told_and_does_not_stop_the_others(
    done: list[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    upkeep.register("break", DAY, _fail)
    upkeep.register("mop", DAY, lambda: done.append("mop"))
    assert upkeep.run_due() == {"sweep": "done", "break": "failed", "mop": "done"}
    assert "The chore break failed" in caplog.text
    with time_machine.travel(NOON + timedelta(minutes=14), tick=False):
        assert upkeep.run_due()["break"] == "not due"
    with time_machine.travel(NOON + timedelta(minutes=16), tick=False):
        assert upkeep.run_due() == {"sweep": "not due", "break": "failed", "mop": "not due"}


@pytest.mark.django_db
def test_what_another_server_took_meanwhile_is_left_to_it(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ChoreRun.objects.create(name="sweep", last_at=NOON - 2 * DAY)
    chore = upkeep.chores()[0]
    assert upkeep._take(chore, NOON, anyway=False)
    assert not upkeep._take(chore, NOON + timedelta(seconds=1), anyway=False)
    assert done == []


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_does_it(done: list[str]) -> None:
    begin = threading.Barrier(4)
    outcomes = []

    def serve() -> None:
        begin.wait()
        try:
            outcomes.append(upkeep.run_due()["sweep"])
        finally:
            connection.close()

    servers = [threading.Thread(target=serve) for _ in range(4)]
    for server in servers:
        server.start()
    for server in servers:
        server.join()
    assert sorted(outcomes) == ["done", "not due", "not due", "not due"]
    assert done == ["sweep"]


@pytest.mark.django_db(transaction=True)
def test_the_thread_works_and_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    worked = threading.Event()
    monkeypatch.setattr(upkeep, "_chores", {})
    upkeep.register("sweep", DAY, worked.set)
    thread = upkeep.Upkeep()
    thread.start()
    assert worked.wait(10)
    thread.stop()
    assert not thread.is_alive()


def test_the_house_has_its_own_chore() -> None:
    assert "forget-old-keys" in {chore.name for chore in upkeep.chores()}
