"""What an author says: yes, yes with other words, no; and taking it back, at any time."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError
from homegroup.wisdom import finding, things
from homegroup.wisdom.actions import keeping
from homegroup.wisdom.actions.keeping import Said
from homegroup.wisdom.choices import Stage
from homegroup.wisdom.models import Statement


def _locked(statement: Statement, user: User) -> Statement:
    """Give the row as it stands now, if it still is this author's and open."""
    rows = Statement.objects.open().filter(pk=statement.pk, author=user)
    found = rows.select_for_update().first()
    if found is None:
        raise Conflict(_("This is settled already."))
    return found


@transaction.atomic
def agree(*, statement: Statement, user: User, said: Said, key: UUID) -> bool:
    """Let one's words be kept, as they are or changed; False where the form was sent before.

    Raises Conflict where the text that they come from was taken away meanwhile, and as
    `asking.offer` does.
    """
    if not once.claim(key):
        return False
    row = _locked(statement, user)
    if row.stage != Stage.ASKED:
        raise Conflict(_("This is settled already."))
    if things.to_keep(row.kind, row.thing, user) is None:
        raise Conflict(_("The text that this comes from is not there any more."))
    if said.where.group is not None and said.where.group.pk != row.group_id:
        raise HouseError(_("Choose who may read it."), field="where")
    keeping.check_place(user, said.where)
    text = keeping.checked_text(said.text)
    keeping.agree(row, user, Said(text, said.where, said.language, said.help_seen))
    return True


@transaction.atomic
def refuse(*, statement: Statement, user: User, key: UUID) -> bool:
    """Say no: nobody is told, and nobody can ask about this text again."""
    if not once.claim(key):
        return False
    row = _locked(statement, user)
    if row.stage != Stage.ASKED:
        raise Conflict(_("This is settled already."))
    keeping.told("refuse", row)
    keeping.close(row, Stage.NO)
    return True


@transaction.atomic
def withdraw(*, statement: Statement, user: User, key: UUID) -> bool:
    """Take one's words back: they are gone at once, from the page and from the search."""
    if not once.claim(key):
        return False
    row = _locked(statement, user)
    keeping.told("withdraw", row)
    take_out(row)
    return True


def take_out(row: Statement) -> None:
    """Take a statement away; nobody can ask about the text that it came from again."""
    if not row.thing:
        keeping.delete(row)
        return
    asked = Statement.objects.from_thing(row.kind, row.thing).exclude(pk=row.pk)
    for each in asked.filter(stage__in=[Stage.ASKED, Stage.NO]):
        keeping.delete(each)
    keeping.close(row, Stage.NO)


@transaction.atomic
def answer_words(*, statement: Statement, user: User, accepts: bool, key: UUID) -> bool:
    """Say yes or no to an editor's words. After a yes they stand on the page.

    False where the form was sent before. Raises Conflict where no other words wait.
    """
    if not once.claim(key):
        return False
    row = _locked(statement, user)
    if not row.proposed:
        raise Conflict(_("This is settled already."))
    if accepts:
        row.text = row.proposed
    row.proposed = ""
    row.save()
    keeping.told("answer_words", row, accepts=accepts)
    if accepts:
        show(row)
    elif row.stage == Stage.AGREED:
        keeping.tell_editors(row)
    return True


def show(row: Statement) -> None:
    """Let a statement stand on the page from now on."""
    row.stage, row.shown_on = Stage.SHOWN, row.shown_on or clock.now().date()
    row.save()
    finding.put(row)
