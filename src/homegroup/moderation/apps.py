"""Moderation as a Django app."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Reports and holds."""

    name = "homegroup.moderation"
    label = "moderation"
