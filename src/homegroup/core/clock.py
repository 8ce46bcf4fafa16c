"""The one clock of the house. Tests set it; nothing else reads the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return _standing.get() or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment, for this thread: only for what the demo's people did."""
    before = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(before)


def today(zone: ZoneInfo) -> date:
    """Give the present date in that zone."""
    return now().astimezone(zone).date()


def minutes(moment: datetime) -> int:
    """Give whole minutes since 1970-01-01 00:00 UTC (rounded down)."""
    return int(moment.timestamp()) // 60


def moment(epoch_minutes: int) -> datetime:
    """Give the UTC moment of that many minutes since 1970-01-01 00:00 UTC."""
    return datetime.fromtimestamp(epoch_minutes * 60, UTC)
