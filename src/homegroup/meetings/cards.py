"""Meetings as lists show them: read with little, and kept in memory while nothing changes."""

from collections import OrderedDict
from collections.abc import Collection
from threading import Lock

from homegroup.core import editions
from homegroup.groups.fellowships import all_fellowships
from homegroup.meetings.models import Meeting, MeetingType
from homegroup.meetings.types import all_types

FIELDS = (
    "name", "slug", "attendance", "time_zone", "status", "conference_url", "fellowship_id",
    "venue__name", "venue__address", "venue__city", "venue__formatted_address",
)  # fmt: skip
MOST_KEPT = 3_000  # a few kB each


class _Kept:
    """The meetings shown last, of one edition."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._edition = -1
        self._meetings: OrderedDict[int, Meeting] = OrderedDict()

    def of(self, edition: int, ids: Collection[int]) -> dict[int, Meeting]:
        """Give those of these ids that are kept."""
        with self._lock:
            if edition != self._edition:
                return {}
            found = {pk: self._meetings[pk] for pk in ids if pk in self._meetings}
            for pk in found:
                self._meetings.move_to_end(pk)
        return found

    def keep(self, edition: int, meetings: dict[int, Meeting]) -> None:
        """Keep meetings that were read in that edition."""
        with self._lock:
            if edition != self._edition:
                self._edition = edition
                self._meetings.clear()
            self._meetings.update(meetings)
            while len(self._meetings) > MOST_KEPT:
                self._meetings.popitem(last=False)

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._edition = -1
            self._meetings.clear()


kept = _Kept()


def meetings_for(ids: Collection[int], *, untimed: Collection[int] = ()) -> dict[int, Meeting]:
    """Give meetings by id with what a list shows: `FIELDS`, venue, types, fellowship.

    Those in `untimed` have their schedules too, which tell why there is no time. To look at
    only: other requests may be shown the same objects.
    """
    edition = editions.number("meetings")
    plain = [pk for pk in ids if pk not in untimed]
    found = kept.of(edition, plain)
    missing = [pk for pk in plain if pk not in found]
    if missing:
        new = _read(missing, with_schedules=False)
        kept.keep(edition, new)
        found |= new
    if untimed:
        found |= _read(untimed, with_schedules=True)
    return found


def _read(ids: Collection[int], *, with_schedules: bool) -> dict[int, Meeting]:
    query = Meeting.objects.select_related("venue").only(*FIELDS)
    if with_schedules:
        query = query.prefetch_related("schedules")
    meetings = query.in_bulk(ids)
    links = Meeting.types.through.objects.filter(meeting_id__in=ids)
    pairs = list(links.values_list("meeting_id", "meetingtype_id"))
    # Read after the rows that name them: what was published meanwhile is known then.
    kinds, fellowships = all_types(), all_fellowships()
    types: dict[int, list[MeetingType]] = {pk: [] for pk in ids}
    for meeting_id, type_id in pairs:
        if type_id in kinds:
            types[meeting_id].append(kinds[type_id])
    for pk, meeting in meetings.items():
        cache = meeting.__dict__.setdefault("_prefetched_objects_cache", {})
        cache["types"] = types[pk]
        if meeting.fellowship_id in fellowships:
            meeting.fellowship = fellowships[meeting.fellowship_id]
    return meetings
