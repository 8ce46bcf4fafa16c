"""What a member's today page holds: next meetings of their groups, what waits, rooms' parts."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from homegroup.accounts.models import Keyring, User
from homegroup.accounts.visits import present
from homegroup.core import clock, navigation, today_panels, waiting
from homegroup.core.today_panels import Panel
from homegroup.core.waiting import Waiting
from homegroup.core.zones import viewer_zone
from homegroup.groups import access
from homegroup.meetings import showing
from homegroup.meetings.dates import next_dates
from homegroup.meetings.models import Meeting
from homegroup.meetings.queries import Start
from homegroup.meetings.showing import Day

MOST_STARTS = 3
_DATES_TRIED = 4  # of a meeting: the first ones may be cancelled
NOTICES = "/notices/"


@dataclass(frozen=True)
class Today:
    """All that the page shows. `news` counts unread notices; `is_new` means in no group yet."""

    is_new: bool
    days: list[Day]
    waiting: list[Waiting]
    panels: list[Panel]
    news: int
    is_locked: bool
    has_card: bool


def today_of(request: HttpRequest, user: User) -> Today:
    """Give what stands on the member's page now."""
    visit = present(request)
    is_locked = visit is None or visit.is_locked
    groups = list(access.groups_of(user).values_list("pk", flat=True))
    return Today(
        is_new=not groups,
        days=_next_days(request, groups),
        waiting=waiting.waiting_for(request),
        panels=today_panels.panels_for(request, is_locked=is_locked),
        news=_news(request),
        is_locked=is_locked,
        has_card=Keyring.objects.filter(pk=user.pk, card_check__isnull=False).exists(),
    )


def _next_days(request: HttpRequest, groups: list[int]) -> list[Day]:
    """Give the next meetings of these groups by day, soonest first, in the viewer's zone."""
    if not groups:
        return []
    now, zone = clock.now(), viewer_zone(request)
    meetings = Meeting.objects.whole().running().filter(group__in=groups)
    starts = [start for meeting in meetings if (start := _next_start(meeting, now))]
    starts.sort(key=lambda start: (start.starts_at or now, start.meeting.pk))
    cards = [showing.card(start, viewer=zone) for start in starts[:MOST_STARTS]]
    return list(showing.by_day(cards, today=clock.today(zone)))


def _next_start(meeting: Meeting, now: datetime) -> Start | None:
    for date in next_dates(meeting, now=now, most=_DATES_TRIED):
        if not date.is_cancelled:
            return Start(meeting, date.starts_at, date.schedule.minutes)
    return None


def _news(request: HttpRequest) -> int:
    """Give how many notices are new, as the header counts them."""
    entries = navigation.entries_for(request)
    return next((entry.count for entry in entries if entry.path == NOTICES), 0)
