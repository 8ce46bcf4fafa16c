"""Packs as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """Content packs."""

    name = "homegroup.packs"
    label = "packs"
