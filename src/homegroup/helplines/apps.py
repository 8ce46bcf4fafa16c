"""Helplines as a Django app."""

from django.apps import AppConfig


class HelplinesConfig(AppConfig):
    """Crisis lines by country."""

    name = "homegroup.helplines"
    label = "helplines"

    def ready(self) -> None:
        from homegroup.core import health
        from homegroup.helplines import lines

        health.register("helplines", lines.check)
