"""Members for tests: made and signed in as the house itself does."""

from http.cookies import Morsel
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from homegroup.accounts import actions, visits
from homegroup.accounts.actions import Opened
from homegroup.accounts.models import User

PASSPHRASE = "lantern pebble orchard quilt"
__all__ = ["PASSPHRASE", "key_of", "make_member", "sign_in"]


def make_member(
    name: str = "quiet-river", *, operator: bool = False, passphrase: str = PASSPHRASE
) -> User:
    """Make an account through the action itself; its passphrase is PASSPHRASE."""
    made = actions.sign_up(name=name, passphrase=passphrase, key=uuid4(), is_operator=operator)
    assert made
    return made.user


def opened(user: User, passphrase: str = PASSPHRASE) -> Opened:
    """Give the account with its key, as a right passphrase opens it."""
    return actions.prove_again(user=user, passphrase=passphrase)


def key_of(user: User) -> "actions.AccountKey":
    """Give the member's account key."""
    return opened(user).key


def sign_in(
    client: Client, user: User, *, strong: bool = False, shared: bool = False, locked: bool = False
) -> visits.Present:
    """Put a signed-in visit with open private pages into the client's cookies."""
    visit = visits.begin(user, key_of(user), is_shared=shared, waiting=False, strong=strong)
    if locked:
        visits.lock(visit)
    answer = HttpResponse()
    visits.remember(answer, visit)
    for name, morsel in answer.cookies.items():
        assert isinstance(morsel, Morsel)
        client.cookies[name] = morsel.value
    return visit
