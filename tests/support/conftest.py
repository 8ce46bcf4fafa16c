"""What the tests of this room share: a group with people of every kind, on a fixed day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.factories import NOW, at, forget_what_was_read
from tests.groups.making import make_group, make_membership

from homegroup.accounts.models import User
from homegroup.groups.models import Group, Membership
from homegroup.moderation import actions as moderation
from homegroup.moderation.models import Hold
from homegroup.support.actions import answering, sharing
from homegroup.support.choices import Kind
from homegroup.support.models import Reply, Share

LONG_AGO = date(2025, 1, 1)


@dataclass
class People:
    """A group's people. Robin and Kim have been here for long and were read by a moderator;

    Wren is new. Ana is its moderator, Gus a greeter.
    """

    group: Group
    robin: Membership
    kim: Membership
    wren: Membership
    ana: Membership
    gus: Membership


def make_old(user: User) -> User:
    """Let an account be no newcomer."""
    User.objects.filter(pk=user.pk).update(created_on=LONG_AGO)
    user.created_on = LONG_AGO
    return user


def trust(me: Membership) -> Membership:
    """Let two posts of somebody have been let through: nothing of theirs waits as a first one."""
    for _ in range(2):
        held = Hold.objects.create(kind="share", subject=str(uuid4()), group=me.group,
                                   about=me.user, rule="first", made_at=NOW)  # fmt: skip
        Hold.objects.filter(pk=held.pk).update(state="released", decided_at=NOW)
    return me


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    forget_what_was_read()
    with at(NOW):
        yield
    forget_what_was_read()


@pytest.fixture
def people() -> People:
    group = make_group("Lamp Group")

    def member(sign_in_name: str, name: str, positions: tuple[str, ...] = ()) -> Membership:
        return make_membership(make_old(make_member(sign_in_name)), group, name, positions)

    return People(
        group,
        robin=trust(member("quiet-river", "Robin")),
        kim=trust(member("green-hill", "Kim")),
        wren=make_membership(make_member("small-lamp"), group, "Wren"),
        ana=member("tall-pine", "Ana", ("moderator",)),
        gus=member("calm-stone", "Gus", ("greeter",)),
    )


def share(me: Membership, text: str = "Today was hard. I stayed.", **more: Any) -> Share:
    """Share something through the action."""
    words = sharing.Words(text=text, **more)
    row = sharing.share(me=me, words=words, key=uuid4())
    assert row
    return Share.objects.select_related("group", "author").get(pk=row.pk)


def answer(me: Membership, row: Share, text: str = "I hear you.", **more: Any) -> Reply:
    """Answer through the action."""
    words = answering.Words(text=text, **more)
    reply = answering.answer(me=me, share=row, words=words, key=uuid4())
    assert reply
    return Reply.objects.select_related("share__group", "author").get(pk=reply.pk)


def struggling(me: Membership, **more: Any) -> Share:
    """Share that one struggles right now."""
    return share(me, "I do not know what to do with tonight.", kind=Kind.STRUGGLING, **more)


def let_through(row: Share | Reply, by: Membership) -> None:
    """Let a moderator let something through on the desk."""
    held = Hold.objects.waiting().get(subject=str(row.pk))
    moderation.release(held=held, by=by.user_id)
    row.refresh_from_db()


@dataclass
class Browser:
    """A member's browser."""

    me: Membership
    client: Client

    def at(self, rest: str = "shares/") -> str:
        """Give an address below the group's."""
        return f"/groups/{self.me.group.key}/{rest}"

    def get(self, address: str, status: int = 200) -> str:
        """Give a page's HTML."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return answer.content.decode()

    def post(self, address: str, status: int = 302, **typed: Any) -> Any:
        """Send a form with a fresh once-key unless one is given."""
        answer = self.client.post(address, {"once": str(uuid4()), **typed})
        assert answer.status_code == status, (address, answer.status_code, answer.content[:3000])
        return answer


def browser(me: Membership, *, strong: bool = False) -> Browser:
    """Sign somebody in."""
    client = Client()
    sign_in(client, me.user, strong=strong)
    return Browser(me, client)
