"""What the import tests share: rows, readings, imports through the action."""

import json
from typing import Any

from homegroup.exchange.importing import actions
from homegroup.exchange.importing.actions import Outcome
from homegroup.exchange.importing.feed import Feed, read_feed
from homegroup.exchange.importing.listings import Assumed
from homegroup.meetings.listing import Listing, listing_of
from homegroup.meetings.models import Meeting

Row = dict[str, Any]
ZOOM = "https://zoom.us/j/123456789"
STREET = "12 Mill Street, Alder Falls, NY 13045, USA"
TOWN = "Alder Falls, NY 13045, USA"


def row(slug: Any = "lamp-light", **more: Any) -> Row:
    """Give a plain row; a value None leaves the field out."""
    plain: Row = {
        "slug": slug,
        "name": "Lamp Light",
        "day": 1,
        "time": "19:30",
        "end_time": "20:30",
        "timezone": "America/New_York",
        "formatted_address": STREET,
        "types": ["O", "D"],
    }
    return {name: value for name, value in (plain | more).items() if value is not None}


def read(*rows: Any, **assumed: Any) -> Feed:
    """Read rows as a list."""
    return read_feed(list(rows), Assumed(**({"vocabulary": "aa"} | assumed)))


def one(**more: Any) -> Listing:
    """Give the listing of one row that must not be rejected."""
    feed = read(row(**more))
    assert not feed.rejections, feed.problems
    return feed.readings["lamp-light"].listing


def said(*rows: Any, **assumed: Any) -> list[tuple[str, str]]:
    """Give (severity, field) of each problem."""
    return [(each.severity, each.field) for each in read(*rows, **assumed).problems]


def bring(*rows: Row, name: str = "county", **more: Any) -> Outcome:
    """Import rows."""
    content = json.dumps(list(rows)).encode()
    return actions.import_meetings(content=content, name=name, address="x.json", by=None, **more)


def figures(outcome: Outcome) -> dict[str, int]:
    """Give the figures that are not 0."""
    found = {name: getattr(outcome.tally, name) for name in actions.FIGURES}
    return {name: value for name, value in found.items() if value}


def state() -> dict[str, tuple[str, str, str, Listing]]:
    """Give all that the public sees of every meeting, by its slug here."""
    return {
        meeting.slug: (str(meeting.uid), meeting.status, meeting.closed_reason, listing_of(meeting))
        for meeting in Meeting.objects.whole()
    }


def meeting(slug: str = "lamp-light") -> Meeting:
    """Read one meeting anew."""
    return Meeting.objects.whole().get(slug=slug)
