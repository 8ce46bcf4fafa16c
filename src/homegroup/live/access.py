"""Who is in a room: by the secret of their device, or by the account that they came with.

@seated()                       # in the room; others are sent to its door
def room(request, here): ...    # here.room, here.state, here.seat, here.script

@seated(waiting=True)           # also who waits to be let in
@leading                        # who has the chair or is the reserve
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import marked
from homegroup.accounts.models import User
from homegroup.core.errors import problem_page
from homegroup.live.course import doors, keys, lines, script
from homegroup.live.course.script import Script
from homegroup.live.course.state import Seat, State
from homegroup.live.models import Room

COOKIE = "__Host-seat"
_MOST_ROOMS = 4
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Here:
    """A request within a room: the room, its state, whose request it is, the script."""

    room: Room
    state: State
    seat: Seat
    script: Script

    @property
    def leads(self) -> bool:
        """Whether the chair's controls are theirs."""
        return self.seat.sees_console


def open_room(code: str) -> tuple[Room, State]:
    """Give an open room and its state, or raise Http404: it has closed, or never was."""
    room = Room.objects.filter(code=code).first()
    if room is None:
        raise Http404
    try:
        return room, lines.state_of(room)
    except keys.KeyGone:
        raise Http404 from None


def seat_in(request: HttpRequest, room: Room, state: State) -> Seat | None:
    """Give the seat of a request; None for who has not come in."""
    secret = secrets_of(request).get(room.code)
    if secret and (seat := state.by_secret(doors.digest(secret))):
        return seat
    if isinstance(request.user, User):
        return state.by_account(doors.account_digest(room.pk, request.user.pk))
    return None


def secrets_of(request: HttpRequest) -> dict[str, str]:
    """Give the secrets that a device holds, by the code of the room."""
    parts = [part.partition(".") for part in request.COOKIES.get(COOKIE, "").split("~")]
    return {code: secret for code, dot, secret in parts[-_MOST_ROOMS:] if dot}


def hold_secret(request: HttpRequest, response: Any, code: str, secret: str) -> None:
    """Let a device hold the secret of its seat, until the browser is closed."""
    held = {name: each for name, each in secrets_of(request).items() if name != code}
    parts = [*held.items(), (code, secret)][-_MOST_ROOMS:]
    value = "~".join(f"{name}.{each}" for name, each in parts)
    response.set_cookie(COOKIE, value, secure=True, httponly=True, samesite="Lax")


def seated(*, waiting: bool = False) -> Callable[[View], View]:
    """Only for who is in the room (with `waiting`: or waits to be let in)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def behind(request: HttpRequest, room: str, **more: Any) -> HttpResponseBase:
            answer = _answer(request, room, view, more, waiting=waiting)
            answer.headers.setdefault("Cache-Control", "no-store")
            return answer

        return marked(behind, "seated")

    return decorate


def _answer(
    request: HttpRequest, code: str, view: View, more: dict[str, Any], *, waiting: bool
) -> HttpResponseBase:
    try:
        room, state = open_room(code)
    except Http404:
        return over_page(request)
    seat = seat_in(request, room, state)
    if seat is not None and seat.is_out:
        return put_out_page(request)
    if seat is None or seat.is_gone:
        return HttpResponseRedirect(reverse("live:door", args=[code]))
    if seat.is_waiting and not waiting:
        return HttpResponseRedirect(room.page)
    return view(request, Here(room, state, seat, script.read(room.agenda)), **more)


def leading(view: View) -> View:
    """Only for who has the chair or is the reserve; stands behind `seated`."""

    @wraps(view)
    def behind(request: HttpRequest, here: Here, **more: Any) -> HttpResponseBase:
        if not here.leads:
            raise PermissionDenied
        return view(request, here, **more)

    return behind


def over_page(request: HttpRequest) -> HttpResponseBase:
    """Say that there is no such room any more."""
    return problem_page(
        request,
        status=404,
        title=_("This meeting is over"),
        text=_("Nothing of what was said here is kept. Take good care of yourself tonight."),
    )


def put_out_page(request: HttpRequest) -> HttpResponseBase:
    """Say to somebody that they were asked to leave this meeting."""
    return problem_page(
        request,
        status=403,
        title=_("You cannot take part in this meeting"),
        text=_("Other meetings are open to you. If you need somebody now, press “Help now”."),
    )
