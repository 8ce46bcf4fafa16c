"""Vault as a Django app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Sealed entries."""

    name = "homegroup.vault"
    label = "vault"
