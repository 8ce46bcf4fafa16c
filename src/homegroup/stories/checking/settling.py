"""What the author decides about marks: equal ones are one question, and the answers are made.

A question is about one phrase of one kind, wherever it stands in the story.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from homegroup.stories.checking.checker import check
from homegroup.stories.checking.kinds import WHY, Kind, Mark
from homegroup.stories.checking.names import Places
from homegroup.stories.checking.words import folded

MOST_QUESTIONS = 40  # on one page; the rest is asked afterwards


@dataclass(frozen=True)
class Piece:
    """A part of a text as the page shows it; `question` numbers its mark, 0 without one."""

    text: str
    question: int = 0


@dataclass(frozen=True)
class Question:
    """One phrase to decide about. `key` is what is kept where it may stay."""

    number: int
    key: str
    kind: Kind
    text: str
    suggestion: str
    times: int

    @property
    def why(self) -> str:
        """Why it was marked."""
        return str(WHY[self.kind])


@dataclass(frozen=True)
class Marked:
    """A story with its marks: for each text its pieces, and the questions in their order."""

    texts: list[list[Piece]]
    questions: list[Question]
    left: int  # questions that will be asked afterwards


def key_of(mark: Mark) -> str:
    """Give what stands for a phrase that the author wants to leave."""
    return f"{mark.kind}|{folded(mark.text)}"


def mark_up(
    texts: Iterable[str], language: str, *, places: Places, stand: Iterable[str] = ()
) -> Marked:
    """Mark the texts of a story, without what may stay (`stand`: keys)."""
    settled = set(stand)
    found = [
        (text, [m for m in check(text, language, places=places) if key_of(m) not in settled])
        for text in texts
    ]
    questions = _questions([mark for _text, marks in found for mark in marks])
    asked = {each.key: each.number for each in questions[:MOST_QUESTIONS]}
    shown = [_pieces(text, marks, asked) for text, marks in found]
    return Marked(shown, questions[:MOST_QUESTIONS], max(0, len(questions) - MOST_QUESTIONS))


def _questions(marks: list[Mark]) -> list[Question]:
    gathered: dict[str, list[Mark]] = {}
    for mark in marks:
        gathered.setdefault(key_of(mark), []).append(mark)
    return [
        Question(number, key, same[0].kind, same[0].text, same[0].suggestion, len(same))
        for number, (key, same) in enumerate(gathered.items(), 1)
    ]


def _pieces(text: str, marks: list[Mark], asked: Mapping[str, int]) -> list[Piece]:
    pieces, at = [], 0
    for mark in marks:
        number = asked.get(key_of(mark), 0)
        if number:
            pieces += [Piece(text[at : mark.start]), Piece(text[mark.start : mark.end], number)]
            at = mark.end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


def changed(text: str, language: str, *, places: Places, changes: Mapping[str, str]) -> str:
    """Give a text with other words in the place of marks, by their key; "" leaves one out."""
    pieces, at = [], 0
    for mark in check(text, language, places=places):
        instead = changes.get(key_of(mark))
        if instead is None:
            continue
        before = text[at : mark.start]
        if not instead.strip():
            before = re.sub(r"[ ,\u00a0]+$", "", before)
        pieces += [before, _as_it_begins(text, mark, instead.strip())]
        at = mark.end
    return "".join([*pieces, text[at:]])


def _as_it_begins(text: str, mark: Mark, instead: str) -> str:
    """Give the words with a capital letter where they begin a sentence."""
    begins = not re.search(r"[^.!?\s][\s]*$", text[: mark.start])
    return instead[:1].upper() + instead[1:] if begins and instead else instead
