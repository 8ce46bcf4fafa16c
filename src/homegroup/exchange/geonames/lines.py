"""The lines of a GeoNames file, plain or zipped, one after the other."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from homegroup.core.errors import HouseError

LONGEST = 65_536  # bytes of a line; alternate names take up to 10,000 signs
Advance = Callable[[int], object]


class BadFile(HouseError):
    """A file that is no GeoNames file."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """Open a file; yields its stream and how many bytes it has. Raises BadFile."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                member = _listed_in(archive)
                with _unpacked(archive, member) as packed:
                    yield io.BufferedReader(packed), member.file_size  # type: ignore[type-var]
        else:
            with path.open("rb") as stream:
                yield stream, path.stat().st_size
    except OSError as problem:
        told = {"path": path, "reason": problem.strerror or str(problem)}
        raise BadFile(_("%(path)s cannot be read: %(reason)s.") % told) from problem
    except (zipfile.BadZipFile, zlib.error, EOFError) as problem:
        told = {"path": path, "reason": str(problem).rstrip(".")}
        raise BadFile(_("%(path)s cannot be unpacked: %(reason)s.") % told) from problem


def _listed_in(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    texts = [
        member
        for member in archive.infolist()
        if member.filename.lower().endswith(".txt") and "readme" not in member.filename.lower()
    ]
    if not texts:
        raise BadFile(_("There is no .txt file in this archive."))
    return max(texts, key=lambda member: member.file_size)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return archive.open(member)
    except RuntimeError as problem:  # locked, or packed in a way that Python does not know
        raise zipfile.BadZipFile(str(problem)) from problem


def numbered(stream: IO[bytes], advance: Advance) -> Iterator[tuple[int, bytes]]:
    """Give (number, line) of each line that is not empty, told as kB to `advance`.

    A line that is too long is given cut; its rest is passed over.
    """
    number = told = 0
    while line := stream.readline(LONGEST):
        number, told = number + 1, told + len(line)
        rest = line
        while len(rest) == LONGEST and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST)
            told += len(rest)
        if told >= 1_000_000:
            advance(told // 1_000)
            told %= 1_000
        bare = line.rstrip(b"\r\n")
        if bare:
            yield number, bare
