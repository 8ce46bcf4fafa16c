"""What the tests of this room share: an author, an editor and a reader of one group."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from tests.accounts.people import key_of, make_member, sign_in
from tests.factories import NOW, at
from tests.groups.making import make_group, make_membership

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.stories import queries
from homegroup.stories.actions import drafts, editing, offering
from homegroup.stories.models import Offer, Story
from homegroup.stories.works import Chapter, Plan, Work
from homegroup.vault.vaults import Vault

TEXT = "I sat in the kitchen every night and could not stop. " * 6


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

    def write(self, *texts: str, title: str = "Quiet evenings", **plan: Any) -> UUID:
        """Write a whole draft through the actions; it is for the home unless said otherwise."""
        made = drafts.begin(vault=self.vault, guide="free", language="en", prompt="", key=uuid4())
        assert made
        work = queries.draft(self.vault, made)
        chapters = tuple(
            Chapter(f"{number:08x}", f"Part {number + 1}", text=text)
            for number, text in enumerate(texts or (TEXT,))
        )
        told = {"audience": "home", "pen_name": "Wren", **plan}
        drafts.keep(
            self.vault,
            replace(work, title=title, chapters=chapters, plan=Plan(**told)),
        )
        return made

    def draft(self, work: UUID) -> Work:
        """Read a draft anew."""
        return queries.draft(self.vault, work)

    def hand_in(self, work: UUID | None = None, *, key: UUID | None = None, **plan: Any) -> Offer:
        """Hand a draft in, a new one unless one is given."""
        offer = offering.hand_in(
            vault=self.vault, author=self.user, work=work or self.write(**plan),
            help_seen=False, key=key or uuid4(),
        )  # fmt: skip
        assert offer
        return offer

    def publish(self, offer: Offer) -> Story:
        """Publish somebody's story, as an editor."""
        row = Offer.objects.get(pk=offer.pk)
        story = editing.publish(offer=row, by=self.user, round_=row.round, key=uuid4())
        assert story
        return story


def said(answer: Any) -> str:
    """Give what a page says, without its tags, in single spaces."""
    html = answer if isinstance(answer, str) else answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def make_somebody(name: str, *, strong: bool = False, operator: bool = False) -> Somebody:
    """Make a member and sign them in."""
    user, client = make_member(name, operator=operator), Client()
    sign_in(client, user, strong=strong)
    return Somebody(user, Vault(key_of(user)), client)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """The clock stands at `factories.NOW`, a Wednesday noon."""
    with at(NOW):
        yield


@pytest.fixture(autouse=True)
def _uploads(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recordings of a test lie in a folder of its own."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "uploads")


@pytest.fixture
def me() -> Somebody:
    """Who writes."""
    return make_somebody("quiet-river")


@pytest.fixture
def editor() -> Somebody:
    """Who runs the home, and so edits what is for the home or for everybody."""
    return make_somebody("green-hill", strong=True, operator=True)


@pytest.fixture
def kim() -> Somebody:
    """Who reads."""
    return make_somebody("red-kettle")


@pytest.fixture
def group(me: Somebody, kim: Somebody) -> Group:
    """A group with me as Robin and Kim in it, and nobody who looks after texts."""
    made = make_group("Lamp Group")
    make_membership(me.user, made, "Robin")
    make_membership(kim.user, made, "Kim")
    return made
