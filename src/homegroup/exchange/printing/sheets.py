"""The list of a search, laid out: which rows under which headings, on what paper."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homegroup.core.text import fold
from homegroup.core.typesetting import typeset
from homegroup.exchange.feeds.outlet import Outlet
from homegroup.exchange.printing import wording
from homegroup.exchange.printing.options import By, Options, Paper, Size
from homegroup.exchange.printing.rows import MOST_ROWS, Part, Row, Rows, rows_of
from homegroup.meetings.choices import Attendance
from homegroup.meetings.forms.search import SearchForm
from homegroup.meetings.models import Meeting

SHEETS = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4)}
"""Width and height of a sheet in mm."""


@dataclass(frozen=True)
class PrintedList:
    """A list that is ready to be typeset; `data` is what `list.typ` reads."""

    data: dict[str, Any]
    fold: bool
    at: datetime

    def pdf(self) -> bytes:
        """Give it as PDF. Raises typesetting.NotPrinted."""
        return typeset(Path(__file__).with_name("list.typ"), self.data, at=self.at, fold=self.fold)


def list_of(
    form: SearchForm, options: Options, outlet: Outlet, *, now: datetime, viewer: ZoneInfo
) -> PrintedList:
    """Lay out the list of the search in a form, for a reader whose zone is `viewer`."""
    search = form.search()
    by_place = options.by is By.PLACE
    found = rows_of(search, now=now, viewer=viewer, by_place=by_place)
    grouped = _by_place if by_place else _by_day
    site = outlet.site.partition("://")[2]

    def said(row: Row) -> dict[str, str]:
        meeting = row.meeting
        page, today = outlet.page_of(meeting), outlet.today(meeting.zone)
        return wording.row_text(row, today=today, page=page, with_day=by_place)

    data = {
        **_measures(options, empty=not found.rows),
        "site": wording.plain(outlet.name),
        "title": _("Meetings"),
        "search": wording.search_text(form, search),
        "printed": _printed_text(outlet, found),
        "about": [
            *(str(error) for errors in form.errors.values() for error in errors),
            *_abbreviations(found),
        ],
        "check": _("Times can change: check %s") % site,
        "page_of": _("%(page)s of %(last)s") % {"page": "{n}", "last": "{m}"},
        "groups": grouped(found.rows, said, outlet),
        "empty": "" if found.rows else _empty_text(site),
        "cut": _cut_text(near=search.point is not None) if found.is_cut else "",
    }
    return PrintedList(data, fold=options.fold, at=now)


def _measures(options: Options, *, empty: bool) -> dict[str, Any]:
    """Give the sizes: sheet, page and margin in mm, body in points, the time's column in em."""
    width, height = SHEETS[options.paper]
    large = options.size is Size.LARGE
    return {
        "sheet": (height, width),
        "page": (height / 2, width) if options.fold else (width, height),
        "margin": 11 if options.fold else 15,
        "body": 18 if large else 9.5,
        "columns": 1 if large or options.fold or empty else 2,
        "time_column": 5.8,
    }


def _printed_text(outlet: Outlet, found: Rows) -> str:
    count = len({row.meeting.pk for row in found.rows})
    meetings = ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count}
    printed = _("Printed on %s") % wording.short_date(outlet.day)
    return f"{printed} · {meetings}" if count else printed


def _abbreviations(found: Rows) -> list[str]:
    """Say in one line what the abbreviations of fellowships stand for."""
    shown = {row.meeting.fellowship for row in found.rows}
    told = sorted((each.short, each.name) for each in shown if each and each.abbreviation)
    line = " · ".join(f"{short}: {name}" for short, name in told if short != name)
    return [wording.plain(line)] if line else []


def _empty_text(site: str) -> str:
    return _(
        "No meeting fits this search. Try a wider circle or fewer choices, or look for one "
        "online: you can join from where you are. All meetings: %s"
    ) % (site + "/meetings/")


def _cut_text(*, near: bool) -> str:
    kept = (
        _("This list holds only the nearest %s times.")
        if near
        else _("This list holds only the first %s times; there are more.")
    )
    narrow = _("To have them all, choose a place, a day or a fellowship and print again.")
    return f"{kept % f'{MOST_ROWS:,}'} {narrow}"


# -- headings --------------------------------------------------------------------------------

Said = Callable[[Row], dict[str, str]]
Group = dict[str, Any]


def _by_day(rows: Sequence[Row], said: Said, outlet: Outlet) -> list[Group]:
    return [
        {
            "heading": _heading(part),
            "parts": [{"heading": "", "rows": [said(row) for row in same]}],
        }
        for part, same in groupby(rows, key=lambda row: row.part)
    ]


def _heading(part: int) -> str:
    names = {
        Part.OTHER_RHYTHM: _("Other rhythms"),
        Part.BY_APPOINTMENT: _("By appointment"),
        Part.PAUSED: _("Paused for now"),
    }
    return str(WEEKDAYS[part - 1]) if part <= 7 else names[Part(part)]


def _by_place(rows: Iterable[Row], said: Said, outlet: Outlet) -> list[Group]:
    placed = [(place_of(row.meeting, outlet.regions_of(row.meeting)), row) for row in rows]
    placed.sort(key=lambda pair: (*pair[0].order, pair[1].order))
    groups: list[Group] = []
    for _key, same_region in groupby(placed, key=lambda pair: pair[0].order[:2]):
        pairs = list(same_region)
        parts = []
        for _town, same_town in groupby(pairs, key=lambda pair: pair[0].order):
            inside = list(same_town)
            lines = [said(row) for _, row in inside]
            parts.append({"heading": inside[0][0].town, "rows": lines})
        groups.append({"heading": pairs[0][0].region, "parts": parts})
    return groups


@dataclass(frozen=True)
class PlaceHeading:
    """Under what a meeting stands in a list by place; `rank` puts what has no place last."""

    region: str
    town: str = ""
    rank: int = 0

    @property
    def order(self) -> tuple[int, str, str]:
        """What headings are sorted by."""
        return self.rank, fold(self.region), fold(self.town)


def place_of(meeting: Meeting, regions: Sequence[str]) -> PlaceHeading:
    """Give the headings of a meeting whose regions, from general to specific, are these."""
    venue = meeting.venue
    if meeting.attendance == Attendance.ONLINE:
        return PlaceHeading(_("Online"), rank=2)
    if venue is None:
        return PlaceHeading(_("Other places"), rank=1)
    region = next((name for name in (*regions[:1], venue.state, venue.country) if name), "")
    town = venue.city or (regions[-1] if regions else "")
    if not region:
        return PlaceHeading(town) if town else PlaceHeading(_("Other places"), rank=1)
    if fold(town) == fold(region):
        town = regions[-1] if len(regions) > 1 else ""
    return PlaceHeading(wording.plain(region), wording.plain(town))
