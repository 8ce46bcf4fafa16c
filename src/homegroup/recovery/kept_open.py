"""People to call that stay open on one device, also while private pages are locked.

They lie in one cookie, sealed by the home, and nowhere else. Inside stands the visit that they
were kept in: signing that device out, from wherever, closes them at once.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from homegroup.accounts.visits import present
from homegroup.core import clock, sealing
from homegroup.core.sealing import Unreadable
from homegroup.recovery.queries import Person, people_in

COOKIE = "__Host-calls"
DAYS = 90
_SECONDS = DAYS * 24 * 3600
_CONTEXT = "people to call"
_MOST_BYTES = 2_400  # a browser keeps 4,096 of a cookie, and sealing takes its part


def can_keep(request: HttpRequest) -> bool:
    """Tell whether this device may keep them: not a shared phone."""
    visit = present(request)
    return visit is not None and not visit.row.is_shared


def fitting(people: list[Person]) -> list[Person]:
    """Give as many people, from the first on, as have room in a cookie."""
    kept = list(people)
    while len(_packed(_rows(kept))) > _MOST_BYTES:
        kept.pop()
    return kept


def remember(request: HttpRequest, response: HttpResponse, people: list[Person]) -> None:
    """Keep people open on this device. A shared phone keeps none."""
    visit = present(request)
    if visit is None or visit.row.is_shared or not people:
        forget(response)
        return
    told = {
        "owner": visit.row.user_id.hex,
        "visit": visit.row.label.hex,
        "until": int(clock.now().timestamp()) + _SECONDS,
        "people": _rows(fitting(people)),
    }
    sealed = sealing.seal(sealing.home_key("calls"), _packed(told), context=_CONTEXT)
    response.set_cookie(
        COOKIE, sealing.text(sealed), max_age=_SECONDS, secure=True, httponly=True, samesite="Lax"
    )


def forget(response: HttpResponse) -> None:
    """Keep them open no longer."""
    response.delete_cookie(COOKIE, samesite="Lax")


def is_wanted(request: HttpRequest) -> bool:
    """Tell whether the member of this request keeps people open on this device."""
    told, visit = _told(request), present(request)
    return bool(told and visit and told["owner"] == visit.row.user_id.hex)


def people_kept(request: HttpRequest) -> list[Person]:
    """Give the people kept open here by the visit of this request; none for anybody else."""
    told, visit = _told(request), present(request)
    if not told or visit is None or visit.row.waiting or told["visit"] != visit.row.label.hex:
        return []
    if told["until"] < clock.now().timestamp():
        return []
    return people_in(told["people"])


def _rows(people: list[Person]) -> list[dict[str, Any]]:
    return [
        {"id": each.id.hex, "name": each.name, "numbers": each.numbers, "when": each.when}
        for each in people
    ]


def _packed(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _told(request: HttpRequest) -> dict[str, Any] | None:
    try:
        sealed = sealing.from_text(request.COOKIES.get(COOKIE, ""))
        plain = sealing.unseal(sealing.home_key("calls"), sealed, context=_CONTEXT)
    except Unreadable:
        return None
    told: dict[str, Any] = json.loads(plain)
    return told
