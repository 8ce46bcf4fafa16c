"""A group's own packs, what they were before, and which pack a thing uses."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q


class CopyQuerySet(models.QuerySet["Copy"]):
    """The vocabulary of copies."""

    def owned_by(self, owner: str, *, kind: str) -> Self:
        """Those of one kind that belong to an owner, told as "group:12"."""
        return self.filter(owner=owner, kind=kind)


class Copy(models.Model):
    """A pack that a group has made its own. `text` is the whole file, always one that is valid.

    `owner` is told as "kind:id". `origin` and `origin_version` name the ready-made pack that it
    came from ("" and 0 where it came from none); the version moves on when the group has looked
    at a newer one. `number` counts its revisions.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(max_length=40)
    owner = models.CharField(max_length=64)
    title = models.CharField(max_length=80)
    language = models.CharField(max_length=12)
    text = models.TextField()
    origin = models.SlugField(max_length=60, blank=True)
    origin_version = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    objects = CopyQuerySet.as_manager()

    class Meta:
        db_table = "packs_copy"
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["owner", "kind"], name="copy_owner")]
        constraints = [
            models.CheckConstraint(
                name="copy_version_of_origin",
                condition=Q(origin="", origin_version=0)
                | (~Q(origin="") & Q(origin_version__gte=1)),
            ),
            models.CheckConstraint(name="copy_number", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title


class Revision(models.Model):
    """What a copy was at one time. Who wrote it stands in the log alone."""

    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    note = models.CharField(max_length=120, blank=True, help_text="What was changed, in words")
    at = models.DateTimeField()

    class Meta:
        db_table = "packs_revision"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="revision_number_once", fields=["copy", "number"])
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"


class Use(models.Model):
    """Which pack a thing uses: a ready-made one by its slug, or an owner's copy.

    `thing` is told as "kind:id", as "meeting:12".
    """

    kind = models.SlugField(max_length=40)
    thing = models.CharField(max_length=64)
    copy = models.ForeignKey(
        Copy, null=True, blank=True, on_delete=models.PROTECT, related_name="uses"
    )
    slug = models.SlugField(max_length=60, blank=True)
    language = models.CharField(max_length=12, blank=True)

    class Meta:
        db_table = "packs_use"
        constraints = [
            models.UniqueConstraint(name="use_once", fields=["kind", "thing"]),
            models.CheckConstraint(
                name="use_copy_or_slug",
                condition=Q(copy__isnull=False, slug="") | (Q(copy__isnull=True) & ~Q(slug="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing} uses {self.slug or self.copy_id}"
