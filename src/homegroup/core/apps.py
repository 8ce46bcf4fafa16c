"""Core as a Django app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Tools that know no feature."""

    name = "homegroup.core"
    label = "core"
