"""Enumerations of helplines."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a line is there for."""

    CRISIS = "crisis", _("when it is too much, or you think of ending your life")
    SUBSTANCES = "substances", _("alcohol and drugs")
    FAMILY = "family", _("families and friends")
