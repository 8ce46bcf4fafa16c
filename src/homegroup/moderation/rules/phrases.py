"""The small language of the rule files.

    where can i (get|buy) <drug>     words in order; one of several; a word of a named list
    sell*                            any word that begins so
    any? good <drug>                 may be there or not; so may a ( ) or a < >
    dm me ... place                  up to three words between
    <phone>                          a mark of `tokens`: a number, a link, an address
    <drug> & (cheap|delivery)        both in one sentence, in any order (`book`)

A phrase is written out into rows of steps, one for each way to say it; `machine` looks for all
rows at once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from homegroup.moderation.rules.folding import plain
from homegroup.moderation.rules.tokens import MARKS

GAP = 3  # words that "..." stands for, at most
MOST_ROWS = 100  # of one phrase
ANY = ""  # the atom of a word of any kind
_PIECE = re.compile(r"\.\.\.|[()|?]|<[a-z-]+>|[^\s()|?<>]+|[<>]")


class Unreadable(ValueError):
    """A phrase that is not written in this language; the message says what is wrong."""


@dataclass(frozen=True)
class Step:
    """One word of a row. An atom is a word, a beginning ("sell*"), a mark, a list, or ANY."""

    atoms: frozenset[str]
    may_be_missing: bool = False


Row = tuple[Step, ...]
_GAP: Row = (Step(frozenset({ANY}), may_be_missing=True),) * GAP


@dataclass
class Reader:
    """Reads the phrases of one file; `lists` are its named lists of words.

    `spellings` are other ways to write a word ("u" for "you"); they count wherever it stands.
    `members` gathers the single words of each list under its atom.
    """

    lists: Mapping[str, Sequence[str]]
    language: str = ""
    spellings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    _inside: tuple[str, ...] = ()

    def rows(self, phrase: str) -> set[Row]:
        """Give all ways to say a phrase. Raises Unreadable."""
        pieces = _pieces(phrase)
        rows = {_needed(row) for row in self._sequence(pieces)}
        if pieces:
            raise Unreadable("a “)” or “|” stands outside")
        if () in rows:
            raise Unreadable("it would hold every text")
        return rows

    def _sequence(self, pieces: list[str]) -> list[Row]:
        """Give the ways to say what comes up to the next "|" or ")"."""
        parts: list[list[Row]] = []
        while pieces and pieces[0] not in {"|", ")"}:
            ways = self._one(pieces.pop(0), pieces)
            if pieces and pieces[0] == "?":
                pieces.pop(0)
                ways = _maybe(ways)
            parts.append(ways)
        count = 1
        for ways in parts:
            count *= len(ways)
        if count > MOST_ROWS:
            raise Unreadable("there are too many ways to say it: make two of it")
        return [tuple(step for row in way for step in row) for way in product(*parts)]

    def _one(self, piece: str, pieces: list[str]) -> list[Row]:
        if piece == "...":
            return [_GAP]
        if piece == "(":
            return self._choice(pieces)
        if piece in "?<>":
            raise Unreadable(f"“{piece}” stands in the wrong place")
        if piece.startswith("<") and piece not in MARKS:
            return self._list(piece[1:-1])
        return [(Step(frozenset(self._written(piece))),)]

    def _written(self, word: str) -> set[str]:
        """Give a word with its other spellings."""
        return {word, *self.spellings.get(word, ())}

    def _choice(self, pieces: list[str]) -> list[Row]:
        ways: list[Row] = []
        while True:
            ways += self._sequence(pieces)
            if not pieces:
                raise Unreadable("a “(” is never closed")
            if pieces.pop(0) == ")":
                return _merged(ways)

    def _list(self, name: str) -> list[Row]:
        if name not in self.lists or name in self._inside:
            raise Unreadable(f"there is no list “{name}”")
        atom = f"<{self.language}:{name}>"
        single = self.members.setdefault(atom, set())
        inside = replace(self, _inside=(*self._inside, name))
        ways: list[Row] = [(Step(frozenset({atom})),)]
        for entry in self.lists[name]:
            pieces = _pieces(entry)
            if len(pieces) == 1 and pieces[0][0] != "<":
                single.update(self._written(pieces[0]))
            else:
                ways += inside._sequence(pieces)
        return _merged(ways)


def _maybe(ways: list[Row]) -> list[Row]:
    """Give the ways to say what may be missing."""
    if all(len(row) == 1 for row in ways):
        return [(Step(row[0].atoms, may_be_missing=True),) for row in ways]
    return [(), *ways]


def _merged(ways: list[Row]) -> list[Row]:
    """Make one step of all ways that are one word."""
    words = [row for row in ways if len(row) == 1 and not row[0].may_be_missing]
    others = [row for row in ways if row not in words]
    if not words:
        return others
    return [(Step(frozenset[str]().union(*(row[0].atoms for row in words))),), *others]


def _needed(row: Row) -> Row:
    """Leave out what may be missing at either end: it makes no difference."""
    there = [at for at, step in enumerate(row) if not step.may_be_missing]
    return row[there[0] : there[-1] + 1] if there else ()


def _pieces(phrase: str) -> list[str]:
    """Cut a phrase; its words are made plain as texts are."""
    found: list[str] = []
    for piece in _PIECE.findall(phrase.lower()):
        if piece[0] in "<>(|)?" or piece == "...":
            found.append(piece)
        else:
            found.extend(_written(piece))
    if not found:
        raise Unreadable("a phrase is empty")
    return found


def plainly(spellings: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Give other spellings of words, made plain as texts are."""
    return {
        "".join(_written(word)): ["".join(_written(way)) for way in ways]
        for word, ways in spellings.items()
    }


def _written(word: str) -> list[str]:
    """Give a word as texts hold it; a French "j'ai" is two."""
    star = "*" if word.endswith("*") else ""
    parts = apart(plain(word.removesuffix("*")).replace("-", ""))
    if not parts or not all(part.isalnum() for part in parts):
        raise Unreadable(f"“{word}” is no word")
    return [*parts[:-1], parts[-1] + star]


_SHORTENED = frozenset(
    {"j", "d", "l", "c", "n", "s", "m", "t", "qu", "jusqu", "lorsqu", "puisqu", "quelqu"}
)


def apart(word: str) -> list[str]:
    """Take a word with an apostrophe apart where French writes two, else leave the sign out."""
    first, mark, rest = word.partition("'")
    if not mark:
        return [word] if word else []
    if first in _SHORTENED and len(rest) > 1:
        return [first, *apart(rest)]
    return apart(first + rest)
