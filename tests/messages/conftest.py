"""What the tests of this room share: four people of one group, signed in, on a fixed day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.accounts.people import key_of, make_member, sign_in
from tests.factories import NOW, at, forget_what_was_read
from tests.groups.making import make_group, make_membership

from homegroup.accounts.models import User
from homegroup.groups.models import Group, Membership
from homegroup.messages import access
from homegroup.messages.access import Mine
from homegroup.messages.actions import talks
from homegroup.messages.models import Talk
from homegroup.moderation import actions as moderation
from homegroup.vault.vaults import Vault

LONG_HERE = date(2025, 1, 1)


@dataclass
class Somebody:
    """A member of Lamp Group with their vault, and a browser in which they are signed in."""

    user: User
    vault: Vault
    client: Client
    membership: Membership

    @property
    def group(self) -> Group:
        return self.membership.group

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

    def page_of(self, other: "Somebody", what: str) -> str:
        """Give an address under the page of another member."""
        return f"/groups/{self.group.key}/members/{other.membership.pk}/{what}/"

    def ask(self, other: "Somebody", text: str = "May I write to you?") -> Talk:
        """Ask to write with somebody."""
        me = Membership.objects.whole().select_related("user").get(pk=self.membership.pk)
        person = access.other_member(me, other.membership.pk)
        return talks.ask(vault=self.vault, me=me, person=person, text=text, key=uuid4())

    def sees(self, talk: Talk | UUID) -> Mine | None:
        """Give a conversation as this person sees it, None where there is nothing to see."""
        wanted = talk.pk if isinstance(talk, Talk) else talk
        return next(iter(access.my_talks(self.user, among=[wanted])), None)

    def talk(self, talk: Talk) -> Mine:
        """Give a conversation that this person sees."""
        return access.my_talk(self.user, talk.pk)

    def write(self, talk: Talk, text: str) -> None:
        """Write a message."""
        assert talks.write(vault=self.vault, mine=self.talk(talk), text=text, key=uuid4())

    def reads(self, talk: Talk) -> list[str]:
        """Give what this person reads in a conversation, oldest first."""
        page = self.vault.threads.read(Talk.objects.get(pk=talk.pk).thread_id)
        assert not page.changed
        return [str(each.body["text"]) for each in page.messages]

    def block(self, other: "Somebody") -> None:
        """Want no contact with somebody."""
        moderation.block(blocker=self.user, person=other.membership)


def said(answer: Any) -> str:
    """Give what a page says between its header and footer, without tags, in single spaces."""
    html = answer if isinstance(answer, str) else answer.content.decode()
    html = html.split("<main")[-1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def make_somebody(
    name: str, group: Group, known_as: str, positions: list[str] | None = None, *,
    since: date = LONG_HERE, strong: bool = False,
) -> Somebody:  # fmt: skip
    """Make a member of a group and sign them in."""
    user, client = make_member(name), Client()
    User.objects.filter(pk=user.pk).update(created_on=since)
    user.refresh_from_db()
    sign_in(client, user, strong=strong)
    membership = make_membership(user, group, known_as, positions or [])
    return Somebody(user, Vault(key_of(user)), client, membership)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """The clock stands at `factories.NOW`, a Wednesday noon."""
    forget_what_was_read()
    with at(NOW):
        yield


@pytest.fixture
def group() -> Group:
    return make_group("Lamp Group")


@pytest.fixture
def robin(group: Group) -> Somebody:
    return make_somebody("quiet-river", group, "Robin")


@pytest.fixture
def kim(group: Group) -> Somebody:
    return make_somebody("green-hill", group, "Kim")


@pytest.fixture
def ana(group: Group) -> Somebody:
    """A moderator, past the second step."""
    return make_somebody("tall-pine", group, "Ana", ["moderator"], strong=True)


@pytest.fixture
def wren(group: Group) -> Somebody:
    """Somebody new."""
    return make_somebody("small-leaf", group, "Wren", since=NOW.date())


@pytest.fixture
def talk(robin: Somebody, kim: Somebody) -> Talk:
    """Robin has asked Kim, and Kim has said yes."""
    made = robin.ask(kim, "Hello Kim")
    talks.accept(mine=kim.talk(made), key=uuid4())
    return Talk.objects.get(pk=made.pk)
