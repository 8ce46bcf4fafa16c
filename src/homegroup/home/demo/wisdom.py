"""What helped the demo's people: asked for, agreed to and edited through the room's own actions.

The rows are then dated as the file tells, and the numbers reckoned as the weekly chore does it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from homegroup.accounts.actions import Opened
from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups.models import Group
from homegroup.moderation import actions as moderation
from homegroup.moderation.models import Hold
from homegroup.notices import actions as notices
from homegroup.search.choices import Audience
from homegroup.stories.models import Story
from homegroup.support.models import Reply, Share
from homegroup.wisdom import access, finding, things
from homegroup.wisdom.actions import answering, asking, editing, helping, introducing
from homegroup.wisdom.actions.editing import Edit
from homegroup.wisdom.actions.introducing import Words
from homegroup.wisdom.actions.keeping import Said
from homegroup.wisdom.choices import KIND
from homegroup.wisdom.models import Placed, Statement
from homegroup.wisdom.places import Where

_FILE = Path(__file__).parent / "wisdom.yaml"
Row = dict[str, Any]
Accounts = dict[str, Opened]


def keep(accounts: Accounts, *, operator: User) -> None:
    """Fill the pages of situations; one person is asked, an editor and an author have work."""
    pack: Row = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    readers = [opened.user for opened in accounts.values()]
    for number, row in enumerate(pack["statements"]):
        made = _agreed(row, accounts, operator)
        _put_on_page(made, row)
        _help(made, (readers[(number + each) % len(readers)] for each in range(row["helped"])))
    for row in pack["introductions"]:
        _introduce(row)
    _asked(pack["asked"], accounts)
    _agreed(pack["waits"], accounts, operator)
    reworded = _agreed(pack["reworded"], accounts, operator)
    _edit(reworded, pack["reworded"]["edited"])
    helping.reckon()


def _where(row: Row) -> Where:
    told = row.get("where", "home")
    if told in {"home", "public"}:
        return Where(Audience.PUBLIC if told == "public" else Audience.HOME)
    return Where(Audience.GROUP, Group.objects.get(slug=told))


def _agreed(row: Row, accounts: Accounts, operator: User) -> Statement:
    """Let somebody give words: asked for, or of themselves; moderators let them through."""
    author = accounts[row["by"]].user
    if "from" in row:
        made = _asked(row, accounts)
        said = Said(str(row.get("agreed", row["text"])), _where(row), "en")
        answering.agree(statement=made, user=author, said=said, key=uuid4())
    else:
        said = Said(str(row["text"]), _where(row), "en")
        offered = asking.offer(user=author, said=said, situations=row["with"], key=uuid4())
        assert offered is not None
        made = offered
    for held in Hold.objects.waiting().filter(kind=KIND, subject=str(made.pk)):
        moderation.release(held=held, by=operator.pk)
    return Statement.objects.get(pk=made.pk)


def _asked(row: Row, accounts: Accounts) -> Statement:
    reader = accounts[row["asks"]].user
    kind, thing = _thing(row["from"])
    found = things.to_keep(kind, thing, reader)
    assert found is not None, row["from"]
    made = asking.ask(
        user=reader, thing=found, passage=row["text"], situations=row["with"], key=uuid4()
    )
    assert made is not None, row["from"]
    return made


def _thing(told: str) -> tuple[str, str]:
    """Give kind and id of a story by its title, of a share or an answer by its beginning."""
    found: dict[str, Iterable[Any]] = {
        "story": Story.objects.filter(title=told),
        "share": Share.objects.filter(text__startswith=told),
        "reply": Reply.objects.filter(text__startswith=told),
    }
    return next((kind, str(row.pk)) for kind, rows in found.items() for row in rows)


def _put_on_page(made: Statement, row: Row) -> None:
    """Let an editor put it on the page, link it, and date it."""
    _edit(made, row.get("edited", made.text))
    if "edited" in row:
        assert made.author is not None
        answering.answer_words(statement=made, user=made.author, accepts=True, key=uuid4())
    editor = _editor(made)
    for told in row.get("see", ()):
        kind, thing = _thing(told)
        address = things.opened([(kind, thing)], editor)[kind, thing].address
        path = address.split("#")[0]
        editing.point_to(statement=made, path=path, by=editor, key=uuid4())
    _date(made, clock.now().date() - timedelta(days=row["days_ago"]))


def _edit(made: Statement, text: str) -> None:
    by = _editor(made)
    edit = Edit(text, [each.situation for each in made.placed.all()], "en")
    known = list(access.situations_for(by))
    editing.put_on_page(statement=made, edit=edit, known=known, by=by, key=uuid4())


def _introduce(row: Row) -> None:
    """Let an editor of the home write what stands above the statements of a page."""
    words = Words(str(row["text"]).strip(), "en")
    introducing.introduce(
        desk=access.Desk(None), situation=row["page"], words=words, by=_editor(), key=uuid4()
    )


def _editor(made: Statement | None = None) -> User:
    """Give somebody who looks after the pages that it stands on, or those of the home."""
    return User.objects.get(pk=min(access.editors_of(made.group if made else None)))


def _date(made: Statement, on: date) -> None:
    written = clock.now() - (clock.now().date() - on)
    Statement.objects.filter(pk=made.pk).update(shown_on=on, made_at=written)
    finding.put(Statement.objects.get(pk=made.pk))
    notices.forget(subject=f"statement:{made.pk}")  # its author has read of it long since


def _help(made: Statement, members: Iterable[User]) -> None:
    helped = list(members)
    for placed in Placed.objects.filter(statement=made):
        for member in helped:
            helping.press(member=member, placed=placed, on=True)
