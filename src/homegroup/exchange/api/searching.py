"""The parameters of a search through the API: strict, where the page's form is lenient."""

from dataclasses import replace
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import ConfigDict

from homegroup.core.errors import HouseError
from homegroup.core.zones import home_zone, read_zone
from homegroup.groups.models import Fellowship, Group
from homegroup.meetings.choices import Attendance
from homegroup.meetings.forms.search import SearchForm
from homegroup.meetings.queries import Search
from homegroup.meetings.vocabulary import meanings
from homegroup.places.distance import KM_PER_MILE, MOST_KM
from homegroup.places.models import Region

Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,80}$")]
_LATITUDE = r"-?([1-8]?[0-9](\.[0-9]{1,12})?|90(\.0{1,12})?)"
_LONGITUDE = r"-?((1[0-7]|[1-9])?[0-9](\.[0-9]{1,12})?|180(\.0{1,12})?)"
_COORDINATES = rf"^({_LATITUDE}, ?{_LONGITUDE})?$"
_PLAIN = r"^[^\x00-\x1f\x7f]*$"
_DEFAULT_KM = 25.0
_DAY = 24 * 60


class UnknownName(HouseError):
    """A parameter is readable but names something that is not here. `field` is its name."""

    status = 404


class SearchIn(Schema):
    """What to look for. Parameters narrow together; a repeated `type` means all of them."""

    model_config = ConfigDict(extra="ignore")

    q: str = Field("", max_length=200, pattern=_PLAIN, description="Words; typing errors are met")
    near: str = Field("", max_length=120, pattern=_PLAIN, description="A town or postcode")
    at: str = Field("", pattern=_COORDINATES, description="latitude,longitude")
    within: float = Field(_DEFAULT_KM, gt=0, le=MOST_KM, description="Radius, in `unit`")
    unit: Literal["km", "mi"] = "km"
    day: list[Annotated[int, Field(ge=1, le=7)]] = Field([], max_length=7)
    start: int | None = Field(None, ge=0, le=1439, description="Not before this minute of the day")
    end: int | None = Field(
        None, ge=0, le=1440, description="Before this minute; may wrap midnight"
    )
    hours: int | None = Field(None, ge=1, le=168, description="Starts within the next N hours")
    fellowship: Slug | None = None
    region: Slug | None = None
    group: Slug | None = None
    type: list[Slug] = Field([], max_length=10, description="Slugs as /types tells them")
    attendance: Attendance | None = None
    zone: str = Field("", max_length=64, pattern=_PLAIN, description="IANA zone of the searcher")
    sort: Literal["soonest", "nearest"] = "soonest"
    limit: int = Field(50, ge=1, le=100)
    after: str = Field("", pattern=r"^$|^[0-9]{1,15}(\.[0-9]{1,15}){3}$", description="`next`")

    def viewer_zone(self) -> ZoneInfo:
        """Give the searcher's zone, the home's where none is named. Raises UnknownName."""
        zone = read_zone(self.zone) if self.zone else home_zone()
        if zone is None:
            raise UnknownName(_("There is no such time zone."), field="zone")
        return zone

    def search(self) -> Search:
        """Give the search. Raises UnknownName."""
        self._check_names()
        placed = SearchForm({"near": self.near, "at": self.at}).search()
        km = self.within * (KM_PER_MILE if self.unit == "mi" else 1.0)
        return replace(
            placed,
            words=self.q,
            km=min(km, MOST_KM),
            days=tuple(sorted(set(self.day))),
            between=self._between(),
            hours=self.hours,
            fellowship=self.fellowship or "",
            types=tuple(dict.fromkeys(self.type)),
            attendance=self.attendance.value if self.attendance else "",
            region_ids=self._region_ids(),
            group_id=self._group_id(),
            sort=self.sort if placed.point else "soonest",
            after=self.after,
            limit=self.limit,
        )

    def _between(self) -> tuple[int, int] | None:
        """From equal times on it is the whole day."""
        start, end = self.start or 0, _DAY if self.end is None else self.end
        return None if start == end % _DAY else (start, end)

    def _check_names(self) -> None:
        for slug in self.type:
            if slug not in meanings():
                raise UnknownName(_("There is no such type."), field="type")
        if self.fellowship and not Fellowship.objects.filter(slug=self.fellowship).exists():
            raise UnknownName(_("There is no such fellowship here."), field="fellowship")

    def _region_ids(self) -> tuple[int, ...]:
        if not self.region:
            return ()
        region = _one(Region.objects, "region", self.region)
        below = Q(path=region.path) | Q(path__startswith=f"{region.path}/")
        return tuple(Region.objects.filter(below).values_list("pk", flat=True))

    def _group_id(self) -> int | None:
        pk: int | None = (
            _one(Group.objects.listed(), "group", self.group).pk if self.group else None
        )
        return pk


def _one(rows: Any, name: str, slug: str) -> Any:
    row = rows.filter(slug=slug).first()
    if row is None:
        raise UnknownName(_("There is no such %s here.") % name, field=name)
    return row
