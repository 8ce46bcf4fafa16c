"""Finding meetings: the search behind the page, the feeds' queries and the API.

A result is a *start*: one meeting at one moment. What starts within the next seven days comes
first, in order; then what starts later (each schedule once); then what has no time. All of it
reads the slots index, and a cursor goes on where a page ended without counting past it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import starmap
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Exists, ExpressionWrapper, F, FloatField, OuterRef, Q, QuerySet
from django.db.models.expressions import CombinedExpression

from homegroup.core import clock
from homegroup.core.text import words as split_words
from homegroup.meetings import cards, wording
from homegroup.meetings.choices import Attendance
from homegroup.meetings.models import Meeting, MeetingType, Slot
from homegroup.meetings.walltime import DAY_MINUTES, any_of, in_own_time, in_viewers_time, weeks_of
from homegroup.places.distance import Point, cells_around, km_of_dot, least_dot
from homegroup.places.recurrence import WEEK_MINUTES, next_start

COUNT_TO = 1_000
PAGE_SIZE = 50


@dataclass(frozen=True)
class Search:
    """What somebody looks for. Empty values do not narrow.

    `days` are ISO weekdays; `between` is wall time in minutes of the day, and may wrap midnight:
    of the meeting's zone when it is in person, of the viewer's when it is online. `hours` means:
    starts within the next N hours. `named_place` is a place known by name only.
    """

    words: str = ""
    point: Point | None = None
    named_place: str = ""
    km: float = 25.0
    days: tuple[int, ...] = ()
    between: tuple[int, int] | None = None
    hours: int | None = None
    fellowship: str = ""
    types: tuple[str, ...] = ()
    attendance: str = ""
    region_ids: tuple[int, ...] = ()
    group_id: int | None = None
    sort: str = "soonest"
    after: str = ""
    limit: int = PAGE_SIZE


@dataclass(frozen=True)
class Start:
    """One meeting at one moment (None: no time, as by appointment); `km` from the place asked."""

    meeting: Meeting
    starts_at: datetime | None
    minutes: int
    km: float | None = None

    @property
    def ends_at(self) -> datetime | None:
        """The moment it ends."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None


@dataclass(frozen=True)
class Found:
    """One page of starts. `after` is the cursor of the next page, "" at the end.

    `total` counts to 1,000 and `is_more` tells that there are more; both only on the first page.
    """

    starts: list[Start]
    after: str = ""
    total: int = 0
    is_more: bool = False


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


@dataclass(frozen=True)
class _Cursor:
    """Where a page ended: `part` 0 this week, 1 later, 2 untimed, 3 nearest (key is an offset)."""

    anchor: int
    part: int = 0
    key: int = 0
    row: int = 0

    @classmethod
    def read(cls, text: str, now: int) -> "_Cursor":
        parts = text.split(".")
        if len(parts) != 4 or not all(_is_number(part) for part in parts):
            return cls(anchor=now)
        anchor, part, key, row = (int(p) for p in parts)
        if abs(anchor - now) > WEEK_MINUTES or part > 3:
            return cls(anchor=now)
        return cls(anchor, part, key, row)

    def __str__(self) -> str:
        return f"{self.anchor}.{self.part}.{self.key}.{self.row}"


class _Row(NamedTuple):
    """What is read of a slot; `dot` where a place was asked for."""

    pk: int
    meeting_id: int
    minute: int | None
    first: int
    last: int
    minutes: int
    dot: float | None = None


def _rows(slots: QuerySet[Slot]) -> Iterator[_Row]:
    names = [name for name in _Row._fields if name != "dot" or name in slots.query.annotations]
    return starmap(_Row, slots.values_list(*names))


def find(search: Search, *, now: datetime, zone: ZoneInfo, whole: bool = True) -> Found:
    """Find one page of starts for a viewer in `zone`.

    Unless `whole`, meetings hold only what a list shows (see `cards`).
    A cursor that makes no sense, or is older than a week, begins anew.
    """
    cursor = _Cursor.read(search.after, clock.minutes(now))
    slots = matching_slots(search, now=clock.moment(cursor.anchor), zone=zone)
    is_dear = bool(search.words.strip() and search.point)
    first = _first(slots, search, cursor.anchor) if is_dear or not search.after else []
    is_more = len(first) > COUNT_TO
    if first and not is_more:
        rows, following = _page_of(first, search, cursor)
    elif not (first or search.after):
        rows, following = [], ""
    elif search.sort == "nearest" and search.point:
        rows, following = _nearest(slots, search, cursor)
    else:
        rows, following = _soonest(slots, search, cursor)
    starts = _with_meetings(rows, search, cursor.anchor, whole=whole)
    if search.after:
        return Found(starts, after=following)
    total = min(len(first), COUNT_TO) if following else len(starts)
    return Found(starts, after=following, total=total, is_more=is_more and bool(following))


def ahead(search: Search, *, now: datetime, zone: ZoneInfo) -> QuerySet[Slot]:
    """Give the slots of a search that lie ahead, each regular time once, in no order.

    A date that was moved stands beside its regular time.
    """
    slots = matching_slots(search, now=now, zone=zone)
    return slots.filter(_any_part(search, clock.minutes(now), each_once=False))


# -- which slots -----------------------------------------------------------------------------


def matching_slots(search: Search, *, now: datetime, zone: ZoneInfo) -> QuerySet[Slot]:
    """Give the slots that a search matches, whenever they start."""
    slots = Slot.objects.all()
    if search.fellowship:
        slots = slots.filter(meeting__fellowship__slug=search.fellowship)
    if search.group_id is not None:
        slots = slots.filter(meeting__group_id=search.group_id)
    if search.region_ids:
        slots = slots.filter(meeting__venue__region_id__in=search.region_ids)
    if search.words.strip():
        terms = wording.terms_for(search.words)
        slots = _with_words(slots, terms, by_place=search.point is not None)
    slots = _attended(slots, search)
    slots = _near(slots, search)
    if search.days or search.between:
        slots = slots.filter(_at_wall_time(search, now=now, zone=zone))
    return _of_types(slots, search.types)


def _with_words(
    slots: QuerySet[Slot], terms: list[list[str]], *, by_place: bool = False
) -> QuerySet[Slot]:
    if not terms:
        return slots.none()
    texts = wording.TEXTS.matching(terms)
    if not by_place:
        return slots.filter(meeting_id__in=texts)
    # The sum keeps the database from looking up every meeting with these words: there may be
    # tens of thousands of them in the world, and few in the circle.
    return slots.alias(who=F("meeting_id") + 0).filter(who__in=texts)


def _attended(slots: QuerySet[Slot], search: Search) -> QuerySet[Slot]:
    if search.attendance == Attendance.ONLINE:
        return slots.exclude(meeting__attendance=Attendance.IN_PERSON)
    if search.attendance == Attendance.IN_PERSON:
        return slots.filter(online_only=False)
    if search.attendance == Attendance.HYBRID:
        return slots.filter(meeting__attendance=Attendance.HYBRID)
    if search.point or search.named_place:
        return slots.filter(online_only=False)
    return slots


def _near(slots: QuerySet[Slot], search: Search) -> QuerySet[Slot]:
    """Narrow to the circle: by cells, which an index finds, then exactly."""
    if search.named_place:
        return _with_words(slots, [[word] for word in split_words(search.named_place)])
    if not search.point:
        return slots
    x, y, z = search.point.vector
    dot = ExpressionWrapper(F("x") * x + F("y") * y + F("z") * z, output_field=FloatField())
    column, cells = cells_around(search.point, search.km)
    return slots.filter(**{f"{column}__in": cells}).annotate(dot=dot).filter(
        dot__gte=least_dot(search.km)
    )  # fmt: skip


def _of_types(slots: QuerySet[Slot], types: Sequence[str]) -> QuerySet[Slot]:
    if not types:
        return slots
    ids = dict(MeetingType.objects.filter(slug__in=types).values_list("slug", "id"))
    link = Meeting.types.through.objects.filter(meeting_id=OuterRef("meeting_id"))
    for slug in types:
        slots = slots.filter(Exists(link.filter(meetingtype_id=ids.get(slug, 0))))
    return slots


# -- when ------------------------------------------------------------------------------------


def _at_wall_time(search: Search, *, now: datetime, zone: ZoneInfo) -> Q:
    days = search.days or (1, 2, 3, 4, 5, 6, 7)
    start, end = search.between or (0, DAY_MINUTES)
    afar = in_viewers_time(days, start, end, now=now, zone=zone)
    if search.attendance == Attendance.ONLINE:  # hybrids too are joined from afar
        return afar
    own = in_own_time(days, start, end)
    return Q(online_only=False) & own | Q(online_only=True) & afar


def _span(search: Search) -> int:
    return min(search.hours * 60, WEEK_MINUTES) if search.hours else WEEK_MINUTES


def _started_by(low: int, high: int, base: int) -> Q:
    """Slots that really start in this part of the week (not ended, not yet to begin)."""
    moment = F("minute") + base
    return Q(minute__gte=low, minute__lt=high, first__lte=moment, last__gte=moment)


def _has_other_parts(search: Search) -> tuple[bool, bool]:
    """Whether later starts and untimed meetings belong to the answer."""
    return not search.hours, not (search.hours or search.days or search.between)


# -- pages -----------------------------------------------------------------------------------


def _soonest(slots: QuerySet[Slot], search: Search, cursor: _Cursor) -> tuple[list[_Row], str]:
    """Give one page in order of time, and the cursor of the next."""
    wanted = search.limit + 1
    rows: list[tuple[_Row, _Part]] = []
    for part in _parts(slots, search, cursor):
        rows += [(row, part) for row in _rows(part.slots[: wanted - len(rows)])]
        if len(rows) >= wanted:
            page = [row for row, _part in rows[: search.limit]]
            return page, str(rows[search.limit - 1][1].cursor_at(page[-1]))
    return [row for row, _part in rows], ""


def _parts(slots: QuerySet[Slot], search: Search, cursor: _Cursor) -> Iterator["_Part"]:
    later, untimed = _has_other_parts(search)
    end = cursor.anchor + _span(search)
    if cursor.part == 0:
        begin = max(cursor.key, cursor.anchor)
        for low, high, base in weeks_of(begin, end):
            found = slots.filter(_started_by(low, high, base))
            if cursor.key == low + base:  # the page ended among those that start together
                found = found.exclude(minute=low, pk__lte=cursor.row)
            yield _Part(found.order_by("minute", "pk"), 0, cursor.anchor)
    if later and cursor.part <= 1:
        found = slots.filter(_later(search, cursor.anchor))
        if cursor.part == 1:
            found = found.filter(Q(first__gt=cursor.key) | Q(first=cursor.key, pk__gt=cursor.row))
        yield _Part(found.order_by("first", "pk"), 1, cursor.anchor)
    if untimed:
        found = slots.filter(minute__isnull=True, first__lte=cursor.anchor)
        if cursor.part == 2:
            found = found.filter(pk__gt=cursor.row)
        yield _Part(found.order_by("pk"), 2, cursor.anchor)


@dataclass(frozen=True)
class _Part:
    """Slots in the order of one part of the answer (see `_Cursor`)."""

    slots: QuerySet[Slot]
    number: int
    anchor: int

    def cursor_at(self, row: _Row) -> _Cursor:
        """Give the cursor of a page that ends with this row."""
        return _Cursor(self.anchor, self.number, _key(row, self.number, self.anchor), row.pk)


def _key(row: _Row, part: int, anchor: int) -> int:
    """Give what rows of a part are sorted by."""
    if part == 0:
        return next_start(row.first, row.last, anchor) or 0
    return row.first if part == 1 else row.pk


def _nearest(slots: QuerySet[Slot], search: Search, cursor: _Cursor) -> tuple[list[_Row], str]:
    order = (F("dot").desc(), _from_now(cursor.anchor).asc(nulls_last=True), "pk")
    found = slots.filter(_any_part(search, cursor.anchor)).order_by(*order)
    begin = cursor.key if cursor.part == 3 else 0
    rows = list(_rows(found[begin : begin + search.limit + 1]))
    return _cut(rows, search, cursor.anchor, begin)


def _cut(rows: list[_Row], search: Search, anchor: int, begin: int) -> tuple[list[_Row], str]:
    following = _Cursor(anchor, 3, begin + search.limit)
    return rows[: search.limit], str(following) if len(rows) > search.limit else ""


def _first(slots: QuerySet[Slot], search: Search, anchor: int) -> list[_Row]:
    """Give all rows of a search in no order, or one more than `COUNT_TO` of them.

    One statement where a page, its parts and their number would take three or four.
    """
    found = slots.filter(_any_part(search, anchor)).order_by()
    return list(_rows(found[: COUNT_TO + 1]))


def _page_of(rows: list[_Row], search: Search, cursor: _Cursor) -> tuple[list[_Row], str]:
    """Give one page of all rows of a search, as `_soonest` and `_nearest` would."""
    anchor, end = cursor.anchor, cursor.anchor + _span(search)
    if search.sort == "nearest" and search.point:
        near = sorted(rows, key=lambda row: (-(row.dot or 0), _wait(row, anchor), row.pk))
        begin = cursor.key if cursor.part == 3 else 0
        return _cut(near[begin:], search, anchor, begin)
    placed = []
    for row in rows:
        part = 2 if row.minute is None else int(row.first >= end)
        placed.append((part, _key(row, part, anchor), row.pk, row))
    placed.sort(key=itemgetter(0, 1, 2))
    left = [each for each in placed if each[:3] > (cursor.part, cursor.key, cursor.row)]
    page = [each[3] for each in left[: search.limit]]
    if len(left) <= search.limit:
        return page, ""
    part, key, pk, _row = left[search.limit - 1]
    return page, str(_Cursor(anchor, part, key, pk))


def _wait(row: _Row, anchor: int) -> int:
    """Give `_from_now` of a row; what has no time comes last."""
    return WEEK_MINUTES if row.minute is None else (row.minute - anchor) % WEEK_MINUTES


def _from_now(anchor: int) -> CombinedExpression:
    """Order the minutes of the UTC week as they come from the anchor on."""
    return (F("minute") + (WEEK_MINUTES - anchor % WEEK_MINUTES)) % WEEK_MINUTES


def _later(search: Search, anchor: int, *, each_once: bool = True) -> Q:
    """Slots that start after the week, where no start of the same regular time lies before.

    `each_once`: nor a date of it that was moved, unless days or times are asked for, which the
    moved one need not have.
    """
    wanted = Q(first__gte=anchor + _span(search), previous__lt=anchor, minute__isnull=False)
    if each_once and not (search.days or search.between):
        wanted &= Q(moved_before__lt=anchor)
    return wanted


def _any_part(search: Search, anchor: int, *, each_once: bool = True) -> Q:
    later, untimed = _has_other_parts(search)
    wanted = [_started_by(*week) for week in weeks_of(anchor, anchor + _span(search))]
    if later:
        wanted.append(_later(search, anchor, each_once=each_once))
    if untimed:
        wanted.append(Q(minute__isnull=True, first__lte=anchor))
    return any_of(wanted)


def _with_meetings(rows: list[_Row], search: Search, anchor: int, *, whole: bool) -> list[Start]:
    """Read what a result tells of its meeting, in a fixed number of queries."""
    ids = {row.meeting_id for row in rows}
    untimed = {row.meeting_id for row in rows if row.minute is None}
    if whole:
        meetings = Meeting.objects.whole().in_bulk(ids)
    else:
        meetings = cards.meetings_for(ids, untimed=untimed)
    return [
        _start(row, meetings[row.meeting_id], search, anchor)
        for row in rows
        if row.meeting_id in meetings
    ]


def _start(row: _Row, meeting: Meeting, search: Search, anchor: int) -> Start:
    begins = None if row.minute is None else next_start(row.first, row.last, anchor)
    return Start(
        meeting=meeting,
        starts_at=None if begins is None else clock.moment(begins),
        minutes=row.minutes,
        km=None if row.dot is None or search.point is None else km_of_dot(row.dot),
    )
