"""Live as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Meetings held here."""

    name = "homegroup.live"
    label = "live"

    def ready(self) -> None:
        _register_formats()
        _register_rooms()
        _register_words()


def _register_formats() -> None:
    from pathlib import Path

    from django.utils.translation import gettext_lazy as _

    from homegroup.live import formats
    from homegroup.live.formats import schema
    from homegroup.packs.registry import PackKind, register

    here = Path(__file__).parent
    register(
        PackKind(
            formats.KIND,
            schema.Format,
            here / "formats",
            _("Formats of meetings"),
            schema.rules_of_format,
        )
    )
    register(
        PackKind(
            formats.GUIDANCE,
            schema.Guidance,
            here / "guidance",
            _("When it gets difficult"),
            schema.rules_of_guidance,
        )
    )


def _register_rooms() -> None:
    from datetime import timedelta

    from homegroup.core import streams, upkeep
    from homegroup.live import models
    from homegroup.live.actions import opening
    from homegroup.live.course import doors, lines
    from homegroup.privacy import registry

    streams.register_log("room", lines.read_events)
    streams.listen(doors.hear)
    streams.listen(opening.hear)
    upkeep.register("close-rooms", timedelta(minutes=1), opening.close_old)
    registry.exempt(models.RoomRule, reason="How the rooms of a meeting are; names nobody.")
    registry.exempt(
        models.Room, reason="A room that is open now; no account stands in it. Closing deletes it."
    )
    registry.exempt(
        models.Line,
        reason="What is said in an open room, sealed by a key that is deleted when the room "
        "closes, with these rows; no account stands in it.",
    )
    registry.exempt(models.Held, reason="A rounded number, minutes and a format; names nobody.")


def _register_words() -> None:
    from django.utils.translation import gettext_lazy as _

    from homegroup.core import flash, today_panels
    from homegroup.groups import panels as group_panels
    from homegroup.live import panels
    from homegroup.meetings import panels as meeting_panels

    meeting_panels.register_way_in(panels.way_in)
    group_panels.register(panels.open_link, order=5)
    group_panels.register(panels.rooms_link, order=35)
    today_panels.register(panels.open_now, order=5)
    for key, text in (
        ("left", _("You left the meeting.")),
        ("closed", _("The room is closed. Nothing of it is kept.")),
        ("kept", _("Kept in your journal. Only you can read it.")),
        ("put-out", _("They are out, and cannot come back into this meeting.")),
        ("rule-set", _("Saved.")),
    ):
        flash.register(f"live.{key}", text)
