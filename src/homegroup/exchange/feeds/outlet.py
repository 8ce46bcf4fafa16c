"""Where and when a feed is told: the site's address, the day, and what all its rows share."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from homegroup import __version__
from homegroup.core import clock, editions
from homegroup.core import site as sites
from homegroup.core.zones import home_zone
from homegroup.meetings.models import Meeting
from homegroup.places.models import Region

_SLOT = "-slug-"


@dataclass(frozen=True)
class Outlet:
    """One edition of the meetings on one day, for readers who know the site as `site`.

    `name` is what the site calls itself.

    `day` is the date in the home's zone. Equal outlets give equal feeds, byte for byte.
    """

    site: str
    day: date
    number: int
    changed_at: datetime
    name: str

    @property
    def state(self) -> str:
        """A short text that changes whenever any feed may have changed."""
        data = (self.day, self.number, self.changed_at.timestamp(), self.name)
        return hashlib.sha256(repr((data, __version__, _code())).encode()).hexdigest()[:16]

    @property
    def modified_at(self) -> datetime:
        """The moment from which the feed reads as it does: the last change, or the day's begin."""
        begin = datetime.combine(self.day, time(), tzinfo=home_zone()).astimezone(UTC)
        return max(self.changed_at, begin).replace(microsecond=0)

    @cached_property
    def _noon(self) -> datetime:
        return datetime.combine(self.day, time(12), tzinfo=home_zone())

    def today(self, zone: ZoneInfo) -> date:
        """Give the date that counts as today in a zone: the one at noon of the home's day.

        A fixed moment, so that a feed built late in the day reads as one built early.
        """
        return self._noon.astimezone(zone).date()

    @cached_property
    def _page(self) -> str:
        return self.site + reverse("meetings:meeting", args=[_SLOT])

    def page_of(self, meeting: Meeting) -> str:
        """Give the absolute address of a meeting's page."""
        return self._page.replace(_SLOT, meeting.slug)

    @cached_property
    def region_names(self) -> Mapping[int, tuple[str, ...]]:
        """The names of every region from general to specific, by its id. One query."""
        values = Region.objects.values_list("pk", "name", "parent")
        rows = {pk: (name, up) for pk, name, up in values}
        found: dict[int, tuple[str, ...]] = {}

        def names(pk: int) -> tuple[str, ...]:
            if pk not in found:
                name, up = rows[pk]
                found[pk] = (*(names(up) if up else ()), name)
            return found[pk]

        return {pk: names(pk) for pk in rows}

    def regions_of(self, meeting: Meeting) -> tuple[str, ...]:
        """Give the names of a meeting's region, from general to specific."""
        region_id = meeting.venue.region_id if meeting.venue else None
        return self.region_names.get(region_id, ()) if region_id else ()


@cache
def _code() -> str:
    """A digest of what makes feeds: an update must not answer with what the old code built."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def site_of(request: HttpRequest) -> str:
    """Give the site's address without a slash at the end: as set, else as the request has it."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def outlet_now(site: str) -> Outlet:
    """Give the present outlet. Two queries: the editions of the meetings and of the site."""
    number, changed_at = editions.current("meetings")
    return Outlet(site, clock.today(home_zone()), number, changed_at, sites.current().name)
