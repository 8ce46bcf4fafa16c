"""What each kind of sealed entry says, in words: for the export of an opened vault.

The room that seals a kind registers it in its `apps.ready()`:

    kinds.register(Kind("journal", _("Journal"), readable=exporting.page))

    def page(opened: Opened) -> Readable:
        return Readable(title=..., on=date, paragraphs=[...])

The desk asks `readable(opened)` for each entry of a member's open vault.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from homegroup.vault.vaults import Opened

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Readable:
    """An entry in words: a title, the day it is of (None without one), plain paragraphs."""

    title: str
    on: date | None = None
    paragraphs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """A kind of entry: its name in the sealed header, its heading, and what puts one in words."""

    name: str
    words: "str | StrPromise"
    readable: Callable[[Opened], Readable]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Register a kind, or replace the one of that name."""
    _kinds[kind.name] = kind


def known() -> list[Kind]:
    """Give all kinds, in order of registration."""
    return list(_kinds.values())


def find(name: str) -> Kind | None:
    """Give a kind, or None: its room may have gone since."""
    return _kinds.get(name)


def readable(opened: Opened) -> Readable:
    """Give an entry in words; one of an unknown kind is told as it is, field by field."""
    kind = find(opened.kind)
    if kind is not None:
        return kind.readable(opened)
    told = {**opened.header, **opened.body}
    return Readable(opened.kind, None, [f"{name}: {value}" for name, value in told.items()])
