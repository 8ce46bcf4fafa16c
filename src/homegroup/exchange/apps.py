"""Exchange as a Django app: what it registers with lower rooms."""

from datetime import timedelta

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The field's formats, in and out."""

    name = "homegroup.exchange"
    label = "exchange"

    def ready(self) -> None:
        from homegroup.core import health, loaders, upkeep
        from homegroup.core.context import Alternate, announce
        from homegroup.exchange import models
        from homegroup.exchange.feeds import kinds
        from homegroup.exchange.feeds import links as feed_links
        from homegroup.exchange.importing import watching
        from homegroup.exchange.importing.offering import OfferedLists
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
        upkeep.register("build-feeds", timedelta(minutes=10), kinds.build_beforehand)
        loaders.offer_lists(OfferedLists())
        announce(Alternate("exchange:meeting_guide", "application/json", "Meetings Feed"))
        panels.register_for_search(links.print_link)
        panels.register_for_search(feed_links.all_dates_link)
        panels.register(feed_links.calendar_link)
        panels.register(links.poster_link)
        upkeep.register("refresh-sources", timedelta(hours=1), _refresh_sources)
        health.register("sources", watching.sources)


def _refresh_sources() -> None:
    # Only here: the HTTP client is slow to load, and no command at the terminal needs it.
    from homegroup.exchange.importing import sources

    sources.refresh_due()
