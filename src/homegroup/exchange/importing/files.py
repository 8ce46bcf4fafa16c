"""From the bytes of a file to its rows. A bad file gives no rows at all, but one sentence."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from homegroup.core.errors import HouseError

MOST_BYTES = 100_000_000
MOST_ROWS = 250_000
_BOM = b"\xef\xbb\xbf"


class BadFile(HouseError):
    """A file or answer that is not a list of meetings."""


def read(path: Path) -> bytes:
    """Give the content of a file. Raises BadFile where it cannot be read or is too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_large()
        return path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise BadFile(_("%(path)s cannot be read: %(reason)s.")
                      % {"path": path, "reason": reason}) from problem  # fmt: skip


def too_large() -> BadFile:
    """Give the error for more than `MOST_BYTES`."""
    return BadFile(_("The list is larger than %d MB.") % (MOST_BYTES // 1_000_000))


def rows_in(content: bytes) -> list[Any]:
    """Give the rows of a Meeting Guide file, each still packed (see `unpacked`).

    Raises BadFile where it is not a JSON list with at least one row.
    """
    if len(content) > MOST_BYTES:
        raise too_large()
    content = content.removeprefix(_BOM)
    rows = _decoded(content)
    if not isinstance(rows, list):
        raise BadFile(_("This is not a list of meetings: the file must be one JSON list."))
    if not rows:
        raise BadFile(_("The list is empty, so nothing was changed."))
    if len(rows) > MOST_ROWS:
        raise BadFile(_("The list has more than %d rows.") % MOST_ROWS)
    return rows


def unpacked(rows: list[Any]) -> Iterator[Any]:
    """Give each row as JSON values, one after the other to save memory. Raises BadFile."""
    for row in rows:
        if not isinstance(row, msgspec.Raw):
            yield row
            continue
        try:
            yield msgspec.json.decode(row)
        except msgspec.DecodeError as problem:
            yield _leniently(bytes(row), problem)


def _decoded(content: bytes) -> Any:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise BadFile(_("This is not UTF-8 text, so it cannot be read.")) from problem
    if content.lstrip()[:1] == b"<":
        raise BadFile(_("This is a web page, not a list of meetings."))
    try:
        try:
            return msgspec.json.decode(content, type=list[msgspec.Raw])
        except msgspec.ValidationError:
            return None
        except msgspec.DecodeError as problem:
            return _leniently(content, problem)
    except RecursionError as problem:
        raise BadFile(_("This is nested too deeply to be a list of meetings.")) from problem


def _leniently(content: bytes, problem: msgspec.DecodeError) -> Any:
    """Python's own reader also takes halved surrogate pairs, which some sites write."""
    try:
        return json.loads(content)
    except ValueError:
        raise BadFile(_("This is not valid JSON: %s.") % problem) from problem
