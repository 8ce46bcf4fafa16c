"""What moderators ask about statements and introductions, and what they can do with them.

That is: let through, keep back, remove. An introduction belongs to its page, and names nobody.
"""

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
from homegroup.wisdom.actions import introducing, keeping
from homegroup.wisdom.choices import KIND, PAGE_KIND, Stage
from homegroup.wisdom.models import (
    Introduction,
    IntroductionQuerySet,
    Statement,
    StatementQuerySet,
)


def register() -> None:
    """Register statements, and introductions of pages, with the desk."""
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
    subjects.register(
        Subject(
            kind=PAGE_KIND,
            words=_("The introduction of a page"),
            group_of=_group_of_introduction,
            about=lambda subject: None,
            shown=_shown_introductions,
            remove=_remove_introduction,
            release=_release_introduction,
            refuse=_refuse_introduction,
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


# -- introductions of pages --------------------------------------------------------------------


def _introductions(ids: Collection[str]) -> IntroductionQuerySet:
    wanted = [pk for pk in map(read_id, ids) if pk and str(pk) in ids]
    return Introduction.objects.filter(pk__in=wanted)


def _group_of_introduction(subject: str) -> Group | None:
    row = _introductions([subject]).select_related("group").first()
    return (row.group or everyones_group()) if row else None


def _shown_introductions(ids: Collection[str], reader: User | None) -> dict[str, Shown]:
    """Give what readers see; to moderators newer words that wait for them."""
    rows = _introductions(ids)
    if reader is not None:
        rows = rows.filter(pk__in=access.introductions(reader).values("pk"))
    return {
        str(row.pk): Shown(
            row.proposed if reader is None and row.is_held else row.text,
            reverse("wisdom:situation", args=[row.situation]),
        )
        for row in rows
    }


def _remove_introduction(subject: str, *, by: UUID, reason: str) -> None:
    for row in _introductions([subject]):
        introducing.delete(row)


def _release_introduction(subject: str, *, by: UUID) -> None:
    for row in _introductions([subject]).filter(is_held=True).select_related("group"):
        introducing.show(row)


def _refuse_introduction(subject: str, *, by: UUID, note: str) -> None:
    for row in _introductions([subject]).filter(is_held=True):
        introducing.keep_back(row, note)
