"""Home as a Django app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The landing page."""

    name = "homegroup.home"
    label = "home"

    def ready(self) -> None:
        from homegroup.home import checks, menu

        checks.register()
        menu.register()
