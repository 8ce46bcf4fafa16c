"""Built feeds, kept as files beside their compressed forms until the next edition.

They lie in `<home>/cache/feeds/<state>/`, one folder for each state of the data. A file is written
under another name and then renamed, so that readers only ever see whole ones; of two servers that
build at once, the later one wins with the same bytes.
"""

import contextlib
import gzip
import hashlib
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.utils import translation

CODINGS = {"br": ".br", "gzip": ".gz", "identity": ""}
MOST_FEEDS = 200
_BROTLI_QUALITY = 5  # as small as gzip's best here, in a fifth of the time
_GZIP_LEVEL = 5
_BLOCK = 256 * 1024
_locks = [threading.Lock() for _ in range(16)]


def built(name: str, state: str, chunks: Callable[[], Iterable[bytes]]) -> Path:
    """Give the file of that name in that state, built now from `chunks` if it is not there.

    Its compressed forms stand beside it under the endings of `CODINGS`. Threads of one process
    wait for each other. Whatever `chunks` raises goes through, and then nothing is kept.
    """
    path = folder() / state / digest(name)
    if not path.exists():
        with _locks[hash(path) % len(_locks)]:
            if not path.exists():
                with translation.override(settings.LANGUAGE_CODE):
                    _build(path, chunks())
                _tidy(path.parent)
    return path


def digest(name: str) -> str:
    """Give the name under which a feed is kept: 32 signs."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def folder() -> Path:
    """Give the folder of all built feeds."""
    return Path(settings.HOME) / "cache" / "feeds"


def _build(path: Path, chunks: Iterable[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    drafts = {ending: draft.with_name(draft.name + ending) for ending in CODINGS.values()}
    try:
        _write(drafts, chunks)
        for ending in (".br", ".gz", ""):  # the plain one last: it tells that all are there
            drafts[ending].replace(path.with_name(path.name + ending))
    finally:
        for each in drafts.values():
            each.unlink(missing_ok=True)


def _write(drafts: dict[str, Path], chunks: Iterable[bytes]) -> None:
    with (
        drafts[""].open("wb") as plain,
        drafts[".gz"].open("wb") as gz_file,
        drafts[".br"].open("wb") as br_file,
        gzip.GzipFile("", "wb", _GZIP_LEVEL, gz_file, mtime=0) as zipped,
    ):
        pressed = brotli.Compressor(quality=_BROTLI_QUALITY)
        for block in _blocks(chunks):
            plain.write(block)
            zipped.write(block)
            br_file.write(pressed.process(block))
        br_file.write(pressed.finish())


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Gather small pieces into blocks worth compressing at once."""
    gathered: list[bytes] = []
    size = 0
    for chunk in chunks:
        gathered.append(chunk)
        size += len(chunk)
        if size >= _BLOCK:
            yield b"".join(gathered)
            gathered, size = [], 0
    yield b"".join(gathered)


def _tidy(current: Path) -> None:
    """Remove the folders of other states, and the oldest feeds where filters made too many."""
    for other in current.parent.iterdir():
        if other != current:
            shutil.rmtree(other, ignore_errors=True)
    whole = [file for file in current.iterdir() if not file.suffix and file.name[0] != "."]
    oldest = sorted((_written_at(file), file) for file in whole)
    for _at, file in oldest[: max(0, len(whole) - MOST_FEEDS)]:
        for ending in ("", ".gz", ".br"):  # the plain one first: it tells that all are there
            file.with_name(file.name + ending).unlink(missing_ok=True)


def _written_at(file: Path) -> float:
    with contextlib.suppress(FileNotFoundError):
        return file.stat().st_mtime
    return 0.0


def opened(path: Path, coding: str) -> IO[Any]:
    """Open one form of a built file. Raises FileNotFoundError when it was tidied away just now."""
    return path.with_name(path.name + CODINGS[coding]).open("rb")
