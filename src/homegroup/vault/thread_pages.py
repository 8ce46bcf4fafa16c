"""What a member sees of a thread, and whether its rows follow on one another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby, pairwise
from uuid import UUID

from homegroup.vault import thread_seals as seals
from homegroup.vault.models import Message
from homegroup.vault.sealed import Json
from homegroup.vault.thread_seals import Spot


class State(StrEnum):
    """What became of a message."""

    READABLE = "readable"
    UNREADABLE = "unreadable"  # altered or moved from outside, or its key is lost
    WITHHELD = "withheld"  # taken away by moderators


@dataclass(frozen=True)
class Shown:
    """A message as one of the two sees it; `body` is empty unless it is readable.

    `after` is the digest that it holds of the message before it.
    """

    id: UUID
    author: UUID
    number: int
    is_mine: bool
    state: State
    at: datetime | None = None
    body: Json = field(default_factory=dict)
    after: str = ""


@dataclass(frozen=True)
class Page:
    """A part of a thread, oldest message first.

    `older` is what `before` takes for the page before this one, "" where there is none. `changed`
    tells that something on or beside this page was changed from outside, `has_gaps` that one of
    the two has left the home, and their messages with them.
    """

    header: Json
    messages: list[Shown]
    older: str
    changed: bool
    has_gaps: bool
    ended: bool


@dataclass(frozen=True)
class Overview:
    """What a list shows of a thread: what it is about, and its newest message."""

    header: Json
    last: Shown | None


@dataclass(frozen=True)
class Place:
    """How far a member has seen a thread: the last number, its digest, and where they began."""

    number: int
    digest: str
    since: int

    @classmethod
    def read(cls, told: Json) -> "Place":
        """Give what was sealed."""
        return cls(int(told["number"]), str(told["digest"]), int(told["since"]))


def spot_of(row: Message) -> Spot:
    """Give where a row stands."""
    return Spot(row.thread_id, row.pk, row.author_id, row.number, row.part, row.epoch)


def digest_of(row: Message) -> str:
    """Give the digest of a row at its place."""
    return seals.digest(row.sealed, spot_of(row))


def for_both(rows: Sequence[Message]) -> list[Message]:
    """Give those rows that both of the two read."""
    return [row for row in rows if not row.part]


def is_broken(rows: Sequence[Message], told: Mapping[UUID, Shown]) -> bool:
    """Tell whether rows, newest first, do not follow on one another, each on the one below it."""
    return any(
        row.number != before.number + 1 or told[row.pk].after != digest_of(before)
        for row, before in pairwise(for_both(rows))
    )


def has_lost_parts(rows: Sequence[Message], *, to_the_start: bool) -> bool:
    """Tell whether something is missing of what the member wrote alone.

    The parts behind each number count from 1; the lowest number may be cut by the page's end.
    """
    behind = [
        [row.part for row in group]
        for _number, group in groupby((row for row in rows if row.part), lambda row: row.number)
    ]
    if any(part != later - 1 for parts in behind for later, part in pairwise(parts)):
        return True
    whole = behind if to_the_start else behind[:-1]
    return any(parts[-1] != 1 for parts in whole)


def read_cursor(told: str) -> tuple[int, int]:
    """Give number and part of a page's `older`; what cannot be read leads to no messages."""
    parts = told.split("-")
    if len(parts) == 2 and all(
        part.isascii() and part.isdigit() and len(part) < 10 for part in parts
    ):
        return int(parts[0]), int(parts[1])
    return 0, 0


def cursor_of(row: Message) -> str:
    """Give what leads to the page before this row."""
    return f"{row.number}-{row.part}"


def by_thread(rows: Iterable[Message]) -> Iterator[tuple[UUID, list[Message]]]:
    """Give rows that are in the order of their threads, thread by thread."""
    for thread, group in groupby(rows, lambda row: row.thread_id):
        yield thread, list(group)
