"""Exchange as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The field's formats, in and out."""

    name = "homegroup.exchange"
    label = "exchange"

    def ready(self) -> None:
        from homegroup.exchange import models
        from homegroup.exchange.printing import links
        from homegroup.meetings import panels
        from homegroup.privacy import registry

        public = "Copies of public meeting lists: tells of meetings, not of members."
        for model in (
            models.Source,
            models.ImportRun,
            models.ImportedMeeting,
            models.ImportChange,
        ):
            registry.exempt(model, reason=public)
        panels.register_for_search(links.print_link)
        panels.register(links.poster_link)
