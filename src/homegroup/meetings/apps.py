"""Meetings as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The directory of meetings."""

    name = "homegroup.meetings"
    label = "meetings"

    def ready(self) -> None:
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
