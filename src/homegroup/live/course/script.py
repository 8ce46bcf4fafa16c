"""A format as the script that a chair reads: paragraph by paragraph, part by part."""

import re
from dataclasses import dataclass
from functools import lru_cache

from homegroup.groups.choices import Crosstalk
from homegroup.live.formats.schema import Format, Item, Order

_GAP = re.compile(r"\n\s*\n")
_MARKED = re.compile(r"\s*([-*+>#]|\d+[.)])\s")


@dataclass(frozen=True)
class Step:
    """One paragraph that is read; `part` is the number of its part of the agenda."""

    number: int
    part: int
    text: str


@dataclass(frozen=True)
class Script:
    """A format with its paragraphs in a row."""

    agenda: Format
    steps: tuple[Step, ...]

    def step(self, number: int) -> Step:
        """Give a step; the last one for a number beyond it."""
        return self.steps[max(0, min(number, len(self.steps) - 1))]

    def item(self, number: int) -> Item:
        """Give the part that a step stands in."""
        return self.agenda.items[self.step(number).part]

    def steps_of(self, part: int) -> list[Step]:
        """Give the paragraphs of a part."""
        return [step for step in self.steps if step.part == part]

    def first_of(self, part: int) -> int:
        """Give the number of the first paragraph of a part."""
        return next(step.number for step in self.steps if step.part == part)

    def is_sharing(self, number: int) -> bool:
        """Whether people share at this step."""
        return self.item(number).sharing

    def crosstalk(self, number: int) -> Crosstalk:
        """Give the rule of answering each other at this step."""
        return self.agenda.crosstalk_in(self.item(number))

    def share_minutes(self, number: int) -> int:
        """Give how long one share is at this step."""
        return self.agenda.share_minutes_in(self.item(number))

    def is_last_call(self, number: int) -> bool:
        """Whether this is the last part in which people share, and it comes after another one.

        Then who must speak before they go comes first.
        """
        sharing = [part for part, item in enumerate(self.agenda.items) if item.sharing]
        return len(sharing) > 1 and self.step(number).part == sharing[-1]

    @property
    def order(self) -> Order:
        """How the next one to share is found."""
        return self.agenda.order


def of(agenda: Format) -> Script:
    """Give the script of a format."""
    steps: list[Step] = []
    for part, item in enumerate(agenda.items):
        for text in _paragraphs(item):
            steps.append(Step(len(steps), part, text))
    return Script(agenda, tuple(steps))


def _paragraphs(item: Item) -> list[str]:
    reading = item.reading.text if item.reading else ""
    found = [each.strip() for text in (item.words, reading) for each in _GAP.split(text)]
    return [_unwrapped(each) for each in found if each] or [""]


def _unwrapped(text: str) -> str:
    """Give a paragraph whose lines were only broken to fit a file; lists and quotes stay."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and not _MARKED.match(line) and not lines[-1].endswith(("  ", "\\")):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line.rstrip("\n"))
    return "\n".join(lines)


@lru_cache(maxsize=200)
def read(stored: str) -> Script:
    """Give the script of a format as a room keeps it (JSON)."""
    return of(Format.model_validate_json(stored))
