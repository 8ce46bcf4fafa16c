"""Words that may stand in for one that finds nothing: longer ones, and such as look alike.

All come from texts of the reader's own circles (`vocabulary`). Whether a reader may open one of
these texts is for the search to ask, before it tells a word.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from homegroup.search.models import Word
from homegroup.search.roots import root
from homegroup.search.tokens import mark

_LEAST = 4  # letters of a word that can be misspelt
_LEAST_TO_GO_ON = 5  # letters of a root that may be the beginning of others
_MOST_LONGER = 16
_MOST_READ = 5_000
_MOST_ALIKE = 8
_TWO_ERRORS_FROM = 7  # letters


@dataclass(frozen=True)
class Alike:
    """A word that somebody may have meant, with its root and how near it is (1: the same)."""

    word: str
    root: str
    nearness: float


def longer(found_root: str, scopes: Collection[int]) -> list[str]:
    """Give the tokens of words that begin with this root: "hochzeitsfeier" for "hochzeit"."""
    if len(found_root) < _LEAST_TO_GO_ON:
        return []
    rows = Word.objects.filter(
        scope__in=scopes, head=found_root[:2], word__gte=found_root, word__startswith=found_root
    )
    pairs = sorted(
        {(root(word), scope) for scope, word in rows.values_list("scope", "word")[:_MOST_READ]},
        key=lambda pair: (len(pair[0]), pair),
    )
    return [mark(scope) + each for each, scope in pairs if each != found_root][:_MOST_LONGER]


def alike(word: str, scopes: Collection[int]) -> list[Alike]:
    """Give known words with one or two letters wrong, the nearest first, one of each root.

    They share the first or the last two letters with the word: any single error leaves one pair.
    """
    if len(word) < _LEAST or word.isdigit():
        return []
    errors = 2 if len(word) >= _TWO_ERRORS_FROM else 1
    least = 1 - errors / len(word)
    close = process.extract(
        word,
        _near_words(word, scopes),
        scorer=OSA.normalized_similarity,
        score_cutoff=least - 0.01,
        limit=None,
    )
    nearest = sorted(close, key=lambda match: (-match[1], match[0][:1] != word[:1], match[0]))
    return _one_of_each_root((match[0], match[1]) for match in nearest if match[0] != word)


def _near_words(word: str, scopes: Collection[int]) -> list[str]:
    rows = Word.objects.filter(scope__in=scopes)
    found: set[str] = set()
    for part in (rows.filter(head=word[:2]), rows.filter(tail=word[-2:])):
        found.update(part.values_list("word", flat=True)[:_MOST_READ])
    return [each for each in found if abs(len(each) - len(word)) <= 2]


def _one_of_each_root(words: Iterable[tuple[str, float]]) -> list[Alike]:
    by_root: dict[str, Alike] = {}
    for word, nearness in words:
        by_root.setdefault(root(word), Alike(word, root(word), nearness))
    return list(by_root.values())[:_MOST_ALIKE]
