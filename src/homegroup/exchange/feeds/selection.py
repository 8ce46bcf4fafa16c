"""Which meetings a feed tells: all, or those of one fellowship, region, group or service body."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from homegroup.core.errors import HouseError
from homegroup.core.text import words
from homegroup.groups.models import Fellowship, Group, ServiceBody
from homegroup.meetings import wording
from homegroup.meetings.models import DateChange, Meeting, MeetingType, Pause, Schedule
from homegroup.places.models import Region

_BATCH = 500
_LONGEST = 80


class UnknownSelection(HouseError):
    """A filter names something that is not here. `field` is the filter."""

    status = 404


@dataclass(frozen=True)
class Selection:
    """Slugs that narrow a feed; empty ones do not. Regions and service bodies include their parts.

    A meeting without a service body of its own has its group's. `q` are words as in a search.
    """

    fellowship: str = ""
    region: str = ""
    group: str = ""
    service_body: str = ""
    q: str = ""

    @classmethod
    def read(cls, data: Mapping[str, str]) -> "Selection":
        """Read the filters of a query; unknown names in it are ignored."""
        told = {name: data.get(name, "").strip() for name in cls.__dataclass_fields__}
        if told["q"]:
            # Folded, so that equal searches are one feed; a sign alone stays what it is: no word.
            told["q"] = " ".join(words(told["q"])[: wording.LONGEST_QUERY]) or "-"
        return cls(**told)

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
            wanted &= Q(group=_known(Group.objects.listed(), "group", self.group))
        if self.service_body:
            bodies = _with_parts(_known(ServiceBody.objects, "service_body", self.service_body).pk)
            wanted &= Q(service_body__in=bodies) | Q(
                service_body=None, group__service_body__in=bodies
            )
        if self.q:
            terms = wording.terms_for(self.q)
            wanted &= Q(pk__in=wording.TEXTS.matching(terms) if terms else [])
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
    """Give meetings with all that feeds tell of them, in order of their ids, in bounded memory.

    Each batch has queries of its own: no cursor stays open that a writer would have to wait for.
    """
    rows = meetings.select_related(
        "venue", "group__service_body", "fellowship", "service_body"
    ).order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:_BATCH]):
        _fill(batch)
        yield from batch
        last = batch[-1].pk


def _fill(batch: list[Meeting]) -> None:
    """Give meetings their schedules, types and pauses: `prefetch_related` in half the time.

    It would make a query object for each list of each meeting, where a list is enough.
    """
    ids = [meeting.pk for meeting in batch]
    schedules = list(Schedule.objects.filter(meeting__in=ids))
    changes = _by(DateChange.objects.filter(schedule__in=[s.pk for s in schedules]), "schedule_id")
    for schedule in schedules:
        _keep(schedule, date_changes=changes.get(schedule.pk, []))
    lists = {"schedules": _by(schedules, "meeting_id"), "types": _types_of(ids),
             "pauses": _by(Pause.objects.filter(meeting__in=ids), "meeting_id")}  # fmt: skip
    for meeting in batch:
        _keep(meeting, **{name: found.get(meeting.pk, []) for name, found in lists.items()})


def _types_of(ids: list[int]) -> dict[int, list[MeetingType]]:
    kinds = MeetingType.objects.in_bulk()
    links = Meeting.types.through.objects.filter(meeting_id__in=ids)
    found: dict[int, list[MeetingType]] = {}
    for meeting_id, type_id in links.order_by("meetingtype__position").values_list(
        "meeting_id", "meetingtype_id"
    ):
        found.setdefault(meeting_id, []).append(kinds[type_id])
    return found


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def _keep(row: Any, **lists: list[Any]) -> None:
    """Put lists where `row.<name>.all()` looks first."""
    row._prefetched_objects_cache = lists
