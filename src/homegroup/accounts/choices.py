"""Enumerations of accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StepKind(models.TextChoices):
    """What a second step at sign-in is."""

    CODE = "code", _("Code app")
    PASSKEY = "passkey", _("Passkey")


# Minutes without a touch after which private pages lock themselves.
IDLE_MINUTES = [
    (5, _("5 minutes")),
    (15, _("15 minutes")),
    (30, _("30 minutes")),
    (60, _("1 hour")),
    (240, _("4 hours")),
    (1440, _("1 day")),
]
DEFAULT_IDLE = 30
