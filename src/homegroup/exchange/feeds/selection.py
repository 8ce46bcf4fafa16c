"""Which meetings a feed tells: all, or those of one fellowship, region, group or service body."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from homegroup.core.errors import HouseError
from homegroup.groups.models import Fellowship, Group, ServiceBody
from homegroup.meetings.models import Meeting
from homegroup.places.models import Region

_BATCH = 500
_LONGEST = 80


class UnknownSelection(HouseError):
    """A filter names something that is not here. `field` is the filter."""

    status = 404


@dataclass(frozen=True)
class Selection:
    """Slugs that narrow a feed; empty ones do not. Regions and service bodies include their parts.

    A meeting without a service body of its own has its group's.
    """

    fellowship: str = ""
    region: str = ""
    group: str = ""
    service_body: str = ""

    @classmethod
    def read(cls, data: Mapping[str, str]) -> "Selection":
        """Read the filters of a query; unknown names in it are ignored."""
        return cls(**{name: data.get(name, "").strip() for name in cls.__dataclass_fields__})

    @property
    def query(self) -> dict[str, str]:
        """The filters that are set, in a fixed order: equal for equal selections."""
        return {name: value for name, value in asdict(self).items() if value}

    def condition(self) -> Q:
        """Give the condition on meetings. Raises UnknownSelection."""
        wanted = Q()
        if self.fellowship:
            wanted &= Q(fellowship=_known(Fellowship.objects, "fellowship", self.fellowship))
        if self.region:
            path = _known(Region.objects, "region", self.region).path
            wanted &= Q(venue__region__path=path) | Q(venue__region__path__startswith=f"{path}/")
        if self.group:
            wanted &= Q(group=_known(Group.objects, "group", self.group))
        if self.service_body:
            bodies = _with_parts(_known(ServiceBody.objects, "service_body", self.service_body).pk)
            wanted &= Q(service_body__in=bodies) | Q(
                service_body=None, group__service_body__in=bodies
            )
        return wanted

    def meetings(self) -> QuerySet[Meeting]:
        """Give the listed meetings that are meant. Raises UnknownSelection."""
        return Meeting.objects.listed().filter(self.condition())


def _known(rows: Any, name: str, slug: str) -> Any:
    readable = len(slug) <= _LONGEST and slug.isprintable()
    row = rows.filter(slug=slug).first() if readable else None
    if row is None:
        raise UnknownSelection(_("There is no such %s here.") % name.replace("_", " "), field=name)
    return row


def _with_parts(body_id: int) -> set[int]:
    """Give the ids of a service body and of everything beneath it."""
    found, edge = {body_id}, {body_id}
    while edge:
        below = ServiceBody.objects.filter(parent__in=edge).values_list("pk", flat=True)
        edge = set(below) - found
        found |= edge
    return found


def in_batches(meetings: QuerySet[Meeting]) -> Iterator[Meeting]:
    """Give meetings with all that belongs to them, in order of their ids, in bounded memory.

    Each batch is a query of its own: no cursor stays open that a writer would have to wait for.
    """
    last = 0
    while batch := list(meetings.whole().filter(pk__gt=last).order_by("pk")[:_BATCH]):  # type: ignore[attr-defined]
        yield from batch
        last = batch[-1].pk
