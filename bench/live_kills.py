"""Kill -9 in the middle of a meeting, again and again: what was acknowledged is there once.

    .venv/bin/python -m bench.live_kills [--kills 200] [--served 5] [--people 6]

First writers: processes that add lines to a room as fast as they can, and tell each one that was
acknowledged; each is killed at a moment of chance, and the next goes on in the same room, sending
again what got no answer. Then, `--served` times, a whole server with people who listen: it is
killed and started again on the same home and port. At the end each acknowledged line must be
there, and have come to everybody, once and in order. Ends with 1 if not.
"""

import argparse
import asyncio
import contextlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.live_people import ROOT, Person, environment, make_rooms, serving


@dataclass
class Course:
    """What was acknowledged, {number in the text: number of the line}, and how often we killed."""

    told: dict[int, int] = field(default_factory=dict)
    kills: int = 0
    slowest: float = 0.0


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


async def kill_again_and_again(home: Path, port: int, course: Course, kills: int) -> None:
    """Serve, kill after a moment of chance, and serve again."""
    while course.kills < kills:
        began = time.perf_counter()
        with contextlib.ExitStack() as stack:
            process, _port = await asyncio.to_thread(stack.enter_context, serving(home, port))
            course.slowest = max(course.slowest, time.perf_counter() - began)
            await asyncio.sleep(random.uniform(1.0, 4.0))
            process.send_signal(signal.SIGKILL)
            await asyncio.to_thread(process.wait)
            course.kills += 1


async def measure(home: Path, port: int, room: str, *, people: int, kills: int) -> int:
    crowd = [Person(port, room, f"Person {number}") for number in range(people)]
    course, stop = Course(), asyncio.Event()
    with serving(home, port):
        for person in crowd:
            await person.come_in()
    listening = [asyncio.create_task(person.listen()) for person in crowd]
    talking = asyncio.create_task(talk(crowd, course, stop))
    await kill_again_and_again(home, port, course, kills)
    with serving(home, port):
        stop.set()
        await talking
        await asyncio.sleep(5)
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    return judge(crowd, course)


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
          f"{wrong}; slowest start {course.slowest:.1f} s")  # fmt: skip
    return wrong


def run(*, people: int, kills: int) -> int:
    """Run the whole in a home of its own; give how much is wrong."""
    with tempfile.TemporaryDirectory(prefix="homegroup-bench-") as folder:
        home = Path(folder) / "home"
        room = make_rooms(home, 1)[0]
        return asyncio.run(measure(home, free_port(), room, people=people, kills=kills))


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
    parser.add_argument("--served", type=int, default=5, help="whole servers to kill; 0 for none")
    parser.add_argument("--people", type=int, default=6)
    chosen = parser.parse_args()
    wrong = run_writers(chosen.kills)
    if chosen.served:
        wrong += run(people=chosen.people, kills=chosen.served)
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
