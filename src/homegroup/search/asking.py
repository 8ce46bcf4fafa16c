"""What somebody looks for: words, and words in quotes that must stand together."""

import re
from dataclasses import dataclass

from homegroup.search.roots import root
from homegroup.search.tokens import words_of

MOST_WORDS = 10
LONGEST = 200  # letters
_QUOTED = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')


@dataclass(frozen=True)
class Question:
    """The words to find, each of another root, as they were typed but folded; and phrases."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()


def read(typed: str) -> Question:
    """Read a query; at most `MOST_WORDS` words count."""
    typed = typed[:LONGEST]
    words = words_of(typed)[:MOST_WORDS]
    by_root: dict[str, str] = {}
    for word in words:
        by_root.setdefault(root(word), word)
    quoted = (tuple(words_of(part)[:MOST_WORDS]) for part in _QUOTED.findall(typed))
    phrases = tuple(phrase for phrase in quoted if len(phrase) > 1)
    return Question(tuple(by_root.values()), phrases)
