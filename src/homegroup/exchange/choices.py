"""Enumerations of the exchange."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """What a run did to a meeting. `KEPT`: the list changed, the meeting here did not."""

    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    REMOVED = "removed", _("removed")
    REOPENED = "reopened", _("listed again")
    KEPT = "kept", _("kept as it was edited here")
