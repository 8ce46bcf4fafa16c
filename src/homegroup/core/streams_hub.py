"""The hub: the open streams of one process, and what goes to whom.

Everything here happens in the event loop, except `Hub.hear`, which threads call.
"""

import asyncio
import logging
import random
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import close_old_connections, connection, connections

from homegroup.core import clock, streams
from homegroup.core.streams import Event, Notice, Opening
from homegroup.core.streams_postgresql import Listener

BEAT = 20  # seconds between two signs of life
LIFE = 15 * 60  # seconds after which a stream ends by itself, and its page's access is asked anew
PAUSE = 0.1  # seconds in which the lines of a busy log gather, to go out together
MOST_WAITING = 64_000  # bytes that a slow client may leave waiting
MOST_STREAMS = 4_000  # of one process
_REMEMBERED = 30  # seconds for which an end also holds for streams that are just opening
_READERS = 2
_SIGN_OF_LIFE = b":\n\n"
_log = logging.getLogger(__name__)


class Client:
    """One open stream: what waits to be sent, and what it has had."""

    def __init__(self, opening: Opening, now: float) -> None:
        self.opening = opening
        self.last = opening.after
        self.is_over = False
        self.drop: Callable[[], object] = lambda: None
        self.ready = asyncio.Event()
        self.beat = random.randrange(BEAT)
        self.ends_at = now + _life(opening)
        self._waiting: deque[bytes] = deque()
        self._bytes = 0

    def push(self, frame: bytes) -> None:
        """Let a frame wait for being sent; who lets too much wait is dropped and comes again."""
        if self.is_over:
            return
        self._bytes += len(frame)
        if self._bytes > MOST_WAITING:
            self._waiting.clear()
            self.end()
            self.drop()
            return
        self._waiting.append(frame)
        self.ready.set()

    def pass_on(self, event: Event, frame: bytes) -> None:
        """Push an event of its log, unless it had it or it is for somebody else."""
        if event.id is None or event.id <= self.last:
            return
        self.last = event.id
        if not event.to or event.to in self.opening.marks:
            self.push(frame)

    def take(self) -> bytes:
        """Give all that waits."""
        body = b"".join(self._waiting)
        self._waiting.clear()
        self._bytes = 0
        return body

    def end(self) -> None:
        """Let it end once what waits is sent."""
        self.is_over = True
        self.ready.set()


def _life(opening: Opening) -> float:
    life = LIFE * random.uniform(0.7, 1.0)  # not all at once
    if opening.until is None:
        return life
    return min(life, max(0.0, (opening.until - clock.now()).total_seconds()))


class Follower:
    """Reads one log on, for all its streams: in order, each row once, for as long as one is open.

    Who joins may be behind: then it reads again from there, and the others skip what they had.
    """

    def __init__(self, hub: "Hub", log: str) -> None:
        self._hub, self._log = hub, log
        self._joining: list[Client] = []
        self._clients: set[Client] = set()
        self._cursor = 0
        self.wanted = asyncio.Event()
        self.task = asyncio.ensure_future(self._run())

    def join(self, client: Client) -> None:
        self._joining.append(client)
        self.wanted.set()

    def leave(self, client: Client) -> bool:
        """Forget a stream; tell whether nobody is left."""
        self._clients.discard(client)
        if client in self._joining:
            self._joining.remove(client)
        return not self._clients and not self._joining

    async def _run(self) -> None:
        while True:
            await self.wanted.wait()
            self.wanted.clear()
            try:
                await self._read_on()
            except Exception:  # noqa: BLE001 - a room's reading may fail in any way; try again
                _log.exception("A log of streams could not be read")
                await asyncio.sleep(1)
                self.wanted.set()
            await asyncio.sleep(PAUSE)

    async def _read_on(self) -> None:
        while True:
            self._let_in()
            events = await self._hub.read(self._log, self._cursor)
            for event in events:
                frame = event.frame()
                for client in self._clients:
                    client.pass_on(event, frame)
                self._cursor = event.id or self._cursor
            if len(events) < streams.BATCH and not self._joining:
                return

    def _let_in(self) -> None:
        behind = [client.last for client in self._joining]
        self._cursor = min([self._cursor, *behind]) if self._clients else min(behind, default=0)
        self._clients.update(self._joining)
        self._joining.clear()


class Hub:
    """The open streams of a process, by what they listen to."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.is_stopping = False
        self._clients: set[Client] = set()
        self._by_channel: dict[str, set[Client]] = defaultdict(set)
        self._by_key: dict[str, set[Client]] = defaultdict(set)
        self._followers: dict[str, Follower] = {}
        self._households: Counter[str] = Counter()
        self._ended: dict[str, float] = {}
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="streams")
        self._ticking = asyncio.ensure_future(self._tick())
        streams.listen(self.hear)
        self._listener = _start_listener(self)

    def hear(self, notice: Notice) -> None:
        """Take what was told, from any thread."""
        try:
            self.loop.call_soon_threadsafe(self._take, notice)
        except RuntimeError:  # the loop was closed: nobody listens any more
            streams.stop_listening(self.hear)

    def _take(self, notice: Notice) -> None:
        if notice.kind == "event":
            frame = Event(notice.event, notice.data).frame()
            for client in tuple(self._by_channel.get(notice.about, ())):
                client.push(frame)
        elif notice.kind == "wake" and notice.about in self._followers:
            self._followers[notice.about].wanted.set()
        elif notice.kind == "again":
            self.look_again()
        elif notice.kind == "end":
            self._ended[notice.about] = time.monotonic()
            for client in tuple(self._by_key.get(notice.about, ())):
                client.end()

    def has_room(self, household: str) -> bool:
        """Tell whether one more stream may open, and one more of this address."""
        most = settings.STREAMS_AN_ADDRESS
        return len(self._clients) < MOST_STREAMS and self._households[household] < most

    def join(self, opening: Opening, since: float) -> Client:
        """Let a stream in whose opening began at `since` (monotonic)."""
        client = Client(opening, time.monotonic())
        self._clients.add(client)
        self._households[opening.household] += 1
        for name in opening.channels:
            self._by_channel[name].add(client)
        for key in opening.keys:
            self._by_key[key].add(client)
        for event in opening.replay:
            client.push(event.frame())
        if opening.log:
            if opening.log not in self._followers:
                self._followers[opening.log] = Follower(self, opening.log)
            self._followers[opening.log].join(client)
        if self.is_stopping or any(self._ended.get(key, 0.0) >= since for key in opening.keys):
            client.end()
        return client

    def leave(self, client: Client) -> None:
        """Forget a stream."""
        opening = client.opening
        self._clients.discard(client)
        self._households[opening.household] -= 1
        if not self._households[opening.household]:
            del self._households[opening.household]
        _forget(self._by_channel, opening.channels, client)
        _forget(self._by_key, opening.keys, client)
        follower = self._followers.get(opening.log)
        if follower and follower.leave(client):
            follower.task.cancel()
            del self._followers[opening.log]

    async def read(self, log: str, after: int) -> Sequence[Event]:
        """Read one batch of a log, in a thread."""
        return await self.loop.run_in_executor(self._readers, _read, log, after)

    def look_again(self) -> None:
        """Let all logs be read on: something may have been missed."""
        for follower in self._followers.values():
            follower.wanted.set()

    async def _tick(self) -> None:
        beat = 0
        while True:
            await asyncio.sleep(1)
            beat = (beat + 1) % BEAT
            now = time.monotonic()
            for client in tuple(self._clients):
                if now >= client.ends_at:
                    client.end()
                elif client.beat == beat:
                    client.push(_SIGN_OF_LIFE)
            if beat == 0:
                self.look_again()
                self._ended = {k: at for k, at in self._ended.items() if now - at < _REMEMBERED}

    def stop(self) -> None:
        """End all streams; no new one stays open. From the loop's own thread."""
        if self.is_stopping:
            return
        self.is_stopping = True
        streams.stop_listening(self.hear)
        self._ticking.cancel()
        if self._listener:
            self._listener.stop()
        for follower in self._followers.values():
            follower.task.cancel()
        for client in tuple(self._clients):
            client.end()
        for _each in range(_READERS):
            self._readers.submit(connections.close_all)
        self._readers.shutdown(wait=False)


def _start_listener(hub: Hub) -> Listener | None:
    """Listen to the other processes, where there can be some."""
    if connection.vendor != "postgresql":
        return None
    listener = Listener(missed=lambda: hub.hear(Notice("again", "")))
    listener.start()
    return listener


def _read(log: str, after: int) -> Sequence[Event]:
    close_old_connections()
    try:
        return streams.read_log(log, after)
    finally:
        close_old_connections()


def _forget(table: dict[str, set[Client]], names: Iterable[str], client: Client) -> None:
    for name in names:
        table[name].discard(client)
        if not table[name]:
            del table[name]


_running: list[Hub] = []


def hub_here() -> Hub:
    """Give the hub of the running event loop; the first stream starts it."""
    loop = asyncio.get_running_loop()
    _running[:] = [hub for hub in _running if not hub.loop.is_closed()]
    for hub in _running:
        if hub.loop is loop:
            return hub
    _running.append(Hub())
    return _running[-1]


def stop_all() -> None:
    """End all streams of this process, so that the server can stop; from the loop's thread."""
    for hub in _running:
        hub.stop()
