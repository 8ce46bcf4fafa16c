"""A real uvicorn on a loopback port, in a thread of the test, and clients that read streams."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from homegroup.core import streams_hub
from homegroup.core.streams_asgi import Streaming, wants_stream

PATIENCE = 10.0


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        streams_hub.stop_all()
        await super().shutdown(sockets)


@contextlib.contextmanager
def serving() -> Iterator[int]:
    """Serve the site of the running test; give the port."""
    pages: Any = WSGIMiddleware(get_wsgi_application(), workers=4)  # type: ignore[arg-type]
    streaming = Streaming(pages)

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await (streaming if wants_stream(scope) else pages)(scope, receive, send)

    config = uvicorn.Config(
        application, lifespan="off", ws="none", access_log=False, log_config=None,
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    with socket.create_server(("127.0.0.1", 0), backlog=200) as held:
        server = _Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [held]}, daemon=True)
        thread.start()
        try:
            yield held.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            pages.executor.shutdown()
            assert not thread.is_alive()


@dataclass
class Answer:
    """What came over one connection so far."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    events: list[tuple[str, Any, str]] = field(default_factory=list)
    text: str = ""


class Reader:
    """One client with one stream: it reads when it is asked to."""

    def __init__(self, port: int, path: str, **headers: str) -> None:
        self._wire = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32_000)
        sent = {"Host": "localhost", "Accept": "text/event-stream", **headers}
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in sent.items())
        self._wire.sendall(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode())
        self.peer = port
        self._file = self._wire.makefile("rb")
        self.answer = Answer()
        self._read_head()

    def _read_head(self) -> None:
        self.answer.status = int(self._file.readline().split()[1])
        for line in iter(self._file.readline, b"\r\n"):
            name, value = line.decode().split(":", 1)
            self.answer.headers[name.lower()] = value.strip()

    def _chunk(self) -> bytes:
        line = self._file.readline()
        if not line:
            raise ConnectionAbortedError
        size = int(line, 16)
        body = self._file.read(size)
        self._file.readline()
        return body

    def read(self, count: int) -> list[tuple[str, Any, str]]:
        """Give the first `count` events; ends sooner only when the stream ends."""
        while len(self.answer.events) < count:
            chunk = self._chunk()
            if not chunk:
                break
            self.answer.text += chunk.decode()
            *whole, self.answer.text = self.answer.text.split("\n\n")
            self.answer.events += [told for each in whole if (told := _event(each))]
        return self.answer.events[:count]

    def read_to_end(self) -> bool:
        """Read until the stream ends; False if the connection was cut before its end."""
        try:
            while chunk := self._chunk():
                self.answer.text += chunk.decode()
        except (ConnectionError, ValueError):
            return False
        return True

    def close(self) -> None:
        self._file.close()
        self._wire.close()


def _event(frame: str) -> tuple[str, Any, str] | None:
    fields = dict(line.split(":", 1) for line in frame.splitlines() if not line.startswith(":"))
    if "event" not in fields:
        return None
    return fields["event"], json.loads(fields["data"]), fields.get("id", "")


def wait_until(holds: Any) -> None:
    """Wait until a condition of another thread holds."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "It did not come to hold."
        time.sleep(0.01)


def hubs() -> list[streams_hub.Hub]:
    """Give the hubs that run."""
    return [hub for hub in streams_hub._running if not hub.is_stopping]


def open_streams() -> int:
    """Count the open streams of this process."""
    return sum(len(hub._clients) for hub in hubs())
