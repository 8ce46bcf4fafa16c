"""Statements that help others, the situations that they belong to, and whom they helped."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.search.choices import Audience
from homegroup.wisdom.choices import (
    CLOSED,
    LONGEST,
    LONGEST_INTRODUCTION,
    LONGEST_LABEL,
    Stage,
)


class StatementQuerySet(models.QuerySet["Statement"]):
    """The vocabulary of statements."""

    def shown(self) -> Self:
        """Those that stand on a page."""
        return self.filter(stage=Stage.SHOWN)

    def on_desk(self) -> Self:
        """Those that an editor has to do with: agreed to, and not held."""
        return self.filter(stage=Stage.AGREED, is_held=False)

    def open(self) -> Self:
        """Those whose words are there."""
        return self.exclude(stage__in=CLOSED)

    def from_thing(self, kind: str, thing: str) -> Self:
        """Those that were taken from one thing."""
        return self.filter(kind=kind, thing=thing)

    def whole(self) -> Self:
        """With their groups and situations, in a fixed number of queries."""
        return self.select_related("group").prefetch_related("placed")


class Statement(models.Model):
    """A few sentences that helped somebody, kept with their author's consent.

    It stands without a name. `author` is known only so that they can take it back; who leaves may
    let it stay with nobody. Without a group it is for the whole home. `kind` and `thing` tell what
    it was taken from, so that nobody is asked twice; `proposed` are words of an editor that wait
    for the author's yes. A row that is closed keeps no words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="statements"
    )
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements"
    )
    asked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.SlugField(max_length=20, blank=True, db_index=False)
    thing = models.CharField(max_length=48, blank=True)
    text = models.CharField(max_length=LONGEST, blank=True)
    proposed = models.CharField(max_length=LONGEST, blank=True)
    language = models.CharField(max_length=12, blank=True)
    audience = models.CharField(max_length=6, choices=Audience.choices)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.ASKED)
    is_held = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True, help_text="What a moderator tells them")
    made_at = models.DateTimeField()
    shown_on = models.DateField(null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        db_table = "wisdom_statement"
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(name="statement_stage", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(
                name="statement_closed_is_empty",
                condition=Q(stage__in=CLOSED, text="", proposed="")
                | (~Q(stage__in=CLOSED) & ~Q(text="")),
            ),
            models.CheckConstraint(
                name="statement_audience",
                condition=Q(audience=Audience.GROUP, group__isnull=False)
                | Q(audience__in=[Audience.HOME, Audience.PUBLIC], group__isnull=True),
            ),
            models.CheckConstraint(
                name="statement_shown",
                condition=~Q(stage=Stage.SHOWN) | Q(shown_on__isnull=False, is_held=False),
            ),
            models.CheckConstraint(
                name="statement_nobodys_is_shown",
                condition=Q(author__isnull=False)
                | Q(stage__in=[Stage.SHOWN, *CLOSED], kind="", thing=""),
            ),
            models.UniqueConstraint(
                name="statement_asked_once",
                fields=["kind", "thing"],
                condition=Q(stage__in=[Stage.ASKED, Stage.NO]) & ~Q(thing=""),
            ),
        ]
        indexes = [
            models.Index(fields=["thing", "kind"], name="statement_thing"),
            models.Index(fields=["stage", "group"], name="statement_stage_group"),
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class Placed(models.Model):
    """A statement stands on the page of a situation (`situations`: its key).

    `is_first` where editors want it to be read before others there. `told` is the number of members
    whom it helped there, as pages tell it: rounded, reckoned weekly, 0 for too few.
    """

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="placed")
    situation = models.CharField(max_length=40)
    is_first = models.BooleanField(default=False)
    told = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "wisdom_placed"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="placed_once", fields=["statement", "situation"])
        ]
        indexes = [models.Index(fields=["situation"], name="placed_situation")]

    def __str__(self) -> str:
        return f"placed {self.pk}"


class Helped(models.Model):
    """A statement helped a member in a situation."""

    placed = models.ForeignKey(Placed, on_delete=models.CASCADE, related_name="helped")
    member = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "wisdom_helped"
        constraints = [models.UniqueConstraint(name="helped_once", fields=["placed", "member"])]

    def __str__(self) -> str:
        return f"helped {self.pk}"


class See(models.Model):
    """A thing of another room that a statement points to, for those who may open it."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="see")
    kind = models.SlugField(max_length=20, db_index=False)
    thing = models.CharField(max_length=48)

    class Meta:
        db_table = "wisdom_see"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="see_once", fields=["statement", "kind", "thing"])
        ]

    def __str__(self) -> str:
        return f"see {self.kind} {self.thing}"


class OwnSituation(models.Model):
    """A situation that a group has added to those that ship; without a group, the whole home."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="situations"
    )
    label = models.CharField(max_length=LONGEST_LABEL)
    made_on = models.DateField()

    class Meta:
        db_table = "wisdom_situation"
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(name="own_situation_once", fields=["group", "label"]),
            models.UniqueConstraint(
                name="own_situation_of_home_once",
                fields=["label"],
                condition=Q(group__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    """The vocabulary of introductions."""

    def shown(self) -> Self:
        """Those that have words which stand on their page."""
        return self.exclude(text="")


class Introduction(models.Model):
    """A few lines of a page's editors, above its statements: Markdown, in nobody's name.

    A group has its own for a situation; without a group it is the home's, and for everybody. `text`
    is what stands on the page. `proposed` are newer words: they wait for a moderator (`is_held`),
    or were not let through, for the reason in `note`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="introductions"
    )
    situation = models.CharField(max_length=40)
    text = models.CharField(max_length=LONGEST_INTRODUCTION, blank=True)
    proposed = models.CharField(max_length=LONGEST_INTRODUCTION, blank=True)
    language = models.CharField(max_length=12, blank=True)
    is_held = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True, help_text="What a moderator tells editors")
    written_at = models.DateTimeField()

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        db_table = "wisdom_introduction"
        ordering = ["situation"]
        constraints = [
            models.UniqueConstraint(name="introduction_once", fields=["group", "situation"]),
            models.UniqueConstraint(
                name="introduction_of_home_once",
                fields=["situation"],
                condition=Q(group__isnull=True),
            ),
            models.CheckConstraint(
                name="introduction_has_words", condition=~Q(text="") | ~Q(proposed="")
            ),
            models.CheckConstraint(
                name="introduction_held_waits", condition=Q(is_held=False) | ~Q(proposed="")
            ),
        ]

    def __str__(self) -> str:
        return f"introduction {self.pk}"

    @property
    def is_refused(self) -> bool:
        """Whether its newer words were not let through."""
        return bool(self.proposed) and not self.is_held
