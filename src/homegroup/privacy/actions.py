"""The writes: leaving for good, and erasing once more what a restored backup brought back."""

import logging
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.audit.actions import record
from homegroup.core import once
from homegroup.core.errors import Conflict, HouseError
from homegroup.privacy import leaving, queries, registry, tombstones
from homegroup.privacy.registry import Eraser, Holding
from homegroup.privacy.tombstones import Tombstone

_log = logging.getLogger(__name__)
_PATIENCE = 2_000  # milliseconds that wiping the write-ahead log waits for readers


class NotErased(HouseError):
    """Erasing failed, and nothing at all was erased."""

    status = 500

    def __init__(self) -> None:
        super().__init__(
            _(
                "Something could not be deleted, so nothing was. You are still here. "
                "The mistake is ours: please try again later, or tell who runs this site."
            )
        )


@dataclass(frozen=True)
class Replayed:
    """What a replay did: how many accounts it erased, and how many it could not."""

    erased: int
    failed: int


def leave(*, user: User, keeps: Collection[str], key: UUID, by: UUID) -> bool:
    """Erase a member at once and everywhere; False when the form's key was spent before.

    `keeps` are the kinds of holdings (`Holding.kind`) whose rows stay without a name. Raises
    Conflict where something must be done first, NotErased when anything failed: then all stays.
    """
    account, may_be_listed = user.pk, False
    try:
        with transaction.atomic():
            if not once.claim(key):
                return False
            _check_nothing_blocks(user)
            kept = _erase(account, keeps)
            subject = f"account:{account}"
            record(action="privacy.leave", subject=subject, by=by, data={"kept": kept})
            may_be_listed = True
            # Before the commit: should we be cut off in between, the next start erases.
            tombstones.add(account=account, keeps=kept)
    except HouseError:
        raise
    except Exception as problem:
        _log.error("An account could not be erased: %s", type(problem).__name__)
        if may_be_listed:
            with suppress(OSError):
                tombstones.take_back(account=account)
        raise NotErased from problem
    _wipe_log()
    return True


def replay(*, listed: Iterable[Tombstone]) -> Replayed:
    """Erase every listed account that the database holds (again), each in its own transaction."""
    stones = {stone.account: stone for stone in listed}
    erased = failed = 0
    for account in sorted(queries.present_among(stones)):
        try:
            with transaction.atomic():
                kept = _erase(account, stones[account].keeps)
                subject = f"account:{account}"
                record(action="privacy.erase_again", subject=subject, by=None, data={"kept": kept})
        except (NotErased, DatabaseError):
            failed += 1
        else:
            erased += 1
    if erased:
        _wipe_log()
    return Replayed(erased, failed)


def _check_nothing_blocks(user: User) -> None:
    todo = leaving.blocked_by(user)
    if todo:
        raise Conflict(" ".join(todo))


def _erase(account: UUID, keeps: Collection[str]) -> list[str]:
    """Run every eraser, or what takes the name off; give the kinds that stay without it."""
    ordered = registry.in_order_of_erasure()
    kept = [holding for holding in ordered if holding.keeps and holding.kind in keeps]
    for holding in kept:  # first, before what they lean on goes
        assert holding.anonymise
        _run(holding, holding.anonymise, account)
    for holding in ordered:
        if holding not in kept:
            _run(holding, holding.erase, account)
    return sorted(holding.kind for holding in kept)


def _run(holding: Holding, eraser: Eraser, account: UUID) -> None:
    try:
        eraser(account)
    except Exception as problem:
        # The text of a database error may tell of the member; its kind does not.
        _log.error("Erasing %s failed: %s", holding.kind, type(problem).__name__)
        raise NotErased from problem


def _wipe_log() -> None:
    """Empty SQLite's write-ahead log, which still holds the pages as they were before.

    Where others are reading meanwhile it is left; SQLite itself overwrites it in time.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE:d}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            cursor.execute(f"PRAGMA busy_timeout={int(before):d}")
