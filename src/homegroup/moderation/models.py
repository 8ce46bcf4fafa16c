"""Reports, holds and blocks.

A thing is told by its kind and its id (`subjects`), without a foreign key: it may belong to a
higher room, and the row stays when the thing is gone.
"""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups.models import Group
from homegroup.moderation.choices import ConcernState, HoldState, Reason, ReportState


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
                | Q(state__in=[ReportState.KEPT, ReportState.REMOVED], decided_at__isnull=False),
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


class PauseQuerySet(models.QuerySet["Pause"]):
    """The vocabulary of pauses."""

    def running(self) -> Self:
        """Those that last."""
        return self.filter(until_at__gt=clock.now())


class DeskKey(models.Model):
    """A key pair of a desk (of a group, or of the home): evidence is sealed to its public half.

    Its private half lies nowhere but sealed to each who looked after the desk when it was made
    (`DeskKeyShare`). A new pair is made when somebody comes or goes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="desk_keys"
    )
    public_key = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "moderation_desk_key"
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return f"desk key {self.pk}"


class DeskKeyShare(models.Model):
    """The private half of a desk's key, sealed to one who looks after that desk."""

    desk_key = models.ForeignKey(DeskKey, on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="desk_key_shares")
    sealed_private = models.BinaryField()

    class Meta:
        db_table = "moderation_desk_key_share"
        constraints = [
            models.UniqueConstraint(name="desk_share_once", fields=["desk_key", "user"]),
        ]

    def __str__(self) -> str:
        return f"share {self.pk}"


class Evidence(models.Model):
    """What a report of a private message shows, sealed to a desk; it goes with the decision."""

    report = models.OneToOneField(
        Report, primary_key=True, on_delete=models.CASCADE, related_name="evidence"
    )
    desk_key = models.ForeignKey(DeskKey, on_delete=models.CASCADE, related_name="evidence")
    sealed = models.BinaryField()

    class Meta:
        db_table = "moderation_evidence"

    def __str__(self) -> str:
        return f"evidence of {self.report_id}"


class Pause(models.Model):
    """Somebody cannot write for a time: in a group, or in the whole home (without a group).

    The person reads `note`. It is over when `until_at` has passed, or was lifted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="pauses"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="pauses")
    note = models.CharField(max_length=500)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="pauses_given"
    )

    objects = PauseQuerySet.as_manager()

    class Meta:
        db_table = "moderation_pause"
        ordering = ["until_at"]
        constraints = [
            models.CheckConstraint(
                name="pause_in_order", condition=Q(until_at__gte=models.F("from_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"pause {self.pk}"


class SlowMode(models.Model):
    """In a group each person writes once in so many minutes, until an end."""

    group = models.OneToOneField(
        Group, primary_key=True, on_delete=models.CASCADE, related_name="slow_mode"
    )
    minutes = models.PositiveSmallIntegerField()
    until_at = models.DateTimeField()

    class Meta:
        db_table = "moderation_slow_mode"
        constraints = [
            models.CheckConstraint(name="slow_minutes", condition=Q(minutes__range=(1, 1440)))
        ]

    def __str__(self) -> str:
        return f"slow mode of {self.group_id}"


class LastWritten(models.Model):
    """When somebody wrote last in a group with slow mode; gone when that ends."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "moderation_last_written"
        constraints = [models.UniqueConstraint(name="last_written_once", fields=["group", "user"])]

    def __str__(self) -> str:
        return f"last written {self.pk}"


class BlockQuerySet(models.QuerySet["Block"]):
    """The vocabulary of blocks."""

    def between(self, one: uuid.UUID, other: uuid.UUID) -> Self:
        """Those of either of two people for the other."""
        return self.filter(
            Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one),
        )


class Block(models.Model):
    """Somebody wants no contact with a person, whom they know under one name in one group.

    It holds for the account behind it. `person` is the bare id of the membership, and `name` what
    the blocker knows them by: other names of the same person are not told by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocked_by")
    person = models.UUIDField()
    name = models.CharField(max_length=40)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_on = models.DateField()

    objects = BlockQuerySet.as_manager()

    class Meta:
        db_table = "moderation_block"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(name="block_once", fields=["blocker", "person"]),
            models.CheckConstraint(
                name="block_not_oneself", condition=~Q(blocker=models.F("blocked"))
            ),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"
