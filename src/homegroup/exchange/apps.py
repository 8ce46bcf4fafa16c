"""Exchange as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The field's formats, in and out."""

    name = "homegroup.exchange"
    label = "exchange"
