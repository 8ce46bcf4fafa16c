"""Search as a Django app: what it registers with lower rooms."""

from datetime import timedelta

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One search over what rooms register."""

    name = "homegroup.search"
    label = "search"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from homegroup.core import navigation, upkeep
        from homegroup.privacy import registry
        from homegroup.search import groups_found, models, sweeping

        groups_found.register()
        upkeep.register("sweep-search", timedelta(days=1), sweeping.sweep)
        upkeep.register("tidy-search", timedelta(days=1), models.TEXTS.tidy)
        navigation.register(
            navigation.Entry(
                "/search/", _("Search"), "text-search", order=45, shown=navigation.to_members
            )
        )
        registry.exempt(
            models.Document,
            reason="Finds what members wrote, by words, and names nobody. It goes with the text.",
        )
        registry.exempt(
            models.Word,
            reason="Words of texts, without who wrote them. A word goes with its last text.",
        )
