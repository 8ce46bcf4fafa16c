"""Notices as a Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices."""

    name = "homegroup.notices"
    label = "notices"
