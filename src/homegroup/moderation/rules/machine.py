"""Finds all phrases of all rules in one walk over the words of a sentence.

Where a walk can stand is a set of nodes of the graph; each set is made once and remembered with
its way on for every class of words. So a text takes one step for each word, however many phrases
there are. What is remembered is bounded; beyond that it is forgotten and made anew.
"""

import re
from collections.abc import Iterable
from itertools import chain, product
from threading import Lock

from homegroup.moderation.rules.phrases import ANY, Graph, apart
from homegroup.moderation.rules.tokens import LAST, MARKS, NUMBER

MOST_REMEMBERED = 20_000
_LEET = (str.maketrans("013457@$!|", "oieastasii"), str.maketrans("013457@$!|", "oleastasll"))
_JOINTS = re.compile(r"[-._*$!|@]+")
_DRAWN_OUT = re.compile(r"(.)\1\1")
_TWICE = re.compile(r"(.)\1+")
_FEWEST_LETTERS = 4  # of a word that was written with gaps
_LONGEST_WORD = 20
_OTHER = 0  # the class of words that no phrase knows


class _Spot:
    """Where a walk can stand: nodes, what phrases end here, and the way on by class."""

    __slots__ = ("after", "nodes", "tells")

    def __init__(self, nodes: frozenset[int], tells: tuple[int, ...]) -> None:
        self.nodes = nodes
        self.tells = tells
        self.after: dict[int, _Spot] = {}


class Machine:
    """Walks a graph. One for the whole process: threads may share it."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._begin: dict[str, list[int]] = {}
        for node in graph.closed([0]):
            for atom, after in graph.steps[node]:
                self._begin.setdefault(atom, []).append(after)
        atoms = {atom for steps in graph.steps for atom, _node in steps}.union(
            *graph.lists.values()
        )
        self._words = {atom for atom in atoms if atom[:1].isalnum() and not atom.endswith("*")}
        self._words |= MARKS
        self._starts = {atom.removesuffix("*") for atom in atoms if atom.endswith("*")}
        self._lengths = sorted({len(start) for start in self._starts}, reverse=True)
        self._squeezed = {_TWICE.sub(r"\1", word): word for word in sorted(self._words)}
        self._classes: dict[frozenset[str], int] = {frozenset({ANY}): _OTHER}
        self._atoms: list[frozenset[str]] = [frozenset({ANY})]
        self._known: dict[str, tuple[int, ...]] = {}
        self._spots: dict[frozenset[int], _Spot] = {}
        self._first = self._spot(frozenset())
        self._learning = Lock()

    def find(self, words: Iterable[str]) -> dict[int, int]:
        """Give what phrases of a sentence tell, each with the number of the word it ended at."""
        found: dict[int, int] = {}
        spot = self._first
        for number, word in enumerate(chain(words, (LAST,))):
            for each in self._known.get(word) or self._learn(word):
                spot = spot.after.get(each) or self._step(spot, each)
                for told in spot.tells:
                    found.setdefault(told, number)
        return found

    def knows(self, word: str) -> bool:
        """Tell whether a word stands in a phrase as it is."""
        return word in self._words

    # -- steps -----------------------------------------------------------------------------

    def _step(self, spot: _Spot, kind: int) -> _Spot:
        atoms = self._atoms[kind]
        steps = self._graph.steps
        nodes = {
            node for stands in spot.nodes for atom, node in steps[stands] if atom in atoms
        }
        nodes.update(*(self._begin.get(atom, ()) for atom in atoms))
        after = self._spot(self._graph.closed(tuple(nodes)))
        spot.after[kind] = after
        return after

    def _spot(self, nodes: frozenset[int]) -> _Spot:
        found = self._spots.get(nodes)
        if found is None:
            if len(self._spots) >= MOST_REMEMBERED:
                self._spots = {}
                self._first.after = {}
            told = self._graph.told
            found = _Spot(nodes, tuple(each for node in nodes for each in told.get(node, ())))
            self._spots[nodes] = found
        return found

    # -- words -----------------------------------------------------------------------------

    def _learn(self, word: str) -> tuple[int, ...]:
        with self._learning:
            if len(self._known) >= MOST_REMEMBERED:
                self._known = {}
            found = tuple(self._class(part) for part in self._parts(word))
            self._known[word] = found
        return found

    def _class(self, word: str) -> int:
        atoms = {ANY} | ({word} & self._words)
        if word == LAST:
            atoms.remove(ANY)
        if word[0].isdigit():
            atoms.add(NUMBER)
        atoms |= {f"{word[:length]}*" for length in self._lengths if word[:length] in self._starts}
        atoms |= {name for name, listed in self._graph.lists.items() if listed & atoms}
        key = frozenset(atoms)
        kind = self._classes.setdefault(key, len(self._atoms))
        if kind == len(self._atoms):
            self._atoms.append(key)
        return kind

    def _parts(self, word: str) -> list[str]:
        """Give the words that a token is, with what disguises it taken off."""
        if word in self._words or word.isdigit():
            return [word]
        if word.isalpha():
            return [self._unstretched(word)]
        bare = _JOINTS.sub("", word).replace("'", "")
        if len(bare) >= _FEWEST_LETTERS and bare in self._words:
            return [bare]  # "her-oin"
        for guess in self._guesses(word):
            if guess in self._words:
                return [guess]
        return [
            self._unstretched(piece) for part in _JOINTS.split(word) for piece in apart(part)
        ] or [word]

    def _unstretched(self, word: str) -> str:
        """Give a known word for one with letters drawn out, as "buuuy"; else the word."""
        if word in self._words or not _DRAWN_OUT.search(word):
            return word
        return self._squeezed.get(_TWICE.sub(r"\1", word), word)

    def _guesses(self, word: str) -> Iterable[str]:
        """Give what a word with digits, signs or stars in place of letters may be."""
        for table in _LEET:
            yield word.translate(table).replace("'", "")
        stars = word.count("*")
        if 0 < stars <= 2:
            for vowels in product("oeaiu", repeat=stars):
                letters = iter(vowels)
                yield "".join(next(letters) if sign == "*" else sign for sign in word)


def in_pieces(letters: str, machine: Machine) -> list[str]:
    """Cut letters that were written one by one into the fewest known words; else give the whole."""
    fewest: list[int] = [0]
    begins: list[int] = [0]
    never = len(letters) + 1
    for end in range(1, len(letters) + 1):
        ways = [
            (fewest[start] + 1, start)
            for start in range(max(0, end - _LONGEST_WORD), end)
            if fewest[start] < never and machine.knows(letters[start:end])
        ]
        count, begin = min(ways, default=(never, 0))
        fewest.append(count)
        begins.append(begin)
    if fewest[-1] == never:
        return [letters]
    cut, end = list[str](), len(letters)
    while end:
        cut.append(letters[begins[end] : end])
        end = begins[end]
    return cut[::-1]
