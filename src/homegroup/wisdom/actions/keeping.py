"""What all writes here share: rules for words and places, and what follows when they change."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.audit.actions import record
from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.writing import clean_text
from homegroup.groups import queries as groups
from homegroup.groups.access import membership_of
from homegroup.groups.queries import everyones_group
from homegroup.moderation import weighing
from homegroup.moderation.access import check_may_write
from homegroup.moderation.actions import forget_things, screen
from homegroup.notices.actions import forget, tell_many
from homegroup.search.choices import Audience
from homegroup.wisdom import access, finding
from homegroup.wisdom.choices import KIND, LONGEST, MOST_A_DAY, MOST_SITUATIONS, Stage
from homegroup.wisdom.models import Placed, Statement
from homegroup.wisdom.places import Where


@dataclass(frozen=True)
class Said:
    """What somebody says of their own words: the words, who may read them, their language."""

    text: str
    where: Where
    language: str = ""
    help_seen: bool = False


def told(verb: str, row: Statement, by: UUID | None = None, **data: object) -> None:
    """Log what happened to a statement; `by` is None for what its author did."""
    record(action=f"wisdom.{verb}", subject=f"statement:{row.pk}", by=by, data=data)


def check_place(user: User, where: Where) -> None:
    """Raise HouseError where somebody may not let words stand for these readers.

    In a group they must be a member who agreed to its guidelines, and nowhere on a pause.
    """
    if where.audience == Audience.GROUP:
        me = membership_of(user, where.group) if where.group else None
        if me is None:
            raise NotAllowed(_("You are not in this group."))
        if groups.needs_consent(me):
            raise NotAllowed(_("Please read the group's guidelines first."))
    check_may_write(user=user, group=where.group or everyones_group())


def checked_text(text: str, *, field: str = "text") -> str:
    """Give the written form of a statement: one paragraph. Raises HouseError."""
    cleaned = " ".join(clean_text(text, most=LONGEST, field=field).split())
    if not cleaned:
        raise HouseError(_("Write at least one word."), field=field)
    return cleaned


def checked_situations(keys: Iterable[str], known: Collection[str]) -> list[str]:
    """Give the chosen situations, each once. Raises HouseError for none, too many, or unknown."""
    chosen = list(dict.fromkeys(key for key in keys if key))
    if not chosen or not set(chosen) <= set(known):
        raise HouseError(_("Choose what it helps with."), field="situation")
    if len(chosen) > MOST_SITUATIONS:
        raise HouseError(_("Choose at most %d.") % MOST_SITUATIONS, field="situation")
    return chosen


def check_not_too_many(user: User) -> None:
    """Raise Conflict for who asked and offered that much today."""
    since = clock.now() - timedelta(days=1)
    asked = Statement.objects.filter(asked_by=user, made_at__gt=since)
    offered = Statement.objects.filter(author=user, asked_by=None, made_at__gt=since)
    if asked.count() + offered.count() >= MOST_A_DAY:
        raise Conflict(_("That was a lot for one day. Go on tomorrow."))


def place(row: Statement, situations: Iterable[str]) -> None:
    """Let a statement stand with these situations, and no others."""
    wanted = set(situations)
    row.placed.exclude(situation__in=wanted).delete()
    there = set(row.placed.values_list("situation", flat=True))
    Placed.objects.bulk_create(
        Placed(statement=row, situation=key) for key in situations if key not in there
    )


def agree(row: Statement, user: User, said: Said) -> None:
    """Keep an author's yes: their words wait for an editor, or for a moderator first."""
    weighing.help_first(said.text, seen=said.help_seen)
    row.text, row.language, row.stage = said.text, said.language, Stage.AGREED
    row.audience, row.group, row.asked_by = said.where.audience, said.where.group, None
    row.save()
    row.is_held = screen(
        kind=KIND,
        subject=str(row.pk),
        text=row.text,
        author=user,
        group=row.group or everyones_group(),
    )
    row.save(update_fields=["is_held"])
    told("agree", row)
    if not row.is_held:
        tell_editors(row)


def tell_editors(row: Statement) -> None:
    """Tell those who put statements on the page that one waits."""
    place_of = f"group:{row.group_id}" if row.group_id else "home:desk"
    editors = access.editors_of(row.group)
    tell_many(users=editors, kind="wisdom.offered", subject=place_of, by=row.author_id)


def close(row: Statement, stage: Stage) -> None:
    """Take a statement's words away everywhere, at once; the row tells only that it is settled."""
    _forget(row)
    Placed.objects.filter(statement=row).delete()
    row.see.all().delete()
    row.text = row.proposed = ""
    row.stage, row.is_held, row.asked_by, row.shown_on = stage, False, None, None
    row.save()


def delete(row: Statement) -> None:
    """Take a statement away as if it had never been."""
    _forget(row)
    row.delete()


def _forget(row: Statement) -> None:
    finding.drop([row.pk])
    forget_things(kind=KIND, things=[str(row.pk)])
    forget(subject=f"statement:{row.pk}")
