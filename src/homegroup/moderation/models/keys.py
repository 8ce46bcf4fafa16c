"""Keys of desks, and what was sealed to them."""

import uuid

from django.db import models

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.moderation.models.things import Report


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
    is_own = models.BooleanField(
        default=False, help_text="Sealed under the account key, not to the public key"
    )

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
