"""Names and places in small letters, as people type on a phone: "my wife sarah", "in leeds".

Only what stands in the lists and is no other word counts, and only behind words that a name or a
place follows: else every "will" and "nice" would be a mark.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from homegroup.stories.checking import words
from homegroup.stories.checking.kinds import Kind, Mark, instead, instead_of_country

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MOST_WORDS = 3  # of a place


def _sets(**told: str) -> dict[str, frozenset[str]]:
    return {language: frozenset(listed.split()) for language, listed in told.items()}


_BEFORE_NAME = _sets(
    en="with and called named met told am im is to for by about like and dear hi hey thanks",
    es="con y e llamado llamada llama llamaba llamo soy a para de por hola",
    de="mit und namens heißt hieß heiße bei von für zu an hallo bin",
    fr="avec et appelé appelée appelle appelait suis à pour de par chez salut",
)
_BEFORE_PLACE = _sets(
    en="in from near to around outside of through across left at towards via",
    es="en de desde a hasta hacia por",
    de="in aus nach bei um von über richtung",
    fr="à de d en vers près depuis sur par au aux pour",
)


def marks(text: str, language: str) -> Iterator[Mark]:
    """Give the names and places in small letters."""
    if language not in words.LANGUAGES:
        return
    tokens = list(_TOKEN.finditer(text))
    for at, (last, token) in enumerate(pairwise(tokens), 1):
        if not token[0].islower() or text[last.end() : token.start()].strip("’' \u00a0,"):
            continue
        before = last[0].lower()
        if before in _BEFORE_PLACE[language]:
            place = _place(text, tokens[at : at + _MOST_WORDS], language)
            if place is not None:
                yield place
                continue
        kin = before in words.kin(language)
        named = kin or before in _BEFORE_NAME[language]
        if named and words.folded(token[0]) in words.small_names():
            yield Mark(
                Kind.NAME, *token.span(), token[0], "" if kin else instead(Kind.NAME, language)
            )


def _place(text: str, tokens: list["re.Match[str]"], language: str) -> Mark | None:
    """Give the place that the first words name, of most words."""
    start = tokens[0].start()
    for last in reversed(tokens):
        found = text[start : last.end()]
        kind = words.small_places().get(words.folded(found))
        if kind is not None:
            country = kind == "country"
            told = instead_of_country(language) if country else instead(Kind.PLACE, language)
            return Mark(Kind.PLACE, start, last.end(), found, told)
    return None
