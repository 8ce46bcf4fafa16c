"""Things that wait for a decision, and what was decided.

A thing is told by its kind and its id (`subjects`), without a foreign key: it may belong to a
higher room, and the row stays when the thing is gone.
"""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.moderation.choices import ConcernState, HoldState, Reason, ReportState, Verdict

_REPORT_DECIDED = [ReportState.KEPT, ReportState.CHANGED, ReportState.REMOVED]


class ReportQuerySet(models.QuerySet["Report"]):
    """The vocabulary of reports."""

    def waiting(self) -> Self:
        """Those that nobody has decided."""
        return self.filter(state=ReportState.WAITING)

    def decided(self) -> Self:
        """Those that somebody has decided."""
        return self.exclude(state=ReportState.WAITING)

    def on(self, kind: str, subject: str) -> Self:
        """Those on one thing."""
        return self.filter(kind=kind, subject=subject)


class Report(models.Model):
    """Somebody asks a moderator to look at a thing.

    Without a group it goes to who runs the home. `about` is whom the thing belongs to, so that
    nobody decides about themself; `as_reported` is how it read then, and goes with the decision.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(max_length=20)
    subject = models.CharField(max_length=48, help_text="The id of the thing within its kind")
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    about = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports_about"
    )
    as_reported = models.CharField(max_length=500, blank=True)
    reporter = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    reason = models.CharField(max_length=12, choices=Reason.choices)
    words = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports_decided"
    )
    outcome = models.CharField(max_length=500, blank=True, help_text="Why, for other moderators")

    objects = ReportQuerySet.as_manager()

    class Meta:
        db_table = "moderation_report"
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="report_waits_once",
                fields=["reporter", "kind", "subject"],
                condition=Q(state=ReportState.WAITING),
            ),
            models.CheckConstraint(name="report_reason", condition=Q(reason__in=Reason.values)),
            models.CheckConstraint(
                name="report_state",
                condition=Q(state=ReportState.WAITING, decided_at__isnull=True)
                | Q(state__in=_REPORT_DECIDED, decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject"], name="report_thing"),
            models.Index(
                fields=["made_at"], name="report_waiting", condition=Q(state=ReportState.WAITING)
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class HoldQuerySet(models.QuerySet["Hold"]):
    """The vocabulary of holds."""

    def waiting(self) -> Self:
        """Those that nobody has decided."""
        return self.filter(state=HoldState.WAITING)

    def released(self) -> Self:
        """Those that were let through."""
        return self.filter(state=HoldState.RELEASED)

    def unseen(self) -> Self:
        """Those whose things others do not see: they wait, or were refused."""
        return self.exclude(state=HoldState.RELEASED)

    def on(self, kind: str, subject: str) -> Self:
        """Those on one thing."""
        return self.filter(kind=kind, subject=subject)


class Hold(models.Model):
    """A thing waits for a moderator before others see it; `rule` names why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(max_length=20)
    subject = models.CharField(max_length=48, help_text="The id of the thing within its kind")
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="holds"
    )
    about = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="holds_about"
    )
    rule = models.SlugField(max_length=40, help_text="The most serious of the rules")
    rules = models.JSONField(default=list, blank=True, help_text="All of them, by name")
    urgent = models.BooleanField(default=False, help_text="Its author struggles right now")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=HoldState.choices, default=HoldState.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="holds_decided"
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        db_table = "moderation_hold"
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="hold_waits_once",
                fields=["kind", "subject"],
                condition=Q(state=HoldState.WAITING),
            ),
            models.CheckConstraint(
                name="hold_state",
                condition=Q(state=HoldState.WAITING, decided_at__isnull=True)
                | Q(state__in=[HoldState.RELEASED, HoldState.REFUSED], decided_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["kind", "subject"], name="hold_thing")]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class ConcernQuerySet(models.QuerySet["Concern"]):
    """The vocabulary of concerns."""

    def waiting(self) -> Self:
        """Those that nobody has looked at."""
        return self.filter(state=ConcernState.WAITING)

    def on(self, kind: str, subject: str) -> Self:
        """Those on one thing."""
        return self.filter(kind=kind, subject=subject)


class Concern(models.Model):
    """A quiet card on the desk: by their own words, the author of a thing may not be safe.

    It holds nothing; the author was shown help before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(max_length=20)
    subject = models.CharField(max_length=48, help_text="The id of the thing within its kind")
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="concerns"
    )
    about = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="concerns_about"
    )
    made_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=ConcernState.choices, default=ConcernState.WAITING
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="concerns_decided"
    )

    objects = ConcernQuerySet.as_manager()

    class Meta:
        db_table = "moderation_concern"
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="concern_waits_once",
                fields=["kind", "subject"],
                condition=Q(state=ConcernState.WAITING),
            ),
            models.CheckConstraint(
                name="concern_state",
                condition=Q(state=ConcernState.WAITING, decided_at__isnull=True)
                | Q(state=ConcernState.SEEN, decided_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["kind", "subject"], name="concern_thing")]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class Decision(models.Model):
    """What somebody decided on a thing, or on its author: who, when, why.

    The author reads `note`, the other moderators `reason`. `label` is what a thing is folded
    under. Without a group it was decided for the whole home.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(max_length=20, blank=True)
    subject = models.CharField(max_length=48, blank=True)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    about = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="decisions_about"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    note = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    label = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )

    class Meta:
        db_table = "moderation_decision"
        ordering = ["-at", "id"]
        constraints = [
            models.CheckConstraint(name="decision_verdict", condition=Q(verdict__in=Verdict.values))
        ]
        indexes = [
            models.Index(fields=["kind", "subject"], name="decision_thing"),
            models.Index(fields=["by", "at"], name="decision_by"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"
