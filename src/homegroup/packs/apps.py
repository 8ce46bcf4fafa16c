"""Packs as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """Content packs."""

    name = "homegroup.packs"
    label = "packs"

    def ready(self) -> None:
        from homegroup.core import health
        from homegroup.packs import report

        health.register("packs", report.finding)
