"""The checker's lists: given names, countries and cities, capital words that tell nothing."""

from functools import cache
from pathlib import Path

from homegroup.core.text import fold

# Without its memory: what is checked is private still.
folded = fold.__wrapped__

_HERE = Path(__file__).parent
LANGUAGES = ("en", "es", "de", "fr")


def _lines(name: str) -> list[str]:
    text = (_HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _sections(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in _lines(name):
        if line.startswith("["):
            found[line.strip("[]")] = here = []
        else:
            here.append(line)
    return found


@cache
def given_names() -> frozenset[str]:
    """Give all given names."""
    names = " ".join(_lines("given_names.txt")).split()
    return frozenset(name.lstrip("~") for name in names)


@cache
def sure_names() -> frozenset[str]:
    """Give the given names that are no other word, so that they count at the start, too."""
    names = " ".join(_lines("given_names.txt")).split()
    return frozenset(names) - {name.lstrip("~") for name in names if name.startswith("~")}


@cache
def known_places() -> dict[str, str]:
    """Give {folded name: "country" or "city"}."""
    return {
        folded(each.strip()): kind
        for kind, lines in _sections("places.txt").items()
        for line in lines
        for each in line.split(";")
        if each.strip()
    }


@cache
def ordinary(language: str) -> frozenset[str]:
    """Give the words with a capital letter that tell nothing; of all languages for others."""
    sections = _sections("ordinary.txt")
    chosen = [language] if language in LANGUAGES else LANGUAGES
    return frozenset(word for each in chosen for line in sections[each] for word in line.split())


@cache
def everyday(language: str) -> frozenset[str]:
    """Give everyday words of a language, written small: none of them is a name behind a title."""
    return frozenset(word for line in _sections("everyday.txt")[language] for word in line.split())


@cache
def kin(language: str) -> frozenset[str]:
    """Give words, written small, for who somebody is to the author; often their name follows."""
    found = _sections("everyday.txt").get(f"kin {language}", [])
    return frozenset(word for line in found for word in line.split())


@cache
def _also_words() -> frozenset[str]:
    """Give names, folded, that are words when written small."""
    lines = _sections("everyday.txt")["also words"]
    return frozenset(each.replace("_", " ") for line in lines for each in line.split())


@cache
def small_names() -> frozenset[str]:
    """Give folded given names that are names when written small, too."""
    return frozenset(folded(name) for name in sure_names()) - _also_words()


@cache
def small_places() -> dict[str, str]:
    """Give {folded name: kind} of the places that are places when written small, too."""
    listed = known_places().items()
    return {name: kind for name, kind in listed if name not in _also_words()}


@cache
def nouns() -> frozenset[str]:
    """Give nouns that German writes where a name could stand."""
    return frozenset(word for line in _sections("ordinary.txt")["nouns"] for word in line.split())
