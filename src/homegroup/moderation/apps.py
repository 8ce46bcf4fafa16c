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
        from homegroup.moderation import examples, links, reportable, wording

        reportable.register()
        for name in ("reach.html", "help_above.html", "help_first.html"):
            gallery.register(name, _("In one country"), lambda: {"help": examples.help_shown()})
        ways.register(ways.Way("moderation:contacts", _("People I want no contact with"), order=60))
        ways.register(ways.Way("moderation:mine", _("What I reported"), order=65))
        ways.register(ways.Way("moderation:told", _("What moderators told me"), order=66))
        panels.register(links.desk_link, order=60)
        panels.register(links.log_link, order=90)
        panels.register_for_person(links.report_link, order=80)
        panels.register_for_person(links.person_link, order=85)
        panels.register_for_person(links.contact_link, order=90)
        thing_links.register(links.report_links, order=90)
        waiting.register(links.group_waiting, order=20)
        waiting.register(links.house_waiting, order=30)
        for key, text in wording.SAID.items():
            flash.register(key, text)
        self._register_notices()
        self._register_keys_and_chores()
        self._register_with_privacy()

    def _register_notices(self) -> None:
        from homegroup.moderation import wording
        from homegroup.notices import kinds
        from homegroup.notices.choices import Urgency

        for name, words, topic in (
            ("reported", wording.reported, "tasks"),
            ("concern", wording.concerned, "tasks"),
            ("second", wording.second, "tasks"),
            ("handed", wording.handed, "tasks"),
            ("looked", wording.looked, "tasks"),
            ("decided", wording.decided, "groups"),
            ("outcome", wording.outcome, "groups"),
            ("away", wording.away, "groups"),
        ):
            urgency = Urgency.SOON if topic == "tasks" else Urgency.DAILY
            kinds.register(
                kinds.Kind(f"moderation.{name}", words=words, topic=topic, urgency=urgency)
            )

    def _register_keys_and_chores(self) -> None:
        from datetime import timedelta

        from homegroup.accounts.actions import on_new_key
        from homegroup.core import upkeep
        from homegroup.groups import changes
        from homegroup.moderation import access, actions, evidence
        from homegroup.moderation.actions import bans

        on_new_key(evidence.rekey)
        changes.on_people(evidence.people_changed)
        changes.on_break_lifted(bans.break_lifted)
        changes.on_coming(access.check_may_come)
        upkeep.register("tidy-desk-keys", timedelta(days=1), evidence.tidy)
        upkeep.register("end-old-decisions", timedelta(hours=6), actions.end_old)
        upkeep.register("forget-slow-writing", timedelta(hours=1), actions.forget_slow)

    def _register_with_privacy(self) -> None:
        from homegroup.moderation import holdings, models
        from homegroup.privacy import registry

        for model, (tells, export, erase) in holdings.HELD.items():
            registry.register(model, tells=tells, export=export, erase=erase)
        registry.exempt(models.DeskKey, reason="The public half of a desk's key; names nobody.")
        registry.exempt(models.SlowMode, reason="Tells of a group, not of a person.")
        registry.exempt(
            models.Evidence,
            reason="Sealed to the moderators, so that nobody else can give it out; it goes with "
            "the decision on its report.",
        )
