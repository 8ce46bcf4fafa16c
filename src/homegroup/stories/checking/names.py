"""Marks that only a capital letter and the words around tell: people, places, work, schools.

English, Spanish and French write names alone with a capital letter within a sentence; German
writes every noun so. There, and where a sentence begins, only lists and the words before count.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

from homegroup.stories.checking import words
from homegroup.stories.checking.kinds import (
    Kind,
    Mark,
    instead,
    instead_of_country,
    instead_of_work,
)

Places = Callable[[Collection[str]], Collection[str]]
_UP = r"[A-ZÀ-ÖØ-ÞŁŠŽÇĞİŞ]"
_WORD = rf"{_UP}[\w’'-]*\w|{_UP}\b"
_ABBREVIATED = r"(?:St|Ste|Sta|Mt|Ft)\."  # within a name: "St. James"
_WORDS = rf"(?:{_ABBREVIATED}[ \u00a0])?(?:{_WORD})"
_RUN = re.compile(
    rf"{_WORDS}(?:[  ](?:(?:de la|de los|del|de|di|da|von|van|le|la|of|du|des|and|&)[  ])?"
    rf"(?:{_WORD}))*"
)
_START = re.compile(r"(?:^|[.!?:;…\n]|[\"“„«(–—*>•¿¡-]|\n\s*\d+[.)])[\s\"“„«(*_¿¡–—]*$")
_CALLED = r"namens|heißt|hieß|heiße|Name ist|Name war|nenn\w+ (?:ihn|sie|mich)"
_WORK = {
    "en": r"(?:work(?:ed|ing|s)?|job|employed|hired|apprenticeship|intern(?:ed|ship)?|shift|manager"
          r"|driver|nurse|cashier|cook)\s+(?:\w+\s+){0,3}?(?:at|for|with)\s+(?:the\s+)?",
    "es": r"(?:trabaj\w+|empleo|puesto|contrataron)\s+(?:\w+\s+){0,3}?(?:en|para|con)\s+"
          r"(?:el |la )?",
    "de": r"(?:arbeit\w+|[Jj]ob|Stelle|Ausbildung|Lehre|angestellt|[Bb]üro|Schicht)\s+"
          r"(?:\w+\s+){0,3}?bei\s+(?:der |dem )?",
    "fr": r"(?:travaill\w+|emploi|poste|stage|embauch\w+)\s+(?:\w+\s+){0,3}?(?:chez|pour|à)\s+"
          r"(?:la |l[’'])?",
}  # fmt: skip
_BEI = re.compile(
    rf"\bbei\s+(?:der |dem )?((?:{_WORD})(?:[ -](?:{_WORD}))*)\s+(?:in \w+ )?(?:gearbeitet"
    r"|angestellt|angefangen|gelernt|beschäftigt|arbeite\w*)"
)
_INSTITUTION = re.compile(
    rf"(?:{_WORDS}[  ]){{1,6}}(?:University|College|High School|Primary School|Secondary School"
    r"|School|Academy|Hospital|Clinic|Infirmary|Prison|Ltd|Inc|LLC|GmbH|AG|KG|S\.?L\.?|SARL)(?!\w)\.?"
    rf"|(?:University|College) of (?:{_WORD})(?:[  ](?:{_WORD}))*"
    rf"|(?:Universidad|[Ii]nstituto|[Cc]olegio|[Hh]ospital|[Cc]línica|[Ee]scuela|IES)"
    rf"(?:[  ](?:de la|de los|del|de))?(?:[  ]{_WORDS}){{1,6}}"
    rf"|(?:Universität|Uniklinik|Klinikum|Klinik|Krankenhaus|Grundschule|Realschule|Gesamtschule"
    rf"|Hauptschule|Gymnasium|Hochschule|JVA|Firma)(?:[  ](?:am|an der|im|in))?"
    rf"(?:[  ]{_WORDS}){{1,6}}"
    rf"|(?:{_WORD})-(?:Gymnasium|Schule|Klinik|Krankenhaus|Universität)"
    rf"|(?:[Uu]niversité|[Ll]ycée|[Cc]ollège|[Hh]ôpital|[Cc]linique|[Éé]cole|CHU)"
    rf"(?:[  ](?:de la|de l[’']|du|des|de|d[’']))?[  ]?{_WORDS}(?:[- ](?:{_WORD}))*"
)
_FROM = {
    "en": r"\b(?:in|from|near|to|around|outside|of|through|across|left|moved to)\s+$",
    "es": r"\b(?:en|de|desde|a|hasta|hacia|cerca de|por)\s+$",
    "fr": r"\b(?:à|de|d[’']|en|vers|près de|depuis|sur|par)\s*$",
}


@dataclass(frozen=True)
class _Run:
    """Words with capital letters, one after another."""

    start: int
    end: int
    text: str
    begins: bool  # a sentence
    before: str


def marks(text: str, language: str, places: Places) -> Iterator[Mark]:
    """Give people, places, and places of work or learning; `places` knows folded names of towns."""
    yield from _institutions(text, language)
    if language == "de":
        yield from _german(text)
    runs = [run for run in _runs(text) if not _is_ordinary(run, language)]
    known = words.known_places()
    asked = {words.folded(piece) for run in runs for piece, _at in _pieces(run.text)} - known.keys()
    towns = dict.fromkeys(places(asked), "town")
    for run in runs:
        yield from _of_run(run, language, {**towns, **known})


def _runs(text: str) -> Iterator[_Run]:
    for match in _RUN.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        begins = bool(_START.search(before)) or match.start() == 0
        yield _Run(match.start(), match.end(), match[0], begins, before)


def _bare(word: str) -> str:
    return re.sub(r"[’']s?$|s[’']$", "", word)


def _is_ordinary(run: _Run, language: str) -> bool:
    ordinary = words.ordinary(language)
    parts = [part for part in re.split(r"[\s ]+", run.text) if part[:1].isupper()]
    return all(
        part in ordinary or _bare(part) in ordinary or re.split(r"[’'-]", part)[0] in ordinary
        for part in parts
    )


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """Give all runs of whole words of a text, longest first, with where each begins."""
    parts = [(match[0], match.start()) for match in re.finditer(r"[^\s ]+", text)]
    for size in range(min(4, len(parts)), 0, -1):
        for first in range(len(parts) - size + 1):
            start = parts[first][1]
            last, at = parts[first + size - 1]
            yield _bare(text[start : at + len(last)]), start


def _of_run(run: _Run, language: str, places: dict[str, str]) -> Iterator[Mark]:
    """Give the marks of a run: a place it names, else a person, else what it may be."""
    found = _place_in(run, language, places)
    if found is not None:
        yield found
        return
    parts = [_bare(part) for part in re.split(r"[\s ]+", run.text)]
    start, named = run.start, _named(run, parts, language)
    if not named:
        return
    stands_before = run.begins or parts[0].lower() in words.kin(language)  # "Frau Anna"
    if stands_before and len(parts) > 1 and parts[0] not in words.given_names():
        start = run.end - len(run.text.split(None, 1)[1])
    kind = _kind(run, parts, language)
    end = start + len(_bare(run.text[start - run.start :]))
    yield Mark(kind, start, end, run.text[start - run.start : end - run.start],
               _instead(kind, run, language))  # fmt: skip


def _named(run: _Run, parts: list[str], language: str) -> bool:
    """Tell whether a run names somebody or something, as far as its place tells."""
    if any(part in words.sure_names() for part in parts):
        return True
    if language == "de":
        return not run.begins and any(part in words.given_names() for part in parts)
    if not run.begins:
        return not all(part.isupper() and len(part) < 5 for part in parts)
    rest = [part for part in parts[1:] if part[:1].isupper()]
    return bool(rest) and not all(part in words.ordinary(language) for part in rest)


def _kind(run: _Run, parts: list[str], language: str) -> Kind:
    if any(part in words.given_names() for part in parts):
        return Kind.NAME
    if re.search(f"(?:{_WORK.get(language, '(?!)')})$", run.before, re.IGNORECASE):
        return Kind.WORK
    if re.search(_FROM.get(language, "(?!)"), run.before):
        return Kind.PLACE
    return Kind.NAME


@cache
def _kin(language: str) -> re.Pattern[str]:
    """Find a word for who somebody is to the author at the end of a text."""
    known = "|".join(sorted(words.kin(language))) or "(?!)"
    return re.compile(rf"\b(?:{known}),?\s+$", re.IGNORECASE)


def _instead(kind: Kind, run: _Run, language: str) -> str:
    """Give what could stand there; after "my sister" the name can simply go."""
    if kind == Kind.NAME and _kin(language).search(run.before):
        return ""
    return instead_of_work(run.text, language) if kind == Kind.WORK else instead(kind, language)


def _place_in(run: _Run, language: str, places: dict[str, str]) -> Mark | None:
    for piece, at in _pieces(run.text):
        kind = places.get(words.folded(piece))
        if kind is None or (language == "de" and piece in words.nouns()):
            continue
        if piece in words.given_names() and not re.search(
            _FROM.get(language, r"\b(?:in|aus|nach|bei|um|von)\s+$"), run.before
        ):
            continue
        told = instead_of_country(language) if kind == "country" else instead(Kind.PLACE, language)
        start = run.start + at
        return Mark(Kind.PLACE, start, start + len(piece), piece, told)
    return None


def _institutions(text: str, language: str) -> Iterator[Mark]:
    for match in _INSTITUTION.finditer(text):
        start = match.start()
        first, _gap, rest = match[0].partition(" ")
        if rest and first.lower() in words.everyday(language):  # "At Ashdown Hospital"
            start = match.end() - len(rest)
        found = text[start : match.end()]
        yield Mark(Kind.WORK, start, match.end(), found, instead_of_work(found, language))
    if language in _WORK and language != "de":
        return
    for pattern in (re.compile(rf"{_WORK['de']}((?:{_WORD})(?:[ -](?:{_WORD}))*)"), _BEI):
        for match in pattern.finditer(text):
            if match[1] not in words.nouns():
                yield Mark(Kind.WORK, *match.span(1), match[1], instead(Kind.WORK, language))


def _german(text: str) -> Iterator[Mark]:
    """Give the names that only the words before them tell."""
    called = re.compile(rf"\b(?:{_CALLED})\s+((?:{_WORD})(?:\s+(?:{_WORD}))?)")
    kin = re.compile(
        rf"\b[Mm]ein\w*\s+(?:\w+\s+)?(?i:{'|'.join(words.kin('de'))}),?\s+((?:{_WORD}))"
    )
    for pattern, suggestion in ((called, "jemand"), (kin, "")):
        for match in pattern.finditer(text):
            if match[1] not in words.nouns():
                yield Mark(Kind.NAME, *match.span(1), match[1], suggestion)
    where = re.compile(
        rf"\b(?:in|aus|nach|bei|Nähe von)\s+((?:Bad\s+|Sankt\s+|St\.\s+)?{_UP}[a-zäöüß]+"
        r"(?:burg|dorf|heim|hausen|furt|ingen|stedt|brück|born|walde|kirchen|münde|hafen))\b"
    )
    for match in where.finditer(text):
        yield Mark(Kind.PLACE, *match.span(1), match[1], instead(Kind.PLACE, "de"))
