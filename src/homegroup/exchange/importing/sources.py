"""Sources that are fetched again on a schedule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from homegroup.core import clock
from homegroup.core.errors import HouseError
from homegroup.exchange.importing import actions, fetching
from homegroup.exchange.importing.actions import Outcome
from homegroup.exchange.importing.fetching import Answer
from homegroup.exchange.models import Source

# A chore looks a little before or after the hour; half an hour early is on time.
_EARLY = timedelta(minutes=30)


@dataclass(frozen=True)
class Refreshed:
    """What a look at one source gave: an outcome, or none because nothing was new, or why not."""

    source: str
    outcome: Outcome | None = None
    failure: str = ""


def remember(*, name: str, answer: Answer, every_hours: int | None = None) -> None:
    """Note the answer that was imported last and, if given, how often to look again."""
    values = {
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "checked_at": clock.now(),
        "failure": "",
    }
    if every_hours:
        values["every_hours"] = every_hours
    Source.objects.filter(name=name).update(**values)


def refresh_due() -> list[Refreshed]:
    """Look at every source whose time has come."""
    return [_refreshed(source) for source in _due()]


def refresh_all() -> list[Refreshed]:
    """Look at every source that is kept fresh, whether its time has come or not."""
    return [_refreshed(source) for source in Source.objects.refreshed()]


def _due() -> Iterator[Source]:
    now = clock.now()
    for source in Source.objects.refreshed():
        wait = timedelta(hours=source.every_hours or 0) - _EARLY
        if source.checked_at is None or source.checked_at + wait <= now:
            yield source


def _refreshed(source: Source) -> Refreshed:
    """Fetch and import one source. A failure is noted and leaves everything as it is."""
    try:
        answer = fetching.fetch(
            source.address, etag=source.etag, last_modified=source.last_modified
        )
        if not answer.changed or sha256(answer.content).hexdigest() == source.body_hash:
            Source.objects.filter(pk=source.pk).update(checked_at=clock.now(), failure="")
            return Refreshed(source.name)
        outcome = actions.import_meetings(
            content=answer.content, name=source.name, address=source.address, by=None
        )
    except HouseError as problem:
        failure = str(problem.message)
        Source.objects.filter(pk=source.pk).update(checked_at=clock.now(), failure=failure[:500])
        return Refreshed(source.name, failure=failure)
    remember(name=source.name, answer=answer)
    return Refreshed(source.name, outcome)
