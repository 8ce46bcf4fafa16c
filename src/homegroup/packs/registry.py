"""The kinds of packs. A room registers its own in `apps.ready()`; lower rooms need not know it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from homegroup.packs.head import Head

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


Rules = Callable[[Head], Iterable[tuple[tuple[str | int, ...], str]]]


def _no_rules(content: Head) -> Iterable[tuple[tuple[str | int, ...], str]]:
    return ()


@dataclass(frozen=True)
class PackKind:
    """A kind of pack: its name as files write it, the model that checks it, and its words.

    `folder` holds those that ship: `<slug>.md`, or `<slug>/` with a file for each language.
    `rules` are what fields cannot say alone: (path, sentence) for each thing that does not fit.
    """

    name: str
    model: type[Head]
    folder: Path
    title: "str | StrPromise"
    rules: Rules = _no_rules


_kinds: dict[str, PackKind] = {}


def register(kind: PackKind) -> None:
    """Make a kind known."""
    _kinds[kind.name] = kind


def kind(name: str) -> PackKind:
    """Give the kind of that name. Raises KeyError."""
    return _kinds[name]


def kinds() -> list[PackKind]:
    """Give all kinds, by name."""
    return [_kinds[name] for name in sorted(_kinds)]
