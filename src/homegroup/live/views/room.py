"""The room: what everyone sees, and what people do from their seats."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts import visits
from homegroup.accounts.access import only, private
from homegroup.accounts.models import User
from homegroup.core import clock, flash, streams
from homegroup.core.errors import HouseError
from homegroup.core.headers import open_to_voice
from homegroup.live import showing
from homegroup.live.access import Here, leading, open_room, seated
from homegroup.live.actions import caring, chairing, entering, opening, presence, sharing
from homegroup.live.choices import CALM, Phase
from homegroup.live.course import doors
from homegroup.live.forms.rooms import KeepForm, WriteForm, read_number, read_token
from homegroup.moderation import weighing
from homegroup.vault import keep as vault_keep
from homegroup.vault.vaults import opened

_SIGN_EVERY = 60_000  # ms between signs of who does not lead, where presence is counted
Do = Callable[[HttpRequest, Here, Any], int]


def user_of(request: HttpRequest) -> User | None:
    """Give who is signed in, None for a guest."""
    return request.user if isinstance(request.user, User) else None


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script asks, which shows what came of it by itself."""
    return request.headers.get("Accept", "").startswith("application/json")


def again(here: Here) -> Here:
    """Give the same request within the room as it is now."""
    room, state = open_room(here.room.code)
    return Here(room, state, state.seats.get(here.seat.number, here.seat), here.script)


def watch(here: Here, *, calm: bool = False) -> Here:
    """Note a sign of somebody; let the reserve lead when there was none of the chair for long."""
    presence.note(room=here.room, state=here.state, seat=here.seat)
    if here.seat.leads:
        chairing.seen_chair(room=here.room, seconds=CALM if calm else settings.CHAIR_GONE)
    elif here.state.reserve and here.state.chair and chairing.is_chair_gone(here.room):
        chairing.take_over(room=here.room, token=read_token(""))
        return again(here)
    return here


@seated(waiting=True)
@only("GET")
def room(request: HttpRequest, here: Here) -> HttpResponse:
    """The room; or that one will be let in."""
    if not here.seat.is_member:
        household = doors.household_of(request, here.room.pk)
        doors.remember(here.room.pk, here.seat.number, household)
    return room_page(request, watch(here))


def room_page(
    request: HttpRequest, here: Here, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """Give the page of the room, or only the chair's controls for HTMX.

    Who waits at the door sees nothing of the room.
    """
    if here.seat.is_waiting:
        context = {"here": here, "room": here.room}
        return render(request, "live/waiting.html", context, status=status)
    context = {**showing.screen(here), "problem": problem}
    if here.leads and request.htmx and request.htmx.target == "lead":  # type: ignore[attr-defined]
        return render(request, "live/room.html#lead", context, status=status)
    answer = render(request, "live/room.html", context, status=status)
    return open_to_voice(answer) if context["voice_on"] else answer


@seated(waiting=True)
@only("GET")
def stream(request: HttpRequest, here: Here) -> HttpResponse:
    """What is new in the room, line by line."""
    me = f"s{here.seat.number}"
    marks = [me] if here.seat.is_waiting else [me, "in", *(["lead"] if here.leads else [])]
    return streams.opened(
        request,
        log=here.room.log,
        after=streams.last_event_id(request, default=here.state.number),
        keys=[f"room:{here.room.pk}", entering.seat_key(here.room, here.seat.number)],
        marks=marks,
    )


@seated(waiting=True)
@only("GET")
def pulse(request: HttpRequest, here: Here) -> HttpResponse:
    """A sign of life of the chair or the reserve; tells whether they lead, and when (in
    milliseconds) to give the next one."""
    visits.comes_by_itself(request)
    here = watch(here)
    may_lead = here.leads or here.seat.may_lead
    every = min(10_000, settings.CHAIR_GONE * 1_000 // 3) if may_lead else _SIGN_EVERY
    return JsonResponse({"n": here.state.number, "chair": here.seat.leads, "every": every})


# -- what buttons do ---------------------------------------------------------------------------


def _leave(request: HttpRequest, here: Here, token: Any) -> int:
    return entering.leave(room=here.room, seat=here.seat.number, token=token)


def _hand(request: HttpRequest, here: Here, token: Any) -> int:
    urgent = request.POST.get("urgent") == "1"
    return sharing.raise_hand(room=here.room, seat=here.seat.number, urgent=urgent, token=token)


def _down(request: HttpRequest, here: Here, token: Any) -> int:
    return sharing.lower_hand(room=here.room, seat=here.seat.number, token=token)


def _begin(request: HttpRequest, here: Here, token: Any) -> int:
    return sharing.begin_to_share(room=here.room, seat=here.seat.number, token=token)


def _finish(request: HttpRequest, here: Here, token: Any) -> int:
    how = "pass" if request.POST.get("do") == "pass" else "done"
    return sharing.finish(room=here.room, seat=here.seat.number, how=how, token=token)


def _pick(request: HttpRequest, here: Here, token: Any) -> int:
    chosen = read_number(request.POST.get("seat", ""))
    return sharing.pick_next(room=here.room, seat=here.seat.number, chosen=chosen, token=token)


def _thank(request: HttpRequest, here: Here, token: Any) -> int:
    turn = read_number(request.POST.get("turn", ""))
    return sharing.thank(room=here.room, seat=here.seat.number, turn=turn, token=token)


def _lead(request: HttpRequest, here: Here, token: Any) -> int:
    return chairing.take_chair(room=here.room, seat=here.seat.number, token=token)


_DOES: dict[str, Do] = {
    "leave": _leave,
    "hand": _hand,
    "down": _down,
    "begin": _begin,
    "done": _finish,
    "pass": _finish,
    "pick": _pick,
    "thank": _thank,
    "lead": _lead,
}


@seated(waiting=True)
@only("POST")
def do(request: HttpRequest, here: Here) -> HttpResponse:
    """Press one of the buttons of one's seat."""
    name = request.POST.get("do", "")
    token = read_token(request.POST.get("once", ""))
    if name not in _DOES:
        return HttpResponseRedirect(here.room.page)
    try:
        sharing.check_pace(here.room, here.seat.number)
        number = _DOES[name](request, here, token)
    except HouseError as refusal:
        return refused(request, here, refusal)
    if wants_json(request):
        return JsonResponse({"n": number})
    if name == "leave":
        return flash.go(reverse("live:gone", args=[here.room.code]), "live.left")
    return HttpResponseRedirect(here.room.page)


def refused(request: HttpRequest, here: Here, refusal: HouseError) -> HttpResponse:
    """Say why something was not done: to a script, or on the room's page."""
    said, status = str(refusal.message), refusal.status if refusal.status != 400 else 422
    if wants_json(request):
        return JsonResponse({"said": said}, status=status)
    return room_page(request, again(here), problem=said, status=status)


# -- writing -----------------------------------------------------------------------------------


@seated()
@only("GET", "POST")
def write(request: HttpRequest, here: Here) -> HttpResponse:
    """A page to write on that stays as it is: one's share, or a line between shares."""
    form = WriteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            number = _send(request, here, form)
            return JsonResponse({"n": number}) if wants_json(request) else _after(request, here)
    if request.method == "POST" and wants_json(request):
        return _why(form)
    watch(here, calm=request.GET.get("calm") == "1")
    here = again(here)
    context = {
        **showing.screen(here),
        "form": form,
        "help": weighing.help_shown(request, form),
    }
    return render(request, "live/write.html", context, status=form.status)


def _send(request: HttpRequest, here: Here, form: WriteForm) -> int:
    sharing.check_pace(here.room, here.seat.number)
    turn = here.state.turn
    send = sharing.say if turn and turn.seat == here.seat.number else sharing.chat
    return send(
        room=here.room,
        seat=here.seat.number,
        text=form.cleaned_data["text"],
        user=user_of(request),
        help_seen=weighing.was_help_seen(request),
        token=form.key,
    )


def _after(request: HttpRequest, here: Here) -> HttpResponse:
    """Stay on the page for one's next lines; "and finish" gives the word back."""
    if request.POST.get("then") == "done":
        token = read_token("")
        sharing.finish(room=here.room, seat=here.seat.number, how="done", token=token)
        return HttpResponseRedirect(here.room.page)
    return HttpResponseRedirect(reverse("live:write", args=[here.room.code]))


def _why(form: WriteForm) -> HttpResponse:
    if isinstance(form.refusal, weighing.HelpFirst):
        return JsonResponse({"help": 1}, status=form.status)
    said = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return JsonResponse({"said": said}, status=form.status)


# -- "I am not OK" -----------------------------------------------------------------------------


@seated()
@only("GET", "POST")
def not_ok(request: HttpRequest, here: Here) -> HttpResponse:
    """Tell who looks after people, quietly, and show help at once."""
    if request.method == "POST":
        caring.ask_for_help(
            room=here.room,
            seat=here.seat.number,
            user=user_of(request),
            token=read_token(request.POST.get("once", "")),
        )
        return HttpResponseRedirect(reverse("live:not_ok", args=[here.room.code]))
    watch(here, calm=True)
    need = next((each for each in here.state.needs if each.seat == here.seat.number), None)
    context = {
        **showing.screen(here),
        "told": need is not None,
        "helper": here.state.seats.get(need.seen_by) if need else None,
        "help": weighing.help_for(request),
    }
    return render(request, "live/not_ok.html", context)


@seated()
@only("GET", "POST")
def aside(request: HttpRequest, here: Here, seat: int) -> HttpResponse:
    """A private word between who is not OK and who looks after them."""
    other = here.state.seats.get(seat)
    if other is None or caring.need_between(here.state, here.seat, other) is None:
        return HttpResponseRedirect(here.room.page)
    form = WriteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            sharing.check_pace(here.room, here.seat.number)
            caring.aside(
                room=here.room,
                seat=here.seat.number,
                to=seat,
                text=form.cleaned_data["text"],
                token=form.key,
            )
            return HttpResponseRedirect(request.path)
    watch(here, calm=True)
    context = {
        "room": here.room,
        "seat": here.seat,
        "state": here.state,
        "other": other,
        "talk": showing.aside_with(here, other),
        "form": form,
    }
    return render(request, "live/aside.html", context, status=form.status)


# -- afterwards --------------------------------------------------------------------------------


@private
@only("GET", "POST")
@seated()
def keep(request: HttpRequest, here: Here) -> HttpResponse:
    """Keep one's own share in one's own journal; nobody else's words."""
    own = "\n\n".join(here.state.shared.get(here.seat.number, ()))
    form = KeepForm(request.POST if request.method == "POST" else None, initial={"text": own})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            today = clock.now().astimezone(request.zone).date()  # type: ignore[attr-defined]
            vault_keep.keep(opened(request), form.cleaned_data["text"], on=today, key=form.key)
            return flash.go(here.room.page, "live.kept")
    context = {"room": here.room, "form": form, "state": here.state, "seat": here.seat}
    return render(request, "live/keep.html", context, status=form.status)


@seated()
@leading
@only("POST")
def close(request: HttpRequest, here: Here) -> HttpResponse:
    """Close the room for good, before it closes by itself."""
    if here.state.phase == Phase.OVER:
        user = user_of(request)
        opening.close(room=here.room, by=user.pk if user else None)
        return flash.go(reverse("live:gone", args=[here.room.code]), "live.closed")
    return HttpResponseRedirect(here.room.page)
