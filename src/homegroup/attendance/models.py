"""What a group has chosen, and digests by which proofs are known again. No person stands here."""

from django.db import models
from django.db.models import Q

from homegroup.attendance.choices import MOST_WORDING, Lasts
from homegroup.groups.models import Group


class Policy(models.Model):
    """Whether a group gives proofs of attendance: its own line on the paper, and for how long."""

    group = models.OneToOneField(
        Group, primary_key=True, on_delete=models.CASCADE, related_name="attendance_policy"
    )
    is_on = models.BooleanField(default=False)
    wording = models.CharField(max_length=MOST_WORDING, blank=True)
    days = models.PositiveSmallIntegerField(choices=Lasts.choices, default=Lasts.QUARTER)

    class Meta:
        db_table = "attendance_policy"
        constraints = [
            models.CheckConstraint(name="attendance_days", condition=Q(days__in=Lasts.values)),
        ]

    def __str__(self) -> str:
        return f"proofs of {self.group_id}"


class Proof(models.Model):
    """That a proof was given here: the SHA-256 of it, and the day until which it can be checked.

    Neither member, name, group nor moment; the digest tells nothing to who has not the paper.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    expires_on = models.DateField()

    class Meta:
        db_table = "attendance_proof"
        indexes = [models.Index(fields=["expires_on"], name="attendance_expires")]

    def __str__(self) -> str:
        return self.digest[:8]
