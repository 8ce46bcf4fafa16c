"""Writes: what can be found, and no longer.

Rooms call these inside the transaction that changes the thing itself. There is no actor, no
once-key and no line in the log: the thing's own action has them.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from homegroup.core import bulk
from homegroup.groups.models import Group
from homegroup.search import vocabulary
from homegroup.search.models import TEXTS, Document
from homegroup.search.tokens import scopes_of, tokens_for, words_of

_TRIES = 50
_BATCH = 500


@transaction.atomic(savepoint=False)
def put(
    *,
    kind: str,
    thing: str,
    title: str,
    text: str,
    audience: str,
    group: Group | None = None,
    at: datetime,
    language: str = "",
) -> None:
    """Let a thing be found by its title and text, in place of what was put for it before.

    Put only what its audience may read as it is, never what is sealed. `language` is the code of
    the text's language where it is known. Raises ValueError for a group's thing without a group.
    """
    scopes = scopes_of(audience, group)
    row = Document(kind=kind, thing=thing, audience=audience, group=group, at=at, language=language)
    old = {} if _is_new(row) else _roots_before(row)
    words = words_of(f"{title}\n{text}")
    TEXTS.put_words([(row.pk, tokens_for(words, scopes, kind=kind))])
    for scope in scopes:
        vocabulary.add(scope, words)
    for scope, roots in old.items():
        vocabulary.forget_unused(scope, roots)


def _is_new(row: Document) -> bool:
    """Save a document under the free id nearest to its time, unless its thing has one already."""
    start = int(row.at.timestamp() * 1000)
    for step in range(_TRIES):
        row.pk = start + random.randrange(step * 20 + 1)
        if bulk.insert([row], unless_there=True):
            return True
        if Document.objects.filter(kind=row.kind, thing=row.thing).exists():
            return False
    raise IntegrityError("Too many things in one moment.")


def _roots_before(row: Document) -> dict[int, frozenset[str]]:
    """Save a document in place of its thing's old one; give the roots that this had."""
    there = Document.objects.select_related("group").get(kind=row.kind, thing=row.thing)
    row.pk = there.pk
    row.save(force_update=True)
    return _roots_of(there)


def _roots_of(row: Document) -> dict[int, frozenset[str]]:
    """Give the roots that stand in the index for a document, by scope."""
    tokens = TEXTS.tokens_of(row.pk)
    scopes = scopes_of(row.audience, row.group)
    return {scope: vocabulary.roots_in(tokens, scope) for scope in scopes}


@transaction.atomic
def drop(*, kind: str, things: Iterable[str]) -> None:
    """Let these things be found no longer; what was never put is passed over."""
    wanted = list(things)
    for start in range(0, len(wanted), _BATCH):
        _drop(kind, wanted[start : start + _BATCH])


def _drop(kind: str, things: Sequence[str]) -> None:
    rows = list(Document.objects.select_related("group").filter(kind=kind, thing__in=things))
    unused = defaultdict[int, set[str]](set)
    for row in rows:
        for scope, there in _roots_of(row).items():
            unused[scope].update(there)
    keys = [row.pk for row in rows]
    TEXTS.remove(keys)
    Document.objects.filter(pk__in=keys).delete()
    for scope, roots in unused.items():
        vocabulary.forget_unused(scope, roots)
