"""Upkeep: chores that a home does by itself, while it is served.

Rooms register theirs in `apps.ready()`. A chore that is due is taken with one UPDATE on its row
in `ChoreRun`, so that of two servers only one does it.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, connections

from homegroup.core import clock
from homegroup.core.models import ChoreRun

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_RETRY = timedelta(minutes=15)
_LOOK_EVERY = 60.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chore:
    """Something to do again and again. `work` must bear being cut off and done anew."""

    name: str
    every: timedelta
    work: Callable[[], object]


_chores: dict[str, Chore] = {}


def register(name: str, every: timedelta, work: Callable[[], object]) -> None:
    """Register a chore; `name` is a slug of up to 50 signs, as "forget-old-keys"."""
    _chores[name] = Chore(name, every, work)


def chores() -> list[Chore]:
    """Give all chores, in order of registration."""
    return list(_chores.values())


def run_due(*, all_of_them: bool = False) -> dict[str, str]:
    """Do the chores that are due (or all); give by name "done", "failed" or "not due".

    A chore that fails is logged and tried again after a quarter of an hour.
    """
    return {chore.name: _run(chore, anyway=all_of_them) for chore in chores()}


def _run(chore: Chore, *, anyway: bool) -> str:
    started = clock.now()
    if not _take(chore, started, anyway=anyway):
        return "not due"
    try:
        chore.work()
    except Exception:  # noqa: BLE001 - a chore may fail in any way; the next must still run
        _log.exception("The chore %s failed", chore.name)
        again = started - chore.every + min(_RETRY, chore.every)
        ChoreRun.objects.filter(name=chore.name, last_at=started).update(last_at=again)
        return "failed"
    return "done"


def _take(chore: Chore, moment: datetime, *, anyway: bool) -> bool:
    """Compare and set: only one server finds the row still old."""
    latest = moment if anyway else moment - chore.every
    row = ChoreRun.objects.filter(name=chore.name)
    last = row.values_list("last_at", flat=True).first()
    if last is None:
        new = ChoreRun(name=chore.name, last_at=_NEVER)
        ChoreRun.objects.bulk_create([new], ignore_conflicts=True)
    elif last > latest:
        return False
    return bool(row.filter(last_at__lte=latest).update(last_at=moment))


class Upkeep(threading.Thread):
    """The thread that looks every minute whether a chore is due."""

    def __init__(self) -> None:
        super().__init__(name="upkeep", daemon=True)
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                run_due()
            except DatabaseError:
                _log.exception("The upkeep could not look what is due")
            finally:
                connections.close_all()
            self._stopping.wait(_LOOK_EVERY)

    def stop(self, patience: float = 5.0) -> None:
        """Let the chore at work end, for so many seconds at most."""
        self._stopping.set()
        self.join(patience)
