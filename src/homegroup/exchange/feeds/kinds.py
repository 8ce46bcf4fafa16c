"""The feeds there are: what each is kept as, served as, and made of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from homegroup.exchange.feeds import calendar, csv_list, meeting_guide, store
from homegroup.exchange.feeds.outlet import Outlet, outlet_now
from homegroup.exchange.feeds.selection import Selection
from homegroup.meetings.models import Meeting


@dataclass(frozen=True)
class Feed:
    """One feed in one state of the data. `name` tells feeds of one state apart.

    `chunks` makes it anew; it raises HouseError for what is not here.
    """

    name: str
    content_type: str
    chunks: Callable[[], Iterable[bytes]]
    file_name: str = ""


def meeting_guide_of(selection: Selection, outlet: Outlet) -> Feed:
    """Give the Meeting Guide feed of a selection."""
    return Feed(
        f"meeting-guide {outlet.site} {urlencode(selection.query)}",
        "application/json; charset=utf-8",
        lambda: meeting_guide.chunks(selection, outlet),
    )


def csv_of(selection: Selection, outlet: Outlet) -> Feed:
    """Give the spreadsheet of a selection."""
    return Feed(
        f"csv {outlet.site} {urlencode(selection.query)}",
        csv_list.CONTENT_TYPE,
        lambda: csv_list.chunks(selection, outlet),
        "meetings.csv",
    )


def calendar_of(selection: Selection, outlet: Outlet, *, neutral: bool = False) -> Feed:
    """Give the calendar of a selection, with neutral titles if wanted."""
    query = selection.query | ({"title": "neutral"} if neutral else {})
    source = outlet.site + reverse("exchange:calendar")
    source += "?" + urlencode(query) if query else ""
    return Feed(
        f"calendar {source}",
        calendar.CONTENT_TYPE,
        lambda: calendar.chunks(selection, outlet, source=source, neutral=neutral),
        "meetings.ics",
    )


def meeting_calendar_of(
    slug: str, outlet: Outlet, find: Callable[[], Meeting], *, neutral: bool = False
) -> Feed:
    """Give the calendar of one meeting; `find` reads it when the calendar is made."""
    source = outlet.site + reverse("exchange:meeting_calendar", args=[slug])
    source += "?title=neutral" if neutral else ""
    return Feed(
        f"calendar {source}",
        calendar.CONTENT_TYPE,
        lambda: calendar.single_chunks(find(), outlet, source=source, neutral=neutral),
        f"{slug}.ics",
    )


def build_beforehand() -> bool:
    """Build the whole Meeting Guide feed, so that nobody waits for it after a change.

    False where the site has no address of its own: then feeds differ with the reader's.
    """
    if not settings.SITE_URL:
        return False
    outlet = outlet_now(settings.SITE_URL)
    feed = meeting_guide_of(Selection(), outlet)
    store.built(feed.name, outlet.state, feed.chunks)
    return True
