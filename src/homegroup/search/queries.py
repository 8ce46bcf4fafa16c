"""Finding what a reader may open, newest first, and saying why it was found.

First the words as they were typed, with their other forms. Where that fills no page, longer words
that begin with them. Where that finds nothing, words that look alike. Everything that is told (a
result, a word that stands in, a next page) rests on texts that this reader may open: an answer
would be the same if all others were not there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from homegroup.search import asking, spelling
from homegroup.search.access import Circles, circles_of
from homegroup.search.excerpts import spans
from homegroup.search.looking import NEWEST, Looking, Page, Result, Search, Term
from homegroup.search.registry import Reader, find
from homegroup.search.roots import root
from homegroup.search.tokens import words_of

_MOST_STANDING_IN = 3
_MOST_READ = 4  # texts in which a word is looked for before it is told
_AS_NEAR = 0.04  # how much less near than the best another word may be
_FEW = 5  # results; more of a misspelt word are no accident


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
    looking = Looking(reader, circles, search, question)
    before, mode = _cursor(search.after)
    return _MODES[mode](looking, before)


def _cursor(after: str) -> tuple[int, str]:
    """Read where to go on; what makes no sense begins anew."""
    number, mode = after[:-1], after[-1:]
    if mode in _MODES and number.isascii() and number.isdigit() and len(number) < 19:
        return int(number), mode
    return NEWEST, "e"


def _exactly(looking: Looking, before: int) -> Answer:
    """Look for the words and their other forms."""
    terms = [Term(word, (root(word),)) for word in looking.question.words]
    page = looking.page(terms, before=before)
    if page.is_more or before < NEWEST:
        return _answer(page, terms, "e")
    return _widely(looking, before, page)


def _widely(looking: Looking, before: int, exact: Page | None = None) -> Answer:
    """Look for longer words, too; `exact` is what was found without them."""
    terms = [
        Term(word, (root(word),), tuple(spelling.longer(root(word), looking.circles.scopes)))
        for word in looking.question.words
    ]
    if exact is not None and not any(term.longer for term in terms):
        page = exact
    else:
        page = looking.page(terms, before=before)
    if before < NEWEST:
        return _answer(page, terms, "w")
    if not page.results:
        return _corrected(looking, before)
    answer = _answer(page, terms, "w")
    is_little = len(page.results) < _FEW
    return replace(answer, meant=_far_more(looking, terms)) if is_little else answer


def _corrected(looking: Looking, before: int) -> Answer:
    """Look for words that look alike, in place of those that no text has."""
    terms, instead, nowhere = [], [], []
    for word in looking.question.words:
        term = Term(word, (root(word),))
        if len(looking.question.words) > 1 and looking.some([term], most=1):
            terms.append(term)
            continue
        near = _standing_in(looking, word)
        if near:
            terms.append(Term(word, tuple(each.root for each in near)))
            instead.append(Instead(word, tuple(each.written for each in near)))
        else:
            nowhere.append(word)
    if nowhere:
        return Answer(nowhere=tuple(nowhere))
    page = looking.page(terms, before=before)
    if not page.results:
        return Answer(alone=tuple(_spelt_for(term, instead) for term in terms))
    return replace(_answer(page, terms, "c"), instead=tuple(instead))


_MODES: dict[str, Callable[[Looking, int], Answer]] = {"e": _exactly, "w": _widely, "c": _corrected}


def _spelt_for(term: Term, instead: Iterable[Instead]) -> str:
    return next((each.looked_for[0] for each in instead if each.typed == term.word), term.word)


def _answer(page: Page, terms: Sequence[Term], mode: str) -> Answer:
    roots = frozenset(each for term in terms for each in term.marked())
    return Answer(page.results, roots, page.after(mode))


@dataclass(frozen=True)
class _Near:
    """A word of a text that the reader may open: nearly what was typed, and as it stands there."""

    root: str
    nearness: float
    written: str


def _standing_in(looking: Looking, word: str) -> list[_Near]:
    """Give up to three words for a misspelt one, the nearest first.

    Known words say only where to look: what counts is read from texts that the reader may open.
    """
    found: list[_Near] = []
    for each in spelling.alike(word, looking.circles.scopes):
        best = max((near.nearness for near in found), default=0)
        no_nearer = [near for near in found if near.nearness >= each.nearness]
        if each.nearness < best - _AS_NEAR or len(no_nearer) == _MOST_STANDING_IN:
            break
        near = _read_by(looking, each)
        if near:
            found.append(near)
    best = max((near.nearness for near in found), default=0)
    close = [near for near in found if near.nearness >= best - _AS_NEAR]
    return sorted(close, key=lambda near: (-near.nearness, near.root))[:_MOST_STANDING_IN]


def _read_by(looking: Looking, alike: spelling.Alike) -> _Near | None:
    """Give the nearest of these words that stands in a text of the reader's."""
    read: dict[str, str] = {}
    for result in looking.some([Term("", (alike.root,))], most=_MOST_READ):
        for place in spans(result.whole, frozenset({alike.root})):
            written = result.whole[place.start : place.end]
            for word in words_of(written):
                read.setdefault(word, written.lower())
    known = [(nearness, word) for word, nearness in alike.words.items() if word in read]
    if not known:
        return None
    nearness, word = max(known)
    return _Near(alike.root, nearness, read[word])


def _far_more(looking: Looking, terms: Sequence[Term]) -> str:
    """Give a word that is near the only one typed and fills a page, "" where there is none."""
    if len(terms) != 1 or looking.question.phrases:
        return ""
    for each in spelling.alike(terms[0].word, looking.circles.scopes):
        term = Term("", (each.root,))
        if not looking.may_fill_a_page([term]):
            continue
        near = _read_by(looking, each)
        if near and looking.page([term]).is_more:
            return near.written
    return ""
