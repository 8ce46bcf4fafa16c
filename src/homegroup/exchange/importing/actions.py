"""The writes of importing: a list comes in, a run is taken back. Each all or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from homegroup.audit.actions import record
from homegroup.core.errors import Conflict, HouseError
from homegroup.exchange.importing import files
from homegroup.exchange.importing.feed import Feed, read_feed
from homegroup.exchange.importing.listings import Assumed
from homegroup.exchange.importing.run import Run, Tally
from homegroup.exchange.importing.undo import TakenBack, Undoing
from homegroup.exchange.models import ImportRun, Source
from homegroup.groups.fellowships import known
from homegroup.groups.models import Fellowship
from homegroup.meetings import writing
from homegroup.meetings.vocabulary import MEETING_GUIDE, vocabularies

PROBLEMS_KEPT = 500
_Advance = Callable[[int], object]


@dataclass(frozen=True)
class Outcome:
    """The result of an import; `run` is None after a dry run."""

    source: str
    run: int | None
    tally: Tally


def _nothing(steps: int = 1) -> None:
    """Show no progress."""


def import_meetings(
    *,
    content: bytes,
    name: str,
    address: str,
    by: UUID | None,
    fellowship: str = "",
    time_zone: str = "",
    dry_run: bool = False,
    progress: Callable[[str, int], Any] | None = None,
) -> Outcome:
    """Import a Meeting Guide list under the name of its source.

    `fellowship` (a slug) and `time_zone` fill what rows leave out; if not given, what was given
    for this source before. `progress(label, total)` is a context manager that yields
    `advance(steps)`. Raises BadFile for a list that cannot be read, Conflict if another import
    stands in the way; nothing has changed then.
    """
    show = progress or _silent
    source = Source.objects.filter(name=name).first() or Source(name=name)
    source.fellowship = fellowship or source.fellowship
    source.time_zone = time_zone or source.time_zone
    source.address, source.body_hash = address[:2_000], sha256(content).hexdigest()
    rows = files.rows_in(content)
    with show("Reading", len(rows)) as advance:
        feed = read_feed(files.unpacked(rows), _assumed(source), advance)
    with show("Dry run" if dry_run else "Writing", len(feed.readings)) as advance:
        if dry_run:
            tally = Run(source, feed, row=None, at=writing.now(), advance=advance).carry_out()
            return Outcome(name, None, tally)
        with one_at_a_time():
            run, tally = _carry_out(source, feed, by, advance)
    return Outcome(name, run.pk, tally)


@contextmanager
def _silent(label: str, total: int) -> Iterator[Callable[..., object]]:
    yield _nothing


def _assumed(source: Source) -> Assumed:
    vocabulary = MEETING_GUIDE
    if source.fellowship:
        row = Fellowship.objects.filter(slug=source.fellowship).first()
        vocabulary = row.vocabulary if row else known()[source.fellowship]["vocabulary"]
    return Assumed(
        fellowship=source.fellowship,
        vocabulary=vocabulary if vocabulary in vocabularies() else MEETING_GUIDE,
        time_zone=source.time_zone,
        home_zone=settings.TIME_ZONE,
    )


def _carry_out(
    source: Source, feed: Feed, by: UUID | None, advance: _Advance
) -> tuple[ImportRun, Tally]:
    at = writing.now()
    if source.pk:
        Source.objects.select_for_update(nowait=True).get(pk=source.pk)
        told = ["fellowship", "time_zone", "address", "body_hash"]
        source.save(update_fields=told)
    else:
        source.save()
    row = ImportRun.objects.create(source=source, at=at)
    tally = Run(source, feed, row=row, at=at, advance=advance).carry_out()
    figures = {name: getattr(tally, name) for name in FIGURES}
    ImportRun.objects.filter(pk=row.pk).update(
        **figures, problems=msgspec.to_builtins(tally.problems[:PROBLEMS_KEPT])
    )
    record(action="exchange.import_meetings", subject=f"source:{source.pk}", by=by,
           data={"run": row.pk, **figures})  # fmt: skip
    return row, tally


FIGURES = ("created", "updated", "unchanged", "removed", "rejected")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """One transaction; another import in the way becomes a Conflict, with nothing done."""
    try:
        with transaction.atomic():
            yield
    except (OperationalError, IntegrityError) as problem:
        if isinstance(problem, OperationalError) and not _is_lock(problem):
            raise
        raise Conflict(
            _("Another import or a long write is going on; nothing was done. Try again later.")
        ) from problem


def _is_lock(problem: DatabaseError) -> bool:
    return "lock" in str(problem).lower()


def undo_import(*, name: str, by: UUID | None) -> tuple[ImportRun, TakenBack]:
    """Take back the latest run of a source that changed something and still stands.

    Raises HouseError if there is no such source or nothing to take back, Conflict if an import
    stands in the way.
    """
    source = Source.objects.filter(name=name).first()
    if source is None:
        raise HouseError(_("There is no source named %s.") % name)
    with one_at_a_time():
        Source.objects.select_for_update(nowait=True).get(pk=source.pk)
        run = (
            source.runs.filter(undone_at__isnull=True)
            .filter(Q(created__gt=0) | Q(updated__gt=0) | Q(removed__gt=0))
            .first()
        )
        if run is None:
            raise HouseError(_("There is no import of %s left to take back.") % name)
        at = writing.now()
        result = Undoing(run, at=at).carry_out()
        run.undone_at = at
        run.save(update_fields=["undone_at"])
        record(action="exchange.undo_import", subject=f"source:{source.pk}", by=by,
               data={"run": run.pk})  # fmt: skip
    return run, result
