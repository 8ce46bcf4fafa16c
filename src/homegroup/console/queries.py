"""What an operator should know: what is left to set up, and whether all is well."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homegroup.accounts.models import Keyring, SecondStep, User
from homegroup.core import schema
from homegroup.meetings.models import Meeting

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Left:
    """A piece of setting up that is left: what to do, and where."""

    words: "str | StrPromise"
    address: str


def left_to_do(user: User) -> list[Left]:
    """Give what this operator has still to set up, in the order in which it is done."""
    after = urlencode({"next": reverse("console:set_up")})
    left = []
    if not Keyring.objects.filter(pk=user.pk, card_check__isnull=False).exists():
        address = f"{reverse('accounts:card')}?{after}"
        left.append(Left(_("Make your card for a lost passphrase"), address))
    if not user.steps.exists():
        left.append(Left(_("Add your second step"), f"{reverse('accounts:steps')}?{after}"))
    if not Meeting.objects.exists():
        left.append(Left(_("Bring in meetings"), reverse("console:set_up")))
    return left


def operators() -> tuple[bool, str]:
    """Tell `homegroup check` whether anybody can run this home."""
    if schema.pending():
        return False, "there is no table yet"
    found = User.objects.filter(is_operator=True, is_active=True)
    count = found.count()
    if not count:
        return True, "nobody yet; `homegroup serve` prints a link to begin with"
    ready = SecondStep.objects.filter(user__in=found).values("user").distinct().count()
    if not ready:
        return False, "none has a second step, so none can open the console: sign in and add one"
    return True, f"{count}, of whom {ready} with a second step"
