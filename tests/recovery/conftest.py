"""What the tests of this room share: two members of one group, signed in, on a fixed day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.accounts.people import key_of, make_member, sign_in
from tests.factories import NOW, at
from tests.groups.making import make_group, make_membership

from homegroup.accounts.models import User
from homegroup.groups.models import Group, Membership
from homegroup.recovery import actions
from homegroup.vault.vaults import Vault


@dataclass
class Somebody:
    """A member with their vault, and a browser in which they are signed in."""

    user: User
    vault: Vault
    client: Client

    def get(self, address: str, status: int = 200) -> str:
        """Give a page's HTML."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return answer.content.decode()

    def post(self, address: str, status: int = 302, **typed: Any) -> Any:
        """Send a form with a fresh once-key unless one is given."""
        answer = self.client.post(address, {"once": str(uuid4()), **typed})
        assert answer.status_code == status, (address, answer.status_code, said(answer))
        return answer

    def write(self, text: str = "I called Kim.", on: str = "2026-03-04", **more: Any) -> UUID:
        """Write a page through the action."""
        written = {"tags": [], "slot": uuid4(), "key": uuid4(), **more}
        page = actions.write_page(vault=self.vault, text=text, on=NOW.date().fromisoformat(on),
                                  **written)  # fmt: skip
        assert page
        return page


def said(answer: Any) -> str:
    """Give what a page says, without its tags, in single spaces."""
    html = answer if isinstance(answer, str) else answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def make_somebody(name: str) -> Somebody:
    """Make a member and sign them in."""
    user, client = make_member(name), Client()
    sign_in(client, user)
    return Somebody(user, Vault(key_of(user)), client)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """The clock stands at `factories.NOW`, a Wednesday noon."""
    with at(NOW):
        yield


@pytest.fixture
def me() -> Somebody:
    return make_somebody("quiet-river")


@pytest.fixture
def kim() -> Somebody:
    return make_somebody("green-hill")


@pytest.fixture
def group() -> Group:
    return make_group("Lamp Group")


@pytest.fixture
def together(me: Somebody, kim: Somebody, group: Group) -> tuple[Membership, Membership]:
    """Me as Robin and the other as Kim in one group."""
    return make_membership(me.user, group, "Robin"), make_membership(kim.user, group, "Kim")
