"""Words that may stand in for one that finds nothing: longer ones, and such as look alike.

All come from texts of the reader's own circles (`vocabulary`). Whether a reader may open one of
these texts is for the search to ask, before it tells a word.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models.functions import Length
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
    """A root that somebody may have meant: its words that are near, and how near the best is."""

    root: str
    words: dict[str, float]

    @property
    def nearness(self) -> float:
        """How near the nearest of the words is (1: the same)."""
        return max(self.words.values())


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
    """Give roots of known words with one or two letters wrong, the nearest first.

    The words share the first or the last two letters: any single error leaves one of the pairs.
    """
    if len(word) < _LEAST or word.isdigit():
        return []
    errors = 2 if len(word) >= _TWO_ERRORS_FROM else 1
    close = process.extract(
        word,
        _near_words(word, scopes, errors),
        scorer=OSA.normalized_similarity,
        score_cutoff=1 - errors / len(word) - 0.01,
        limit=None,
    )
    by_root: dict[str, dict[str, float]] = {}
    for found, nearness, _place in close:
        by_root.setdefault(root(found), {})[found] = nearness
    made = [Alike(each, words) for each, words in by_root.items() if each != root(word)]
    return sorted(made, key=lambda each: (-each.nearness, each.root))[:_MOST_ALIKE]


def _near_words(word: str, scopes: Collection[int], errors: int) -> list[str]:
    lengths = (len(word) - errors, len(word) + errors)
    rows = Word.objects.filter(scope__in=scopes).alias(letters=Length("word"))
    rows = rows.filter(letters__range=lengths)
    found: set[str] = set()
    for part in (rows.filter(head=word[:2]), rows.filter(tail=word[-2:])):
        found.update(part.values_list("word", flat=True).distinct()[:_MOST_READ])
    return list(found)
