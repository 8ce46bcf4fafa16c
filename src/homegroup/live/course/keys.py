"""The keys of open rooms: one file each, outside the database and its backups.

They lie in `live-keys/` of the home and are deleted when the room closes: without them what was
said there cannot be read any more, wherever a copy of the database went. Several servers of one
home share that folder.
"""

import os
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from homegroup.core import sealing

FOLDER = "live-keys"


class KeyGone(Exception):
    """The room has closed: its key is no more."""


def folder() -> Path:
    """Give the folder of the keys."""
    return Path(settings.HOME) / FOLDER


def make(room: UUID) -> None:
    """Make the key of a new room. It is on the disk before this returns."""
    folder().mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(_path(room), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealing.new_key())
        file.flush()
        os.fsync(file.fileno())
    directory = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def key_of(room: UUID) -> bytes:
    """Give the key of a room. Raises KeyGone."""
    try:
        return _read(_path(room))
    except FileNotFoundError:
        raise KeyGone from None


def destroy(room: UUID) -> None:
    """Overwrite and delete the key of a room that has closed."""
    path = _path(room)
    _read.cache_clear()
    if path.exists():
        with path.open("r+b") as file:
            file.write(bytes(sealing.KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink(missing_ok=True)


def left_over(rooms: set[UUID], *, made_before: datetime) -> list[UUID]:
    """Give whose keys lie there although they are none of these rooms, by age."""
    known = {room.hex for room in rooms}
    latest = made_before.timestamp()
    paths = list(folder().glob("*.key")) if folder().exists() else []
    return [
        UUID(hex=path.stem)
        for path in paths
        if path.stem not in known and path.stat().st_mtime < latest
    ]


def forget() -> None:
    """Forget the keys that this process has read."""
    _read.cache_clear()


def derived(room: UUID, purpose: str) -> bytes:
    """Give the room's key for another purpose. Raises KeyGone."""
    return sealing.derived(key_of(room), f"room/{purpose}")


def _path(room: UUID) -> Path:
    return folder() / f"{room.hex}.key"


@lru_cache(maxsize=1_000)
def _read(path: Path) -> bytes:
    return path.read_bytes()
