"""Passages that an author folds: they open only for readers who want to.

A line that begins with `+++` opens one, with words that say what it is about; a line of `+++`
alone closes it:

    +++ the night in hospital
    ...
    +++
"""

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString

from homegroup.core.markdown import safe_html

_LINE = re.compile(r"^[ \t]*\+\+\+[ \t]*(.*?)[ \t]*\+*[ \t]*$", re.MULTILINE)
LONGEST_LABEL = 80


@dataclass(frozen=True)
class Passage:
    """A part of a chapter. Folded ones have a label, which may be empty."""

    text: str
    is_folded: bool = False
    label: str = ""

    @property
    def html(self) -> SafeString:
        """The part as safe HTML."""
        return safe_html(self.text, top=3)


def passages(text: str) -> list[Passage]:
    """Give a text in its parts; a fold that is never closed ends with the text."""
    found: list[Passage] = []
    at, label, is_open = 0, "", False
    for line in _LINE.finditer(text):
        found.append(Passage(text[at : line.start()].strip(), is_open, label))
        is_open = not is_open
        label = line[1][:LONGEST_LABEL] if is_open else ""
        at = line.end()
    found.append(Passage(text[at:].strip(), is_open, label))
    return [each for each in found if each.text]


def plain(text: str) -> str:
    """Give a text without the marks, for counting and searching; labels stay."""
    return _LINE.sub(r"\1", text)
