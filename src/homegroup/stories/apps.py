"""Stories as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Stories of members."""

    name = "homegroup.stories"
    label = "stories"

    def ready(self) -> None:
        from datetime import timedelta

        from homegroup.core import flash, upkeep
        from homegroup.stories import exporting, finding, prompts, reportable, wording
        from homegroup.stories.actions.upkeep import drop_stray_files

        exporting.register()
        reportable.register()
        finding.register()
        prompts.register_kind()
        for key, text in wording.SAID.items():
            flash.register(key, text)
        upkeep.register("drop-stray-recordings", timedelta(days=1), drop_stray_files)
        self._register_notices()
        self._register_on_pages()
        self._register_with_privacy()

    def _register_on_pages(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from homegroup.core import navigation, today_panels, waiting
        from homegroup.groups import panels
        from homegroup.stories import showing

        navigation.register(navigation.Entry("/stories/", _("Stories"), "book-open", order=55))
        today_panels.register(showing.today_panel, order=40)
        waiting.register(showing.waiting, order=40)
        panels.register(showing.group_link, order=40)

    def _register_notices(self) -> None:
        from homegroup.notices import kinds
        from homegroup.notices.choices import Urgency
        from homegroup.stories import wording

        for name, words, topic, urgency in (
            ("stories.offered", wording.offered, "tasks", Urgency.DAILY),
            ("stories.answered", wording.answered, "tasks", Urgency.DAILY),
            ("stories.back", wording.back, "messages", Urgency.SOON),
            ("stories.published", wording.published, "messages", Urgency.DAILY),
            ("stories.helped", wording.helped, "messages", Urgency.DAILY),
        ):
            kinds.register(kinds.Kind(name, words=words, topic=topic, urgency=urgency))

    def _register_with_privacy(self) -> None:
        from homegroup.privacy import registry
        from homegroup.stories import holdings as held
        from homegroup.stories import models

        registry.exempt(models.Prompt, reason="Written for the site, without its writer.")
        registry.register(
            models.Recording,
            tells="Recordings in which you speak a story.",
            export=held.export_recordings,
            erase=held.erase_recordings,
        )
        registry.register(
            models.Story,
            tells="Stories that you have published. When you leave, you may let them stay without "
            "your name and without your voice.",
            export=held.export_stories,
            erase=held.erase_stories,
            anonymise=held.unname_stories,
        )
        for model, tells, export, erase in (
            (models.Offer, "Stories that you have handed in, with what editors wrote about them.",
             held.export_offers, held.erase_offers),
            (models.Note, "What you wrote as an editor about stories of others.",
             held.export_notes, held.erase_notes),
            (models.Suggestion, "Other words that you suggested as an editor.",
             held.export_suggestions, held.erase_suggestions),
            (models.Thanks, "What in a story has helped you; its author is not told who said it.",
             held.export_thanks, held.erase_thanks),
        ):  # fmt: skip
            registry.register(model, tells=tells, export=export, erase=erase)
