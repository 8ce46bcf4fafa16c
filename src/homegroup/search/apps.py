"""Search as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One search over what rooms register."""

    name = "homegroup.search"
    label = "search"
