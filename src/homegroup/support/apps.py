"""Support as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Shares and answers."""

    name = "homegroup.support"
    label = "support"
