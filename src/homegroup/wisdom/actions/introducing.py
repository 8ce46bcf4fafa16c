"""What editors do with a page itself: its introduction, and which statements are read first."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.audit.actions import record
from homegroup.core import clock, once
from homegroup.core.errors import Conflict
from homegroup.core.writing import clean_text
from homegroup.groups.queries import everyones_group
from homegroup.moderation import weighing
from homegroup.moderation.actions import forget_things, screen
from homegroup.wisdom import finding
from homegroup.wisdom.access import Desk
from homegroup.wisdom.actions import keeping
from homegroup.wisdom.choices import LONGEST_INTRODUCTION, MOST_FIRST, PAGE_KIND
from homegroup.wisdom.models import Introduction, Placed


@dataclass(frozen=True)
class Words:
    """What editors want to stand above a page: Markdown, "" for nothing."""

    text: str
    language: str = ""
    help_seen: bool = False


@transaction.atomic
def introduce(*, desk: Desk, situation: str, words: Words, by: User, key: UUID) -> bool:
    """Give a page of this desk an introduction, change it, or take it away.

    False where the form was sent before. What a rule holds waits for a moderator; what stood there
    before stays until then. Raises HelpFirst for what is to be shown once before, HouseError for a
    text that is refused, NotAllowed or Conflict for who may not write just now.
    """
    if not once.claim(key):
        return False
    keeping.check_place(by, desk.where)
    text = clean_text(words.text, most=LONGEST_INTRODUCTION)
    weighing.help_first(text, seen=words.help_seen)
    if text:
        _put(desk, situation, words.language, text, by)
    else:
        for row in Introduction.objects.filter(group=desk.group, situation=situation):
            delete(row)
    verb = "introduce" if text else "take_introduction_out"
    place = f"group:{desk.group.pk}" if desk.group else "home:desk"
    record(action=f"wisdom.{verb}", subject=place, by=by.pk, data={"page": situation})
    return True


def _put(desk: Desk, situation: str, language: str, text: str, by: User) -> None:
    """Show newer words, unless they are held; what waits or was refused is read again first."""
    rows = Introduction.objects.select_for_update(of=("self",)).select_related("group")
    begun = {"proposed": text, "written_at": clock.now()}
    row, is_new = rows.get_or_create(group=desk.group, situation=situation, defaults=begun)
    was_held, was_refused = row.is_held, row.is_refused and not is_new
    row.proposed, row.note, row.language, row.written_at = text, "", language, clock.now()
    row.save()
    held = screen(
        kind=PAGE_KIND,
        subject=str(row.pk),
        text=text,
        author=by,
        group=row.group or everyones_group(),
        again=was_refused,
    )
    if held or was_held:
        row.is_held = True
        row.save(update_fields=["is_held"])
    else:
        show(row)


def show(row: Introduction) -> None:
    """Let the newer words stand on the page."""
    row.text, row.proposed, row.is_held = row.proposed, "", False
    row.save(update_fields=["text", "proposed", "is_held"])
    finding.put_introduction(row)


def keep_back(row: Introduction, note: str) -> None:
    """Let the newer words not stand on the page; its editors read why, and may change them."""
    row.is_held, row.note = False, note[:500]
    row.save(update_fields=["is_held", "note"])


def delete(row: Introduction) -> None:
    """Take an introduction away, wherever it can be found."""
    finding.drop_introductions([row.pk])
    forget_things(kind=PAGE_KIND, things=[str(row.pk)])
    row.delete()


@transaction.atomic
def put_first(*, placed: Placed, is_first: bool, by: User) -> None:
    """Let a statement be read before others of its group (or the home) on a page, or no longer.

    Twice does no more than once. Raises Conflict where as many as may be are first there.
    """
    group = placed.statement.group_id
    of_page = Placed.objects.filter(situation=placed.situation, statement__group=group)
    rows = {row.pk: row for row in of_page.select_for_update(of=("self",)).order_by("pk")}
    row = rows.get(placed.pk)
    if row is None or row.is_first == is_first:
        return
    if is_first and sum(each.is_first for each in rows.values()) >= MOST_FIRST:
        raise Conflict(_("Three are first on that page already. Take one of them back first."))
    row.is_first = is_first
    row.save(update_fields=["is_first"])
    verb = "put_first" if is_first else "put_first_no_longer"
    keeping.told(verb, placed.statement, by.pk, page=placed.situation)
