"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Members without identities."""

    name = "homegroup.accounts"
    label = "accounts"
