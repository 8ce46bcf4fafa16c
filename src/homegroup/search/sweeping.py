"""A chore: what groups that were deleted have left in the index is taken out.

A group's documents go with its row; their texts and words stand in tables without foreign keys.
"""

from django.db import transaction

from homegroup.groups.models import Group
from homegroup.search.models import TEXTS, Document, Word
from homegroup.search.tokens import FIRST_GROUP, scope_of_group

_BATCH = 2_000


def sweep() -> int:
    """Take out texts without a document, and words of groups that are gone; give how many."""
    return _texts() + _words()


def _texts() -> int:
    count, after = 0, -1
    while ids := TEXTS.ids(after=after, limit=_BATCH):
        known = set(Document.objects.filter(pk__in=ids).values_list("pk", flat=True))
        gone = [each for each in ids if each not in known]
        with transaction.atomic():
            TEXTS.remove(gone)
        count, after = count + len(gone), ids[-1]
    return count


def _words() -> int:
    there = {scope_of_group(pk) for pk in Group.objects.values_list("pk", flat=True)}
    scopes = Word.objects.filter(scope__gte=FIRST_GROUP).values_list("scope", flat=True)
    gone = set(scopes.distinct()) - there
    return sum(Word.objects.filter(scope=scope).delete()[0] for scope in gone)
