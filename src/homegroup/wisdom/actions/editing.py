"""What editors do: putting statements on the page, other words, links, situations of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.audit.actions import record
from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.names import clean_name
from homegroup.notices.actions import tell
from homegroup.wisdom import finding, things
from homegroup.wisdom.access import Desk
from homegroup.wisdom.actions import answering, introducing, keeping
from homegroup.wisdom.choices import LONGEST_LABEL, MOST_OWN, MOST_SEE, Stage
from homegroup.wisdom.models import Introduction, OwnSituation, Placed, See, Statement


@dataclass(frozen=True)
class Edit:
    """What an editor wants of a statement: words, situations (keys), its language."""

    text: str
    situations: Sequence[str]
    language: str = ""


def _locked(statement: Statement) -> Statement:
    rows = Statement.objects.on_desk() | Statement.objects.shown()
    found = rows.select_for_update().filter(pk=statement.pk).first()
    if found is None:
        raise Conflict(_("Its author has taken it back."))
    return found


@transaction.atomic
def put_on_page(
    *, statement: Statement, edit: Edit, known: Sequence[str], by: User, key: UUID
) -> Statement | None:
    """Put a statement on the page, or change it there; None where the form was sent before.

    Other words than the author's go to them first: until they say yes, nothing of them is shown.
    `known` are the situations that may be chosen. Raises HouseError, Conflict where its author has
    taken it back or left and the words were changed.
    """
    if not once.claim(key):
        return None
    row = _locked(statement)
    text = keeping.checked_text(edit.text)
    keeping.place(row, keeping.checked_situations(edit.situations, known))
    row.language = edit.language
    if text != row.text:
        _propose(row, text, by)
    else:
        row.proposed = ""
        answering.show(row)
        keeping.told("show", row, by.pk)
        _tell_author(row, "wisdom.shown", by)
    return row


def _propose(row: Statement, text: str, by: User) -> None:
    if row.author_id is None:
        raise Conflict(_("Its author has left, so the words stay as they are."))
    row.proposed = text
    row.save()
    if row.stage == Stage.SHOWN:
        finding.put(row)
    keeping.told("propose", row, by.pk)
    _tell_author(row, "wisdom.reworded", by)


def _tell_author(row: Statement, kind: str, by: User) -> None:
    if row.author_id:
        tell(user=row.author_id, kind=kind, subject=f"statement:{row.pk}", by=by.pk)


@transaction.atomic
def take_off(*, statement: Statement, by: User, key: UUID) -> bool:
    """Not keep a statement, or take it off the page; its author is told. False if sent before."""
    if not once.claim(key):
        return False
    row = _locked(statement)
    author = row.author_id
    keeping.told("take_off", row, by.pk)
    keeping.delete(row)
    if author:
        tell(user=author, kind="wisdom.not_kept", subject="statement:none", by=by.pk)
    return True


@transaction.atomic
def point_to(*, statement: Statement, path: str, by: User, key: UUID) -> bool:
    """Let a statement point to a page of this site that shows a thing; readers must be able to
    open it themselves. False where the form was sent before.

    Raises HouseError for a page that shows nothing which the editor may open.
    """
    if not once.claim(key):
        return False
    row = _locked(statement)
    found = things.at_address(path, [part for part in path.split("/") if part], by)
    if found is None or found.kind == "wisdom":
        raise HouseError(
            _("Copy the address of a share or a story here, from the top of its page."),
            field="address",
        )
    if row.see.count() >= MOST_SEE:
        raise Conflict(_("There are many links already. Take one out first."))
    See.objects.get_or_create(statement=row, kind=found.kind, thing=found.thing)
    keeping.told("point", row, by.pk, kind=found.kind)
    return True


@transaction.atomic
def unpoint(*, see: See, by: User) -> None:
    """Take a link out; twice does no more than once."""
    if See.objects.filter(pk=see.pk).delete()[0]:
        keeping.told("unpoint", see.statement, by.pk, kind=see.kind)


@transaction.atomic
def add_situation(*, desk: Desk, label: str, by: User, key: UUID) -> OwnSituation | None:
    """Add a situation to those that ship; None where the form was sent before.

    Raises HouseError for a name that is refused or there already.
    """
    if not once.claim(key):
        return None
    name = clean_name(label, least=2, most=LONGEST_LABEL, field="label", may_sound_official=True)
    rows = OwnSituation.objects.filter(group=desk.group)
    if rows.count() >= MOST_OWN:
        raise Conflict(_("There are many of your own already. Take one out first."))
    try:
        with transaction.atomic():
            made = rows.create(group=desk.group, label=name, made_on=clock.now().date())
    except IntegrityError:
        raise HouseError(_("This is there already."), field="label") from None
    _log("add_situation", desk, by)
    return made


@transaction.atomic
def remove_situation(*, desk: Desk, situation: OwnSituation, by: User) -> None:
    """Take out a situation that no statement stands under. Raises Conflict else."""
    if Placed.objects.filter(situation=str(situation.pk)).exists():
        raise Conflict(_("Words stand under it. Give them another place first."))
    if OwnSituation.objects.filter(pk=situation.pk, group=desk.group).delete()[0]:
        for row in Introduction.objects.filter(situation=str(situation.pk)):
            introducing.delete(row)
        _log("remove_situation", desk, by)


def _log(verb: str, desk: Desk, by: User) -> None:
    place = f"group:{desk.group.pk}" if desk.group else "home:desk"
    record(action=f"wisdom.{verb}", subject=place, by=by.pk, data={})
