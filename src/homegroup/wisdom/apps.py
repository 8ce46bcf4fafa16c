"""Wisdom as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class WisdomConfig(AppConfig):
    """What helped people, by situation."""

    name = "homegroup.wisdom"
    label = "wisdom"
