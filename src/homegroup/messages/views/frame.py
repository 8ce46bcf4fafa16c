"""What the pages of this room share."""

from typing import cast

from django.http import HttpRequest, HttpResponseRedirect

from homegroup.accounts.models import User
from homegroup.core import flash


def signed_in(request: HttpRequest) -> User:
    """Give who is signed in; only behind a decision that asks for it."""
    return cast(User, request.user)


def go(address: str, said: str = "") -> HttpResponseRedirect:
    """Go to a page of ours, and say one sentence there."""
    answer = HttpResponseRedirect(address)
    if said:
        flash.say(answer, said)
    return answer
