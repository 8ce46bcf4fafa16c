"""Putting what was found into words: where it is from, and why it was found."""

from dataclasses import dataclass
from datetime import datetime

from homegroup.groups.models import Group
from homegroup.search.access import Circles
from homegroup.search.beyond import Shelf
from homegroup.search.excerpts import Piece, excerpt, marked, marked_from, spans
from homegroup.search.looking import Result
from homegroup.search.queries import Answer


@dataclass(frozen=True)
class Card:
    """A result as the page shows it. `at` is None for what has no date of its own.

    A text that is folded on its own page is not shown here: `fold` says what it is about, and
    `words` which of the wanted words are in it. `also` are other names of it, with the language of
    each, for which alone it was found.
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
    also: tuple[tuple[list[Piece], str], ...] = ()


@dataclass(frozen=True)
class ShelfCard:
    """A thing of another room's search; `also` are words for which it was found, besides."""

    address: str
    title: list[Piece]
    lines: list[list[Piece]]
    also: tuple[str, ...] = ()


def shelf_cards(shelf: Shelf) -> list[ShelfCard]:
    """Give what a shelf holds, with the words marked for which it was found."""
    return [
        ShelfCard(
            item.address,
            marked_from(item.title, shelf.beginnings),
            [marked_from(line, shelf.beginnings) for line in item.lines],
            tuple(item.also),
        )
        for item in shelf.items
    ]


def cards(answer: Answer, circles: Circles) -> list[Card]:
    """Give the results of a page."""
    groups = _named({result.place.group_id for result in answer.results}, circles)
    return [
        _card(result, answer.roots, groups.get(result.place.group_id or 0, ""))
        for result in answer.results
    ]


def _named(wanted: set[int | None], circles: Circles) -> dict[int, str]:
    """Give the names of groups that the reader may know of."""
    names = {key: group.name for key, group in circles.groups.items()}
    others = [key for key in wanted if key and key not in names]
    if others:
        names |= dict(Group.objects.listed().filter(pk__in=others).values_list("pk", "name"))
    return names


def _card(result: Result, roots: frozenset[str], group: str) -> Card:
    return Card(
        kind=str(result.source.words),
        address=result.address,
        title=marked(result.title, roots),
        text=[] if result.fold else excerpt(result.text, roots),
        language=result.place.language,
        group=group if group != result.title else "",
        at=result.place.at if result.source.is_dated else None,
        fold=result.fold,
        words=_words_in(result.text, roots) if result.fold else (),
        also=_also(result, roots),
    )


def _also(result: Result, roots: frozenset[str]) -> tuple[tuple[list[Piece], str], ...]:
    """Give the other names that have a word which title and text do not have."""
    if not result.also:
        return ()
    told = {span.root for each in (result.title, result.text) for span in spans(each, roots)}
    wanted = roots - told
    return tuple(
        (marked(name.words, wanted), name.language)
        for name in result.also
        if wanted and any(spans(name.words, wanted))
    )


def _words_in(text: str, roots: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[span.start : span.end].lower() for span in spans(text, roots)))
