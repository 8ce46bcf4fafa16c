"""The small language of the rule files.

    where can i (get|buy) <drug>     words in order; one of several; a word of a named list
    sell*                            any word that begins so
    any? good <drug>                 may be there or not; so may a ( ) or a < >
    dm me ... place                  up to three words between
    <phone>                          a mark of `tokens`: a number, a link, an address

Read into a graph whose steps each take one word; `machine` walks many of them at once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from homegroup.moderation.rules.folding import plain
from homegroup.moderation.rules.tokens import MARKS

GAP = 3  # words that "..." stands for, at most
ANY = ""  # the atom of a word of any kind
_PIECE = re.compile(r"\.\.\.|[()|?]|<[a-z-]+>|[^\s()|?<>]+|[<>]")


class Unreadable(ValueError):
    """A phrase that is not written in this language; the message says what is wrong."""


@dataclass
class Graph:
    """All phrases as one graph. `steps[node]` are (atom, node after it); node 0 begins them all.

    An atom is a word, a beginning of words ("sell*"), a mark, a named list, or ANY.
    """

    steps: list[list[tuple[str, int]]] = field(default_factory=lambda: [[]])
    lists: dict[str, set[str]] = field(default_factory=dict)  # single words of each named list
    free: list[list[int]] = field(default_factory=lambda: [[]])  # steps that take no word
    told: dict[int, list[int]] = field(default_factory=dict)  # node -> what ends there

    def node(self) -> int:
        """Add a node."""
        self.steps.append([])
        self.free.append([])
        return len(self.steps) - 1

    def closed(self, nodes: Sequence[int]) -> frozenset[int]:
        """Give the nodes, and all that can be reached from them without a word."""
        seen, waiting = set(nodes), list(nodes)
        while waiting:
            for node in self.free[waiting.pop()]:
                if node not in seen:
                    seen.add(node)
                    waiting.append(node)
        return frozenset(seen)


@dataclass
class Reader:
    """Reads phrases of one file into a graph; `lists` are its named lists of words."""

    graph: Graph
    lists: Mapping[str, Sequence[str]]
    language: str = ""
    _inside: tuple[str, ...] = ()

    def add(self, phrase: str, tells: int) -> None:
        """Add a phrase; `tells` is what the machine gives where it ends. Raises Unreadable."""
        pieces = _pieces(phrase)
        end = self._sequence(pieces, 0)
        if pieces:
            raise Unreadable("a “)” or “|” stands outside")
        if 0 in self.graph.closed([0]) and end in self.graph.closed([0]):
            raise Unreadable(f"“{phrase}” would hold every text")
        self.graph.told.setdefault(end, []).append(tells)

    def _sequence(self, pieces: list[str], start: int) -> int:
        """Put pieces after a node; give the node at their end."""
        at = start
        while pieces:
            piece = pieces.pop(0)
            if piece in {"|", ")"}:
                pieces.insert(0, piece)
                return at
            after = self._one(piece, pieces, at)
            if pieces and pieces[0] == "?":
                pieces.pop(0)
                self.graph.free[at].append(after)
            at = after
        return at

    def _one(self, piece: str, pieces: list[str], at: int) -> int:
        if piece == "...":
            return self._gap(at)
        if piece == "(":
            return self._choice(pieces, at)
        if piece in "?<>":
            raise Unreadable(f"“{piece}” stands in the wrong place")
        if piece.startswith("<") and piece not in MARKS:
            return self._list(piece[1:-1], at)
        return self._word(piece, at)

    def _word(self, piece: str, at: int) -> int:
        node = self.graph.node()
        self.graph.steps[at].append((piece, node))
        return node

    def _gap(self, at: int) -> int:
        end = self.graph.node()
        self.graph.free[at].append(end)
        for _ in range(GAP):
            at = self._word(ANY, at)
            self.graph.free[at].append(end)
        return end

    def _choice(self, pieces: list[str], at: int) -> int:
        end = self.graph.node()
        while True:
            begin = self.graph.node()
            self.graph.free[at].append(begin)
            self.graph.free[self._sequence(pieces, begin)].append(end)
            if not pieces:
                raise Unreadable("a “(” is never closed")
            if pieces.pop(0) == ")":
                return end

    def _list(self, name: str, at: int) -> int:
        if name not in self.lists or name in self._inside:
            raise Unreadable(f"there is no list “{name}”")
        atom = f"<{self.language}:{name}>"
        end = self._word(atom, at)
        single = self.graph.lists.setdefault(atom, set())
        inside = Reader(self.graph, self.lists, self.language, (*self._inside, name))
        for entry in self.lists[name]:
            pieces = _pieces(entry)
            if len(pieces) == 1 and pieces[0][0] != "<":
                single.add(pieces[0])
                continue
            begin = self.graph.node()
            self.graph.free[at].append(begin)
            self.graph.free[inside._sequence(pieces, begin)].append(end)
        return end


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


def _written(word: str) -> list[str]:
    """Give a word as texts hold it; a French "j'ai" is two."""
    star = "*" if word.endswith("*") else ""
    parts = apart(plain(word.removesuffix("*")).replace("-", ""))
    if not parts or not all(part.isalnum() for part in parts):
        raise Unreadable(f"“{word}” is no word")
    return [*parts[:-1], parts[-1] + star]


_SHORTENED = frozenset("j d l c n s m t qu jusqu lorsqu puisqu quelqu".split())  # noqa: SIM905


def apart(word: str) -> list[str]:
    """Take a word with an apostrophe apart where French writes two, else leave the sign out."""
    first, mark, rest = word.partition("'")
    if not mark:
        return [word] if word else []
    if first in _SHORTENED and len(rest) > 1:
        return [first, *apart(rest)]
    return apart(first + rest)
