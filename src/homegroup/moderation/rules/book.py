"""The rule files: one for each language, readable by a moderator.

rules:
  sourcing:
    why: It may ask where to get drugs or drink.     # the author reads this
    phrases: ["where can i (get|buy) <drug>"]        # one of them in a sentence, and
    unless: ["where can i get help"]                 # none of these in the same sentence
    always: ["where can i buy <drug>"]               # these count whatever `unless` says
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from homegroup.moderation.rules.machine import Machine
from homegroup.moderation.rules.phrases import Reader, Row, Unreadable, plainly

HERE = Path(__file__).parent
FALLBACK = "en"
CRISIS = "crisis"
FIRST = "first"
AGAIN = "again"  # it was not let through before, and its author has changed it
# The most serious first. A crisis holds nothing: help is shown instead.
ORDER = ("selling", "sourcing", "brokering", "abuse", "spam", "contact", FIRST, AGAIN)

_Phrases = tuple[Annotated[str, Field(min_length=1, max_length=300)], ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    """One rule in one language. `why` is a sentence that goes on after "because"."""

    why: Annotated[str, Field(min_length=5, max_length=200)]
    phrases: _Phrases = ()
    unless: _Phrases = ()
    always: _Phrases = ()


class RuleFile(_Strict):
    """A whole file."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    spellings: dict[str, _Phrases] = {}
    lists: dict[str, _Phrases] = {}
    rules: dict[str, Rule]


class BadRules(ValueError):
    """A rule file cannot be read; the message names the file and what is wrong with it."""


def read_file(path: Path) -> RuleFile:
    """Read and check a file. Raises BadRules."""
    try:
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - safe
        found = RuleFile.model_validate(told)
    except (OSError, UnicodeError, yaml.YAMLError, ValidationError) as problem:
        raise BadRules(f"{path.name}: {problem}") from problem
    if set(found.rules) != {*ORDER, CRISIS}:
        raise BadRules(f"{path.name}: the rules are {', '.join((*ORDER, CRISIS))}")
    return found


@cache
def files() -> dict[str, RuleFile]:
    """Give our files by language."""
    found = [read_file(path) for path in sorted(HERE.glob("*.yaml"))]
    return {each.language: each for each in found}


@dataclass(frozen=True)
class Told:
    """What the end of a phrase tells: of which rule it is, and whether it speaks against it.

    `always` is what nothing speaks against.
    `others` are the numbers of what must be found in the same sentence, too.
    """

    rule: str
    against: bool
    phrase: str
    language: str
    others: frozenset[int] = frozenset()
    always: bool = False


@dataclass(frozen=True)
class Book:
    """All rules of all languages; what the machine gives are places in `told`."""

    machine: Machine
    told: tuple[Told, ...]


@cache
def book() -> Book:
    """Give the rules of all languages; read once for a process."""
    return compiled(files().values())


def compiled(parts: Iterable[RuleFile]) -> Book:
    """Give rule files as one book. Raises BadRules for a phrase that cannot be read."""
    told: list[Told] = []
    rows: list[tuple[Row, int]] = []
    members: dict[str, set[str]] = {}
    for part in parts:
        reader = Reader(part.lists, part.language, plainly(part.spellings), members)
        for name, rule in part.rules.items():
            for new in _told(name, rule, part.language):
                rows += _rows(reader, new, len(told))
                told += _with_others(new, len(told))
    return Book(Machine(rows, members), tuple(told))


def _told(name: str, rule: Rule, language: str) -> Iterator[Told]:
    """Give all phrases of a rule."""
    for phrase in rule.phrases:
        yield Told(name, against=False, phrase=phrase, language=language)
    for phrase in rule.unless:
        yield Told(name, against=True, phrase=phrase, language=language)
    for phrase in rule.always:
        yield Told(name, against=False, phrase=phrase, language=language, always=True)


def _rows(reader: Reader, told: Told, number: int) -> Iterator[tuple[Row, int]]:
    """Give the rows of a phrase, or of each part of one with "&", each with its place in `told`."""
    for place, piece in enumerate(told.phrase.split("&"), number):
        try:
            found = reader.rows(piece)
        except Unreadable as problem:
            where = f"{told.language}.yaml: {told.rule}: “{told.phrase}”"
            raise BadRules(f"{where}: {problem}") from problem
        yield from ((row, place) for row in found)


def _with_others(told: Told, number: int) -> list[Told]:
    """Give one for each part of a phrase with "&", with the places of the other parts."""
    places = frozenset(range(number, number + told.phrase.count("&") + 1))
    return [replace(told, others=places - {place}) for place in sorted(places)]


def why(rule: str) -> str:
    """Give why a rule holds a text, in the reader's language: it goes on after "because"."""
    language = (get_language() or FALLBACK).partition("-")[0]
    for each in (language, FALLBACK):
        if each in files() and rule in files()[each].rules:
            return files()[each].rules[rule].why
    return ""
