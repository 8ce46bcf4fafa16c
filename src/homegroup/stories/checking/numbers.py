"""Marks that have a form: phone numbers, mail, links, streets, days, ages. By language."""

import re
from collections.abc import Iterator

from homegroup.stories.checking.kinds import Kind, Mark, instead, instead_of_age

_I = re.IGNORECASE
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+[\w/]|(?<![\w@.])@[A-Za-z0-9_][A-Za-z0-9_.]{2,}"
    r"|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|de|es|fr|uk|io|eu|me|app|ch|at|be)"
    r"(?:/\S*\w)?(?![\w.])",
    _I,
)
_PHONE = re.compile(r"(?<![\w+])(?:\+|\(\+?)?\d(?:[\s ().\/–-]{0,2}\d){6,14}(?!\w)")
_YEARS = re.compile(r"(?:19|20)\d\d\s*[–\-/]\s*(?:19|20)\d\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .,]\d{3}){1,2}")  # up to a few millions
_MOST_OF_AN_AMOUNT = 8  # digits: what has more is a phone number, however it is parted
_NUMERIC_DAY = re.compile(
    r"(?<![\d.])(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\d)"
)
_MONTHS = {
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre"
          "|noviembre|diciembre",
    "de": "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November"
          "|Dezember",
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
}  # fmt: skip
_YEAR = r"(?:19|20)\d\d"
_DAYS = {
    "en": [
        (
            rf"\b(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS['en']})\b"
            rf"(?:,?\s+{_YEAR})?"
        ),
        rf"\b(?:{_MONTHS['en']})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR})?",
        rf"\b(?:{_MONTHS['en']})\s+(?:of\s+)?{_YEAR}\b",
    ],
    "es": [
        rf"\b\d{{1,2}}\s+de\s+(?:{_MONTHS['es']})\b(?:\s+(?:de|del)\s+{_YEAR})?",
        rf"\b(?:{_MONTHS['es']})\s+(?:de|del)\s+{_YEAR}\b",
    ],
    "de": [
        rf"\b\d{{1,2}}\.\s?(?:{_MONTHS['de']})\b(?:\s+{_YEAR})?",
        rf"\b(?:{_MONTHS['de']})\s+{_YEAR}\b",
    ],
    "fr": [
        rf"\b(?:le\s+)?\d{{1,2}}(?:er)?\s+(?:{_MONTHS['fr']})\b(?:\s+{_YEAR})?",
        rf"\b(?:{_MONTHS['fr']})\s+{_YEAR}\b",
    ],
}
_BORN = {
    "en": r"\b(?:born|birthday|date of birth)\b",
    "es": r"\b(?:nac[íi]|naci[óo]|nacid[oa]|cumpleaños|fecha de nacimiento)\b",
    "de": r"\b(?:geboren|geburtstag|geburtsdatum|geb\.)",
    "fr": r"\b(?:née?|naissance|anniversaire)\b",
}
_WORDS = {
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70,
}  # fmt: skip
_EN_WORDS = (
    r"(?:twenty|thirty|forty|fifty|sixty|seventy)(?:-(?:one|two|three|four|five|six|seven|eight"
    r"|nine))?|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
)
_AGES = {
    "en": [
        rf"\b(?P<age>\d{{1,2}}|{_EN_WORDS})[\s-]years?[\s-]old\b",
        (
            rf"\b(?:I was|I am|I’m|I'm|(?:s?he|they)(?: was| is| were|’s|'s)|aged|at the age of"
            rf"|turned|turning)\s+(?:only |just |barely |about |almost |nearly )?"
            rf"(?P<age>\d{{2}}|{_EN_WORDS})\b(?!\s*(?:%|[ap]\.?m\b|:|percent|days|weeks|months|hours"
            rf"|minutes|miles|times|years\s+(?:sober|in|of|into|without)|kilos|pounds|o.clock))"
        ),
    ],
    "es": [
        (
            r"\b(?:ten[íi]a|tengo|tiene|cumpl[íi]|cumpli[óo]|cumplir|a los|con(?: solo| apenas)?)"
            r"\s+(?P<mark>(?P<age>\d{1,2})\s+años)\b(?!\s+(?:sin|de|en|sobri))"
        ),
        r"\b(?:a los|cumpl[íi]|cumpli[óo])\s+(?P<age>\d{2})\b(?!\s*(?:días|meses|minutos|horas))",
    ],
    "de": [
        r"\b(?P<age>\d{1,2})\s+Jahre\s+alt\b",
        r"\b(?P<age>\d{1,2})-?[Jj]ährig\w*",
        (
            r"\b(?:[Mm]it|wurde|werde|war ich|bin)\s+(?P<mark>(?P<age>\d{2})(?:\s+Jahren)?)"
            r"(?=[,.;!?]|\s+(?!anderen?\b|weiteren\b|bis\b|oder\b|und\b|von\b)[a-zäöü])"
        ),
    ],
    "fr": [
        (
            r"\b(?:avais|ai|avait|a|à|eu|aurai|fêté|de)\s+(?P<mark>(?P<age>\d{1,2})\s+ans)\b"
            r"(?!\s+(?:sans|d[e’'])\b)"
        ),
    ],
}
_STREETS = {
    "en": [
        (
            r"\b(?:\d{1,5}[A-Za-z]?\s+)?(?:[A-Z][\w’'-]+\s+){1,3}(?:Street|St\.(?!\s+[A-Z])|Road|Rd\.?|Avenue"
            r"|Ave\.?|Lane|Drive|Court|Square|Terrace|Boulevard|Blvd\.?|Crescent|Gardens)(?!\w)"
        ),
        r"\b\d{1,4}[A-Za-z]?\s+(?:[A-Z][\w’'-]+\s+){1,2}(?:Way|Close|Row|Hill|Place)\b",
    ],
    "es": [
        (
            r"\b[Cc](?:alle|/)\s*(?:(?:de|del|de la|de los|de las)\s+)?[A-ZÁÉÍÓÚÑ][\w’-]+"
            r"(?:\s+[A-ZÁÉÍÓÚÑ][\w’-]+)*(?:,?\s*(?:n[º°.]+\s*|número\s+)?\d{1,4})?"
        ),
        (
            r"\b(?:[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]aseo)\s+"
            r"(?:(?:de|del|de la|de los|de las)\s+)?"
            r"[A-ZÁÉÍÓÚÑ][\w’-]+(?:\s+[A-ZÁÉÍÓÚÑ][\w’-]+)*(?:,?\s*\d{1,4})?"
        ),
    ],
    "de": [
        (
            r"\b[A-ZÄÖÜ][\wäöüß-]*"
            r"(?:[a-zäöüß](?:straße|strasse|str\.|gasse|allee)|[- ]Stra(?:ß|ss)e)"
            r"(?:\s+\d{1,4}\s?[a-f]?\b)?"
        ),
        r"\b[A-ZÄÖÜ][\wäöüß-]*(?:weg|platz|ring|ufer|damm)\s+\d{1,4}\s?[a-f]?\b",
        r"\b\d{5}\s+[A-ZÄÖÜ][\wäöüß-]+",
    ],
    "fr": [
        (
            r"\b(?:\d{1,4}\s*(?:bis|ter)?,?\s+)?(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Ii]mpasse|[Qq]uai"
            r"|[Pp]lace|[Cc]hemin)\s+(?:(?:de la|du|des|de l[’']|de|d[’'])\s*)?"
            r"[A-ZÀÂÉÈÊÎÔÛÇ][\w’-]+"
            r"(?:\s+[A-ZÀÂÉÈÊÎÔÛÇ][\w’-]+)*"
        ),
    ],
}
_EVERYDAY_STREETS = re.compile(r"^(?:Haupt)?[Ss]tra(?:ß|ss)e$|^Einbahnstraße$|^Sackgasse$")


def marks(text: str, language: str) -> Iterator[Mark]:
    """Give what has one of these forms, in any order."""
    mails = [match.span() for match in _MAIL.finditer(text)]
    yield from (_mark(Kind.MAIL, text, *span) for span in mails)
    for match in _LINK.finditer(text):
        if not any(start <= match.start() < end for start, end in mails):
            yield _mark(Kind.LINK, text, *match.span())
    yield from _days(text, language)
    yield from _phones(text)
    yield from _ages(text, language)
    for pattern in _STREETS.get(language, ()):
        for match in re.finditer(pattern, text):
            if not _EVERYDAY_STREETS.match(match[0]):
                yield _mark(Kind.ADDRESS, text, *match.span(), instead(Kind.ADDRESS, language))


def _mark(kind: Kind, text: str, start: int, end: int, suggestion: str = "") -> Mark:
    return Mark(kind, start, end, text[start:end], suggestion)


def _phones(text: str) -> Iterator[Mark]:
    for match in _PHONE.finditer(text):
        found = match[0]
        digits = sum(sign.isdigit() for sign in found)
        is_amount = bool(_THOUSANDS.fullmatch(found)) and digits <= _MOST_OF_AN_AMOUNT
        if not is_amount and not _YEARS.fullmatch(found) and not _NUMERIC_DAY.fullmatch(found):
            yield _mark(Kind.PHONE, text, *match.span())


def _days(text: str, language: str) -> Iterator[Mark]:
    """Give exact days; one that stands near a word of birth is a day of birth."""
    spans = [match.span() for match in _NUMERIC_DAY.finditer(text)]
    for pattern in _DAYS.get(language, ()):
        spans += [match.span() for match in re.finditer(pattern, text, _I)]
    born = re.compile(_BORN.get(language, _BORN["en"]), _I)
    for start, end in spans:
        around = text[max(0, start - 30) : end + 15]
        kind = Kind.BIRTH if born.search(around.split("\n")[0]) else Kind.DATE
        suggestion = "" if kind == Kind.BIRTH else instead(kind, language)
        yield _mark(kind, text, start, end, suggestion)


def _ages(text: str, language: str) -> Iterator[Mark]:
    for pattern in _AGES.get(language, ()):
        for match in re.finditer(pattern, text, _I if language == "en" else 0):
            years = _years(match["age"])
            if not 5 <= years <= 99:
                continue
            has_mark = "mark" in match.groupdict()
            span = match.span("mark") if has_mark else (match.start("age"), match.end())
            yield _mark(Kind.AGE, text, *span, instead_of_age(years, language))


def _years(told: str) -> int:
    return int(told) if told.isdigit() else _WORDS[told.lower().split("-")[0]]
