"""Opening rooms: when a date of a meeting comes near, or by hand; and closing them for good."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from homegroup.audit.actions import record
from homegroup.core import clock, once, streams
from homegroup.core.errors import HouseError
from homegroup.groups.models import Group
from homegroup.live import formats
from homegroup.live.actions import presence
from homegroup.live.choices import ROUND_TO, SMALL, Guests, Way
from homegroup.live.course import doors, keys, lines, script, signs
from homegroup.live.course.state import State
from homegroup.live.formats.schema import Format
from homegroup.live.models import Held, Room, RoomRule
from homegroup.live.queries import due_date
from homegroup.meetings.models import Meeting

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """How a room is that opens."""

    way: str = Way.TYPED
    guests: str = Guests.WAIT
    members_wait: bool = False


@transaction.atomic
def set_rule(
    *,
    meeting: Meeting,
    is_on: bool,
    way: str,
    guests: str,
    members_wait: bool,
    opens_before: int,
    by: UUID,
    key: UUID,
) -> RoomRule | None:
    """Set how the rooms of a meeting are; None when the form was sent before."""
    if not once.claim(key):
        return None
    told = {
        "is_on": is_on,
        "way": way,
        "guests": guests,
        "members_wait": members_wait,
        "opens_before": opens_before,
    }
    rule, _made = RoomRule.objects.update_or_create(meeting=meeting, defaults=told)
    record(action="live.set_rule", subject=f"meeting:{meeting.uid}", by=by, data=told)
    return rule


def open_due(meeting: Meeting, rule: RoomRule) -> Room | None:
    """Give the room of the date that is due, opened if need be; None where none is.

    One that has been closed does not open again for the same date.
    """
    due = due_date(meeting, rule)
    if due is None or meeting.group is None:
        return None
    found = Room.objects.whole().filter(meeting=meeting, starts_at=due.starts_at).first()
    if found is not None:
        return found
    if Held.objects.filter(meeting=meeting, starts_at=due.starts_at).exists():
        return None
    how = Rule(rule.way, rule.guests, members_wait=rule.members_wait)
    agenda = formats.format_of(meeting)
    try:
        return _open(meeting.group, meeting, due.starts_at, due.schedule.minutes, agenda, how)
    except IntegrityError:  # somebody else opened it in the same moment
        return Room.objects.whole().get(meeting=meeting, starts_at=due.starts_at)


@transaction.atomic
def open_by_hand(
    *, group: Group, meeting: Meeting | None, agenda: Format, how: Rule, by: UUID, key: UUID
) -> Room | None:
    """Open a room now; None when the form was sent before.

    Raises HouseError where the meeting has one open already.
    """
    if not once.claim(key):
        return None
    if meeting is not None and Room.objects.filter(meeting=meeting).exists():
        raise HouseError(_("There is a room open for this meeting already."))
    now = clock.now().replace(microsecond=0)
    room = _open(group, meeting, now, agenda.minutes, agenda, how)
    record(action="live.open_room", subject=f"group:{group.pk}", by=by, data={})
    return room


def _open(
    group: Group,
    meeting: Meeting | None,
    starts_at: datetime,
    minutes: int,
    agenda: Format,
    how: Rule,
) -> Room:
    with transaction.atomic():
        room = Room.objects.create(
            group=group,
            meeting=meeting,
            starts_at=starts_at,
            minutes=minutes,
            way=how.way,
            guests=how.guests,
            members_wait=how.members_wait,
            agenda=agenda.model_dump_json(),
            opened_at=clock.now(),
        )
        keys.make(room.pk)
        opened = {"k": "open", "_to": "lead", "_count": int(presence.is_counted(group))}
        lines.append(room, [opened], token=uuid4())
    return room


Farewell = Callable[[Room, State], object]
_farewells: list[Farewell] = []


def before_closing(work: Farewell) -> None:
    """Let something be done with a room's last state, in the transaction that closes it."""
    _farewells.append(work)


@transaction.atomic
def close(*, room: Room, by: UUID | None = None) -> Held | None:
    """Close a room for good: its lines and its key go; what stays is `Held`.

    None where it has closed already. `by` is who did it by hand.
    """
    row = lines.locked(room)
    if row is None:
        return None
    try:
        state = lines.state_of(row)
    except keys.KeyGone:
        state = State()
    for work in _farewells:
        work(row, state)
    held = Held.objects.create(
        group=row.group,
        meeting=row.meeting,
        starts_at=row.starts_at,
        minutes=_minutes(state),
        format=script.read(row.agenda).agenda.title,
        people=_rounded(state.people) if state.began_at else None,
    )
    if by is not None:
        record(action="live.close_room", subject=f"group:{row.group_id}", by=by, data={})
    pk = row.pk
    row.delete()
    streams.end(f"room:{pk}")
    transaction.on_commit(lambda: _clear_up(pk))
    return held


def _minutes(state: State) -> int:
    if not state.began_at:
        return 0
    end = state.over_at or int(clock.now().timestamp())
    return min(24 * 60, max(1, round((end - state.began_at) / 60)))


def _rounded(people: int) -> int | None:
    return None if people < SMALL else round(people / ROUND_TO) * ROUND_TO


def _clear_up(room: UUID) -> None:
    keys.destroy(room)
    forget(room)


def forget(room: UUID) -> None:
    """Forget what this process remembers of a room that has closed."""
    lines.forget(room)
    doors.forget(room)
    signs.forget(room)
    keys.forget()


def hear(notice: streams.Notice) -> None:
    """Forget a room that another process has closed."""
    if notice.kind == "end" and notice.about.startswith("room:"):
        forget(UUID(notice.about.removeprefix("room:")))


def close_old() -> int:
    """Close the rooms whose time is over, and those whose key is gone; give how many."""
    count = 0
    for room in Room.objects.to_close():
        count += close(room=room) is not None
    for room in Room.objects.all():
        try:
            keys.key_of(room.pk)
        except keys.KeyGone:
            _log.warning("A room without its key was closed")
            count += close(room=room) is not None
    _drop_lost_keys()
    return count


def _drop_lost_keys() -> None:
    """Delete keys without a room; of one that is just being opened the row is not seen yet."""
    before = clock.now() - timedelta(minutes=5)
    lost = keys.left_over(set(Room.objects.values_list("pk", flat=True)), made_before=before)
    for room in lost:
        keys.destroy(room)
