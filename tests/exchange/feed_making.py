"""What the feed tests share: meetings made from listings, and answers read."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from homegroup.exchange.feeds.outlet import Outlet
from homegroup.meetings import actions
from homegroup.meetings.listing import GroupSpec, Listing, ScheduleSpec, VenueSpec
from homegroup.meetings.models import Meeting

FEED = "/feeds/meeting-guide.json"
HALL = VenueSpec(
    name="Old Hall",
    address="12 High Street",
    city="Brighton",
    postal_code="BN1 1AA",
    country="United Kingdom",
    formatted_address="12 High Street, Brighton, BN1 1AA, United Kingdom",
    latitude=50.8225,
    longitude=-0.1372,
    regions=("South", "Brighton"),
    notes="Side door.",
)
ZOOM = "https://us02web.zoom.us/j/123456789?pwd=a,b;c"


def weekly(days: str = "2", at: str = "19:30", **more: Any) -> ScheduleSpec:
    return ScheduleSpec(repeats="weekly", weekdays=days, starts_at=at, **more)


def made(
    *schedules: ScheduleSpec,
    name: str = "Harbour Lights",
    venue: VenueSpec | None = HALL,
    **more: Any,
) -> Meeting:
    listing = Listing(
        **{
            "name": name,
            "time_zone": "Europe/London",
            "fellowship": "aa",
            "group": GroupSpec(name=f"{name} Group"),
            "schedules": schedules or (weekly(),),
            **more,
        },
        venue=venue,
    )
    meeting = actions.add_meeting(listing=listing, by=None)
    return whole(meeting)


def whole(meeting: Meeting) -> Meeting:
    return Meeting.objects.whole().get(pk=meeting.pk)


def outlet(day: datetime | None = None) -> Outlet:
    at = day or datetime(2026, 3, 4, 12, tzinfo=UTC)
    return Outlet("https://example.org", at.date(), 1, at, "Homegroup")


def rows_in(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.content
    body = b"".join(response) if response.streaming else response.content
    rows: list[dict[str, Any]] = json.loads(body)
    return rows


def slugs(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [row["slug"] for row in rows]
