"""Stories as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Stories of members."""

    name = "homegroup.stories"
    label = "stories"
