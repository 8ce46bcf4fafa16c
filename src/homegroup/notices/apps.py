"""Notices as a Django app: what it registers with lower rooms."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Notices."""

    name = "homegroup.notices"
    label = "notices"

    def ready(self) -> None:
        self._register_with_privacy()
        self._register_with_core()

    def _register_with_core(self) -> None:
        from homegroup.accounts import ways
        from homegroup.core import flash, health, navigation, upkeep
        from homegroup.notices import actions, queries, sending

        upkeep.register("send-notices", timedelta(minutes=1), sending.send_due)
        upkeep.register("forget-old-notices", timedelta(days=1), actions.forget_old)
        health.register("notices", queries.health)
        ways.register(ways.Way("notices:settings", _("How notices reach me"), order=40))
        navigation.register(
            navigation.Entry(
                "/notices/",
                _("Notices"),
                "bell",
                order=40,
                shown=navigation.to_members,
                count=queries.count_for,
            )
        )
        for key, text in (
            ("saved", _("Saved.")),
            ("read", _("All marked as read.")),
            ("code_sent", _("We sent you a code. Type it below.")),
            ("mail_on", _("Mails are on.")),
            ("mail_off", _("Mails are off, and your address is deleted.")),
            ("push_on", _("Pushes are on for this device.")),
            ("push_off", _("Pushes are off for this device.")),
        ):
            flash.register(f"notices.{key}", text)

    def _register_with_privacy(self) -> None:
        from homegroup.notices import holdings, models
        from homegroup.privacy import registry

        for model, tells, export in (
            (models.Notice, "Notices of the last 60 days.", holdings.export_notices),
            (models.Preferences, "When you may be reached.", holdings.export_preferences),
            (models.Choice, "What you want to hear of.", holdings.export_choices),
            (models.MailAddress, "Your mail address, sealed.", holdings.export_address),
            (models.PushDevice, "Devices that take pushes, sealed.", holdings.export_devices),
            (models.Delivery, "Messages that wait to go out.", holdings.export_deliveries),
        ):
            registry.register(model, tells=tells, export=export, erase=holdings.erase_of(model))
        registry.exempt(
            models.MailSettings, reason="Tells of the site's mail server, not of its members."
        )
