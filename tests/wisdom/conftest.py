"""What the tests of this room share: a group with people of every kind, on a fixed day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.factories import NOW, at, forget_what_was_read
from tests.groups.making import make_group, make_membership
from tests.support.conftest import make_old, trust

from homegroup.accounts.models import User
from homegroup.groups.models import Group, Membership
from homegroup.moderation.models import Hold
from homegroup.search.choices import Audience
from homegroup.search.looking import Search
from homegroup.search.queries import search_for
from homegroup.support.actions import answering, sharing
from homegroup.support.models import Reply, Share
from homegroup.wisdom import things
from homegroup.wisdom.access import Desk, situations_for
from homegroup.wisdom.actions import asking, editing
from homegroup.wisdom.actions.editing import Edit
from homegroup.wisdom.actions.keeping import Said
from homegroup.wisdom.models import Statement
from homegroup.wisdom.places import Where
from homegroup.wisdom.things import Thing

WORDS = "I go for a walk before six. Then the evening is shorter. It really is."


@dataclass
class People:
    """A group's people: Robin writes, Kim reads, Lee keeps the readings, Olive is elsewhere."""

    group: Group
    robin: User
    kim: User
    lee: User
    olive: User


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    forget_what_was_read()
    with at(NOW):
        yield
    forget_what_was_read()


def trust_at_home(user: User) -> User:
    """Let two things of somebody have been let through in the home, too."""
    for _ in range(2):
        Hold.objects.create(kind="share", subject=str(uuid4()), about=user, rule="first",
                            made_at=NOW, state="released", decided_at=NOW)  # fmt: skip
    return user


@pytest.fixture
def people(db: None) -> People:
    group = make_group("Lamp Group")

    def member(sign_in_name: str, name: str, positions: tuple[str, ...] = ()) -> User:
        me = make_membership(make_old(make_member(sign_in_name)), group, name, positions)
        return trust_at_home(trust(me).user)

    return People(
        group,
        robin=member("quiet-river", "Robin"),
        kim=member("green-hill", "Kim"),
        lee=member("tall-pine", "Lee", ("literature",)),
        olive=make_old(make_member("calm-stone")),
    )


def membership(people: People, user: User) -> Membership:
    return Membership.objects.whole().get(group=people.group, user=user)


def share(people: People, user: User, text: str = WORDS) -> Share:
    """Let somebody share something with the group."""
    words = sharing.Words(text=text, help_seen=True)
    made = sharing.share(me=membership(people, user), words=words, key=uuid4())
    assert made
    assert made.is_shown
    return made


def reply(people: People, user: User, to: Share, text: str = WORDS) -> Reply:
    """Let somebody answer a share."""
    words = answering.Words(text=text, help_seen=True, nudge_seen=True)
    made = answering.answer(me=membership(people, user), share=to, words=words, key=uuid4())
    assert made
    return made


def thing(kind: str, row: Any, reader: User) -> Thing:
    found = things.to_keep(kind, str(row.pk), reader)
    assert found
    return found


def asked(people: People, passage: str = "I go for a walk before six.") -> Statement:
    """Give a statement that Kim asks Robin about."""
    found = thing("share", share(people, people.robin), people.kim)
    made = asking.ask(
        user=people.kim, thing=found, passage=passage, situations=["evenings"], key=uuid4()
    )
    assert made
    return made


def offered(
    user: User,
    text: str = "Tea, and the radio.",
    *,
    where: Where | None = None,
    situations: tuple[str, ...] = ("evenings",),
) -> Statement:
    """Give a statement that somebody offers, for all members unless told."""
    said = Said(text, where or Where(Audience.HOME), "en")
    made = asking.offer(user=user, said=said, situations=situations, key=uuid4())
    assert made
    return made


def shown(
    user: User,
    editor: User,
    text: str = "Tea, and the radio.",
    *,
    where: Where | None = None,
    situations: tuple[str, ...] = ("evenings",),
) -> Statement:
    """Give a statement that stands on a page."""
    row = offered(user, text, where=where, situations=situations)
    edit = Edit(row.text, situations, "en")
    done = editing.put_on_page(
        statement=row, edit=edit, known=list(situations_for(user)), by=editor, key=uuid4()
    )
    assert done
    return done


def found(typed: str, reader: Any) -> list[str]:
    """Give the ids of what somebody finds."""
    return [each.place.thing for each in search_for(Search(typed=typed), reader).results]


def browser(user: User, *, strong: bool = False) -> Client:
    client = Client()
    sign_in(client, user, strong=strong)
    return client


def desk_of(people: People) -> Desk:
    return Desk(people.group)
