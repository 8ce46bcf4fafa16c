"""The site under test: a real `homegroup serve --demo` in a home of its own."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.database import lay

HOMEGROUP = Path(sys.executable).with_name("homegroup")


@contextmanager
def starting(
    home: Path, *options: str, settings: dict[str, str] | None = None
) -> Iterator["subprocess.Popen[str]"]:
    """Start to serve on a free loopback port; what it prints is still to be read."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("HOMEGROUP_")
    } | {
        "HOMEGROUP_ACCOUNTS_AN_HOUR": "1000",  # all tests come from one address
        "HOMEGROUP_CHAIR_GONE": "6",  # nobody wants to wait for longer
    }
    environment |= settings or {}
    command = [str(HOMEGROUP), "serve", "--port", "0", "--home", str(home), *options]
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "homegroup.sqlite3").exists():
        lay(home / "homegroup.sqlite3")  # tests/config starts on an empty one
    with _errors(home).open("w") as errors:
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=30)


@contextmanager
def served(home: Path, *options: str, settings: dict[str, str] | None = None) -> Iterator[str]:
    """Serve on a free loopback port; give the address, without the last slash."""
    with starting(home, *options, settings=settings) as process:
        yield _address(process, _errors(home))


def filled_demo(folder: Path) -> Path:
    """Give a home with the demo, filled by the first who asks for it; the others wait.

    TESTS_DEMO names another folder for it, where ./test has it filled beforehand.
    """
    folder = Path(os.environ.get("TESTS_DEMO", folder))
    home = folder / "demo"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            with served(folder / "demo.new", "--demo"):
                pass
            (folder / "demo.new").rename(home)
    return home


def _errors(home: Path) -> Path:
    return home.parent / f"{home.name}.errors"


def _address(process: "subprocess.Popen[str]", errors: Path) -> str:
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if " answers at " in line:
            return line.split()[-1].rstrip("/")
    raise AssertionError(f"The site did not start:\n{''.join(said)}{errors.read_text()}")


if __name__ == "__main__":
    filled_demo(Path(os.environ["TESTS_DEMO"]))
