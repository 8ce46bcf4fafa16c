"""What statements are taken from: shares, answers and stories, as their reader may open them.

Told by kind and id: the rooms beside this one are asked through what they registered with the
search (who reads what) and with moderation (whose it is, and of which group).
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.text import Truncator

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.moderation import subjects
from homegroup.search import registry
from homegroup.search.plain import plain
from homegroup.search.registry import Readable, Reader
from homegroup.wisdom.choices import LONGEST

_FIRST_WORDS = 8
_SHORTEST_PART = 30  # letters: headings are no part to choose
_SENTENCE = re.compile(r"(?<=[.!?…”»])\s+")
_ENDS = {"story": "\n"}  # of paragraphs: a story comes with its headings, a line each
KINDS = ("share", "reply", "story")  # of which words may be kept


@dataclass(frozen=True)
class Thing:
    """A text of a member: whose it is (None: they have left), and of which group."""

    kind: str
    thing: str
    text: str
    address: str
    author: UUID | None
    group: Group | None

    @property
    def paragraphs(self) -> list[str]:
        """Give its paragraphs as they read, without Markdown's marks."""
        parts = (plain(part) for part in self.text.split(_ENDS.get(self.kind, "\n\n")))
        return [part for part in parts if part]

    @property
    def parts(self) -> list[str]:
        """Give what can be chosen from a long text: paragraphs, or as many sentences as fit."""
        least = _SHORTEST_PART if self.kind in _ENDS else 1
        whole = [paragraph for paragraph in self.paragraphs if len(paragraph) >= least]
        return [part for each in whole for part in _fitting(_SENTENCE.split(each))]

    def has(self, passage: str) -> bool:
        """Tell whether these words stand in it, one after the other."""
        return " ".join(passage.split()) in " ".join(self.paragraphs)


def _fitting(sentences: Iterable[str]) -> list[str]:
    """Put sentences together, as many as may be kept at once."""
    parts: list[str] = []
    for sentence in sentences:
        longer = f"{parts[-1]} {sentence}" if parts else sentence
        parts[-1:] = [longer] if len(longer) <= LONGEST else [*parts[-1:], sentence]
    return parts


def to_keep(kind: str, thing: str, reader: User) -> Thing | None:
    """Give a thing of which somebody may want words to be kept.

    None for what is not there for them: gone, held, folded away.
    """
    source, subject = registry.find(kind), subjects.find(kind)
    if kind not in KINDS or source is None or subject is None:
        return None
    shown = source.shown([thing], reader).get(thing)
    is_folded = bool(getattr(shown, "fold", ""))
    if shown is None or is_folded:
        return None
    return Thing(
        kind, thing, shown.text, shown.address, subject.about(thing), subject.group_of(thing)
    )


@dataclass(frozen=True)
class Pointed:
    """A thing that a statement points to, as a link."""

    kind: str
    thing: str
    words: str
    address: str


def opened(pairs: Collection[tuple[str, str]], reader: Reader) -> dict[tuple[str, str], Pointed]:
    """Give those of these things that somebody may open; one question for each kind."""
    by_kind: dict[str, list[str]] = {}
    for kind, thing in pairs:
        by_kind.setdefault(kind, []).append(thing)
    return {
        (kind, thing): Pointed(kind, thing, _words(source, readable), readable.address)
        for kind, things in by_kind.items()
        if (source := registry.find(kind))
        for thing, readable in source.shown(things, reader).items()
    }


def _words(source: registry.Source, readable: Readable) -> str:
    """Give its title; what has none is told by its first words, unless they are folded away."""
    if title := getattr(readable, "title", ""):
        return str(title)
    words = Truncator(plain(readable.text)).words(_FIRST_WORDS, truncate="…")
    return f"“{words}”" if words and not getattr(readable, "fold", "") else str(source.words)


def at_address(path: str, things: Iterable[str], reader: Reader) -> Pointed | None:
    """Give what somebody may open under an address of this site; `things` are ids in it."""
    wanted = [(source.kind, thing) for source in registry.sources() for thing in things]
    found = opened(wanted, reader).values()
    return next((each for each in found if each.address.split("#")[0] == path), None)
