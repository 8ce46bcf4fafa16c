"""Enumerations of places."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    """What a name in the gazetteer names."""

    TOWN = "town", _("town")
    POSTCODE = "postcode", _("postcode")
    REGION = "region", _("region")
