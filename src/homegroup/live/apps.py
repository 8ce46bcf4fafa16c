"""Live as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Meetings held here."""

    name = "homegroup.live"
    label = "live"

    def ready(self) -> None:
        _register_formats()


def _register_formats() -> None:
    from pathlib import Path

    from django.utils.translation import gettext_lazy as _

    from homegroup.live import formats
    from homegroup.live.formats import schema
    from homegroup.packs.registry import PackKind, register

    here = Path(__file__).parent
    register(
        PackKind(
            formats.KIND,
            schema.Format,
            here / "formats",
            _("Formats of meetings"),
            schema.rules_of_format,
        )
    )
    register(
        PackKind(
            formats.GUIDANCE,
            schema.Guidance,
            here / "guidance",
            _("When it gets difficult"),
            schema.rules_of_guidance,
        )
    )
