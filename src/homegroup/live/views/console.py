"""The chair's console: the buttons below the room, all of them on a page, and the people."""

import secrets
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only
from homegroup.core import flash
from homegroup.core.errors import HouseError
from homegroup.live import formats, showing
from homegroup.live.access import Here, leading, seated
from homegroup.live.actions import caring, chairing
from homegroup.live.choices import Phase, Task
from homegroup.live.course import order
from homegroup.live.formats.schema import Who
from homegroup.live.forms.rooms import NameForm, SeatForm, read_number, read_token
from homegroup.live.views.room import again, refused, room_page, user_of, wants_json, watch

Do = Callable[[HttpRequest, Here, Any], int]


def _told(request: HttpRequest, name: str) -> int:
    return read_number(request.POST.get(name, ""))


def _begin(request: HttpRequest, here: Here, token: Any) -> int:
    return chairing.begin(room=here.room, by=here.seat.number, token=token)


def _go(request: HttpRequest, here: Here, token: Any) -> int:
    seen = _told(request, "seen")
    step = seen - 1 if request.POST["do"] == "back" else seen + 1
    return chairing.go_to(room=here.room, step=step, seen=seen, by=here.seat.number, token=token)


def _part(request: HttpRequest, here: Here, token: Any) -> int:
    part = min(_told(request, "part"), len(here.script.agenda.items) - 1)
    return chairing.go_to(
        room=here.room,
        step=here.script.first_of(part),
        seen=_told(request, "seen"),
        by=here.seat.number,
        token=token,
    )


def _call(request: HttpRequest, here: Here, token: Any) -> int:
    return chairing.call_next(
        room=here.room,
        by=here.seat.number,
        chosen=_told(request, "hand"),
        drawn=secrets.randbelow(1_000_000),
        seen=_told(request, "seen"),
        token=token,
    )


def _ask(request: HttpRequest, here: Here, token: Any) -> int:
    return chairing.ask(
        room=here.room, by=here.seat.number, seat=_told(request, "seat"), token=token
    )


def _end_turn(request: HttpRequest, here: Here, token: Any) -> int:
    return chairing.end_turn(
        room=here.room,
        by=here.seat.number,
        seen=_told(request, "seen"),
        spoke=request.POST["do"] == "thanks",
        token=token,
    )


def _more(request: HttpRequest, here: Here, token: Any) -> int:
    minutes = _told(request, "minutes") or 1
    return chairing.give_time(room=here.room, by=here.seat.number, minutes=minutes, token=token)


def _lower(request: HttpRequest, here: Here, token: Any) -> int:
    return chairing.lower(
        room=here.room, by=here.seat.number, hand=_told(request, "hand"), token=token
    )


def _switch(act: Callable[..., int], *, on: bool) -> Do:
    def press(request: HttpRequest, here: Here, token: Any) -> int:
        return act(room=here.room, by=here.seat.number, on=on, token=token)

    return press


def _quiet(request: HttpRequest, here: Here, token: Any) -> int:
    return chairing.be_quiet(room=here.room, by=here.seat.number, token=token)


def _read(request: HttpRequest, here: Here, token: Any) -> int:
    return caring.give_reading(
        room=here.room,
        by=here.seat.number,
        part=request.POST.get("part", "")[:60],
        seat=_told(request, "seat"),
        token=token,
    )


def _end(request: HttpRequest, here: Here, token: Any) -> int:
    return chairing.end(room=here.room, by=here.seat.number, token=token)


_DOES: dict[str, Do] = {
    "begin": _begin,
    "next": _go,
    "back": _go,
    "part": _part,
    "call": _call,
    "ask": _ask,
    "thanks": _end_turn,
    "skip": _end_turn,
    "more": _more,
    "lower": _lower,
    "pause": _switch(chairing.pause, on=True),
    "go-on": _switch(chairing.pause, on=False),
    "hush": _switch(chairing.hush, on=True),
    "speak": _switch(chairing.hush, on=False),
    "lock": _switch(chairing.lock, on=True),
    "unlock": _switch(chairing.lock, on=False),
    "quiet": _quiet,
    "read": _read,
    "end": _end,
}


@seated()
@leading
@only("GET", "POST")
def lead(request: HttpRequest, here: Here) -> HttpResponse:
    """All that the chair can do, on a page that stays as it is; and where its buttons lead."""
    if request.method == "POST":
        return _press(request, here)
    watch(here, calm=request.GET.get("calm") == "1")
    return _lead_page(request, again(here), NameForm())


def _press(request: HttpRequest, here: Here) -> HttpResponse:
    name = request.POST.get("do", "")
    if name == "add":
        return _add(request, here)
    if name not in _DOES:
        return HttpResponseRedirect(here.room.page)
    try:
        number = _DOES[name](request, here, read_token(request.POST.get("once", "")))
    except HouseError as refusal:
        return refused(request, here, refusal)
    if wants_json(request):
        return JsonResponse({"n": number})
    if request.htmx:  # type: ignore[attr-defined]
        return room_page(request, watch(again(here)))
    if request.POST.get("stay") == "1":
        return HttpResponseRedirect(reverse("live:lead", args=[here.room.code]))
    return HttpResponseRedirect(here.room.page)


def _add(request: HttpRequest, here: Here) -> HttpResponse:
    form = NameForm(request.POST)
    if form.is_valid():
        with form.refusals():
            chairing.add_by_hand(
                room=here.room, by=here.seat.number, name=form.cleaned_data["name"], token=form.key
            )
            return HttpResponseRedirect(reverse("live:lead", args=[here.room.code]))
    return _lead_page(request, here, form)


def _lead_page(request: HttpRequest, here: Here, form: NameForm) -> HttpResponse:
    agenda = here.script.agenda
    context = {
        **showing.screen(here),
        "form": form,
        "to_ask": order.not_asked(here.state),
        "present": here.script.step(here.state.step).part,
        "reads": [
            (number, item, here.state.seats.get(here.state.readings.get(item.id, 0)))
            for number, item in enumerate(agenda.items)
            if item.reading or item.who == Who.READER
        ],
        "guidance": formats.guidance_for(agenda),
    }
    return render(request, "live/lead.html", context, status=form.status)


# -- people ------------------------------------------------------------------------------------


@seated()
@only("GET", "POST")
def people(request: HttpRequest, here: Here) -> HttpResponse:
    """Who is here; those who look after people let others in, the chair gives tasks and more."""
    if request.method == "POST":
        return _with_person(request, here)
    return _people_page(request, watch(here, calm=request.GET.get("calm") == "1"))


def _people_page(
    request: HttpRequest, here: Here, *, problem: str = "", status: int = 200
) -> HttpResponse:
    chosen = here.state.seats.get(read_number(request.GET.get("who", "")))
    context = {
        "room": here.room,
        "seat": here.seat,
        "state": here.state,
        "here": here.state.here,
        "waiting": here.state.waiting if caring.looks_after(here.seat) else [],
        "looks_after": caring.looks_after(here.seat),
        "leads": here.leads,
        "chosen": chosen if chosen and here.leads and not chosen.is_out else None,
        "tasks": [(task, chosen and task in chosen.tasks) for task in Task],
        "may_invite": here.seat.is_member and here.state.phase != Phase.OVER,
        "problem": problem,
    }
    return render(request, "live/people.html", context, status=status)


def _with_person(request: HttpRequest, here: Here) -> HttpResponse:
    form = SeatForm(request.POST)
    page = reverse("live:people", args=[here.room.code])
    if not form.is_valid():
        return HttpResponseRedirect(page)
    try:
        said = _do_with(request, here, form)
    except HouseError as refusal:
        problem, status = str(refusal.message), refusal.status
        return _people_page(request, again(here), problem=problem, status=status)
    return flash.go(page, said) if said else HttpResponseRedirect(page)


def _do_with(request: HttpRequest, here: Here, form: SeatForm) -> str:
    """Do one thing with one person; give the key of what to say afterwards."""
    told = form.cleaned_data
    what = {"room": here.room, "by": here.seat.number, "seat": told["seat"], "token": form.key}
    if told["do"] == "let":
        caring.let_in(**what)
    elif told["do"] in {"give", "take"} and told["task"]:
        caring.set_task(**what, task=Task(told["task"]), on=told["do"] == "give")
    elif told["do"] in {"mute", "unmute"}:
        caring.mute(**what, on=told["do"] == "mute")
    elif told["do"] == "name":
        caring.rename(**what, name=told["name"])
    elif told["do"] == "out":
        caring.put_out(**what, leader=user_of(request))
        return "live.put-out"
    return ""


@seated()
@only("POST")
def invite(request: HttpRequest, here: Here) -> HttpResponse:
    """Make a personal invitation for one guest, and show its link once."""
    try:
        token = read_token(request.POST.get("once", ""))
        secret = caring.invite(room=here.room, by=here.seat.number, token=token)
    except HouseError as refusal:
        problem, status = str(refusal.message), refusal.status
        return _people_page(request, again(here), problem=problem, status=status)
    path = reverse("live:door", args=[here.room.code])
    link = request.build_absolute_uri(f"{path}?i={secret}")
    return render(request, "live/invited.html", {"room": here.room, "link": link})
