"""What the views of this room share."""

from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from homegroup.accounts.models import User
from homegroup.core import flash
from homegroup.core.forms import HouseForm

Form = TypeVar("Form", bound=HouseForm)


def user_of(request: HttpRequest) -> User:
    """Give who is signed in."""
    return cast(User, request.user)


def go(address: str, said: str) -> HttpResponse:
    """Lead on, with a sentence that is shown there."""
    answer = HttpResponseRedirect(address)
    flash.say(answer, said)
    return answer


def sent(request: HttpRequest, name: str) -> HttpRequest | None:
    """Give the request if the form of that name was sent with it, else None."""
    return request if request.method == "POST" and request.POST.get("do") == name else None


def a_form(kind: type[Form], request: HttpRequest, name: str, **more: Any) -> Form:
    """Give one of several forms of a page, with what was sent if it was this one."""
    data = request.POST if sent(request, name) else None
    return kind(data, auto_id=f"id_{name}_%s", **more)


def status_of(*forms: HouseForm) -> int:
    """Give the HTTP status of a page with several forms."""
    return max(form.status for form in forms)
