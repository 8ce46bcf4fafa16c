"""People of a meeting for measures: they come in, listen to the stream, and send lines.

Written on bare sockets, so that the load takes little of the two processors that it shares with
the server. Every line that was acknowledged goes into a ledger, with what each listener got.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from tests.database import lay

ROOT = Path(__file__).parents[1]
HOMEGROUP = Path(sys.executable).with_name("homegroup")
_FRAME = re.compile(rb"id:(\d+)\nevent:line\ndata:(\{\"k\":\"chat\"[^\n]*)")
_TEXT = re.compile(rb"\bline (\d+)\b")
_CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


def environment(home: Path) -> dict[str, str]:
    """Give the surroundings of a server with many people behind one address."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HOMEGROUP_")}
    if "HOMEGROUP_DATABASE" in os.environ:
        plain["HOMEGROUP_DATABASE"] = os.environ["HOMEGROUP_DATABASE"]
    return {**plain, "HOMEGROUP_HOME": str(home), "HOMEGROUP_STREAMS_AN_ADDRESS": "5000",
            "DJANGO_SETTINGS_MODULE": "homegroup.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}"}  # fmt: skip


def make_rooms(home: Path, count: int) -> list[str]:
    """Make a home with so many rooms, in which everybody may talk; give their codes."""
    code = f"""
import uuid, django; django.setup()
from homegroup.groups.models import Group
from homegroup.live import formats
from homegroup.live.actions import opening
agenda = formats.ready_format("open-discussion").model_copy(update={{"crosstalk": "open"}})
for number in range({count}):
    group = Group.objects.create(slug=f"bench-{{uuid.uuid4().hex}}", name=f"Bench {{number}}")
    room = opening.open_by_hand(group=group, meeting=None, agenda=agenda,
        how=opening.Rule(guests="open"), by=uuid.uuid4(), key=uuid.uuid4())
    print(room.code)
"""
    home.mkdir(parents=True, exist_ok=True)
    lay(home / "homegroup.sqlite3")  # migrated already, where tests have run
    subprocess.run([str(HOMEGROUP), "upkeep", "--home", str(home)], check=True,
                   env=environment(home), stdout=subprocess.DEVNULL)  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=environment(home), check=True,
                          capture_output=True, text=True)  # fmt: skip
    return done.stdout.split()


@contextmanager
def serving(home: Path, port: int = 0) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Serve the home on loopback; give the process and the port."""
    command = [str(HOMEGROUP), "serve", "--port", str(port), "--home", str(home)]
    process = subprocess.Popen(command, env=environment(home), stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        for line in process.stdout:
            if " answers at " in line:
                yield process, int(line.rstrip().rstrip("/").rsplit(":", 1)[1])
                break
        else:
            raise SystemExit("The server did not start.")
    finally:
        process.terminate()
        process.wait(30)


class Gone(Exception):
    """The server did not answer."""


@dataclass
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


async def ask(port: int, head: str, body: str = "") -> Answer:
    """Send one request on a connection of its own. Raises Gone."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError as problem:
        raise Gone from problem
    try:
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        status, headers = await _read_head(reader)
        length = headers.get("content-length")
        whole = await reader.readexactly(int(length)) if length else await reader.read()
        return Answer(status, headers, whole)
    except (OSError, asyncio.IncompleteReadError, ValueError, IndexError) as problem:
        raise Gone from problem
    finally:
        writer.close()


async def _read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    status = int((await reader.readline()).split()[1])
    headers: dict[str, str] = {}
    while (line := await reader.readline()) not in {b"\r\n", b""}:
        name, _colon, value = line.decode().partition(":")
        joined = [headers[name.lower()]] if name.lower() in headers else []
        headers[name.lower()] = "; ".join([*joined, value.strip().partition(";")[0]])
    return status, headers


@dataclass
class Person:
    """Somebody in a room. `got` is [(number of the line, number in its text, when it came)]."""

    port: int
    room: str
    name: str
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""
    last: int = 0
    got: list[tuple[int, int, float]] = field(default_factory=list)
    cuts: int = 0

    def _head(self, method: str, path: str, *more: str) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}", "Connection: close",
                 f"Cookie: {cookies}", f"Origin: http://localhost:{self.port}", *more]  # fmt: skip
        return "\r\n".join(lines) + "\r\n"

    def _keep(self, answer: Answer) -> None:
        for each in answer.headers.get("set-cookie", "").split("; "):
            name, sign, value = each.partition("=")
            if sign:
                self.cookies[name] = value

    async def post(self, page: str, data: dict[str, str]) -> Answer:
        """Send a form of the room as a script does. Raises Gone."""
        head = self._head("POST", f"/rooms/{self.room}/{page}", "Accept: application/json",
                          "Content-Type: application/x-www-form-urlencoded")  # fmt: skip
        return await ask(self.port, head, urlencode({"csrfmiddlewaretoken": self.csrf, **data}))

    async def come_in(self) -> None:
        """Come in by the door, and look at the room."""
        page = await ask(self.port, self._head("GET", f"/rooms/{self.room}/door/"))
        self._keep(page)
        self.csrf = _CSRF.search(page.body)[1].decode()  # type: ignore[index]
        came = await self.post("door/", {"name": self.name, "once": str(uuid4())})
        assert came.status == 302, (came.status, came.body[-300:])
        self._keep(came)
        page = await ask(self.port, self._head("GET", f"/rooms/{self.room}/"))
        self.last = int(re.search(rb'data-after="(\d+)"', page.body)[1])  # type: ignore[index]

    async def listen(self) -> None:
        """Read the stream until it is cancelled; come again after each cut."""
        while True:
            with suppress(OSError, asyncio.IncompleteReadError, IndexError, ValueError):
                await self._listen_once()
            self.cuts += 1
            await asyncio.sleep(0.3)

    async def _listen_once(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            path = f"/rooms/{self.room}/new/?after={self.last}"
            writer.write((self._head("GET", path, "Accept: text/event-stream") + "\r\n").encode())
            status, _headers = await _read_head(reader)
            if status != 200:
                await asyncio.sleep(1)
                return
            rest = b""
            while chunk := await reader.read(65_536):
                now = time.perf_counter()
                *whole, rest = (rest + chunk).split(b"\n\n")
                for frame in whole:
                    self._take(frame, now)
        finally:
            writer.close()

    def _take(self, frame: bytes, now: float) -> None:
        at = frame.find(b"id:")
        if at < 0:
            return
        self.last = int(frame[at + 3 : frame.index(b"\n", at)])
        found = _FRAME.search(frame)
        text = _TEXT.search(found[2]) if found else None
        if found and text:
            self.got.append((int(found[1]), int(text[1]), now))

    async def say(self, number: int, *, tries: int = 1) -> int | None:
        """Send a numbered line; give its number in the room once it is acknowledged, else None."""
        data = {"text": f"This is line {number} of what I say.", "once": str(uuid4())}
        for _ in range(tries):
            try:
                answer = await self.post("write/", data)
            except Gone:
                await asyncio.sleep(0.2)
                continue
            if answer.status == 200:
                return int(json.loads(answer.body)["n"])
            raise AssertionError((answer.status, answer.body[:200]))
        return None
