"""Kill -9 in the middle of a meeting, again and again: what was acknowledged is there once.

    .venv/bin/python -m bench.live_kills [--kills 200] [--served 200] [--people 10] [--minutes 30]

First writers: processes that add lines to a room as fast as they can, and tell each one that was
acknowledged; each is killed at a moment of chance, and the next goes on in the same room, sending
again what got no answer. Then, `--served` times, a whole server with people who listen and talk:
it is killed within a second or two of answering and started again on the same home and port
(`live_server` forks them, so that each starts at once). At the end each acknowledged line must be
there, and have come to everybody, once and in order. Ends with 1 if not, or if there were fewer
kills than asked for when the minutes were over.
"""

import argparse
import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.live_people import ROOT, Person, environment, make_rooms


@dataclass
class Course:
    """What was acknowledged, {number in the text: number of the line}, and how often we killed."""

    told: dict[int, int] = field(default_factory=dict)
    kills: int = 0
    starts: list[float] = field(default_factory=list)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


async def talk(people: list[Person], course: Course, stop: asyncio.Event) -> None:
    """Let everybody send one line after the other, each until it is acknowledged."""
    counter = iter(range(10_000_000))

    async def one(person: Person) -> None:
        while not stop.is_set():
            number = next(counter)
            line = await person.say(number, tries=1_000)
            assert line is not None
            course.told[number] = line
            await asyncio.sleep(random.uniform(0.6, 0.9))  # the room slows down who is faster

    await asyncio.gather(*(one(person) for person in people))


class Servers:
    """Servers on one home and port, one after the other."""

    def __init__(self, source: "subprocess.Popen[str]") -> None:
        self._source = source
        self.pid = 0

    def start(self) -> None:
        """Start the next one; come back once it answers."""
        assert self._source.stdin
        self._source.stdin.write("serve\n")
        self._source.stdin.flush()
        self.pid = int(self._wait_for("pid ").split()[1])
        self._wait_for("answers at")

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Kill the one that answers; come back once it is gone."""
        os.kill(self.pid, how)
        self._wait_for(f"gone {self.pid}")

    def _wait_for(self, words: str) -> str:
        assert self._source.stdout
        for line in self._source.stdout:
            if words in line:
                return line
        raise SystemExit("The server did not start.")


@contextmanager
def servers(home: Path, port: int) -> Iterator[Servers]:
    """Give what starts servers."""
    command = [sys.executable, "-m", "bench.live_server", str(port)]
    surroundings = {**environment(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    with subprocess.Popen(command, env=surroundings, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as source:  # fmt: skip
        yield Servers(source)
        assert source.stdin
        source.stdin.close()


async def kill_again_and_again(
    served: Servers, course: Course, *, kills: int, until: float
) -> None:
    """Kill the server after a moment of chance, and start it again."""
    while course.kills < kills and time.perf_counter() < until:
        await asyncio.sleep(random.uniform(0.3, 2.0))
        await asyncio.to_thread(served.kill)
        course.kills += 1
        began = time.perf_counter()
        await asyncio.to_thread(served.start)
        course.starts.append(time.perf_counter() - began)


async def measure(
    served: Servers, port: int, room: str, *, people: int, kills: int, minutes: float
) -> int:
    crowd = [Person(port, room, f"Person {number}") for number in range(people)]
    course, stop = Course(), asyncio.Event()
    await asyncio.to_thread(served.start)
    for person in crowd:
        await person.come_in()
    listening = [asyncio.create_task(person.listen()) for person in crowd]
    talking = asyncio.create_task(talk(crowd, course, stop))
    until = time.perf_counter() + 60 * minutes
    await kill_again_and_again(served, course, kills=kills, until=until)
    stop.set()
    await talking
    await asyncio.sleep(5)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    await asyncio.to_thread(served.kill, signal.SIGTERM)
    return judge(crowd, course) + (kills - course.kills)


def judge(crowd: list[Person], course: Course) -> int:
    """Compare what everybody got with what was acknowledged; print it."""
    wrong = 0
    for person in crowd:
        lines = [line for line, _number, _at in person.got]
        texts = [number for _line, number, _at in person.got]
        wrong += len(set(course.told.values()) - set(lines)) + len(set(course.told) - set(texts))
        wrong += len(texts) - len(set(texts)) + len(lines) - len(set(lines))
        wrong += lines != sorted(lines)
    print(f"kills {course.kills}, acknowledged {len(course.told)}, lost, doubled or out of order "
          f"{wrong}; starts took {sum(course.starts) / max(1, len(course.starts)):.1f} s, "
          f"{max(course.starts, default=0):.1f} s at most")  # fmt: skip
    return wrong


def run(*, people: int, kills: int, minutes: float) -> int:
    """Run the whole in a home of its own; give how much is wrong."""
    with tempfile.TemporaryDirectory(prefix="homegroup-bench-") as folder:
        home = Path(folder) / "home"
        room, port = make_rooms(home, 1)[0], free_port()
        with servers(home, port) as served:
            return asyncio.run(
                measure(served, port, room, people=people, kills=kills, minutes=minutes)
            )


# -- writers -----------------------------------------------------------------------------------


def run_writers(kills: int) -> int:
    """Kill so many writers in one room; give how much is wrong."""
    with tempfile.TemporaryDirectory(prefix="homegroup-bench-") as folder:
        home = Path(folder) / "home"
        code = make_rooms(home, 1)[0]
        command = [sys.executable, "-m", "bench.live_writer", code, str(kills)]
        surroundings = {**environment(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        return subprocess.run(command, env=surroundings, check=False).returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--served", type=int, default=200, help="whole servers to kill; 0: none")
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=30, help="for the servers, at most")
    chosen = parser.parse_args()
    wrong = run_writers(chosen.kills) if chosen.kills else 0
    if chosen.served:
        wrong += run(people=chosen.people, kills=chosen.served, minutes=chosen.minutes)
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
