"""Audit as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what."""

    name = "homegroup.audit"
    label = "audit"
