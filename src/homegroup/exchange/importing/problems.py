"""What an import has to say: one line for each thing that was rejected, guessed or kept."""

from typing import Literal

import msgspec

ERROR: Literal["error"] = "error"
WARNING: Literal["warning"] = "warning"
NOTE: Literal["note"] = "note"
Severity = Literal["error", "warning", "note"]
_LONGEST_QUOTE = 60


class Problem(msgspec.Struct, frozen=True):
    """One remark. `row` counts from 1 (0: the whole list). An error means a row was rejected, a
    warning that something was dropped or guessed, a note is for information.
    """

    row: int
    slug: str
    field: str
    message: str
    severity: Severity


class RowRejected(Exception):
    """A row cannot be read; the message says why, `field` where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def quoted(value: object) -> str:
    """Give a value as a short quotation for a message."""
    text = str(value)
    short = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    return f'"{short}"'
