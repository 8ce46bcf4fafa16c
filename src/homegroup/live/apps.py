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
        _register_voice()
        _register_pages_of_formats()


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


def _register_voice() -> None:
    from homegroup.core import health
    from homegroup.live.actions import adding, opening
    from homegroup.live.voice import bridge, checking

    health.register("voice", checking.health)
    adding.after_adding(bridge.follow)
    opening.before_closing(bridge.say_goodbye)


def _register_pages_of_formats() -> None:
    from django.urls import reverse
    from django.utils.translation import gettext_lazy as _

    from homegroup.core import flash
    from homegroup.groups import panels
    from homegroup.groups.choices import Power
    from homegroup.groups.models import Membership

    def link(me: Membership) -> panels.Link | None:
        if not me.may(Power.LEAD_MEETINGS):
            return None
        return panels.Link(reverse("live:formats", args=[me.group.key]), _("Formats"))

    panels.register(link, order=35)
    for key, text in {
        "live.format_copied": _("This copy is yours. Change what you like."),
        "live.format_saved": _("Saved."),
        "live.format_not_saved": _("That was not saved. Please look at the parts and try again."),
        "live.format_part_gone": _("The part is out. The history has it still."),
        "live.format_removed": _("It is thrown away."),
        "live.format_chosen": _("Chosen."),
    }.items():
        flash.register(key, text)
