"""Messages as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Direct messages, calls, phone lists."""

    name = "homegroup.messages"
    label = "messages"
