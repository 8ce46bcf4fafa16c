"""The words of meetings: what a search by words looks through, and typing errors in it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from homegroup.core import bulk, editions
from homegroup.core.fulltext import TextIndex
from homegroup.core.text import words
from homegroup.meetings.models import Meeting, MeetingType, SearchWord

TEXTS = TextIndex("meetings_text")
LONGEST_QUERY = 12  # words
_LONGEST_WORD = 100  # signs of it that count
_LEAST_LIKE = 74  # of 100, rapidfuzz.fuzz.ratio: one wrong letter in four, two in eight
_GUESSES = 3


def renew(meetings: Iterable[Meeting]) -> None:
    """Store the words of these meetings (best read with `whole()`)."""
    add((meeting, meeting.types.all()) for meeting in meetings)


def add(meetings: Iterable[tuple[Meeting, Iterable[MeetingType]]]) -> None:
    """Store the words of meetings and their types."""
    texts = [(meeting.pk, words(text_of(meeting, kinds))) for meeting, kinds in meetings]
    TEXTS.put_words(texts)
    found = {word for _, text in texts for word in text}
    rows = [SearchWord(word=word) for word in found if 2 < len(word) <= 40 and not word.isdigit()]
    bulk.insert(rows, unless_there=True)


def forget(meeting_ids: Sequence[int]) -> None:
    """Forget the words of meetings that are gone."""
    TEXTS.remove(meeting_ids)


def text_of(meeting: Meeting, kinds: Iterable[MeetingType]) -> str:
    """Give all words under which a meeting of these types is found."""
    venue, group, fellowship = meeting.venue, meeting.group, meeting.fellowship
    parts = [meeting.name, meeting.notes]
    if group:
        parts += [group.name, group.district]
    if fellowship:
        parts += [fellowship.name, fellowship.abbreviation]
    if venue:
        parts += [venue.name, venue.formatted_address, venue.city, venue.postal_code, venue.notes]
        parts += venue.region.names() if venue.region else []
    parts += [kind.label for kind in kinds]
    return " ".join(part for part in parts if part)


@lru_cache(maxsize=2)
def _known_words(edition: int) -> tuple[frozenset[str], tuple[str, ...]]:
    found = tuple(sorted(SearchWord.objects.values_list("word", flat=True)))
    return frozenset(found), found


def terms_for(query: str) -> list[list[str]]:
    """Give for each word of a query the words to look for: itself, or the nearest known ones.

    At most `LONGEST_QUERY` words count, of each its first 100 signs. A word that begins a known
    word is taken as it is.
    """
    known, in_order = _known_words(editions.number("meetings"))
    wanted = (word[:_LONGEST_WORD] for word in words(query)[:LONGEST_QUERY])
    return [_guesses(word, known, in_order) for word in wanted]


def _guesses(word: str, known: frozenset[str], in_order: tuple[str, ...]) -> list[str]:
    if len(word) < 4 or word.isdigit() or word in known:
        return [word]
    if _begins_one(word, in_order):
        return [word]
    alike = process.extract(
        word, in_order, scorer=fuzz.ratio, limit=_GUESSES, score_cutoff=_LEAST_LIKE
    )
    return [match[0] for match in alike] or [word]


def _begins_one(word: str, in_order: tuple[str, ...]) -> bool:
    at = bisect_left(in_order, word)
    return at < len(in_order) and in_order[at].startswith(word)
