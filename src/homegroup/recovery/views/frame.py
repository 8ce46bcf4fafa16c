"""What the pages of this room share: the day, months in an address, and what cannot be opened."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from homegroup.core import clock, flash
from homegroup.core.errors import problem_page
from homegroup.core.forms import HouseForm
from homegroup.core.sealing import Unreadable
from homegroup.core.zones import viewer_zone
from homegroup.recovery.queries import Month, months_of

View = Callable[..., HttpResponseBase]
_MONTH = re.compile(r"(\d{4})-(\d{2})")


class OnceForm(HouseForm):
    """A form of buttons only: it carries its once-key."""


@dataclass(frozen=True)
class Months:
    """The months of a list: the one that is shown, its neighbours, and all."""

    shown: date | None
    newer: date | None
    older: date | None
    all: list[Month]


def told_if_unreadable(view: View) -> View:
    """Answer with a page that says so where an entry was changed from outside."""

    @wraps(view)
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Unreadable as problem:
            title = _("This does not open")
            return problem_page(request, status=409, title=title, text=problem.message)

    return telling


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


def go(address: str, said: str = "") -> HttpResponseRedirect:
    """Go to a page of ours, and say one sentence there."""
    answer = HttpResponseRedirect(address)
    if said:
        flash.say(answer, said)
    return answer
