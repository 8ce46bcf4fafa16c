"""What is remembered of other sites' meeting lists: sources, runs, and how to take a run back."""

from django.db import models
from django.db.models import Q

from homegroup.exchange.choices import ChangeKind
from homegroup.meetings.models import Meeting


class SourceQuerySet(models.QuerySet["Source"]):
    """The vocabulary of sources."""

    def refreshed(self) -> "SourceQuerySet":
        """Those that are fetched on a schedule."""
        return self.filter(every_hours__isnull=False)


class Source(models.Model):
    """One outside list of meetings, known by its name.

    `address` is where it was read last: a file's name or an http(s) address. `fellowship` (a slug)
    and `time_zone` are what its rows leave out. It is fetched anew every `every_hours`, if set;
    `etag`, `last_modified` and `body_hash` are of the answer that was imported last.
    """

    name = models.CharField(max_length=80, unique=True)
    address = models.CharField(max_length=2000, blank=True)
    fellowship = models.CharField(max_length=40, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    every_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    body_hash = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True, help_text="Why the last look failed")

    objects = SourceQuerySet.as_manager()

    class Meta:
        db_table = "exchange_source"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="source_every_hours",
                condition=Q(every_hours__isnull=True) | Q(every_hours__range=(1, 24 * 31)),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One import that was carried out: its figures count meetings, `problems` holds the first."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    at = models.DateTimeField()
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "exchange_run"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.source_id}"


class ImportedMeeting(models.Model):
    """What a source said last of one meeting, which is what the next run compares with.

    `listing` is JSON (`meetings.listing`), `fingerprint` its hash. `present`: it stood in the
    last file.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="meetings")
    slug = models.CharField(max_length=255)
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="imported")
    fingerprint = models.CharField(max_length=32)
    listing = models.TextField()
    present = models.BooleanField(default=True)

    class Meta:
        db_table = "exchange_imported"
        constraints = [
            models.UniqueConstraint(name="imported_once", fields=["source", "slug"]),
        ]

    def __str__(self) -> str:
        return self.slug


class ImportChange(models.Model):
    """What one run did to one meeting, with all that is needed to take it back.

    `before` is the JSON of an `importing.changes.Before`; empty for a meeting that was created.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="changes")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="import_changes")
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    before = models.TextField(blank=True)

    class Meta:
        db_table = "exchange_change"
        constraints = [
            models.CheckConstraint(name="change_kind", condition=Q(kind__in=ChangeKind.values)),
            models.UniqueConstraint(name="change_once", fields=["run", "meeting"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.meeting_id}"
