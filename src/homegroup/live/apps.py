"""Live as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Meetings held here."""

    name = "homegroup.live"
    label = "live"
