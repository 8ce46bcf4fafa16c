"""Wisdom as a Django app: what it registers with lower rooms."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WisdomConfig(AppConfig):
    """What helped people, by situation."""

    name = "homegroup.wisdom"
    label = "wisdom"

    def ready(self) -> None:
        from homegroup.core import flash, upkeep
        from homegroup.wisdom import finding, reportable, situations, wording
        from homegroup.wisdom.actions import helping

        situations.register_kind()
        reportable.register()
        finding.register()
        for key, text in wording.SAID.items():
            flash.register(key, text)
        upkeep.register("reckon-what-helped", timedelta(days=7), helping.reckon)
        upkeep.register("forget-unanswered", timedelta(days=1), helping.forget_unanswered)
        self._register_notices()
        self._register_on_pages()
        self._register_with_privacy()

    def _register_notices(self) -> None:
        from homegroup.notices import kinds
        from homegroup.wisdom import wording

        for name, words, topic in (
            ("wisdom.asked", wording.asked, "messages"),
            ("wisdom.reworded", wording.reworded, "messages"),
            ("wisdom.shown", wording.shown, "messages"),
            ("wisdom.not_kept", wording.not_kept, "messages"),
            ("wisdom.offered", wording.offered, "tasks"),
        ):
            kinds.register(kinds.Kind(name, words=words, topic=topic))

    def _register_on_pages(self) -> None:
        from homegroup.core import help_panels, navigation, thing_links, today_panels, waiting
        from homegroup.groups import panels
        from homegroup.search import beyond
        from homegroup.wisdom import showing

        navigation.register(navigation.Entry("/helped/", _("What helped"), "sprout", order=57))
        thing_links.register(showing.keep_links, order=40)
        beyond.register(showing.under_searches)
        today_panels.register(showing.today_panel, order=60)
        help_panels.register(showing.help_panel, order=60, for_crisis=False)
        waiting.register(showing.editors_waiting, order=45)
        waiting.register(showing.answers_waiting, order=8)
        panels.register(showing.group_link, order=45)

    def _register_with_privacy(self) -> None:
        from homegroup.groups import parting
        from homegroup.privacy import registry
        from homegroup.wisdom import holdings, models

        parting.register(
            parting.Words(holdings.has_words, holdings.take_words, holdings.unname_words)
        )
        registry.register(
            models.Statement,
            tells=_(
                "Words of yours that are kept for others without your name, or that you were "
                "asked about. When you leave, what stands on a page may stay, with no link to you."
            ),
            export=holdings.export_statements,
            erase=holdings.erase_statements,
            anonymise=holdings.unname_statements,
        )
        registry.register(
            models.Helped,
            tells=_("What you said has helped you. Nobody else is told."),
            export=holdings.export_helped,
            erase=holdings.erase_helped,
        )
        kept = "Belongs to a statement and goes with it; names nobody."
        registry.exempt(models.Placed, reason=kept)
        registry.exempt(models.See, reason=kept)
        registry.exempt(
            models.Introduction,
            reason="Belongs to a page and names nobody; who wrote it last stands in the log alone.",
        )
        registry.exempt(models.OwnSituation, reason="Made for a group, without its maker.")
