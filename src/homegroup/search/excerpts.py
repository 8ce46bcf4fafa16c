"""Showing why a text was found: the words in it, marked, and a little of what stands around.

Nothing of a text stays in memory (what was looked for may): folding is done here, place by place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from homegroup.core.text import fold_once
from homegroup.search.roots import forms_of, root

_BEFORE, _AFTER = 60, 100  # letters around a word
_MOST_WINDOWS = 3
_MOST_SPANS = 200
_BEGINNING = 180  # letters shown where no word is in the text itself


@dataclass(frozen=True)
class Piece:
    """A part of a text; `is_found` where it is what was looked for."""

    text: str
    is_found: bool = False


@dataclass(frozen=True)
class Span:
    """Where a word that was looked for stands in a text as it was written."""

    start: int
    end: int
    root: str


def marked(text: str, roots: frozenset[str]) -> list[Piece]:
    """Give the whole text with the words of these roots marked; for titles."""
    return list(_pieces(text, list(spans(text, roots)), 0, len(text)))


def marked_from(text: str, beginnings: Sequence[str]) -> list[Piece]:
    """Give the whole text with the words marked that begin so (folded)."""
    if not beginnings:
        return [Piece(text)]
    folded, places = _aligned(text)
    either = "|".join(re.escape(each) for each in sorted(beginnings, key=len, reverse=True))
    found = [
        Span(places[match.start()], places[match.end() - 1] + 1, "")
        for match in re.finditer(rf"(?<![^\W_])(?:{either})[^\W_]*", folded)
    ]
    return list(_pieces(text, found, 0, len(text)))


def excerpt(text: str, roots: frozenset[str]) -> list[Piece]:
    """Give what stands around the first place of each root, up to three places."""
    found = list(spans(text, roots))
    if not found:
        return [Piece(text[:_BEGINNING] + ("…" if len(text) > _BEGINNING else ""))] if text else []
    pieces: list[Piece] = []
    end = 0
    for begin, stop in _windows(text, found):
        if begin > end:
            pieces.append(Piece("… "))
        pieces += _pieces(text, found, begin, stop)
        end = stop
    if end < len(text):
        pieces.append(Piece("…"))
    return pieces


def spans(text: str, roots: frozenset[str]) -> Iterator[Span]:
    """Give the places of words with these roots, in order; the first `_MOST_SPANS`."""
    folded, places = _aligned(text)
    count = 0
    for match in _pattern(roots).finditer(folded):
        found = root(match[0])
        if found in roots:
            yield Span(places[match.start()], places[match.end() - 1] + 1, found)
            count += 1
            if count == _MOST_SPANS:
                return


@lru_cache(maxsize=64)
def _pattern(roots: frozenset[str]) -> re.Pattern[str]:
    """Give what could have one of the roots: most words of a text need no closer look."""
    starts = {start for each in roots for start in (each, *forms_of(each))}
    either = "|".join(re.escape(start) for start in sorted(starts))
    return re.compile(rf"(?<![^\W_])(?:{either})[^\W_]*")


def has_phrase(text: str, phrase: tuple[str, ...]) -> bool:
    """Tell whether these folded words stand together in a text."""
    pattern = r"[\W_]+".join(re.escape(word) for word in phrase)
    return re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", fold_once(text)) is not None


def _aligned(text: str) -> tuple[str, "range | list[int]"]:
    """Give the folded text, and for each of its letters where it stands in the text."""
    if text.isascii():
        return text.lower(), range(len(text))
    known = {sign: fold_once(sign) or (" " if sign.isspace() else "") for sign in set(text)}
    places = [at for at, sign in enumerate(text) for _letter in known[sign]]
    return "".join(known[sign] for sign in text), places


def _windows(text: str, found: list[Span]) -> list[tuple[int, int]]:
    """Give (start, end) of what is shown: around the first place of each root, joined."""
    first: dict[str, Span] = {}
    for span in found:
        first.setdefault(span.root, span)
    chosen = sorted(first.values(), key=lambda span: span.start)[:_MOST_WINDOWS]
    joined: list[tuple[int, int]] = []
    for span in chosen:
        begin = _word_start(text, max(0, span.start - _BEFORE))
        end = _word_end(text, min(len(text), span.end + _AFTER))
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _pieces(text: str, found: list[Span], begin: int, end: int) -> Iterator[Piece]:
    at = begin
    for span in found:
        if span.start < at or span.end > end:
            continue
        if span.start > at:
            yield Piece(text[at : span.start])
        yield Piece(text[span.start : span.end], is_found=True)
        at = span.end
    if at < end:
        yield Piece(text[at:end])


def _word_start(text: str, at: int) -> int:
    """Give the start of the word at a place, no more than 20 letters before it."""
    space = text.rfind(" ", max(0, at - 20), at)
    return space + 1 if at and space >= 0 else at


def _word_end(text: str, at: int) -> int:
    space = text.find(" ", at, at + 20)
    return space if at < len(text) and space >= 0 else at
