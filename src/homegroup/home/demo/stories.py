"""What the demo's people tell: written, handed in and published through the room's own actions.

The rows are then dated as the file tells: a visitor finds a shelf that has grown for months.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import yaml

from homegroup.accounts.actions import Opened
from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups.models import Group
from homegroup.stories import access, finding, queries
from homegroup.stories.actions import drafts, editing, offering, reading
from homegroup.stories.models import Offer, Story
from homegroup.stories.works import Plan, new_chapter
from homegroup.vault.vaults import Vault

_FILE = Path(__file__).parent / "stories.yaml"
Row = dict[str, Any]


def tell(accounts: dict[str, Opened], *, operator: User) -> None:
    """Let these people tell their stories; one waits for an editor, one is a draft."""
    pack: Row = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    for row in pack["stories"]:
        offer = _hand_in(accounts[row["by"]], row)
        _publish(offer, operator, row, accounts)
    _hand_in(accounts[pack["waits"]["by"]], pack["waits"])
    _write(Vault(accounts[pack["draft"]["by"]].key), pack["draft"])


def _write(vault: Vault, row: Row) -> UUID:
    work = drafts.begin(vault=vault, guide="free", language=row["language"], prompt="", key=uuid4())
    assert work is not None
    group = Group.objects.filter(slug=row.get("group", "")).first()
    written = replace(
        queries.draft(vault, work),
        title=row["title"],
        chapters=tuple(
            replace(new_chapter(each["heading"]), text=each["text"].strip())
            for each in row["chapters"]
        ),
        plan=Plan(
            audience=row.get("audience", ""),
            group=group.key if group else "",
            pen_name=row.get("pen_name", ""),
            topics=tuple(row.get("topics", ())),
            hard=tuple(row.get("hard", ())),
        ),
    )
    drafts.keep(vault, written)
    return work


def _hand_in(author: Opened, row: Row) -> Offer:
    vault = Vault(author.key)
    offer = offering.hand_in(
        vault=vault, author=author.user, work=_write(vault, row), help_seen=True, key=uuid4()
    )
    assert offer is not None
    return offer


def _publish(offer: Offer, editor: User, row: Row, accounts: dict[str, Opened]) -> None:
    """Publish it, let readers say what helped, and date it."""
    by = _who_may(offer, editor)
    story = editing.publish(offer=offer, by=by, round_=offer.round, key=uuid4())
    assert story is not None
    for name, told in row.get("helped", {}).items():
        reading.say_helped(
            story=story, reader=accounts[name].user, chapter=told.get("chapter"),
            reason=told["reason"], words=told.get("words", ""), help_seen=True, key=uuid4(),
        )  # fmt: skip
    story.published_on = clock.now().date() - timedelta(days=row["days_ago"])
    Story.objects.filter(pk=story.pk).update(published_on=story.published_on)
    finding.put(story)


def _who_may(offer: Offer, editor: User) -> User:
    """Give who publishes it: a group's own editor where it has one."""
    found = access.editors_of(offer)
    return editor if editor.pk in found else User.objects.get(pk=min(found))
