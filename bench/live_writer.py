"""Writers that are killed, for `live_kills`: forked from one process, so that each starts at once.

python -m bench.live_writer CODE KILLS        (in the surroundings of a home)
"""

import os
import random
import select
import signal
import sys
import time
from collections.abc import Iterator
from uuid import UUID, uuid5

import django

django.setup()
# ruff: noqa: E402
from django.db import connections

from homegroup.live.actions import entering, sharing
from homegroup.live.actions.entering import Arrival
from homegroup.live.course import lines
from homegroup.live.models import Room

SPACE = UUID("00000000-0000-4000-8000-00000000beef")


def token(number: int) -> UUID:
    """Give what the line of that number is called, however often it is sent."""
    return uuid5(SPACE, str(number))


def write_on(code: str, seat: int, number: int, pipe: int) -> None:
    """Add lines for ever, from a number on; tell each that was acknowledged."""
    room = Room.objects.get(code=code)
    while True:
        line = sharing.chat(room=room, seat=seat, text=f"This is line {number} of it.", user=None,
                            help_seen=False, token=token(number))  # fmt: skip
        os.write(pipe, f"{number} {line}\n".encode())
        number += 1


def one_writer(code: str, seat: int, number: int) -> Iterator[tuple[int, int]]:
    """Let one writer write and kill it; give what it told."""
    reading, writing = os.pipe()
    connections.close_all()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write_on(code, seat, number, writing)
        finally:
            os._exit(3)
    os.close(writing)
    ready, _w, _x = select.select([reading], [], [], 60)
    time.sleep(random.uniform(0.0, 0.12))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = b""
    while ready and (chunk := os.read(reading, 65_536)):
        told += chunk
    os.close(reading)
    for row in told.decode().splitlines():
        number_, line = row.split()
        yield int(number_), int(line)


def kill_writers(code: str, kills: int) -> int:
    """Kill so many writers; give how much is wrong with what stands there."""
    room = Room.objects.get(code=code)
    arrival = Arrival(None, None, household="")
    entering.enter(room=room, name="Writer", is_new=False, arrival=arrival, token=token(-1))
    seats = lines.state_of(Room.objects.get(code=code)).seats.values()
    seat = next(each.number for each in seats if each.name == "Writer")
    told: dict[int, int] = {}
    for _ in range(kills):
        told |= dict(one_writer(code, seat, len(told)))
    return judge(Room.objects.get(code=code), told, kills)


def judge(room: Room, told: dict[int, int], kills: int) -> int:
    """Compare what was acknowledged with what a fresh reading of the room gives."""
    stands: dict[int, list[int]] = {}
    after = 0
    while events := lines.read_events(room.log, after):
        for event in events:
            if event.data["k"] == "chat":
                number = int(event.data["t"].split()[3])
                stands.setdefault(number, []).append(event.id or 0)
            after = event.id or after
    wrong = sum(stands.get(number) != [line] for number, line in told.items())
    wrong += sum(len(found) != 1 for found in stands.values())
    wrong += after != room.number
    print(f"writers killed {kills}, acknowledged {len(told)}, not there once and in order {wrong}")
    return wrong


if __name__ == "__main__":
    raise SystemExit(1 if kill_writers(sys.argv[1], int(sys.argv[2])) else 0)
