"""A real Janus for tests, set up as docs/voice.md says, on ports and in a folder of its own."""

import random
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

PAGE = Path(__file__).parents[2] / "docs" / "voice.md"
SECRET = "a secret for tests"
NEEDED = "Voice is not tested here: there is no Janus (on Debian: apt install janus)"
_BLOCK = re.compile(r"`(janus[\w.]*\.jcfg)`[^\n]*\n\n +```\n(.*?)\n +```", re.DOTALL)


@dataclass(frozen=True)
class Running:
    """A Janus that runs: its process, folder and address."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    url: str

    @property
    def log(self) -> str:
        """What it wrote by now."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")


def settings() -> dict[str, str]:
    """Give the files of docs/voice.md, by name."""
    return dict(_BLOCK.findall(PAGE.read_text(encoding="utf-8")))


@contextmanager
def running(
    folder: Path, port: int = 0, changes: dict[str, str] | None = None
) -> Iterator[Running]:
    """Start Janus with the files of the docs; `changes` replaces pieces of them.

    Skips the test, in plain words, where there is none.
    """
    program = shutil.which("janus")
    if program is None:
        pytest.skip(NEEDED)
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    _write(folder, port, changes or {})
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, "-F", str(folder)], stdout=log, stderr=log, cwd=folder)
        try:
            found = Running(process, folder, f"http://127.0.0.1:{port}/janus")
            _wait_for(found)
            yield found
        finally:
            process.terminate()
            process.wait(timeout=20)


def _write(folder: Path, port: int, changes: dict[str, str]) -> None:
    libraries = next(Path("/usr/lib").glob("*/janus/plugins")).parent
    for name, text in settings().items():
        made = text.replace("/usr/lib/x86_64-linux-gnu/janus", str(libraries))
        made = made.replace("/etc/janus", str(folder)).replace("SECRET", SECRET)
        made = made.replace("port = 8088", f"port = {port}").replace("20000-20999", "41000-41199")
        for old, new in changes.items():
            made = made.replace(old, new)
        (folder / name).write_text(made, encoding="utf-8")


def free_port() -> int:
    """Give a port that nothing uses now, and that no outgoing connection is given."""
    while True:
        port = random.randrange(21_000, 30_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def _wait_for(janus: Running) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if httpx.get(f"{janus.url}/info", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
        assert janus.process.poll() is None, f"Janus did not start:\n{janus.log}"
    raise AssertionError(f"Janus did not answer:\n{janus.log}")
