"""Core as a Django app."""

from datetime import timedelta

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Tools that know no feature."""

    name = "homegroup.core"
    label = "core"

    def ready(self) -> None:
        from homegroup.core import gallery_examples, once, upkeep

        gallery_examples.register()
        upkeep.register("forget-old-keys", timedelta(days=1), once.forget_old_keys)
