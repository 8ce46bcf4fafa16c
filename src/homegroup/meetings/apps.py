"""Meetings as a Django app: what it registers with lower rooms."""

from datetime import timedelta
from importlib.metadata import version

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The directory of meetings."""

    name = "homegroup.meetings"
    label = "meetings"

    def ready(self) -> None:
        self._register_with_privacy()
        self._register_chores()
        self._register_desk()
        self._register_with_groups()
        self._register_examples()
        self._register_with_search()

    def _register_with_search(self) -> None:
        from homegroup.meetings import found_by_words
        from homegroup.search import beyond

        beyond.register_shelf(found_by_words.shelf)

    def _register_examples(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from homegroup.core import gallery
        from homegroup.meetings import examples

        gallery.register("starts.html", _("Three starts"), lambda: {"cards": examples.cards()})

    def _register_with_groups(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext as _

        from homegroup.groups import changes, panels
        from homegroup.groups.choices import Power
        from homegroup.groups.models import Membership
        from homegroup.meetings import writing

        def desk(me: Membership) -> panels.Link | None:
            if not me.may(Power.EDIT_MEETINGS):
                return None
            return panels.Link(reverse("meetings:desk", args=[me.group.key]), _("Change meetings"))

        panels.register(desk, order=30)
        changes.on_change(writing.publish_group)

    def _register_chores(self) -> None:
        from homegroup.core import upkeep
        from homegroup.meetings import slots, writing

        # A newer set of zone rules is another chore, which has never been done.
        rules = version("tzdata").replace(".", "-")
        upkeep.register(f"renew-slots-{rules}", slots.RENEW_AFTER, slots.renew_all)
        upkeep.register("renew-gazetteer", timedelta(days=1), writing.renew_gazetteer)

    def _register_desk(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from homegroup.core import flash, waiting
        from homegroup.meetings import desk

        waiting.register(desk.waiting_here, order=30)
        for key, text in (
            ("added", _("The meeting is listed.")),
            ("changed", _("Changed. Everybody sees it now.")),
            ("confirmed", _("Confirmed. Thank you for looking.")),
            ("date-changed", _("The date is changed. Everybody sees it now.")),
            ("date-restored", _("The date is as it was.")),
            ("paused", _("Paused. Everybody sees it now.")),
            ("resumed", _("The meeting takes place again.")),
            ("closed", _("The meeting is closed. Its page says so.")),
            ("reopened", _("The meeting is listed again.")),
            ("settled", _("Done. The next one, please.")),
        ):
            flash.register(f"meetings.{key}", text)

    def _register_with_privacy(self) -> None:
        from homegroup.meetings import models
        from homegroup.privacy import registry

        public = "The public directory: tells of meetings, not of members."
        for model in (
            models.MeetingType,
            models.Meeting,
            models.Meeting.types.through,
            models.Schedule,
            models.Slot,
            models.SearchWord,
        ):
            registry.exempt(model, reason=public)
        desk = "Holds the bare id of the servant who acted, which erasure makes meaningless."
        registry.exempt(models.DateChange, reason=desk)
        registry.exempt(models.Pause, reason=desk)
        registry.exempt(
            models.Correction, reason="Keeps nothing of the reader who reports. " + desk
        )
