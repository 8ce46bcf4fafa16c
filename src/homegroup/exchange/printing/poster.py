"""The poster of one meeting: for a notice board, read from two steps away."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from homegroup.core import clock, qr
from homegroup.core.typesetting import typeset
from homegroup.exchange.feeds.outlet import Outlet
from homegroup.exchange.printing.options import Options
from homegroup.exchange.printing.sheets import SHEETS
from homegroup.exchange.printing.wording import (
    MOST_LINK,
    plain,
    short_date,
    shortened,
    zone_text,
)
from homegroup.meetings.choices import Attendance, Category, Status
from homegroup.meetings.models import Meeting
from homegroup.meetings.showing import joined, schedule_text

STRIPS = 9
_MOST_LINES = 6
_MOST_TYPES = 6


def poster_of(meeting: Meeting, options: Options, outlet: Outlet, *, at: datetime) -> bytes:
    """Give the poster of a meeting (read with `whole()`) as PDF. Raises typesetting.NotPrinted."""
    return typeset(
        Path(__file__).with_name("poster.typ"), poster_data(meeting, options, outlet), at=at
    )


def poster_data(meeting: Meeting, options: Options, outlet: Outlet) -> dict[str, Any]:
    """Give what `poster.typ` reads: plain texts, sizes in mm, the QR code as an SVG file."""
    page, today = outlet.page_of(meeting), outlet.today(meeting.zone)
    when = _when(meeting, today)
    address = page.partition("://")[2]
    return {
        "page": SHEETS[options.paper],
        "site": plain(outlet.name),
        "name": plain(meeting.name),
        "fellowship": plain(meeting.fellowship.name) if meeting.fellowship else "",
        "paused": _paused(meeting, today),
        "when": when,
        "where": _where(meeting),
        "door": plain(shortened(_door(meeting), 160)),
        "join": _join(meeting),
        "kinds": plain(" · ".join(_types(meeting))),
        "who": _who(meeting),
        "welcome": _("You can come as you are."),
        "contact": _contact(meeting),
        "scan": _("Scan for dates, directions and changes"),
        "address": address,
        "as_of": _("As of %s. Times can change.") % short_date(outlet.day),
        "qr": qr.file(page),
        "qr_said": _("QR code of %s") % address,
        "strips": STRIPS if options.strips else 0,
        "strip": {
            "name": plain(shortened(meeting.name, 40)),
            "when": plain(shortened(when[0], 70)) if when else "",
            "where": plain(shortened(", ".join(_where(meeting)) or _("Online"), 70)),
            "address": address if len(address) <= MOST_LINK else outlet.site.partition("://")[2],
        },
    }


def _when(meeting: Meeting, today: date) -> list[str]:
    """Give the schedules in words; the zone is named when one can join from elsewhere."""
    zone = f" ({zone_text(clock.now().astimezone(meeting.zone))})" if meeting.is_online else ""
    current = [s for s in meeting.schedules.all() if not s.last_on or s.last_on >= today]
    return [
        plain(schedule_text(schedule, today=today) + (zone if schedule.timed else ""))
        for schedule in current[:_MOST_LINES]
    ]


def _paused(meeting: Meeting, today: date) -> str:
    if meeting.status_on(today) != Status.PAUSED:
        return ""
    pause = meeting.pause_on(today)
    if pause and pause.until_on:
        return _("Paused until %s.") % short_date(pause.until_on)
    return _("Paused until further notice.")


def _where(meeting: Meeting) -> list[str]:
    venue = meeting.venue
    if venue is None or not meeting.is_in_person:
        return []
    whole = [venue.address, venue.city] if venue.address else [
        venue.formatted_address or venue.city]  # fmt: skip
    return [plain(line) for line in (venue.name, ", ".join(part for part in whole if part)) if line]


def _door(meeting: Meeting) -> str:
    return meeting.venue.notes if meeting.venue and meeting.is_in_person else ""


def _join(meeting: Meeting) -> list[str]:
    """Tell how to take part from elsewhere. Passcodes stay on the page, behind the code."""
    if not meeting.is_online:
        return []
    head = _("Online") if meeting.attendance == Attendance.ONLINE else _("Or online")
    url = meeting.conference_url
    if url:
        told = url.partition("://")[2] if len(url) <= MOST_LINK else _("scan the code to join")
        head = f"{head}: {told}"
    phone = [_("By phone: %s") % meeting.conference_phone] if meeting.conference_phone else []
    return [plain(line) for line in (head, *phone)]


def _who(meeting: Meeting) -> list[str]:
    """Say in words who may come."""
    kinds = [kind for kind in meeting.types.all() if kind.category == Category.ATTENDANCE]
    return [plain(f"{kind.label}: {kind.about}" if kind.about else kind.label) for kind in kinds]


def _types(meeting: Meeting) -> list[str]:
    order = [Category.AUDIENCE, Category.FORMAT, Category.ACCESS, Category.LANGUAGE]
    kinds = sorted(meeting.types.all(), key=lambda kind: kind.position)
    return [kind.label for each in order for kind in kinds if kind.category == each][:_MOST_TYPES]


def _contact(meeting: Meeting) -> str:
    ways = [way for way in (meeting.phone, meeting.email) if way]
    return plain(_("Questions? %s") % joined(ways)) if ways else ""
