"""What can be found, and the words that may stand in for a misspelt one.

The texts themselves stand in `TEXTS`, by the id of the document.
"""

from django.db import models
from django.db.models import Q

from homegroup.core.fulltext import DatedIndex
from homegroup.groups.models import Group
from homegroup.search.choices import Audience

TEXTS = DatedIndex("search_text")


class Document(models.Model):
    """A thing that can be found, told by its kind and its id within the kind.

    It names nobody: who wrote it, and who may read it, its own room knows. The id grows with the
    time of the thing, in milliseconds, so that an index by id is an index by time.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.SlugField(max_length=20, db_index=False)
    thing = models.CharField(max_length=48, help_text="The id of the thing within its kind")
    audience = models.CharField(max_length=6, choices=Audience.choices)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    language = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "search_document"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="document_once", fields=["thing", "kind"]),
            models.CheckConstraint(
                name="document_audience",
                condition=Q(audience__in=[Audience.HOME, Audience.PUBLIC])
                | Q(audience=Audience.GROUP, group__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class Word(models.Model):
    """A word that is in some text of a scope (see `tokens`): the scope's members may be told it.

    `head` and `tail` are its first and last two letters: a misspelt word shares one of them.
    """

    scope = models.BigIntegerField()
    word = models.CharField(max_length=40)
    head = models.CharField(max_length=2)
    tail = models.CharField(max_length=2)

    class Meta:
        db_table = "search_word"
        constraints = [models.UniqueConstraint(name="word_once", fields=["scope", "head", "word"])]
        indexes = [models.Index(fields=["scope", "tail", "word"], name="word_by_tail")]

    def __str__(self) -> str:
        return self.word
