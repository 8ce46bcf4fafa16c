"""All marks of a text, none within another."""

import re
from bisect import bisect
from collections.abc import Collection

from homegroup.stories.checking import names, numbers, small_letters, titles
from homegroup.stories.checking.kinds import Kind, Mark
from homegroup.stories.checking.names import Places

# Where two marks overlap, the earlier kind in this list stays; of one kind, the longer.
_ORDER = [Kind.MAIL, Kind.LINK, Kind.BIRTH, Kind.DATE, Kind.ADDRESS, Kind.PHONE, Kind.AGE,
          Kind.WORK, Kind.PLACE, Kind.NAME]  # fmt: skip
_LONGEST = 200
# No word, no name and no address has so many signs. Patterns would try each of them as a start.
_ENDLESS = re.compile(r"[\w.+'’-]{200,}")


def no_places(asked: Collection[str]) -> Collection[str]:
    """Know no towns but those of the checker's own lists."""
    return ()


def check(text: str, language: str, *, places: Places = no_places) -> list[Mark]:
    """Give the marks in the order of the text; `places` picks towns out of folded names."""
    text = _ENDLESS.sub(lambda endless: " " * len(endless[0]), text)
    found = [
        *numbers.marks(text, language),
        *titles.marks(text, language),
        *names.marks(text, language, places),
        *small_letters.marks(text, language),
    ]
    found = [mark for mark in found if mark.text.strip() and mark.end - mark.start <= _LONGEST]
    found.sort(key=lambda mark: (_ORDER.index(mark.kind), mark.start - mark.end, mark.start))
    kept: list[Mark] = []
    for mark in found:
        at = bisect(kept, mark.start, key=lambda other: other.start)
        clear_before = at == 0 or kept[at - 1].end <= mark.start
        if clear_before and (at == len(kept) or mark.end <= kept[at].start):
            kept.insert(at, mark)
    return kept
