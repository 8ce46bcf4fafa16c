"""What is read of copies: checked content, what is newer, what has changed."""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from homegroup.packs import checking, shipped, writing
from homegroup.packs.head import Head
from homegroup.packs.models import Copy, Use
from homegroup.packs.shipped import Pack


def content_of(copy: Copy) -> Head:
    """Give the checked content of a copy. Raises PackError if a new version refuses it."""
    return checking.load(copy.text, kind=copy.kind)


def origin_of(copy: Copy) -> Pack | None:
    """Give the ready-made pack that a copy came from, as it is now; None where there is none."""
    return shipped.pack(copy.kind, copy.origin, copy.language) if copy.origin else None


def newer_origin(copy: Copy) -> Pack | None:
    """Give the ready-made pack if it is newer than what this copy knows of; else None."""
    origin = origin_of(copy)
    return origin if origin and origin.content.version > copy.origin_version else None


def text_of_origin(copy: Copy, origin: Pack) -> str:
    """Give the ready-made text as this copy would have it: under its own title."""
    data = {**origin.document.data, "title": copy.title, "version": "1"}
    data["copy_of"] = {"slug": copy.origin, "version": str(origin.content.version)}
    return writing.text_of(data, origin.document.body)


def uses_of(kind: str, things: Collection[str]) -> dict[str, Use]:
    """Give what these things ("meeting:12") use, with its copy, by thing."""
    rows = Use.objects.filter(kind=kind, thing__in=things).select_related("copy")
    return {row.thing: row for row in rows}


def content_used(use: Use) -> Head | None:
    """Give the content of what a thing uses; None where the ready-made pack is gone."""
    if use.copy is not None:
        return content_of(use.copy)
    found = shipped.pack(use.kind, use.slug, use.language)
    return found.content if found else None


@dataclass(frozen=True)
class Change:
    """Lines that stay, went out or came in, one after the other."""

    what: Literal["same", "out", "in"]
    lines: tuple[str, ...]


def difference(before: str, after: str, *, around: int = 2) -> list[Change]:
    """Give what changed between two texts, with a few lines around each change.

    A change of one line reads as "out" and then "in".
    """
    old, new = before.splitlines(), after.splitlines()
    changes: list[Change] = []
    for steps in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around):
        for step, a, b, c, d in steps:
            if step == "equal":
                changes.append(Change("same", tuple(old[a:b])))
                continue
            changes += [Change("out", tuple(old[a:b]))] if b > a else []
            changes += [Change("in", tuple(new[c:d]))] if d > c else []
    return changes
