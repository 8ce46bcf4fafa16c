"""Enumerations of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    """Who may find a thing: the widest circle; the thing's own room has the last word."""

    GROUP = "group", _("The members of one group")
    HOME = "home", _("All members here")
    PUBLIC = "public", _("Everybody")
