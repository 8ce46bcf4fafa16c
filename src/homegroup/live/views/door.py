"""The door of a room: when it opens, who comes in, under which name."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, public
from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.errors import Conflict
from homegroup.core.limits import within_limit
from homegroup.core.zones import viewer_zone
from homegroup.groups.access import membership_of
from homegroup.groups.models import Membership
from homegroup.live import queries
from homegroup.live.access import hold_secret, open_room, over_page, put_out_page, seat_in
from homegroup.live.actions import entering, opening
from homegroup.live.actions.adding import RoomClosed
from homegroup.live.choices import Guests, Phase, Way
from homegroup.live.course import doors, keys, script
from homegroup.live.course.state import State
from homegroup.live.forms.rooms import DoorForm
from homegroup.live.models import Room
from homegroup.live.voice import janus
from homegroup.meetings.access import public_meeting
from homegroup.meetings.models import Meeting
from homegroup.meetings.showing import day_text, time_text


@public
@only("GET")
def meeting_room(request: HttpRequest, slug: str) -> HttpResponse:
    """The room of a meeting: leads to its door when it is open, else tells when it opens."""
    meeting = public_meeting(slug, to=request.user)
    rule = queries.rule_of(meeting)
    room = Room.objects.whole().filter(meeting=meeting).first() or opening.open_due(meeting, rule)
    if room is not None:
        return _kept(HttpResponseRedirect(reverse("live:door", args=[room.code]) + _query(request)))
    if not rule.is_on:
        return HttpResponseRedirect(meeting.get_absolute_url())
    return _kept(render(request, "live/closed.html", _closed(request, meeting)))


def _query(request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"?{query}" if query else ""


def _closed(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    rule, zone = queries.rule_of(meeting), viewer_zone(request)
    date = queries.next_date(meeting)
    if date is None:
        return {"meeting": meeting, "date": None}
    opens, starts = queries.opens_at(date, rule).astimezone(zone), date.starts_at.astimezone(zone)
    today = clock.now().astimezone(zone).date()
    return {
        "meeting": meeting,
        "date": date,
        "day": day_text(starts.date(), today=today),
        "starts": time_text(starts),
        "opens": time_text(opens),
        "zone": zone.key,
    }


@public
@only("GET", "POST")
def door(request: HttpRequest, room: str) -> HttpResponse:
    """Come in: a name for this meeting only. Who is in already goes on to the room."""
    try:
        found, state = open_room(room)
    except Http404:
        return over_page(request)  # type: ignore[return-value]
    seat = seat_in(request, found, state)
    if seat is not None and seat.is_out:
        return _kept(put_out_page(request))  # type: ignore[arg-type]
    if seat is not None and not seat.is_gone:
        return _kept(HttpResponseRedirect(found.page))
    me = membership_of(request.user, found.group)
    if found.group.is_unlisted and me is None and found.guests == Guests.NONE:
        return over_page(request)  # type: ignore[return-value]
    return _kept(_at_door(request, found, state, me))


def _kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _at_door(request: HttpRequest, room: Room, state: State, me: Membership | None) -> HttpResponse:
    initial = {"name": me.name if me else "", "i": request.GET.get("i", "")}
    form = DoorForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            return _come_in(request, room, form, me)
    agenda = script.read(room.agenda).agenda
    starts = room.starts_at.astimezone(viewer_zone(request))
    context = {
        "room": room,
        "form": form,
        "agenda": agenda,
        "me": me,
        "is_over": state.phase == Phase.OVER,
        "is_running": state.phase == Phase.RUNNING,
        "is_spoken": room.way == Way.SPOKEN,
        "voice_on": room.way == Way.VOICE and janus.is_on(),
        "starts": time_text(starts),
        "invited": bool(request.GET.get("i") or request.POST.get("i")),
    }
    return render(request, "live/door.html", context, status=form.status)


def _come_in(
    request: HttpRequest, room: Room, form: DoorForm, me: Membership | None
) -> HttpResponse:
    if not within_limit(request, "live-door", most=3 * settings.STREAMS_AN_ADDRESS, seconds=600):
        raise Conflict(_("Very many came in from where you are. Try again in ten minutes."))
    try:
        household = doors.household_of(request, room.pk)
    except keys.KeyGone:
        raise RoomClosed from None
    arrival = entering.Arrival(
        user=request.user if isinstance(request.user, User) else None,
        membership=me,
        household=household,
        invitation=form.cleaned_data["i"],
    )
    secret = entering.enter(
        room=room,
        name=form.cleaned_data["name"],
        is_new=form.cleaned_data["is_new"],
        arrival=arrival,
        token=form.key,
    )
    answer = HttpResponseRedirect(room.page)
    hold_secret(request, answer, room.code, secret)
    return answer


@public
@only("GET")
def gone(request: HttpRequest, room: str) -> HttpResponse:
    """After the meeting: where to go from here."""
    still_open = Room.objects.filter(code=room).exclude(phase=Phase.OVER).exists()
    return _kept(render(request, "live/gone.html", {"code": room, "still_open": still_open}))
