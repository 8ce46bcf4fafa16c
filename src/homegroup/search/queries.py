"""Finding what a reader may open, newest first, and saying why it was found.

First the words as they were typed, with their other forms. Where that fills no page, longer words
that begin with them. Where that finds nothing, words that look alike. Everything that is told (a
result, a word that stands in, a next page) rests on texts that this reader may open: an answer
would be the same if all others were not there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from homegroup.search import asking, spelling
from homegroup.search.access import Circles, circles_of
from homegroup.search.asking import Question
from homegroup.search.excerpts import has_phrase, spans
from homegroup.search.models import TEXTS, Document
from homegroup.search.plain import plain
from homegroup.search.registry import Reader, Source, find
from homegroup.search.roots import root
from homegroup.search.tokens import group_token, kind_token, mark, words_of

PAGE = 20
_NEWEST = 2**62
_SLACK = 4  # asked for beyond a page: some may not be for the reader
_MOST_AT_ONCE = 400
_MOST_LOOKED_AT = 2_000
_MOST_STANDING_IN = 3
_MOST_READ = 8  # texts in which a word is looked for before it is told
_AS_NEAR = 0.04  # how much less near than the best another word may be
_FEW = 5  # results; more of a misspelt word are no accident


@dataclass(frozen=True)
class Search:
    """What somebody looks for. `kind` and `group_id` narrow; `after` goes on after a page."""

    typed: str = ""
    kind: str = ""
    group_id: int | None = None
    after: str = ""


@dataclass(frozen=True)
class Result:
    """A thing that was found: how it reads for this reader, without Markdown's marks."""

    document: Document
    source: Source
    text: str
    title: str
    address: str
    fold: str


@dataclass(frozen=True)
class Instead:
    """A word that was found nowhere, and those that were looked for in its place."""

    typed: str
    looked_for: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """One page. `roots` are what was looked for, to mark it; `after` is "" at the end.

    `nowhere` are words without any text, `alone` words that each have one, but not together.
    `meant` is a query that finds far more, where the words as typed find very little.
    """

    results: list[Result] = field(default_factory=list)
    roots: frozenset[str] = frozenset()
    after: str = ""
    instead: tuple[Instead, ...] = ()
    nowhere: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    meant: str = ""


@dataclass(frozen=True)
class _Term:
    """One word of a query: the roots that it may have, and tokens of longer words."""

    word: str
    roots: tuple[str, ...]
    longer: tuple[str, ...] = ()

    def tokens(self, circles: Circles) -> list[str]:
        signs = [mark(scope) for scope in circles.scopes]
        return [sign + each for each in self.roots for sign in signs] + list(self.longer)

    def marked(self) -> set[str]:
        return {*self.roots, *(token[2:] for token in self.longer)}


@dataclass(frozen=True)
class _Looking:
    """A search at work: for whom, where, and what else must hold."""

    reader: Reader
    circles: Circles
    search: Search
    question: Question

    def page(self, terms: Sequence[_Term], *, before: int = _NEWEST, limit: int = 0) -> "_Page":
        """Give one page of what the reader may open, or so many things."""
        limit = limit or PAGE
        tokens = [term.tokens(self.circles) for term in terms]
        if self.search.kind:
            tokens.append([kind_token(self.search.kind)])
        if self.search.group_id is not None:
            tokens.append([group_token(self.search.group_id)])
        kept: list[Result] = []
        size, looked_at = limit + 1 + _SLACK, 0
        while looked_at < _MOST_LOOKED_AT:
            ids = TEXTS.newest(tokens, before=before, limit=size)
            kept += self._open(ids)
            if len(kept) > limit or len(ids) < size:
                break
            before, looked_at, size = ids[-1], looked_at + len(ids), min(size * 4, _MOST_AT_ONCE)
        return _Page(kept[:limit], is_more=len(kept) > limit)

    def _open(self, ids: Sequence[int]) -> list[Result]:
        """Ask each kind's room how its things read for this reader; in the order of `ids`."""
        rows = Document.objects.select_related("group").in_bulk(list(ids))
        by_kind: dict[str, list[str]] = {}
        for row in rows.values():
            by_kind.setdefault(row.kind, []).append(row.thing)
        shown = {
            (kind, thing): (source, readable)
            for kind, things in by_kind.items()
            if (source := find(kind))
            for thing, readable in source.shown(things, self.reader).items()
        }
        made = (
            _result(row, *shown[row.kind, row.thing])
            for row in (rows[each] for each in ids if each in rows)
            if (row.kind, row.thing) in shown
        )
        return [result for result in made if self._has_phrases(result)]

    def _has_phrases(self, result: Result) -> bool:
        whole = f"{result.title}\n{result.text}"
        return all(has_phrase(whole, phrase) for phrase in self.question.phrases)


@dataclass(frozen=True)
class _Page:
    results: list[Result]
    is_more: bool

    def after(self, mode: str) -> str:
        return f"{self.results[-1].document.pk}{mode}" if self.is_more else ""


def _result(row: Document, source: Source, readable: object) -> Result:
    return Result(
        document=row,
        source=source,
        text=plain(getattr(readable, "text", "")),
        title=getattr(readable, "title", ""),
        address=getattr(readable, "address", ""),
        fold=getattr(readable, "fold", ""),
    )


def search_for(search: Search, reader: Reader, circles: Circles | None = None) -> Answer:
    """Give one page of an answer; an empty one for a query without words.

    A group that the reader is not in, or an unknown kind, gives nothing.
    """
    question = asking.read(search.typed)
    circles = circles or circles_of(reader)
    if search.group_id is not None:
        if search.group_id not in circles.groups:
            return Answer()
        circles = circles.narrowed_to(search.group_id)
    if not question.words or (search.kind and find(search.kind) is None):
        return Answer()
    looking = _Looking(reader, circles, search, question)
    before, mode = _cursor(search.after)
    return _MODES[mode](looking, before)


def _cursor(after: str) -> tuple[int, str]:
    """Read where to go on; what makes no sense begins anew."""
    number, mode = after[:-1], after[-1:]
    if mode in _MODES and number.isascii() and number.isdigit() and len(number) < 19:
        return int(number), mode
    return _NEWEST, "e"


def _exactly(looking: _Looking, before: int) -> Answer:
    """Look for the words and their other forms."""
    terms = [_Term(word, (root(word),)) for word in looking.question.words]
    page = looking.page(terms, before=before)
    if page.is_more or before < _NEWEST:
        return _answer(page, terms, "e")
    return _widely(looking, before)


def _widely(looking: _Looking, before: int) -> Answer:
    """Look for longer words, too."""
    terms = [
        _Term(word, (root(word),), tuple(spelling.longer(root(word), looking.circles.scopes)))
        for word in looking.question.words
    ]
    page = looking.page(terms, before=before)
    if before < _NEWEST:
        return _answer(page, terms, "w")
    if not page.results:
        return _corrected(looking, before)
    answer = _answer(page, terms, "w")
    is_little = len(page.results) < _FEW
    return replace(answer, meant=_far_more(looking, terms)) if is_little else answer


def _corrected(looking: _Looking, before: int) -> Answer:
    """Look for words that look alike, in place of those that no text has."""
    terms, instead, nowhere = [], [], []
    for word in looking.question.words:
        term = _Term(word, (root(word),))
        if len(looking.question.words) > 1 and looking.page([term], limit=1).results:
            terms.append(term)
            continue
        near = _standing_in(looking, word)
        if near:
            terms.append(_Term(word, tuple(each.root for each in near)))
            instead.append(Instead(word, tuple(each.written for each in near)))
        else:
            nowhere.append(word)
    if nowhere:
        return Answer(nowhere=tuple(nowhere))
    page = looking.page(terms, before=before)
    if not page.results:
        return Answer(alone=tuple(_spelt_for(term, instead) for term in terms))
    return replace(_answer(page, terms, "c"), instead=tuple(instead))


_MODES = {"e": _exactly, "w": _widely, "c": _corrected}


def _spelt_for(term: _Term, instead: Iterable[Instead]) -> str:
    return next((each.looked_for[0] for each in instead if each.typed == term.word), term.word)


def _answer(page: _Page, terms: Sequence[_Term], mode: str) -> Answer:
    roots = frozenset(each for term in terms for each in term.marked())
    return Answer(page.results, roots, page.after(mode))


@dataclass(frozen=True)
class _Near:
    """A word of a text that the reader may open: nearly what was typed, and as it stands there."""

    root: str
    nearness: float
    written: str


def _standing_in(looking: _Looking, word: str) -> list[_Near]:
    """Give up to three words for a misspelt one, the nearest first.

    Known words say only where to look: what counts is read from texts that the reader may open.
    """
    found: list[_Near] = []
    for each in spelling.alike(word, looking.circles.scopes):
        best = max((near.nearness for near in found), default=0)
        if each.nearness < best - _AS_NEAR:
            break
        near = _read_by(looking, each)
        if near:
            found.append(near)
    best = max((near.nearness for near in found), default=0)
    close = [near for near in found if near.nearness >= best - _AS_NEAR]
    return sorted(close, key=lambda near: (-near.nearness, near.root))[:_MOST_STANDING_IN]


def _read_by(looking: _Looking, alike: spelling.Alike) -> _Near | None:
    """Give the nearest of these words that stands in a text of the reader's."""
    page = looking.page([_Term("", (alike.root,))], limit=_MOST_READ)
    read: dict[str, str] = {}
    for result in page.results:
        whole = f"{result.title}\n{result.text}"
        for place in spans(whole, {alike.root}):
            written = whole[place.start : place.end]
            for word in words_of(written):
                read.setdefault(word, written.lower())
    known = [(nearness, word) for word, nearness in alike.words.items() if word in read]
    if not known:
        return None
    nearness, word = max(known)
    return _Near(alike.root, nearness, read[word])


def _far_more(looking: _Looking, terms: Sequence[_Term]) -> str:
    """Give a word that is near the only one typed and fills a page, "" where there is none."""
    if len(terms) != 1 or looking.question.phrases:
        return ""
    for near in _standing_in(looking, terms[0].word):
        if looking.page([_Term("", (near.root,))]).is_more:
            return near.written
    return ""
