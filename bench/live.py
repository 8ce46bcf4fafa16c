"""A live meeting under load: 300 people in one room, then 40 rooms of 12 at once.

    .venv/bin/python -m bench.live [--seconds 60] [--people 300] [--lines 30] [--rooms 40]
    .venv/bin/python tests/postgresql.py .venv/bin/python -m bench.live --processes 2

One `homegroup serve` on loopback, in a home of its own (or several on PostgreSQL, with people of
each room on all of them); the load comes from this process on the same two processors. Lines are
sent at a steady pace; each that the server acknowledged stands in a ledger with the time it was
sent. Every person listens to the stream. At the end each must have each acknowledged line of
their room once and in order. Prints how long lines took to arrive, how other pages fared
meanwhile, and each server's memory; ends with 1 if anything was lost, doubled or out of order.
`--seconds 600` is the full measure.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import psutil
from bench.live_people import Gone, Person, ask, make_rooms, serving

PAGES = ("/", "/meetings/", "/help-now/", "/sign-in/")
MOST_WAITING = 400


@dataclass
class Ledger:
    """What was acknowledged: {number in the text: (room, line number, when sent, when told)}."""

    told: dict[int, tuple[str, int, float, float]] = field(default_factory=dict)
    failed: int = 0
    pages: list[float] = field(default_factory=list)


def told(label: str, seconds: list[float]) -> None:
    times = sorted(each * 1000 for each in seconds)
    if not times:
        print(f"{label:<34} nothing")
        return
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"{label:<34} p50 {p50:7.0f}  p95 {p95:7.0f}  most {times[-1]:7.0f} ms  n {len(times)}")


async def write(people: list[Person], ledger: Ledger, *, pace: float, seconds: float) -> None:
    """Send lines of chance people at a steady pace, whatever the server does."""
    began, sent, running = time.perf_counter(), 0, set()

    async def one(number: int) -> None:
        person, at = random.choice(people), time.perf_counter()
        try:
            line = await person.say(number)
        except AssertionError:
            line = None
        if line is None:
            ledger.failed += 1
            return
        ledger.told[number] = (person.room, line, at, time.perf_counter())

    while time.perf_counter() - began < seconds:
        await asyncio.sleep(max(0.0, began + sent / pace - time.perf_counter()))
        if len(running) < MOST_WAITING:
            task = asyncio.create_task(one(sent))
            running.add(task)
            task.add_done_callback(running.discard)
        sent += 1
    await asyncio.gather(*running)


async def read_pages(port: int, ledger: Ledger, stop: asyncio.Event) -> None:
    """Read other pages, one after the other with a pause."""
    number = 0
    while not stop.is_set():
        at = time.perf_counter()
        head = (
            f"GET {PAGES[number % len(PAGES)]} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        )
        try:
            answer = await ask(port, head)
            assert answer.status == 200, answer.status
            ledger.pages.append(time.perf_counter() - at)
        except Gone:
            ledger.failed += 1
        number += 1
        await asyncio.sleep(0.25)


async def meet(people: list[Person], *, pace: float, seconds: float) -> Ledger:
    """Let people come in, listen and talk."""
    gate = asyncio.Semaphore(8)

    async def come(person: Person) -> None:
        async with gate:
            await person.come_in()

    await asyncio.gather(*(come(person) for person in people))
    listening = [asyncio.create_task(person.listen()) for person in people]
    await asyncio.sleep(3)
    ledger, stop = Ledger(), asyncio.Event()
    reading = asyncio.create_task(read_pages(people[0].port, ledger, stop))
    await write(people, ledger, pace=pace, seconds=seconds)
    await asyncio.sleep(4)
    stop.set()
    for task in (*listening, reading):
        task.cancel()
    await asyncio.gather(*listening, reading, return_exceptions=True)
    return ledger


def judge(people: list[Person], ledger: Ledger) -> int:
    """Compare what everybody got with the ledger; print it, and give how much is wrong."""
    lost = doubled = disordered = 0
    delays: list[float] = []
    by_room: dict[str, set[int]] = {}
    for room, line, _sent, _told in ledger.told.values():
        by_room.setdefault(room, set()).add(line)
    for person in people:
        lines = [line for line, _number, _at in person.got]
        wanted = by_room.get(person.room, set())
        lost += len(wanted - set(lines))
        doubled += len(lines) - len(set(lines))
        disordered += sum(after <= before for before, after in pairwise(lines))
        delays += [
            at - ledger.told[number][2] for _l, number, at in person.got if number in ledger.told
        ]
    told("lines, sent to shown", delays)
    told("lines, sent to acknowledged", [done - at for _r, _l, at, done in ledger.told.values()])
    told("other pages meanwhile", ledger.pages)
    cuts = sum(person.cuts for person in people)
    print(f"acknowledged {len(ledger.told)}, unanswered {ledger.failed}, streams cut {cuts}")
    print(f"lost {lost}, doubled {doubled}, out of order {disordered}")
    return lost + doubled + disordered


def memory(pid: int) -> float:
    """Give the resident memory of a process and its children in MB."""
    process = psutil.Process(pid)
    return (
        sum(each.memory_info().rss for each in [process, *process.children(recursive=True)]) / 1e6
    )


def cpu(pid: int) -> float:
    """Give the seconds of processor time that a process has used."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def measure(rooms: int, people: int, *, pace: float, seconds: float, processes: int) -> int:
    with tempfile.TemporaryDirectory(prefix="homegroup-bench-") as folder, ExitStack() as stack:
        home = Path(folder) / "home"
        codes = make_rooms(home, rooms)
        started = [stack.enter_context(serving(home)) for _ in range(processes)]
        pids, ports = [process.pid for process, _port in started], [port for _p, port in started]
        before = [memory(pid) for pid in pids]
        crowd = [
            Person(ports[n % processes], code, f"Person {n}")
            for code in codes
            for n in range(people)
        ]
        print(f"\n{rooms} rooms of {people}, {pace:g} lines a second, {seconds:g} s, "
              f"{processes} processes")  # fmt: skip
        used = sum(map(cpu, pids)), time.process_time(), time.perf_counter()
        ledger = asyncio.run(meet(crowd, pace=pace, seconds=seconds))
        spent = time.perf_counter() - used[2]
        server, load = sum(map(cpu, pids)) - used[0], time.process_time() - used[1]
        wrong = judge(crowd, ledger)
        print(f"processor: server {server / spent:.0%}, load {load / spent:.0%} of one core; "
              f"load average {os.getloadavg()[0]:.1f}")  # fmt: skip
        for pid, at_first in zip(pids, before, strict=True):
            print(f"memory {memory(pid):.0f} MB (at the start {at_first:.0f} MB)")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--people", type=int, default=300, help="in one room; 0 for none")
    parser.add_argument("--lines", type=float, default=30, help="lines a second")
    parser.add_argument("--rooms", type=int, default=40, help="rooms of twelve at once; 0 for none")
    parser.add_argument("--processes", type=int, default=1, help="more than one: on PostgreSQL")
    chosen = parser.parse_args()
    if chosen.processes > 1 and "HOMEGROUP_DATABASE" not in os.environ:
        parser.error("Several processes need PostgreSQL: see the first lines of this file.")
    how = {"pace": chosen.lines, "seconds": chosen.seconds, "processes": chosen.processes}
    wrong = measure(1, chosen.people, **how) if chosen.people else 0
    if chosen.rooms:
        wrong += measure(chosen.rooms, 12, **how)
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
