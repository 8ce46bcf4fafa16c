"""What a secretary's pages tell of a group's meetings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from homegroup.accounts.models import User
from homegroup.core.waiting import Waiting
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.meetings import showing
from homegroup.meetings.choices import CorrectionState, Status
from homegroup.meetings.dates import Occurrence, next_dates
from homegroup.meetings.forms.details import DateForm
from homegroup.meetings.models import Correction, Meeting

STALE_AFTER = timedelta(days=180)  # since somebody confirmed a listing


@dataclass(frozen=True)
class MeetingLine:
    """One meeting on the desk. `next_day` is "" where there is none."""

    meeting: Meeting
    schedules: list[str]
    next_day: str
    status: str
    is_stale: bool


@dataclass(frozen=True)
class DateLine:
    """One date that can be cancelled, moved or restored, with the form for it."""

    occurrence: Occurrence
    day: str
    time: str
    form: DateForm


def meeting_line(meeting: Meeting, *, now: datetime) -> MeetingLine:
    """Tell how a meeting stands; reads what `Meeting.objects.whole()` has prefetched."""
    today = now.astimezone(meeting.zone).date()
    ahead = next_dates(meeting, now=now, most=1) if meeting.status != Status.CLOSED else []
    confirmed = meeting.confirmed_on
    status = meeting.status_on(today)
    return MeetingLine(
        meeting=meeting,
        schedules=[showing.schedule_text(one, today=today) for one in meeting.schedules.all()],
        next_day=showing.day_text(ahead[0].starts_at.date(), today=today) if ahead else "",
        status="" if status == Status.LISTED else str(status.label),
        is_stale=confirmed is None or today - confirmed > STALE_AFTER,
    )


def date_line(occurrence: Occurrence, *, now: datetime, refused: object) -> DateLine:
    """Tell one date; a form that was refused stands where it came from, with what was typed."""
    told = {"schedule": occurrence.schedule.pk, "on": occurrence.planned_on}
    form = DateForm(initial=told)
    if isinstance(refused, DateForm) and told.items() <= refused.cleaned_data.items():
        form = refused
    starts = occurrence.starts_at
    today = now.astimezone(starts.tzinfo).date()
    day, at = showing.day_text(starts.date(), today=today), showing.time_text(starts)
    return DateLine(occurrence, day, at, form)


def corrections_waiting(groups: Collection[int]) -> "QuerySet[Correction]":
    """Give the reports about meetings of these groups that nobody has seen to, oldest first."""
    waiting = Correction.objects.filter(state=CorrectionState.WAITING)
    return waiting.filter(meeting__group__in=groups).select_related("meeting").order_by("at")


def waiting_here(request: HttpRequest) -> Waiting | None:
    """Tell a servant how many reports wait in their groups (`core.waiting`)."""
    if not isinstance(request.user, User):
        return None
    mine = Membership.objects.members().of(request.user).whole()
    groups = [one.group for one in mine if one.may(Power.WORK_CORRECTIONS)]
    counts = [(corrections_waiting([group.pk]).count(), group) for group in groups]
    counts = [pair for pair in counts if pair[0]]
    if not counts:
        return None
    total = sum(count for count, _group in counts)
    return Waiting(_("Reported mistakes"), total, f"/groups/{counts[0][1].slug}/corrections/")
