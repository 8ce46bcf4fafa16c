"""The shared vocabulary of meeting types: meanings, and the codes that stand for them.

We store a meaning, not a code: `S` is Spanish in AA and Speaker in ACA. Each outside format turns
its codes into meanings on the way in (`meaning_for`) and back on the way out (`code_for`).

Pure data, no Django. `meanings.yaml` holds the meanings, `codes.yaml` the codes of each vocabulary,
`aliases.yaml` other names of a meaning. Online, hybrid and "closed for now" are no meanings but
facts about the venue; their codes (ONL, TC, VM, HYBR) give None here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ATTENDANCE = "attendance"
FORMAT = "format"
READING = "reading"
AUDIENCE = "audience"
ACCESS = "access"
CUSTOM = "custom"
LANGUAGE = "language"
CATEGORIES = (ATTENDANCE, FORMAT, READING, AUDIENCE, ACCESS, CUSTOM, LANGUAGE)
"""All categories, in the order in which they are shown."""

MEETING_GUIDE = "meeting-guide"
BMLT_WORLD = "bmlt-world"
BMLT_KEY = "bmlt-key"

# A BMLT id that we do not know is that server's own: never guess it from other lists.
_STRICT = frozenset({BMLT_WORLD, BMLT_KEY})
_LANGUAGES = "languages"
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that can be said of a meeting, whatever code stands for it.

    `about` is one or two short sentences where the label does not explain itself, else empty.
    `endonym` is a language's own name for itself, empty for everything else.
    """

    slug: str
    category: str
    label: str
    about: str = ""
    endonym: str = ""


@cache
def meanings() -> dict[str, Meaning]:
    """Every meaning by its slug, in the order in which they are shown. Do not change the dict."""
    return {row["slug"]: Meaning(**row) for row in _load("meanings.yaml")}


@cache
def vocabularies() -> tuple[str, ...]:
    """The keys that `meaning_for` and `code_for` take: fellowships, Meeting Guide and BMLT."""
    return tuple(name for name in _codes() if name != _LANGUAGES)


def meaning_for(code: str, vocabulary: str) -> str | None:
    """The slug of what `code` means in `vocabulary`, or None if nobody knows it.

    Case and outer spaces do not matter. The vocabulary's own list comes first, then the language
    codes, then the Meeting Guide list (for BMLT the own list only), then names: our labels and
    slugs, languages' own names, and labels known from the field ("Wheelchair Access").
    Raises KeyError for an unknown vocabulary.
    """
    key = _fold(code)
    own = _readings(vocabulary)
    if key in own:
        return own[key]
    if vocabulary not in _STRICT:
        for shared in (_readings(_LANGUAGES), _readings(MEETING_GUIDE)):
            if key in shared:
                return shared[key]
    return _names().get(key)


def code_for(meaning: str, vocabulary: str) -> str | None:
    """The code to write for a meaning's slug in `vocabulary`, or None if it has none.

    Where several codes have that meaning, it is always the one that stands first in the list.
    Raises KeyError for an unknown vocabulary.
    """
    return _writings(vocabulary).get(meaning)


@cache
def _writings(vocabulary: str) -> dict[str, str]:
    """The code to write, by meaning; common language codes unless the list has its own."""
    own = _codes()[vocabulary]
    first: dict[str, str] = {}
    for code, meaning in own.items():
        first.setdefault(meaning, code)
    if vocabulary not in _STRICT:
        for code, meaning in _codes()[_LANGUAGES].items():
            if code not in own:
                first.setdefault(meaning, code)
    return first


@cache
def _readings(vocabulary: str) -> dict[str, str]:
    """The meaning by folded code, of one vocabulary's own list."""
    return {_fold(code): meaning for code, meaning in _codes()[vocabulary].items()}


@cache
def _names() -> dict[str, str]:
    """The meaning by folded name: aliases, slugs, endonyms and, strongest, our own labels."""
    aliases: Mapping[str, str] = _load("aliases.yaml")
    found = {_fold(name): slug for name, slug in aliases.items()}
    for each in meanings().values():
        found[each.slug] = each.slug
        if each.endonym:
            found[_fold(each.endonym)] = each.slug
    found.update({_fold(each.label): each.slug for each in meanings().values()})
    return found


@cache
def _codes() -> dict[str, dict[str, str]]:
    lists: dict[str, dict[str, str]] = _load("codes.yaml")
    return lists


def _fold(text: str) -> str:
    """Without case, outer or doubled spaces, and with straight apostrophes."""
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).casefold()


def _load(name: str) -> Any:
    """The content of one of our YAML files, through the C parser where there is one."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (_HERE / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=loader)  # noqa: S506 (both are safe loaders)
