"""Places as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places, distance, zones and recurrence."""

    name = "homegroup.places"
    label = "places"
