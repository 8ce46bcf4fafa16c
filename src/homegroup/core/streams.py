"""Streams: what is new comes to an open page by itself (server-sent events, ADR 11).

A stream is a view like any other: it stands in the table of addresses, carries its access
decision, and gets a request with user and visit. It ends with `opened`, and then the connection
is taken out of the threads and kept by `streams_asgi`:

    @member
    @only("GET")
    def news(request, slug):
        me = member_group(request, slug)
        return streams.opened(
            request, channels=[f"news:{me.group_id}"], keys=[me.stream_key]
        )

Elsewhere, in an action:

    streams.publish(f"news:{group.pk}", "new", {"kind": "share"})     # told after the commit
    streams.end(membership.stream_key)                              # they left: ask again

A plain request for the same address (and every request where only WSGI is served) gets what it
missed and ends, so that a page may ask again now and then.

Two ways to tell: `publish` tells an event once, to who listens now. A *log* is for what may not
be lost or come out of order: numbered rows that a room keeps in a table. The room registers how
to read on from a number (`register_log`), opens streams with `log=` and `after=`, and calls
`wake` once rows were added: each process reads them in order and passes them on.

Never put words of people into `publish`: between processes it goes through the database server.
"""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from homegroup.core import limits

SLOT = "homegroup.stream"  # in the ASGI scope: where `opened` leaves what it opened
BATCH = 200  # so many rows of a log are read at once
POLL = 15  # seconds after which a plain request may come again
MEDIA_TYPE = "text/event-stream"


@dataclass(frozen=True)
class Event:
    """One event: its name, data for JSON, its number in a log, and whom it is for ("": all).

    `to` is compared with the marks that a stream was opened with.
    """

    event: str
    data: Any = None
    id: int | None = None
    to: str = ""

    def frame(self) -> bytes:
        """Give it as it goes over the wire."""
        text = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        number = "" if self.id is None else f"id:{self.id}\n"
        return f"{number}event:{self.event}\ndata:{text}\n\n".encode()


ReadLog = Callable[[str, int], Sequence[Event]]


@dataclass(frozen=True)
class Bound:
    """What a stream hangs on besides its own keys: more keys, and when it ends at the latest."""

    keys: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True)
class Opening:
    """A stream that a view has opened; `after` is the last number of the log that it has."""

    channels: tuple[str, ...] = ()
    log: str = ""
    after: int = 0
    replay: tuple[Event, ...] = ()
    keys: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    until: datetime | None = None
    household: str = ""


@dataclass
class Slot:
    """Where the ASGI side finds what a view has opened."""

    opening: Opening | None = None


@dataclass(frozen=True)
class Notice:
    """What is told between threads and processes.

    `kind` is "event" (on a channel), "wake" (a log), "end" (streams with a key) or "again"
    (something may have been missed: read all logs on).
    """

    kind: str
    about: str
    event: str = ""
    data: Any = None


@dataclass
class _House:
    logs: dict[str, ReadLog] = field(default_factory=dict)
    bounds: list[Callable[[HttpRequest], Bound | None]] = field(default_factory=list)
    ears: list[Callable[[Notice], object]] = field(default_factory=list)


_house = _House()


def register_log(name: str, read: ReadLog) -> None:
    """Register how the logs "name:..." are read.

    `read(log, after)` gives up to `BATCH` events with numbers above `after`, in order. A number
    may only become visible after all lower ones.
    """
    _house.logs[name] = read


def bind(bound: Callable[[HttpRequest], Bound | None]) -> None:
    """Let a room say what streams of a request hang on besides their own keys (a visit)."""
    _house.bounds.append(bound)


def opened(
    request: HttpRequest,
    *,
    channels: Iterable[str] = (),
    log: str = "",
    after: int = 0,
    replay: Collection[Event] = (),
    keys: Iterable[str] = (),
    marks: Iterable[str] = (),
    until: datetime | None = None,
) -> HttpResponse:
    """Open a stream for this request; the last thing that its view does.

    `channels`: what is published there goes to it. `log` and `after`: what its page has of a log
    already. `replay`: events to begin with. `keys`: `end` of one of them ends it.
    """
    bounds = [found for each in _house.bounds if (found := each(request))]
    ends = [each.until for each in bounds if each.until] + ([until] if until else [])
    opening = Opening(
        channels=tuple(channels),
        log=log,
        after=after,
        replay=tuple(replay),
        keys=frozenset(keys).union(*(each.keys for each in bounds)),
        marks=frozenset(marks),
        until=min(ends) if ends else None,
        household=limits.household(request),
    )
    slot = request.META.get("asgi.scope", {}).get(SLOT)
    if slot is not None:
        slot.opening = opening
        return _answer(b"")
    return _answer(f"retry:{POLL * 1000}\n\n".encode() + b"".join(missed(opening)))


def _answer(body: bytes) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=f"{MEDIA_TYPE}; charset=utf-8",
        headers={
            "Cache-Control": "no-store, no-transform",
            "X-Accel-Buffering": "no",
            "Content-Encoding": "identity",
        },
    )


def missed(opening: Opening) -> Iterable[bytes]:
    """Give the frames that a stream begins with: its replay, and one batch of its log."""
    for event in opening.replay:
        yield event.frame()
    for event in read_log(opening.log, opening.after) if opening.log else ():
        if not event.to or event.to in opening.marks:
            yield event.frame()


def read_log(log: str, after: int) -> Sequence[Event]:
    """Give one batch of a log."""
    return _house.logs[log.split(":", 1)[0]](log, after)


def last_event_id(request: HttpRequest, default: int = 0) -> int:
    """Give the number of the last event that a reconnecting page has had."""
    told = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else default


def publish(channel: str, event: str, data: Any = None) -> None:
    """Tell an event to who listens on the channel, once the transaction is committed.

    `data` is small, for JSON, and holds no words of people: numbers, kinds, ids.
    """
    _tell(Notice("event", channel, event, data))


def wake(log: str) -> None:
    """Say, once the transaction is committed, that a log has grown."""
    _tell(Notice("wake", log))


def end(key: str) -> None:
    """End the streams with this key, once the transaction is committed.

    Their pages ask again at once and get what is right for them now.
    """
    _tell(Notice("end", key))


def _tell(notice: Notice) -> None:
    if connection.vendor == "postgresql":
        from homegroup.core import streams_postgresql

        streams_postgresql.notify(notice)  # PostgreSQL passes it on when it commits
    else:
        transaction.on_commit(lambda: hear(notice))


def listen(ear: Callable[[Notice], object]) -> None:
    """Let a hub of this process hear what is told."""
    _house.ears.append(ear)


def stop_listening(ear: Callable[[Notice], object]) -> None:
    """Tell this hub nothing more."""
    if ear in _house.ears:
        _house.ears.remove(ear)


def hear(notice: Notice) -> None:
    """Pass on to the hubs of this process what was told, here or in another process."""
    for ear in list(_house.ears):
        ear(notice)
