"""A group's meetings by hand: add, change, pause, cancel a date, confirm; reported mistakes."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import only
from homegroup.accounts.models import User
from homegroup.core import clock, flash
from homegroup.core.forms import HouseForm
from homegroup.core.zones import home_zone
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.groups.models import Group
from homegroup.meetings import actions, showing
from homegroup.meetings import desk as desks
from homegroup.meetings.access import correction_of, meeting_of, schedule_of
from homegroup.meetings.choices import Attendance, Status
from homegroup.meetings.dates import next_dates
from homegroup.meetings.forms.correction import CORRECTABLE
from homegroup.meetings.forms.details import (
    ChangeForm,
    ClosingForm,
    DateForm,
    MeetingForm,
    PauseForm,
)
from homegroup.meetings.listing import Listing, listing_of
from homegroup.meetings.models import Meeting

DATES_SHOWN = 12


def _actor(request: HttpRequest) -> UUID:
    return cast(User, request.user).pk


def _back(group: Group, said: str, meeting: Meeting | None = None) -> HttpResponse:
    """Go to the group's meetings, or to the dates of one, with a word about what was done."""
    name = "meetings:desk" if meeting is None else "meetings:dates"
    more = {} if meeting is None else {"meeting": meeting.slug}
    answer = HttpResponseRedirect(reverse(name, kwargs={"slug": group.slug, **more}))
    flash.say(answer, said)
    return answer


@servant(Power.EDIT_MEETINGS)
@only("GET")
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """The group's meetings, and what is to be done about them."""
    group, now = member_group(request, slug).group, clock.now()
    held = list(Meeting.objects.whole().filter(group=group).order_by("status", "name"))
    context = {
        "group": group,
        "lines": [desks.meeting_line(meeting, now=now) for meeting in held],
        "corrections": desks.corrections_waiting([group.pk]).count(),
    }
    return render(request, "meetings/desk.html", context)


@servant(Power.EDIT_MEETINGS)
@only("GET", "POST")
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a meeting to the group."""
    group = member_group(request, slug).group
    form = MeetingForm(request.POST or None, listing=_blank(group))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.add_meeting(
                listing=form.new_listing(), by=_actor(request), group=group, key=form.key
            )
            return _back(group, "meetings.added")
    context = {"group": group, "form": form, "title": _("Add a meeting")}
    return render(request, "meetings/edit.html", context, status=form.status)


def _blank(group: Group) -> Listing:
    """Give what a new meeting begins with: as the group's others have it."""
    other = Meeting.objects.whole().filter(group=group).first()
    if other is None:
        return Listing(name=group.name, time_zone=home_zone().key, attendance=Attendance.IN_PERSON)
    like = listing_of(other)
    return Listing(
        name=group.name,
        time_zone=like.time_zone,
        attendance=like.attendance,
        venue=like.venue,
        types=like.types,
        email=like.email,
        phone=like.phone,
        website=like.website,
    )


@servant(Power.EDIT_MEETINGS)
@only("GET", "POST")
def edit(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    """Change what the listing says."""
    group = member_group(request, slug).group
    shown = meeting_of(group, meeting)
    form = MeetingForm(request.POST or None, listing=listing_of(shown), seen=shown.revision)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.edit_meeting(
                meeting=shown,
                changes=form.changed(),
                by=_actor(request),
                seen=form.cleaned_data["seen"],
            )
            return _back(group, "meetings.changed")
    context = {"group": group, "form": form, "title": shown.name, "meeting": shown}
    return render(request, "meetings/edit.html", context, status=form.status)


@servant(Power.EDIT_MEETINGS)
@only("GET", "POST")
def dates(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    """The next dates: cancel or move one, pause, resume, change from a date, close."""
    group = member_group(request, slug).group
    shown = meeting_of(group, meeting)
    form: HouseForm | None = None
    if request.method == "POST":
        form, said = _carry_out(request, shown)
        if said:
            return _back(group, said, shown)
    return _dates_page(request, group, shown, form)


def _dates_page(
    request: HttpRequest, group: Group, meeting: Meeting, refused: HouseForm | None
) -> HttpResponse:
    now, today = clock.now(), clock.today(meeting.zone)
    ahead = next_dates(meeting, now=now, most=DATES_SHOWN)
    schedules = [
        (schedule.pk, showing.schedule_text(schedule, today=today))
        for schedule in meeting.schedules.all()
    ]
    context = {
        "group": group,
        "meeting": meeting,
        "dates": [desks.date_line(one, now=now, refused=refused) for one in ahead],
        "schedules": schedules,
        "pauses": [pause for pause in meeting.pauses.all() if pause.until_on is None
                   or pause.until_on >= today],
        "status": meeting.status_on(today),
        "is_closed": meeting.status == Status.CLOSED,
        "pause_form": _shown_form(PauseForm, refused, {"from_on": today}),
        "change_form": _shown_form(ChangeForm, refused, {}),
        "closing_form": _shown_form(ClosingForm, refused, {}),
        "refused": refused,
    }  # fmt: skip
    return render(
        request, "meetings/dates.html", context, status=refused.status if refused else 200
    )


def _shown_form(
    kind: type[HouseForm], refused: HouseForm | None, initial: dict[str, Any]
) -> HouseForm:
    """Give the form that was refused, with what was typed, else an empty one."""
    return refused if isinstance(refused, kind) else kind(initial=initial)


def _carry_out(request: HttpRequest, meeting: Meeting) -> tuple[HouseForm, str]:
    """Do what was pressed; give its form, and what to say ("" when it was refused)."""
    pressed = request.POST.get("do", "")
    kind, work, said = _WORK.get(pressed, (HouseForm, _nothing, ""))
    form = kind(request.POST)
    if form.is_valid():
        with form.refusals():
            work(form, meeting, _actor(request))
            return form, said
    return form, ""


def _nothing(form: HouseForm, meeting: Meeting, by: UUID) -> None:
    raise Http404


def _cancel(form: HouseForm, meeting: Meeting, by: UUID) -> None:
    data = form.cleaned_data
    schedule = schedule_of(meeting, data["schedule"])
    if data["to"]:
        at = data["at"] or schedule.starts_at
        assert at is not None
        actions.move_occurrence(
            schedule=schedule, on=data["on"], to=data["to"], at=at, reason=data["reason"], by=by
        )
    else:
        actions.cancel_occurrence(schedule=schedule, on=data["on"], reason=data["reason"], by=by)


def _restore(form: HouseForm, meeting: Meeting, by: UUID) -> None:
    data = form.cleaned_data
    schedule = schedule_of(meeting, data["schedule"])
    change = schedule.date_changes.filter(on=data["on"]).first()
    if change is not None:
        actions.restore_occurrence(change=change, by=by)


def _pause(form: HouseForm, meeting: Meeting, by: UUID) -> None:
    data = form.cleaned_data
    actions.pause_meeting(
        meeting=meeting,
        from_on=data["from_on"],
        until_on=data["until_on"],
        reason=data["reason"],
        by=by,
    )


def _resume(form: HouseForm, meeting: Meeting, by: UUID) -> None:
    actions.resume_meeting(meeting=meeting, on=clock.today(meeting.zone), by=by)


def _change(form: HouseForm, meeting: Meeting, by: UUID) -> None:
    data = form.cleaned_data
    actions.change_schedule(
        schedule=schedule_of(meeting, data["schedule"]),
        from_on=data["from_on"],
        changes=cast(ChangeForm, form).changes(),
        by=by,
    )


def _close(form: HouseForm, meeting: Meeting, by: UUID) -> None:
    actions.close_meeting(meeting=meeting, reason=form.cleaned_data["reason"], by=by)


def _reopen(form: HouseForm, meeting: Meeting, by: UUID) -> None:
    actions.reopen_meeting(meeting=meeting, by=by)


# What can be pressed on the page of dates: its form, what it does, what is said afterwards.
_WORK: dict[str, tuple[type[HouseForm], Any, str]] = {
    "date": (DateForm, _cancel, "meetings.date-changed"),
    "restore": (DateForm, _restore, "meetings.date-restored"),
    "pause": (PauseForm, _pause, "meetings.paused"),
    "resume": (HouseForm, _resume, "meetings.resumed"),
    "change": (ChangeForm, _change, "meetings.changed"),
    "close": (ClosingForm, _close, "meetings.closed"),
    "reopen": (HouseForm, _reopen, "meetings.reopened"),
}


@servant(Power.EDIT_MEETINGS)
@only("POST")
def confirm(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    """Somebody has looked: what the listing says is right."""
    group = member_group(request, slug).group
    shown = meeting_of(group, meeting)
    today = clock.today(shown.zone)
    if shown.confirmed_on != today:
        actions.confirm_meeting(meeting=shown, on=today, by=_actor(request))
    return _back(group, "meetings.confirmed")


@servant(Power.WORK_CORRECTIONS)
@only("GET", "POST")
def corrections(request: HttpRequest, slug: str) -> HttpResponse:
    """What readers say is wrong: take it over, or say that it is seen to."""
    group = member_group(request, slug).group
    form = HouseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            _settle(request, group)
            answer = HttpResponseRedirect(reverse("meetings:corrections", args=[group.slug]))
            flash.say(answer, "meetings.settled")
            return answer
    context = {"group": group, "lines": _reports(group), "form": form}
    return render(request, "meetings/corrections.html", context, status=form.status)


def _reports(group: Group) -> list[dict[str, Any]]:
    """Give each report with what stands and what the reader says, by the field's words."""
    return [
        {
            "report": report,
            "changes": [
                (CORRECTABLE[name][0], stands, said)
                for name, (stands, said) in report.changes.items()
                if name in CORRECTABLE
            ],
        }
        for report in desks.corrections_waiting([group.pk])
    ]


def _settle(request: HttpRequest, group: Group) -> None:
    for pressed in ("take", "done", "wrong"):
        if pressed in request.POST:
            correction = correction_of(group, request.POST[pressed])
            if pressed == "take":
                actions.take_over_correction(correction=correction, by=_actor(request))
            else:
                actions.settle_correction(
                    correction=correction, accepted=pressed == "done", by=_actor(request)
                )
            return
