"""Moderation as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Reports, holds and blocks."""

    name = "homegroup.moderation"
    label = "moderation"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from homegroup.accounts import ways
        from homegroup.core import flash, waiting
        from homegroup.groups import panels
        from homegroup.moderation import reportable, showing, wording
        from homegroup.notices import kinds
        from homegroup.notices.choices import Urgency

        reportable.register()
        ways.register(ways.Way("moderation:contacts", _("People I want no contact with"), order=60))
        ways.register(ways.Way("moderation:mine", _("What I reported"), order=65))
        panels.register(showing.desk_link, order=60)
        panels.register(showing.log_link, order=90)
        panels.register_for_person(showing.report_link, order=80)
        panels.register_for_person(showing.contact_link, order=90)
        waiting.register(showing.group_waiting, order=20)
        waiting.register(showing.house_waiting, order=30)
        for key, text in wording.SAID.items():
            flash.register(key, text)
        kinds.register(
            kinds.Kind(
                "moderation.reported",
                words=wording.reported,
                topic="tasks",
                urgency=Urgency.SOON,
            )
        )
        kinds.register(kinds.Kind("moderation.decided", words=wording.decided, topic="groups"))
        self._register_with_privacy()

    def _register_with_privacy(self) -> None:
        from homegroup.moderation import holdings, models
        from homegroup.privacy import registry

        registry.register(
            models.Report,
            tells="What you reported, and what was decided. When you leave, your name and words "
            "are taken off; that there was a report stays.",
            export=holdings.export_reports,
            erase=holdings.erase_reports,
        )
        registry.register(
            models.Hold,
            tells="What of yours waits for a moderator, and what you decided as one.",
            export=holdings.export_holds,
            erase=holdings.erase_holds,
        )
        registry.register(
            models.Block,
            tells="With whom you want no contact.",
            export=holdings.export_blocks,
            erase=holdings.erase_blocks,
        )
