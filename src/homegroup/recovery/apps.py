"""Recovery as a Django app."""

from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    """A member's own writing."""

    name = "homegroup.recovery"
    label = "recovery"
