"""Home as a Django app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The landing page."""

    name = "homegroup.home"
    label = "home"

    def ready(self) -> None:
        from homegroup.core import greetings, loaders
        from homegroup.home import checks, demo, menu
        from homegroup.home.demo import people

        greetings.register(people.lines)
        loaders.offer_sample(demo.load_demo)
        checks.register()
        menu.register()
