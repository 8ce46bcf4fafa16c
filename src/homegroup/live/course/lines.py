"""The log of a room: lines are sealed into it, and read back in order.

Numbers are given under a lock on the room's row, so that a line is only seen once all before it
are. Each process remembers the state at the last line that it read, and goes on from there.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import connection

from homegroup.core import sealing, streams
from homegroup.core.streams import BATCH, Event
from homegroup.live.course import keys
from homegroup.live.course.folding import Payload, fold, wire
from homegroup.live.course.state import State
from homegroup.live.models import Line, Room

_MOST_ROOMS = 200


@dataclass
class _Kept:
    lock: threading.Lock
    state: State


_kept: OrderedDict[UUID, _Kept] = OrderedDict()
_kept_lock = threading.Lock()


def locked(room: Room) -> Room | None:
    """Give the room, locked until the transaction ends; None where it has closed meanwhile."""
    return Room.objects.select_for_update().filter(pk=room.pk).first()


def number_of(room: Room, token: UUID) -> int | None:
    """Give the number of the line that was sent under this token before, else None."""
    return Line.objects.filter(room=room, token=token).values_list("number", flat=True).first()


def append(room: Room, told: Sequence[Payload], *, token: UUID) -> int:
    """Add lines to a locked room, in its transaction; give the number of the first.

    Each goes out to screens once the transaction is committed.
    """
    key = keys.key_of(room.pk)
    first = room.number + 1
    rows = []
    for offset, payload in enumerate(told):
        number = first + offset
        plain = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        sealed = sealing.seal(key, plain, context=_context(room.pk, number))
        name = token if offset == 0 else uuid5(token, str(offset))
        rows.append(Line(room=room, number=number, token=name, sealed=sealed))
    Line.objects.bulk_create(rows)
    room.number += len(rows)
    room.save(update_fields=["number"])
    streams.wake(room.log)
    return first


def state_of(room: Room) -> State:
    """Give the state of a room at its last line, as the row tells it, or later.

    Raises `keys.KeyGone` once it has closed.
    """
    kept = _kept_of(room.pk)
    if kept.state.number >= room.number:
        keys.key_of(room.pk)
        return kept.state
    # Within a transaction what is read may be taken back: it is not kept.
    if connection.in_atomic_block:
        return _read_on(room.pk, kept.state)
    with kept.lock:
        kept.state = _read_on(room.pk, kept.state)
        return kept.state


def _kept_of(room: UUID) -> _Kept:
    with _kept_lock:
        if room not in _kept:
            _kept[room] = _Kept(threading.Lock(), State())
        _kept.move_to_end(room)
        while len(_kept) > _MOST_ROOMS:
            _kept.popitem(last=False)
        return _kept[room]


def forget(room: UUID) -> None:
    """Forget a room that has closed."""
    with _kept_lock:
        _kept.pop(room, None)


def _read_on(room: UUID, state: State) -> State:
    for number, payload in _opened(room, state.number):
        state = fold(state, number, payload)
    return state


def _opened(room: UUID, after: int, most: int | None = None) -> list[tuple[int, Payload]]:
    rows = Line.objects.filter(room=room, number__gt=after).order_by("number")
    stored = list(rows.values_list("number", "sealed")[:most])
    if not stored:
        return []
    key = keys.key_of(room)
    return [
        (number, json.loads(sealing.unseal(key, sealed, context=_context(room, number))))
        for number, sealed in stored
    ]


def _context(room: UUID, number: int) -> str:
    return f"live line|{room.hex}|{number}"


def read_events(log: str, after: int) -> list[Event]:
    """Give the lines of a log as screens get them (`core.streams`)."""
    room = UUID(log.partition(":")[2])
    try:
        found = _opened(room, after, BATCH)
    except keys.KeyGone:
        return []
    return [Event("line", wire(line), number, line.get("_to", "in")) for number, line in found]
