"""Which rules apply to a text: pure, without a database."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache

from homegroup.helplines import lines
from homegroup.moderation.rules.book import CRISIS, Book, book
from homegroup.moderation.rules.folding import plain
from homegroup.moderation.rules.machine import in_pieces
from homegroup.moderation.rules.tokens import sentences

_FEWEST_LETTERS, _MOST_LETTERS = 4, 300  # written one by one, as "b u y"
_SHOWN = 8  # words of a text that a moderator is shown


@dataclass(frozen=True)
class Hit:
    """A rule that applies: the phrase as it stands in the file, and the words of the text."""

    rule: str
    phrase: str
    words: str


def look(text: str, rules: Book | None = None) -> dict[str, Hit]:
    """Give the hit of most words for each rule that applies to a text, `crisis` among them."""
    using = rules or book()
    found: dict[str, Hit] = {}
    for sentence in sentences(plain(text), _known_numbers()):
        for hit in _in_sentence(sentence, using):
            if len(hit.words) > len(found[hit.rule].words if hit.rule in found else ""):
                found[hit.rule] = hit
    return found


def is_crisis(text: str) -> bool:
    """Tell whether somebody may not be safe, by their own words."""
    return CRISIS in look(text)


def _in_sentence(sentence: list[str], using: Book) -> Iterator[Hit]:
    words = _together(sentence, using)
    ended = using.machine.find(words)
    if not ended:
        return
    found = {each: using.told[each] for each in ended}
    told = [(each, ended[n]) for n, each in found.items() if each.others <= ended.keys()]
    denied = {(each.rule, each.language) for each, _at in told if each.against}
    for each, at in told:
        if each.always or (not each.against and (each.rule, each.language) not in denied):
            yield Hit(each.rule, each.phrase, " ".join(words[max(0, at - _SHOWN + 1) : at + 1]))


def _together(sentence: list[str], using: Book) -> list[str]:
    """Give the words of a sentence; letters that were written one by one become words again."""
    words: list[str] = []
    letters: list[str] = []
    for token in sentence:
        if len(token) == 1 and token.isalpha():
            letters.append(token)
            continue
        if letters:
            words += _letters(letters, using)
            letters = []
        words.append(token)
    return words + _letters(letters, using)


def _letters(letters: list[str], using: Book) -> list[str]:
    if not _FEWEST_LETTERS <= len(letters) <= _MOST_LETTERS:
        return letters
    return in_pieces("".join(letters), using.machine)


@cache
def _known_numbers() -> Container[str]:
    """Give the digits of all helplines: naming one of them holds nothing."""
    numbers = set()
    for code in lines.known_countries():
        known = lines.for_country(code)
        for each in (*known.emergency, *(call for line in known.lines for call in line.call)):
            numbers.add("".join(sign for sign in each if sign.isdigit()))
    return numbers
