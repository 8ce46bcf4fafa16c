"""The one clock of the house. Tests set it; nothing else reads the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: ZoneInfo) -> date:
    """Give the present date in that zone."""
    return now().astimezone(zone).date()


def minutes(moment: datetime) -> int:
    """Give whole minutes since 1970-01-01 00:00 UTC (rounded down)."""
    return int(moment.timestamp()) // 60


def moment(epoch_minutes: int) -> datetime:
    """Give the UTC moment of that many minutes since 1970-01-01 00:00 UTC."""
    return datetime.fromtimestamp(epoch_minutes * 60, UTC)
