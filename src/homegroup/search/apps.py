"""Search as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One search over what rooms register."""

    name = "homegroup.search"
    label = "search"

    def ready(self) -> None:
        from homegroup.privacy import registry
        from homegroup.search import models

        registry.exempt(
            models.Document,
            reason="Finds what members wrote, by words, and names nobody. It goes with the text.",
        )
        registry.exempt(
            models.Word,
            reason="Words of texts, without who wrote them. A word goes with its last text.",
        )
