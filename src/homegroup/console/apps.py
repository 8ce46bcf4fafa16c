"""Console as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    """The operator's pages."""

    name = "homegroup.console"
    label = "console"

    def ready(self) -> None:
        from homegroup.console import greeting, panels, queries
        from homegroup.core import flash, greetings, health, navigation, today_panels
        from homegroup.core.navigation import Entry

        greetings.register(greeting.lines)
        health.register("operators", queries.operators)
        today_panels.register(panels.set_up, order=5)
        console = Entry("/console/", _("Console"), "house", order=65, shown=panels.is_operator)
        navigation.register(console)
        flash.register("console.saved", _("Saved."))
        flash.register("console.loaded", _("Done. Here is what came in."))
        flash.register("console.taken_back", _("Taken back."))
        flash.register("console.sample", _("The invented meetings are here."))
