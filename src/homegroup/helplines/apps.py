"""Helplines as a Django app."""

from django.apps import AppConfig


class HelplinesConfig(AppConfig):
    """Crisis lines by country."""

    name = "homegroup.helplines"
    label = "helplines"
