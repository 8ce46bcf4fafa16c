"""Moderation as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Reports, holds and blocks."""

    name = "homegroup.moderation"
    label = "moderation"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from homegroup.accounts import ways
        from homegroup.core import flash, gallery, thing_links, waiting
        from homegroup.groups import panels
        from homegroup.moderation import examples, reportable, showing, wording
        from homegroup.notices import kinds
        from homegroup.notices.choices import Urgency

        reportable.register()
        gallery.register(
            "help_first.html", _("In one country"), lambda: {"help": examples.help_shown()}
        )
        ways.register(ways.Way("moderation:contacts", _("People I want no contact with"), order=60))
        ways.register(ways.Way("moderation:mine", _("What I reported"), order=65))
        panels.register(showing.desk_link, order=60)
        panels.register(showing.log_link, order=90)
        panels.register_for_person(showing.report_link, order=80)
        panels.register_for_person(showing.contact_link, order=90)
        thing_links.register(showing.report_links, order=90)
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
        kinds.register(
            kinds.Kind(
                "moderation.concern",
                words=wording.concerned,
                topic="tasks",
                urgency=Urgency.SOON,
            )
        )
        kinds.register(kinds.Kind("moderation.decided", words=wording.decided, topic="groups"))
        self._register_with_privacy()

    def _register_with_privacy(self) -> None:
        from homegroup.moderation import holdings, models
        from homegroup.privacy import registry

        for held, tells, export, erase in (
            (
                models.Report,
                (
                    "What you reported, and what was decided. When you leave, your name and words "
                    "are taken off; that there was a report stays."
                ),
                holdings.export_reports,
                holdings.erase_reports,
            ),
            (
                models.Hold,
                "What of yours waits for a moderator, and what you decided as one.",
                holdings.export_holds,
                holdings.erase_holds,
            ),
            (
                models.Concern,
                "When your words told that you may not be safe, and a moderator was told so.",
                holdings.export_concerns,
                holdings.erase_concerns,
            ),
        ):
            registry.register(held, tells=tells, export=export, erase=erase)
        self._register_the_desk_with_privacy()

    def _register_the_desk_with_privacy(self) -> None:
        from homegroup.moderation import holdings, models
        from homegroup.privacy import registry

        for held, tells, export, erase in (
            (
                models.Pause,
                "Pauses from writing that you were given, or gave as a moderator.",
                holdings.export_pauses,
                holdings.erase_pauses,
            ),
            (
                models.LastWritten,
                "When you wrote last in a group that writes slowly just now.",
                holdings.export_last_written,
                holdings.erase_last_written,
            ),
            (
                models.DeskKeyShare,
                "Keys that open what was reported to a desk that you look after.",
                holdings.export_desk_shares,
                holdings.erase_desk_shares,
            ),
            (
                models.Block,
                "With whom you want no contact.",
                holdings.export_blocks,
                holdings.erase_blocks,
            ),
        ):
            registry.register(held, tells=tells, export=export, erase=erase)
        registry.exempt(models.DeskKey, reason="The public half of a desk's key; names nobody.")
        registry.exempt(models.SlowMode, reason="Tells of a group, not of a person.")
        registry.exempt(
            models.Evidence,
            reason="Sealed to the moderators, so that nobody else can give it out; it goes with "
            "the decision on its report.",
        )
