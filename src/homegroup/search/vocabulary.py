"""The words of each scope, for typing errors: a reader is told only words of their own scopes.

Derived from texts: `add` and `forget_unused` belong to `actions.put` and `drop`. A word goes with
the last text that has its root; while another text has it, its other forms may stay.
"""

from collections.abc import Collection, Iterable

from homegroup.core import bulk
from homegroup.search.models import TEXTS, Word
from homegroup.search.roots import forms_of, root
from homegroup.search.tokens import mark

LEAST = 4  # letters of a word that can be misspelt


def add(scope: int, words: Iterable[str]) -> None:
    """Learn the words of a text."""
    rows = [
        Word(scope=scope, word=word, head=word[:2], tail=word[-2:])
        for word in sorted(set(words))  # in one order, so that two at once do not lock each other
        if len(word) >= LEAST and not word.isdigit()
    ]
    bulk.insert(rows, unless_there=True)


def roots_in(tokens: Iterable[str], scope: int) -> frozenset[str]:
    """Give the roots that a row's tokens tell, without the mark of its kind."""
    sign = mark(scope)
    return frozenset(token[len(sign) :] for token in tokens if token.startswith(sign))


def forget_unused(scope: int, roots: Collection[str]) -> None:
    """Forget the words of roots that no text of the scope has any more."""
    sign = mark(scope)
    unused = {token[len(sign) :] for token in TEXTS.unused(sign + each for each in sorted(roots))}
    heads = {word[:2] for each in unused for word in (each, *forms_of(each))}
    if not heads:
        return
    known = Word.objects.filter(scope=scope, head__in=heads).values_list("pk", "word")
    gone = [pk for pk, word in known if root(word) in unused]
    Word.objects.filter(pk__in=gone).delete()
