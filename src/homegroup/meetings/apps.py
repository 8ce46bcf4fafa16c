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

    def _register_chores(self) -> None:
        from homegroup.core import upkeep
        from homegroup.meetings import slots, writing

        # A newer set of zone rules is another chore, which has never been done.
        rules = version("tzdata").replace(".", "-")
        upkeep.register(f"renew-slots-{rules}", slots.RENEW_AFTER, slots.renew_all)
        upkeep.register("renew-gazetteer", timedelta(days=1), writing.renew_gazetteer)

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
