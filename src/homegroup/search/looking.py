"""A search at work: pages of what a reader may open, out of what the index has.

The index knows circles; each kind's room has the last word (`registry.Source.shown`). Things that
it does not show are passed over, so that no page has a gap where something hidden was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from homegroup.search.access import Circles
from homegroup.search.asking import Question
from homegroup.search.excerpts import has_phrase
from homegroup.search.models import TEXTS, Document
from homegroup.search.plain import plain
from homegroup.search.registry import OtherName, Readable, Reader, Source, find
from homegroup.search.tokens import kind_token, mark

PAGE = 20
NEWEST = 2**62
_SLACK = 4  # asked for beyond a page: some may not be for the reader
_MOST_AT_ONCE = 400
_MOST_LOOKED_AT = 2_000


@dataclass(frozen=True)
class Search:
    """What somebody looks for. `kind` and `group_id` narrow; `after` goes on after a page."""

    typed: str = ""
    kind: str = ""
    group_id: int | None = None
    after: str = ""


class Place(NamedTuple):
    """What the index knows of a thing."""

    id: int
    kind: str
    thing: str
    group_id: int | None
    language: str
    at: datetime


@dataclass(frozen=True)
class Result:
    """A thing that was found: how it reads for this reader, without Markdown's marks."""

    place: Place
    source: Source
    text: str
    title: str
    address: str
    fold: str
    also: Sequence[OtherName] = ()

    @property
    def whole(self) -> str:
        """All words by which it may have been found."""
        return "\n".join([self.title, self.text, *(name.words for name in self.also)])


@dataclass(frozen=True)
class Page:
    """Results, newest first, and whether there are more that the reader may open."""

    results: list[Result]
    is_more: bool

    def after(self, mode: str) -> str:
        """Give the cursor of the next page, which goes on in the same way; "" at the end."""
        return f"{self.results[-1].place.id}{mode}" if self.is_more else ""


@dataclass(frozen=True)
class Term:
    """One word of a query: the roots that it may have, and tokens of longer words."""

    word: str
    roots: tuple[str, ...]
    longer: tuple[str, ...] = ()

    def tokens(self, circles: Circles) -> list[str]:
        """Give what to look for in the index: one of these."""
        signs = [mark(scope) for scope in circles.scopes]
        return [sign + each for each in self.roots for sign in signs] + list(self.longer)

    def marked(self) -> set[str]:
        """Give all roots that a text may have for this word."""
        return {*self.roots, *(token[2:] for token in self.longer)}


@dataclass(frozen=True)
class Looking:
    """For whom to look, where, and what else must hold."""

    reader: Reader
    circles: Circles
    search: Search
    question: Question

    def page(self, terms: Sequence[Term], *, before: int = NEWEST, limit: int = 0) -> Page:
        """Give one page of what the reader may open, or so many things."""
        limit = limit or PAGE
        kept = self._gather(terms, before, wanted=limit + 1, size=limit + 1 + _SLACK)
        return Page(kept[:limit], is_more=len(kept) > limit)

    def some(self, terms: Sequence[Term], *, most: int) -> list[Result]:
        """Give the newest things that the reader may open, without a look at what follows."""
        return self._gather(terms, NEWEST, wanted=most, size=most)[:most]

    def _gather(
        self, terms: Sequence[Term], before: int, *, wanted: int, size: int
    ) -> list[Result]:
        """Give at least so many things where there are so many; `size` are asked for at first."""
        tokens = self._tokens(terms)
        kept: list[Result] = []
        looked_at = 0
        while looked_at < _MOST_LOOKED_AT:
            ids = TEXTS.newest(tokens, before=before, limit=size)
            kept += self._open(ids)
            if len(kept) >= wanted or len(ids) < size:
                break
            before, looked_at, size = ids[-1], looked_at + len(ids), min(size * 4, _MOST_AT_ONCE)
        return kept

    def may_fill_a_page(self, terms: Sequence[Term]) -> bool:
        """Tell whether the index has more than a page, whoever may open it. Never to be shown."""
        return len(TEXTS.newest(self._tokens(terms), before=NEWEST, limit=PAGE + 1)) > PAGE

    def _tokens(self, terms: Sequence[Term]) -> list[list[str]]:
        tokens = [term.tokens(self.circles) for term in terms]
        if self.search.kind:
            tokens.append([kind_token(self.search.kind)])
        return tokens

    def _open(self, ids: Sequence[int]) -> list[Result]:
        """Ask each kind's room how its things read for this reader; in the order of `ids`."""
        rows = Document.objects.filter(pk__in=ids).values_list(*Place._fields)
        places = sorted((Place(*row) for row in rows), reverse=True)
        by_kind: dict[str, list[str]] = {}
        for place in places:
            by_kind.setdefault(place.kind, []).append(place.thing)
        shown = {
            (kind, thing): (source, readable)
            for kind, things in by_kind.items()
            if (source := find(kind))
            for thing, readable in source.shown(things, self.reader).items()
        }
        made = (
            _result(place, *shown[place.kind, place.thing])
            for place in places
            if (place.kind, place.thing) in shown
        )
        return [result for result in made if self._has_phrases(result)]

    def _has_phrases(self, result: Result) -> bool:
        return all(has_phrase(result.whole, phrase) for phrase in self.question.phrases)


def _result(place: Place, source: Source, readable: Readable) -> Result:
    return Result(
        place=place,
        source=source,
        text=plain(readable.text),
        title=getattr(readable, "title", ""),
        address=readable.address,
        fold=getattr(readable, "fold", ""),
        also=getattr(readable, "also", ()),
    )
