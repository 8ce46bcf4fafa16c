"""Finding words in texts that are private: nothing of them stays in memory or in an index.

`core.text.fold` keeps what it has folded, which is right for names of towns and wrong for a
journal; so this module folds for itself, by the same rules.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from unicodedata import combining, normalize

MOST_WORDS = 10
_WORD = re.compile(r"[^\W_]+")
_LETTERS = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
_BEFORE, _AROUND = 60, 180  # letters of an excerpt


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt; `is_found` where it is what was looked for."""

    text: str
    is_found: bool = False


@cache
def _marks() -> frozenset[str]:
    """Give accents and the like: signs that stand on another letter."""
    return frozenset(sign for sign in map(chr, range(0x300, 0x20000)) if combining(sign))


def folded(text: str) -> str:
    """Give a text in lower case and without accents."""
    if text.isascii():
        return text.lower()
    plain = normalize("NFKD", normalize("NFKD", text).casefold())
    signs = set(plain)
    for sign in signs & _marks():
        plain = plain.replace(sign, "")
    for sign in signs & _LETTERS.keys():
        plain = plain.replace(sign, _LETTERS[sign])
    return plain


def words_in(query: str) -> list[str]:
    """Give the folded words of what somebody looks for, ten at most."""
    return _WORD.findall(folded(query))[:MOST_WORDS]


class Finder:
    """Looks for several words in many texts; a text is found when all of them are in it.

    Where all words are of plain letters, only the plain letters of a text are compared, which
    takes a tenth of the time of folding all of it.
    """

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._is_plain = all(word.isascii() for word in words)

    def finds(self, text: str) -> bool:
        """Tell whether all words are in the text."""
        looked_at = self._plain(text) if self._is_plain else folded(text)
        return all(word in looked_at for word in self.words)

    @staticmethod
    def _plain(text: str) -> str:
        if text.isascii():
            return text.lower()
        lower = text.lower()
        for sign, letters in _LETTERS.items():
            lower = lower.replace(sign, letters)
        return normalize("NFKD", lower).encode("ascii", "ignore").decode("ascii").lower()

    def excerpt(self, text: str) -> list[Piece]:
        """Give the text around the first place where a word was found, with all places marked."""
        spans = self._spans(text)
        first = spans[0][0] if spans else 0
        start = _word_start(text, max(0, first - _BEFORE))
        end = _word_end(text, min(len(text), start + _AROUND + _BEFORE))
        pieces, at = [Piece("… " if start else "")], start
        for begin, stop in spans:
            if begin < at or stop > end:
                continue
            pieces += [Piece(text[at:begin]), Piece(text[begin:stop], is_found=True)]
            at = stop
        pieces += [Piece(text[at:end]), Piece(" …" if end < len(text) else "")]
        return [piece for piece in pieces if piece.text]

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Give (start, end) of each place in the text as it was written, in order."""
        plain, places = _aligned(text)
        found = (
            (match.start(), match.end())
            for word in self.words
            for match in re.finditer(re.escape(word), plain)
        )
        return sorted((places[start], places[end - 1] + 1) for start, end in found)


def _aligned(text: str) -> tuple[str, range | list[int]]:
    """Give the folded text, and for each of its letters where it stands in the text."""
    if text.isascii():
        return text.lower(), range(len(text))
    known = {sign: folded(sign) for sign in set(text)}
    places = [at for at, sign in enumerate(text) for _letter in known[sign]]
    return "".join(known[sign] for sign in text), places


def _word_start(text: str, at: int) -> int:
    while at > 0 and not text[at - 1].isspace() and at % _BEFORE:
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace() and at % _BEFORE:
        at += 1
    return at


def unique(tags: Iterable[str]) -> list[str]:
    """Give tags in one written form, without those that read the same."""
    kept: dict[str, str] = {}
    for tag in tags:
        clean = " ".join(tag.strip().lstrip("#").split())
        if clean:
            kept.setdefault(folded(clean), clean)
    return list(kept.values())
