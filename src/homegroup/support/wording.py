"""The words of notices, of what is said after a redirect, and of ages."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from homegroup.core import clock
from homegroup.groups.models import Membership
from homegroup.moderation.access import out_of_contact
from homegroup.moderation.subjects import read_id
from homegroup.notices.choices import Weekday
from homegroup.notices.kinds import Line, Words
from homegroup.support.addresses import page_of
from homegroup.support.hours import Span, wall
from homegroup.support.models import Duty, Share

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Text: TypeAlias = "str | StrPromise"


def age(at: datetime, zone: ZoneInfo) -> str:
    """Give when something was written, no more exactly than is of use: hours, days, the date."""
    passed = clock.now() - at
    hours = int(passed.total_seconds() // 3600)
    if hours < 1:
        return _("within the last hour")
    day, today = at.astimezone(zone).date(), clock.today(zone)
    if day == today:
        return ngettext("%d hour ago", "%d hours ago", hours) % hours
    days = (today - day).days
    if days == 1:
        return _("yesterday")
    if days < 7:
        return ngettext("%d day ago", "%d days ago", days) % days
    return date_format(day, "j F" if day.year == today.year else "j F Y")


@dataclass(frozen=True)
class Hours:
    """Hours of duty in words, for the person whose they are; `ids` are those of the rows."""

    ids: str
    words: str


def hours_of(duties: Iterable[Duty]) -> list[Hours]:
    """Give hours of duty, by the clock of the zone in which they were told, equal ones as one."""
    gathered: dict[tuple[int, int, str], list[Duty]] = {}
    for duty in duties:
        same = (duty.from_minute, duty.until_minute, duty.zone)
        gathered.setdefault(same, []).append(duty)
    return [_hours(*same, rows) for same, rows in gathered.items()]


def _hours(start: int, end: int, zone: str, rows: list[Duty]) -> Hours:
    days = (
        _("Every day") if len(rows) == 7 else ", ".join(str(Weekday(r.weekday).label) for r in rows)
    )
    told = _("%(days)s: %(start)s to %(end)s (%(zone)s)") % {
        "days": days,
        "start": time_format(wall(start), "H:i"),
        "end": time_format(wall(end), "H:i"),
        "zone": zone,
    }
    return Hours(" ".join(str(row.pk) for row in rows), told)


def covered_by_day(spans: Iterable[Span], zone: ZoneInfo) -> dict[date, list[str]]:
    """Give stretches in words, by the date of a reader's zone on which each begins."""
    days: dict[date, list[str]] = {}
    for span in spans:
        start, end = span.start.astimezone(zone), span.end.astimezone(zone)
        is_long = span.end - span.start >= timedelta(days=1)
        told = _("%(start)s to %(end)s") % {
            "start": date_format(start, "H:i"),
            "end": date_format(end, "l, H:i" if is_long else "H:i"),
        }
        days.setdefault(start.date(), []).append(told)
    return days


def about_share(text: "Text") -> Words:
    """Give a maker of words for a share that its reader may open; `%s` is the group's name."""

    def words(ids: Collection[str], reader: UUID) -> dict[str, Line]:
        wanted = [each for each in map(read_id, ids) if each]
        mine = Membership.objects.members().filter(user=reader)
        rows = Share.objects.filter(pk__in=wanted, group__in=mine.values("group"))
        rows = rows.exclude(author__user__in=out_of_contact(reader))
        return {
            str(row.pk): Line(str(text) % row.group.name, page_of(row))
            for row in rows.select_related("group")
        }

    return words


def about_group(text: "Text", page: str) -> Words:
    """Give a maker of words for somebody in a group; `%s` is its name."""

    def words(ids: Collection[str], reader: UUID) -> dict[str, Line]:
        wanted = [int(each) for each in ids if each.isdigit()]
        mine = Membership.objects.members().filter(user=reader, group__in=wanted)
        return {
            str(row.group_id): Line(str(text) % row.group.name, reverse(page, args=[row.group.key]))
            for row in mine.select_related("group")
        }

    return words


# Kind of notice: words, topic, and whether it matters today.
NOTICES: dict[str, tuple[Words, str, bool]] = {
    "shares.answered": (
        about_share(gettext_lazy("Somebody answered what you wrote in %s.")), "messages", True,
    ),
    "shares.cared": (
        about_share(gettext_lazy("Somebody in %s has heard you.")), "messages", False,
    ),
    "shares.let_through": (
        about_share(gettext_lazy("What you wrote in %s can be read by all now.")), "messages", True,
    ),
    "shares.closed": (
        about_share(gettext_lazy("A moderator in %s did not let something of yours stand.")),
        "messages", True,
    ),
    "shares.changed": (
        about_share(gettext_lazy("A moderator in %s changed how something of yours is shown.")),
        "messages", False,
    ),
    "shares.now": (
        about_share(gettext_lazy("Somebody in %s has a hard time right now.")), "tasks", True,
    ),
    "shares.waits": (
        about_group(gettext_lazy("Somebody waits for an answer in %s."), "support:waiting"),
        "tasks", True,
    ),
    "shares.reminder": (
        about_group(gettext_lazy("Somebody still waits for an answer in %s."), "support:waiting"),
        "tasks", True,
    ),
    "shares.host": (
        about_group(gettext_lazy("Would you host the check-in of %s next?"), "support:host"),
        "tasks", False,
    ),
    "shares.hand_on": (
        about_group(gettext_lazy("Your week in %s ends. Hand the check-in on."), "support:host"),
        "tasks", False,
    ),
}  # fmt: skip

# What the next page says after something was done.
SAID: "dict[str, Text]" = {
    "shares.shared": gettext_lazy("Thank you for sharing. Your group can read it now."),
    "shares.held": gettext_lazy(
        "Thank you for sharing. A moderator reads it first, then the others. You hear from us."
    ),
    "shares.changed": gettext_lazy("Changed."),
    "shares.again": gettext_lazy("Sent. A moderator reads it once more. You hear from us."),
    "shares.begun": gettext_lazy("Kept. Only you can read it, until you share it."),
    "shares.deleted": gettext_lazy("Deleted."),
    "shares.answered": gettext_lazy("Sent. Thank you for being there."),
    "shares.answer_held": gettext_lazy(
        "Sent. A moderator reads it first, then the others. You hear from us."
    ),
    "shares.responded": gettext_lazy("They are told."),
    "shares.muted": gettext_lazy("You read no more of them here. They are not told."),
    "shares.unmuted": gettext_lazy("You read them again."),
    "shares.on": gettext_lazy("Thank you. You are told when somebody waits in these hours."),
    "shares.off": gettext_lazy("Taken off."),
    "shares.pledged": gettext_lazy("Kept for today. The group reads it."),
    "shares.hosted": gettext_lazy("Done."),
}
