"""Enumerations of groups."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """The way of recovery that a fellowship follows; none is ranked above another."""

    TWELVE_STEP = "twelve-step", _("Twelve Steps")
    SMART = "smart", _("Self-management tools")
    LIFERING = "lifering", _("Secular, peer to peer")
    DHARMA = "dharma", _("Buddhist-inspired")
    WOMEN = "women", _("For women")
    MODERATION = "moderation", _("Moderation")
    FAMILY = "family", _("Family and friends")
    FAITH = "faith", _("Faith-based")
    OTHER = "other", _("Another way")


class Crosstalk(models.TextChoices):
    """May people answer one another's shares?"""

    NONE = "none", _("People do not comment on each other's shares.")
    AFTER_SHARE = "after-share", _("Short replies are welcome after a share.")
    OPEN = "open", _("People talk with each other and ask questions.")


class BodyKind(models.TextChoices):
    """What a service body is in its fellowship's structure."""

    INTERGROUP = "intergroup", _("intergroup or central office")
    DISTRICT = "district", _("district")
    AREA = "area", _("area")
    REGION = "region", _("region")
    ZONE = "zone", _("zone")
    WORLD = "world", _("world service")
    OTHER = "other", _("service body")
