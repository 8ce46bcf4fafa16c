"""Putting what was found into words: where it is from, and why it was found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from homegroup.search.access import Circles
from homegroup.search.excerpts import Piece, excerpt, marked, spans
from homegroup.search.queries import Answer, Result


@dataclass(frozen=True)
class Card:
    """A result as the page shows it. `at` is None for what has no date of its own.

    A text that is folded on its own page is not shown here: `fold` says what it is about, and
    `words` which of the wanted words are in it.
    """

    kind: str
    address: str
    title: list[Piece]
    text: list[Piece]
    language: str
    group: str = ""
    at: datetime | None = None
    fold: str = ""
    words: tuple[str, ...] = ()


def cards(answer: Answer, circles: Circles) -> list[Card]:
    """Give the results of a page."""
    return [_card(result, answer.roots, circles) for result in answer.results]


def _card(result: Result, roots: Collection[str], circles: Circles) -> Card:
    row, group = result.document, result.document.group
    is_told = group and group.name != result.title and circles.may_name(group)
    return Card(
        kind=str(result.source.words),
        address=result.address,
        title=marked(result.title, roots),
        text=[] if result.fold else excerpt(result.text, roots),
        language=row.language,
        group=group.name if group and is_told else "",
        at=row.at if result.source.is_dated else None,
        fold=result.fold,
        words=_words_in(result.text, roots) if result.fold else (),
    )


def _words_in(text: str, roots: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[span.start : span.end].lower() for span in spans(text, roots)))
