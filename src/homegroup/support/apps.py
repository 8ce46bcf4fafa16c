"""Support as a Django app: what it registers with lower rooms."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    """Shares and answers."""

    name = "homegroup.support"
    label = "support"

    def ready(self) -> None:
        from homegroup.support import reportable

        reportable.register()
        self._register_words()
        self._register_on_pages()
        self._register_chores()
        self._register_with_privacy()

    def _register_words(self) -> None:
        from homegroup.core import flash
        from homegroup.notices import kinds
        from homegroup.notices.choices import Urgency
        from homegroup.support import wording

        for name, (words, topic, matters_today) in wording.NOTICES.items():
            urgency = Urgency.SOON if matters_today else Urgency.DAILY
            kinds.register(kinds.Kind(name, words=words, topic=topic, urgency=urgency))
        for key, text in wording.SAID.items():
            flash.register(key, text)

    def _register_on_pages(self) -> None:
        from homegroup.core import navigation, today_panels, waiting
        from homegroup.groups import panels
        from homegroup.support import begun, drafts, showing

        drafts.register()
        navigation.register(
            navigation.Entry(
                "/shares/", _("Shares"), "message-square", order=25, shown=navigation.to_members
            )
        )
        panels.register(showing.menu_link, order=10)
        panels.register(showing.day_link, order=12)
        panels.register(showing.waiting_link, order=14)
        panels.register_for_person(showing.mute_link, order=85)
        waiting.register(showing.people_waiting, order=5)
        today_panels.register(showing.written_to_me, order=15)
        today_panels.register(begun.panel, order=25)

    def _register_chores(self) -> None:
        from homegroup.core import upkeep
        from homegroup.support.actions import upkeep as chores

        upkeep.register("remind-those-on-duty", timedelta(minutes=15), chores.remind)
        upkeep.register("remind-hosts", timedelta(hours=12), chores.remind_hosts)
        upkeep.register("reckon-answers", timedelta(days=1), chores.reckon)
        upkeep.register("forget-closed-shares", timedelta(days=1), chores.forget_closed)

    def _register_with_privacy(self) -> None:
        from homegroup.groups import parting
        from homegroup.privacy import registry
        from homegroup.support import holdings, models

        parting.register(
            parting.Words(holdings.has_words, holdings.take_words, holdings.unname_words)
        )
        registry.register(
            models.Share,
            tells=_("What you shared with your groups."),
            export=holdings.export_shares,
            erase=holdings.erase_shares,
            anonymise=holdings.unname_shares,
        )
        registry.register(
            models.Reply,
            tells=_("What you answered others, and what you said you would do on a day."),
            export=holdings.export_replies,
            erase=holdings.erase_replies,
            anonymise=holdings.unname_replies,
        )
        for model, tells, export, erase in (
            (
                models.Response,
                _("What you said to others with one press."),
                holdings.export_responses,
                holdings.erase_responses,
            ),
            (
                models.Mute,
                _("Of whom you read no more."),
                holdings.export_mutes,
                holdings.erase_mutes,
            ),
            (
                models.Duty,
                _("The hours in which you are there for others."),
                holdings.export_duties,
                holdings.erase_duties,
            ),
            (
                models.Space,
                _("Which check-in you host, or were asked to host."),
                holdings.export_hosting,
                holdings.erase_hosting,
            ),
        ):
            registry.register(model, tells=tells, export=export, erase=erase)
