"""Streams between the processes of a home on PostgreSQL: NOTIFY when it commits, one LISTEN each.

A payload may have 8,000 bytes: longer notices go in parts.
"""

import json
import logging
import secrets
import threading
from collections.abc import Callable, Iterator

from django.db import DatabaseError, connection, connections

from homegroup.core.streams import Notice, hear

_CHANNEL = "homegroup_streams"
_PART = 7_000
_MOST_PARTS = 100
_PATIENCE = 1.0  # seconds between two looks whether to stop, and before a new try
_log = logging.getLogger(__name__)


def notify(notice: Notice) -> None:
    """Tell all processes, as a part of the running transaction."""
    with connection.cursor() as cursor:
        for payload in in_parts(notice):
            cursor.execute("SELECT pg_notify(%s, %s)", [_CHANNEL, payload])


def in_parts(notice: Notice) -> Iterator[str]:
    """Give a notice as payloads; the tag keeps PostgreSQL from folding equal ones into one."""
    text = json.dumps([notice.kind, notice.about, notice.event, notice.data])
    parts = [text[at : at + _PART] for at in range(0, len(text), _PART)]
    if len(parts) > _MOST_PARTS:
        raise ValueError("What is told to streams is too large.")
    tag = secrets.token_hex(4)
    for number, part in enumerate(parts, start=1):
        yield f"{tag}.{number}.{len(parts)}.{part}"


class Joiner:
    """Puts notices together again; the parts of one transaction arrive in a row."""

    def __init__(self) -> None:
        self._tag, self._parts = "", list[str]()

    def take(self, payload: str) -> Notice | None:
        """Take a payload; give the notice that it completes."""
        tag, _number, of, part = payload.split(".", 3)
        if tag != self._tag:
            self._tag, self._parts = tag, []
        self._parts.append(part)
        if len(self._parts) < int(of):
            return None
        self._tag, whole = "", "".join(self._parts)
        return Notice(*json.loads(whole))


class Listener(threading.Thread):
    """Hears what all processes tell. `missed` is called when something may have been missed."""

    def __init__(self, missed: Callable[[], object]) -> None:
        super().__init__(name="streams", daemon=True)
        self._missed = missed
        self._stopping = threading.Event()
        self.is_listening = threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except DatabaseError:
                _log.exception("Streams lost the database; they try again")
                self._stopping.wait(_PATIENCE)
            finally:
                self.is_listening.clear()
                connections.close_all()

    def _listen(self) -> None:
        connection.ensure_connection()
        with connection.wrap_database_errors:
            joiner, wire = Joiner(), connection.connection
            wire.execute(f"LISTEN {_CHANNEL}")
            self.is_listening.set()
            self._missed()
            while not self._stopping.is_set():
                for note in wire.notifies(timeout=_PATIENCE):
                    notice = joiner.take(note.payload)
                    if notice:
                        hear(notice)
                    if self._stopping.is_set():
                        return

    def stop(self) -> None:
        """Stop listening, within a second or so."""
        self._stopping.set()
