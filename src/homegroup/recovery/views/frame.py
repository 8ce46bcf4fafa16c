"""What the pages of this room share: the day, months and ids in an address."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from homegroup.core import clock
from homegroup.core.zones import viewer_zone
from homegroup.recovery.queries import Month, months_of

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Months:
    """The months of a list: the one that is shown, its neighbours, and all."""

    shown: date | None
    newer: date | None
    older: date | None
    all: list[Month]


def today_of(request: HttpRequest) -> date:
    """Give the date where the member is."""
    return clock.today(viewer_zone(request))


def months(request: HttpRequest, days: list[date]) -> Months:
    """Give the month that the address names if it holds something, else the newest."""
    found = months_of(days)
    firsts = [month.first for month in found]
    if not firsts:
        return Months(None, None, None, [])
    wanted = _month(request.GET.get("month", ""))
    at = firsts.index(wanted) if wanted in firsts else 0
    newer = firsts[at - 1] if at else None
    older = firsts[at + 1] if at + 1 < len(firsts) else None
    return Months(firsts[at], newer, older, found)


def _month(told: str) -> date | None:
    match = _MONTH.fullmatch(told)
    try:
        return date(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        return None


def id_in(told: str) -> UUID | None:
    """Give the id that somebody's address or form names, if it is one."""
    try:
        return UUID(told)
    except ValueError:
        return None
