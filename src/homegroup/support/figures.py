"""A group's one figure: how long it takes until a person answers.

The median of minutes from the writing to the first answer, over what was shared in the last 30
days: what lay with a moderator first took just as long for its author. What nobody
has answered yet counts as longer than all others, so that silence does not flatter. It is told
from `LEAST` shares and members on, in whole hours, and reckoned anew weekly, so that nobody can
be subtracted out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homegroup.core import clock
from homegroup.groups.models import Group
from homegroup.support.models import Share, Space

LOOKED_AT = timedelta(days=30)
LEAST = 8
_MOST = 1_000  # of the newest shares
_TOO_EARLY = timedelta(hours=24)  # an unanswered share younger than this says nothing yet


def minutes_to_answer(group: Group, now: datetime) -> int | None:
    """Give the median in minutes, None where too few shared, or most had no answer."""
    if group.memberships.members().count() < LEAST:
        return None
    rows = Share.objects.in_feed().filter(group=group, came_at__gte=now - LOOKED_AT)
    told = rows.values_list("written_at", "answered_at")[:_MOST]
    waits = sorted(
        (answered - written) / timedelta(minutes=1) if answered else float("inf")
        for written, answered in told
        if answered or now - written >= _TOO_EARLY
    )
    if len(waits) < LEAST:
        return None
    middle = waits[len(waits) // 2]
    return None if middle == float("inf") else max(0, int(middle))


@dataclass(frozen=True)
class Figure:
    """What the page of those who wait says of the group, in words."""

    usual: str
    longest: str


def in_words(space: Space, oldest: datetime | None) -> Figure:
    """Give the median and the longest waiting time, in whole hours; "" for what is not told."""
    usual = ""
    if space.median_minutes is not None:
        usual = _("Usually a person answers here within %s.") % hours(space.median_minutes, up=True)
    longest = ""
    if oldest is not None:
        waited = (clock.now() - oldest) // timedelta(minutes=1)
        longest = _("Somebody has waited for %s.") % hours(waited)
    return Figure(usual, longest)


def with_moderator(count: int) -> str:
    """Give in words how many shares a moderator must read before others can; "" for none."""
    told = ngettext(
        "%d more share is read by a moderator first.",
        "%d more shares are read by a moderator first.",
        count,
    )
    return told % count if count else ""


def hours(minutes: int, *, up: bool = False) -> str:
    """Give a time in words, in whole hours (the hour begun, or with `up` the next), or days."""
    whole = max(1, -(-minutes // 60) if up else minutes // 60)
    if whole < 48:
        return ngettext("%d hour", "%d hours", whole) % whole
    days = whole // 24
    return ngettext("%d day", "%d days", days) % days
