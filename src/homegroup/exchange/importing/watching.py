"""What `homegroup check` says of the lists that are kept fresh: which failed, which are stale."""

from datetime import timedelta

from homegroup.core import clock, schema
from homegroup.exchange.models import Source

_SLACK = timedelta(days=1)
_TOLD = 3


def sources() -> tuple[bool, str]:
    """Whether every list that is kept fresh could be read the last time, and lately."""
    if schema.pending():
        return False, "there is no table yet"
    watched = list(Source.objects.refreshed())
    if not watched:
        return True, "no list is kept fresh"
    failed = [f"{source.name}: {source.failure}" for source in watched if source.failure]
    stale = [
        f"{source.name} was last looked at {_when(source)}; is the site served?"
        for source in watched
        if not source.failure and _is_stale(source)
    ]
    wrong = [line.rstrip(".") for line in (*failed, *stale)]
    if not wrong:
        return True, f"{len(watched)} kept fresh, all could be read"
    more = f"; and {len(wrong) - _TOLD} more" if len(wrong) > _TOLD else ""
    return False, "; ".join(wrong[:_TOLD]) + more


def _is_stale(source: Source) -> bool:
    """Whether its turn was missed twice."""
    if source.checked_at is None:
        return True
    return clock.now() - source.checked_at > 2 * timedelta(hours=source.every_hours or 0) + _SLACK


def _when(source: Source) -> str:
    return f"{source.checked_at:%Y-%m-%d %H:%M} UTC" if source.checked_at else "never"
