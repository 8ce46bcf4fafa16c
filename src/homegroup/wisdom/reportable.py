"""What moderators ask about statements, and what they can do: let through, keep back, remove."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.groups.queries import everyones_group
from homegroup.moderation import subjects
from homegroup.moderation.subjects import Shown, Subject, read_id
from homegroup.wisdom import access
from homegroup.wisdom.actions import keeping
from homegroup.wisdom.choices import KIND, Stage
from homegroup.wisdom.models import Statement, StatementQuerySet


def register() -> None:
    """Register statements with the desk."""
    subjects.register(
        Subject(
            kind=KIND,
            words=_("What helped somebody"),
            group_of=_group_of,
            about=_author_of,
            shown=_shown,
            remove=_remove,
            release=_release,
            refuse=_refuse,
        )
    )


def _rows(ids: Collection[str]) -> StatementQuerySet:
    """Give those that are there; a thing is called by one spelling of its id only."""
    return Statement.objects.filter(
        pk__in=[pk for pk in map(read_id, ids) if pk and str(pk) in ids]
    )


def _row(subject: str) -> Statement | None:
    return _rows([subject]).select_related("group").first()


def _group_of(subject: str) -> Group | None:
    row = _row(subject)
    return (row.group or everyones_group()) if row else None


def _author_of(subject: str) -> UUID | None:
    row = _row(subject)
    return row.author_id if row else None


def _shown(ids: Collection[str], reader: User | None) -> dict[str, Shown]:
    rows = _rows(ids).open().prefetch_related("placed")
    if reader is not None:
        rows = rows.filter(Q(author=reader) | Q(pk__in=access.readable(reader).values("pk")))
    return {str(row.pk): Shown(row.text, _page_of(row)) for row in rows}


def _page_of(row: Statement) -> str:
    first = next((each.situation for each in row.placed.all()), "")
    if row.stage != Stage.SHOWN or not first:
        return reverse("wisdom:all")
    return reverse("wisdom:situation", args=[first]) + f"#s-{row.pk}"


def _remove(subject: str, *, by: UUID, reason: str) -> None:
    for row in _rows([subject]).open():
        keeping.close(row, Stage.REMOVED)


def _release(subject: str, *, by: UUID) -> None:
    for row in _rows([subject]).filter(stage=Stage.AGREED, is_held=True):
        row.is_held = False
        row.save(update_fields=["is_held"])
        keeping.tell_editors(row)


def _refuse(subject: str, *, by: UUID, note: str) -> None:
    for row in _rows([subject]).filter(stage=Stage.AGREED, is_held=True):
        row.note = note[:500]
        keeping.close(row, Stage.REMOVED)
