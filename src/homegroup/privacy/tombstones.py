"""The list of erased accounts: a file in the home, outside the database.

A backup that is put back would bring erased members back. This file stands beside the database,
is copied together with the backups, and is replayed at every start. Each line is

    2026-03-04 8f14e45f-ceea-467f-a9e6-5b0c7b3d2a10 left support.post

the day, the account's random number, and which kinds of rows the member let stay without a name.
The number was made by chance and is written nowhere else once the account is gone (but in the
log of who did what), so the line leads to nobody; a keyed hash would bind the list to this home's
key and be lost with it. `stays` in place of `left` takes a line back: the erasing failed after all.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from homegroup.core import clock

NAME = "tombstones.txt"
_LEFT, _STAYS = "left", "stays"


@dataclass(frozen=True)
class Tombstone:
    """An account that left: the day, its number, and the kinds that stay without a name."""

    on: date
    account: UUID
    keeps: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """It as a line of the file."""
        return " ".join([self.on.isoformat(), str(self.account), _LEFT, *self.keeps])


@dataclass(frozen=True)
class Listed:
    """What a file lists: tombstones, and the numbers of the lines that cannot be read."""

    tombstones: list[Tombstone]
    unreadable: list[int]


def path() -> Path:
    """Give the file of this home."""
    return Path(settings.HOME) / NAME


def add(*, account: UUID, keeps: Iterable[str]) -> None:
    """Write that an account leaves; on disk when this returns. Raises OSError."""
    _append([Tombstone(clock.now().date(), account, tuple(sorted(keeps))).line])


def take_back(*, account: UUID) -> None:
    """Write that an account stays after all. Raises OSError."""
    _append([f"{clock.now().date().isoformat()} {account} {_STAYS}"])


def take_over(listed: Iterable[Tombstone]) -> int:
    """Add what another file lists and this home's does not; give how many. Raises OSError."""
    known = {stone.account for stone in read(path()).tombstones}
    lines = [stone.line for stone in listed if stone.account not in known]
    if lines:
        _append(lines)
    return len(lines)


def read(file: Path) -> Listed:
    """Read a file of tombstones; nothing where there is none. Raises OSError.

    Of several lines for one account the last one counts.
    """
    found: dict[UUID, Tombstone] = {}
    unreadable = []
    text = file.read_text(encoding="ascii", errors="replace") if file.exists() else ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            on, account, verb, *keeps = line.split()
            stone = Tombstone(date.fromisoformat(on), UUID(account), tuple(keeps))
        except ValueError:
            verb = ""
        if verb == _LEFT:
            found[stone.account] = stone
        elif verb == _STAYS:
            found.pop(stone.account, None)
        else:
            unreadable.append(number)
    return Listed(list(found.values()), unreadable)


def _append(lines: list[str]) -> None:
    """Add lines in one write, and wait until they are on disk."""
    is_new = not path().exists()
    descriptor = os.open(path(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        text = "".join(f"{line}\n" for line in lines)
        if _is_torn(descriptor):
            text = "\n" + text  # a line that a power cut left half written ends here
        os.write(descriptor, text.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        _sync_folder()


def _is_torn(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return bool(size) and os.pread(descriptor, 1, size - 1) != b"\n"


def _sync_folder() -> None:
    descriptor = os.open(path().parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
