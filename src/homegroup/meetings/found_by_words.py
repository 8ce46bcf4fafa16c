"""What the search over everything shows of the directory: the next few meetings with these words.

The directory's own search finds them, so that what it does not list is not here either.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from homegroup.core import clock
from homegroup.core.text import words
from homegroup.core.thing_links import Link
from homegroup.core.zones import viewer_zone
from homegroup.meetings import queries, showing, wording
from homegroup.meetings.models import Meeting
from homegroup.meetings.queries import Search, Start
from homegroup.meetings.showing import Card
from homegroup.search.beyond import Item, Shelf

MOST = 3
_STARTS = 12  # looked at: a meeting may have several
_NEAR = 80  # of 100, rapidfuzz.fuzz.ratio: two letters of five swapped
_WRITTEN = re.compile(r"[^\W_]+")


def shelf(request: HttpRequest, typed: str) -> Shelf | None:
    """Give the next meetings in which all these words are; None where there are none."""
    terms = wording.terms_for(typed)
    if not all(map(_is_near, words(typed), terms)):
        return None
    zone = viewer_zone(request)
    search = Search(words=typed, limit=_STARTS)
    starts = queries.find(search, now=clock.now(), zone=zone, whole=False).starts if terms else []
    first = list(_first_of_each(starts))[:MOST]
    if not first:
        return None
    today, texts = clock.today(zone), _texts(first)
    items = [
        _item(showing.card(start, viewer=zone), texts.get(start.meeting.pk, ""), terms, today)
        for start in first
    ]
    address = f"{reverse('meetings:search')}?{urlencode({'q': typed})}"
    return Shelf(
        heading=_("Meetings"),
        items=items,
        beginnings=[word for term in terms for word in term],
        more=Link(address, _("All meetings with these words")),
    )


def _is_near(word: str, term: Sequence[str]) -> bool:
    """Tell whether a word was known, or is near enough to one to be meant.

    Somebody who looks through what people wrote has not asked for a meeting's name.
    """
    return any(fuzz.ratio(word, each) >= _NEAR for each in term)


def _first_of_each(starts: Iterable[Start]) -> Iterator[Start]:
    """Give the soonest start of each meeting."""
    seen: set[int] = set()
    for start in starts:
        if start.meeting.pk not in seen:
            seen.add(start.meeting.pk)
            yield start


def _texts(starts: Iterable[Start]) -> dict[int, str]:
    """Give all words under which these meetings are found, as they are written, by id."""
    whole = Meeting.objects.whole().in_bulk([start.meeting.pk for start in starts])
    return {pk: wording.text_of(row, row.types.all()) for pk, row in whole.items()}


def _item(card: Card, text: str, terms: Sequence[Sequence[str]], today: date) -> Item:
    day = showing.day_text(card.day, today=today) if card.day else ""
    when = " · ".join(
        part for part in (day, card.time or card.untimed, card.zone_note) if part
    )  # fmt: skip
    lines = [line for line in (when, card.where, card.tags) if line]
    return Item(card.name, card.url, lines, also=_also(text, terms, [card.name, *lines]))


def _also(text: str, terms: Sequence[Sequence[str]], shown: Sequence[str]) -> list[str]:
    """Give a word of the text for each term that is not to be seen in what is shown."""
    seen = words(" ".join(shown))
    hidden = [term for term in terms if not any(_begins(word, term) for word in seen)]
    written = dict.fromkeys(_WRITTEN.findall(text)) if hidden else {}
    found = (
        next((word for word in written if any(_begins(part, term) for part in words(word))), "")
        for term in hidden
    )
    return [word for word in dict.fromkeys(found) if word]


def _begins(word: str, term: Sequence[str]) -> bool:
    return any(word.startswith(wanted) for wanted in term)
