"""Finds all phrases of all rules in one walk over the words of a sentence.

All steps of all rows stand side by side as the bits of one number; a word moves all of them on at
once (the algorithm is called Shift-And, here with steps that may be missing: Navarro and Raffinot,
"Flexible Pattern Matching in Strings", 2002, chapter 4.4). So no text can make it slow. The ways
that texts often take are remembered, up to a bound.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, product
from threading import Lock

from homegroup.moderation.rules.phrases import ANY, Row, apart
from homegroup.moderation.rules.tokens import LAST, MARKS, NUMBER

MOST_REMEMBERED = 8_000
_LEET = (str.maketrans("013457@$!|", "oieastasii"), str.maketrans("013457@$!|", "oleastasll"))
_JOINTS = re.compile(r"[-._*$!|@]+")
_DRAWN_OUT = re.compile(r"(.)\1\1")
_TWICE = re.compile(r"(.)\1+")
_FEWEST_LETTERS = 4  # of a word that was written with gaps
_LONGEST_WORD = 20


class _Spot:
    """Where a walk stands: bits of steps just taken, what ends here, the way on by class."""

    __slots__ = ("after", "bits", "tells")

    def __init__(self, bits: int, tells: tuple[int, ...]) -> None:
        self.bits = bits
        self.tells = tells
        self.after: dict[int, _Spot] = {}


class _Rows:
    """All rows as bits: where they begin and end, which steps may be missing, what takes a step."""

    def __init__(self, rows: Iterable[tuple[Row, int]]) -> None:
        self.begins = self.ends = self.missing = self.before = self.closing = 0
        self.tells: dict[int, set[int]] = {}
        self.takes: dict[str, int] = {}
        bit = 0
        for row, tells in rows:
            self.begins |= 1 << bit
            for at, step in enumerate(row):
                for atom in step.atoms:
                    self.takes[atom] = self.takes.get(atom, 0) | 1 << bit
                if step.may_be_missing:
                    self.missing |= 1 << bit
                    if not row[at - 1].may_be_missing:
                        self.before |= 1 << (bit - 1)
                    if not row[at + 1].may_be_missing:
                        self.closing |= 1 << bit
                bit += 1
            self.ends |= 1 << (bit - 1)
            self.tells.setdefault(bit - 1, set()).add(tells)
        self.all = (1 << bit) - 1

    def moved(self, bits: int, takes: int) -> int:
        """Give where the steps stand after a word that moves those on in `takes`."""
        bits = (bits << 1 | self.begins) & takes
        filled = bits | self.closing
        return bits | (self.missing & ((filled - self.before) ^ filled ^ self.all))

    def told(self, bits: int) -> Iterator[int]:
        """Give which phrases end where the steps stand."""
        ended = bits & self.ends
        while ended:
            lowest = ended & -ended
            yield from self.tells[lowest.bit_length() - 1]
            ended ^= lowest


class Machine:
    """Looks for rows, each with the number that it tells. Threads may share it."""

    def __init__(self, rows: Iterable[tuple[Row, int]], lists: Mapping[str, set[str]]) -> None:
        self._rows = _Rows(rows)
        self._lists: dict[str, set[str]] = {}
        for name, members in lists.items():
            for member in members:
                self._lists.setdefault(member, set()).add(name)
        atoms = {*self._rows.takes, *self._lists}
        self._words = {atom for atom in atoms if atom[:1].isalnum() and not atom.endswith("*")}
        self._words |= MARKS
        self._starts = {atom.removesuffix("*") for atom in atoms if atom.endswith("*")}
        self._lengths = sorted({len(start) for start in self._starts}, reverse=True)
        self._squeezed = {_TWICE.sub(r"\1", word): word for word in sorted(self._words)}
        self._classes: dict[frozenset[str], int] = {}
        self._takes: list[int] = []
        self._known: dict[str, tuple[int, ...]] = {}
        self._first = _Spot(0, ())
        self._spots: dict[int, _Spot] = {}
        self._learning = Lock()

    @property
    def words(self) -> set[str]:
        """The words that stand in phrases as they are."""
        return self._words

    def find(self, words: Iterable[str]) -> dict[int, int]:
        """Give what phrases of a sentence tell, each with the number of the word it ended at."""
        found: dict[int, int] = {}
        spot = self._first
        for number, word in enumerate(chain(words, (LAST,))):
            for each in self._known.get(word) or self._learn(word):
                spot = spot.after.get(each) or self._move(spot, each)
                for told in spot.tells:
                    found.setdefault(told, number)
        return found

    # -- steps -----------------------------------------------------------------------------

    def _move(self, spot: _Spot, kind: int) -> _Spot:
        bits = self._rows.moved(spot.bits, self._takes[kind])
        after = self._spots.get(bits)
        if after is None:
            if len(self._spots) >= MOST_REMEMBERED:
                self._spots = {}
                self._first = _Spot(0, ())
            after = self._spots[bits] = _Spot(bits, tuple(self._rows.told(bits)))
        spot.after[kind] = after
        return after

    # -- words -----------------------------------------------------------------------------

    def _learn(self, word: str) -> tuple[int, ...]:
        with self._learning:
            if len(self._known) >= MOST_REMEMBERED:
                self._known = {}
            found = tuple(self._class(part) for part in self._parts(word))
            self._known[word] = found
        return found

    def _class(self, word: str) -> int:
        """Give the class of a word: all words that the same steps take are one."""
        atoms = {word} & self._words
        atoms |= {f"{word[:length]}*" for length in self._lengths if word[:length] in self._starts}
        if word[0].isdigit():
            atoms.add(NUMBER)
        atoms = atoms.union(*(self._lists.get(atom, ()) for atom in atoms))
        if word != LAST:
            atoms.add(ANY)
        kind = self._classes.setdefault(frozenset(atoms), len(self._takes))
        if kind == len(self._takes):
            takes = 0
            for atom in atoms:
                takes |= self._rows.takes.get(atom, 0)
            self._takes.append(takes)
        return kind

    def _parts(self, word: str) -> list[str]:
        """Give the words that a token is, with what disguises it taken off."""
        if word in self._words or word.isdigit():
            return [word]
        if word.isalpha():
            return [self._unstretched(word)]
        bare = _JOINTS.sub("", word).replace("'", "")
        one_by_one = 2 * len(bare) == len(word) + 1  # "k.y.s"
        if bare in self._words and (len(bare) >= _FEWEST_LETTERS or one_by_one):
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
            if fewest[start] < never and letters[start:end] in machine.words
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
