"""Names behind a title: "Dr. Khan", "la Sra. Pérez", "Mme Perrin", "mr khan"."""

import re
from collections.abc import Iterator

from homegroup.stories.checking import words
from homegroup.stories.checking.kinds import Kind, Mark, somebody

_UP = r"[A-ZÀ-ÖØ-ÞŁŠŽÇĞİŞ]"
_WORD = rf"{_UP}[\w’'-]*\w"
_GAP = r"[ \u00a0]"
_TITLES = {
    "en": r"Dr|Doctor|Mr|Mrs|Ms|Mx|Miss|Prof|Professor|Rev|Reverend|Father|Sister|Nurse|Judge"
    r"|Pastor|Sergeant|Sgt|Officer|Captain",
    "es": r"Dra?|Sra?|Srta|Prof|[Ss]eñor(?:a|ita)?|[Dd]octora?|[Pp]rofesora?|[Dd]on|[Dd]oña|Padre",
    "de": r"Frau|Herrn?|Dr|Doktor|Prof|Professor(?:in)?|Pfarrer(?:in)?|Schwester",
    "fr": r"Dr|Docteur|docteur|Mme|Mlle|M(?=\.)|Pr|Prof|[Mm]adame|[Mm]onsieur|[Mm]ademoiselle"
    r"|[Pp]rofesseur|Maître",
}
_ABOVE = {  # in small letters, too, where a name must follow
    "en": "dr|mr|mrs|ms|prof",
    "es": "dra?|sra?|srta|prof",
    "de": "dr|herr|herrn|prof",
    "fr": "dr|mme|mlle|pr|prof",
}
# "meine Frau Anna" is no title.
_NO_KIN = r"(?<![mdsMDS]eine )(?<![mdsMDS]einer )(?<![iI]hre )(?<![iI]hrer )(?<!nsere )"
_NAMED = {
    language: re.compile(
        rf"{_NO_KIN}\b(?:(?:{titles})\.?{_GAP}){{1,3}}(?P<name>(?:{_UP}\.{_GAP}){{0,2}}{_WORD}"
        rf"(?:{_GAP}(?:de la |de |del |van |von |le )?{_WORD})?)"
    )
    for language, titles in _TITLES.items()
}
_SMALL = {
    language: re.compile(rf"\b(?:{titles})\.?{_GAP}(?P<name>[^\W\d_]{{2,40}})\b", re.IGNORECASE)
    for language, titles in _ABOVE.items()
}


def marks(text: str, language: str) -> Iterator[Mark]:
    """Give titles with the names behind them; in small letters the name alone."""
    if language not in _NAMED:
        return
    for match in _NAMED[language].finditer(text):
        first, *rest = match["name"].split()
        if _is_everyday(first, language):
            continue
        end = match.end() if not rest or not _is_everyday(rest[-1], language) else _end_of(match)
        yield _mark(text, match.start(), end, language)
    for match in _SMALL[language].finditer(text):
        if match["name"].islower() and match["name"] not in words.everyday(language):
            yield _mark(text, *match.span("name"), language)


def _is_everyday(word: str, language: str) -> bool:
    known = words.ordinary(language) | (words.nouns() if language == "de" else frozenset())
    return word.lower() in words.everyday(language) or word in known


def _end_of(match: re.Match[str]) -> int:
    """Give where the first word of the name ends."""
    return match.start("name") + len(match["name"].split()[0])


def _mark(text: str, start: int, end: int, language: str) -> Mark:
    found = re.sub(r"[’']s$", "", text[start:end])
    return Mark(Kind.NAME, start, start + len(found), found, somebody(language))
