"""What moderators and search ask about shares and answers: whose they are, how they read."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from homegroup.accounts.models import User
from homegroup.groups.models import Group, Membership
from homegroup.moderation import subjects
from homegroup.moderation.access import out_of_contact
from homegroup.moderation.subjects import Around, Shown, Subject, read_id
from homegroup.search import registry
from homegroup.search.registry import Source
from homegroup.support.actions import moderated
from homegroup.support.addresses import page_of
from homegroup.support.choices import State
from homegroup.support.models import Mute, Reply, Share

_AROUND = 3  # answers before one that is looked at
Row = Share | Reply


@dataclass(frozen=True)
class Looked:
    """One kind of what people write here, as others look at it by its id as text."""

    find: Callable[[Collection[UUID]], Collection[Row]]

    def rows(self, ids: Collection[str]) -> dict[str, Row]:
        """Give those that are there; a thing is called by one spelling of its id only."""
        wanted = [each for each in map(read_id, ids) if each]
        return {str(row.pk): row for row in self.find(wanted) if str(row.pk) in ids}

    def row(self, subject: str) -> Row | None:
        """Give one."""
        return self.rows([subject]).get(subject)

    def group_of(self, subject: str) -> Group | None:
        """Give the group whose moderators look after it."""
        row = self.row(subject)
        return _share_of(row).group if row else None

    def about(self, subject: str) -> UUID | None:
        """Give the account of its author, None where they have left."""
        row = self.row(subject)
        return row.author.user_id if row and row.author else None

    def shown(self, ids: Collection[str], reader: User | None) -> dict[str, Shown]:
        """Give how they read: all for a desk, else what the reader may open."""
        rows = self.rows(ids)
        if reader is not None:
            rows = _for_reader(rows, reader)
        return {each: Shown(row.text, page_of(row)) for each, row in rows.items()}

    def found(
        self, ids: Collection[str], reader: User | AnonymousUser
    ) -> dict[str, registry.Shown]:
        """Give how they read in what a search found, without those whom the reader muted."""
        if not isinstance(reader, User):
            return {}
        rows = _for_reader(self.rows(ids), reader)
        muted = set(Mute.objects.filter(muter__user=reader).values_list("muted", flat=True))
        return {
            each: registry.Shown(text=row.text, address=page_of(row), fold=row.fold_label)
            for each, row in rows.items()
            if row.author_id not in muted and row.is_shown
        }

    def doing(self, work: Callable[..., object]) -> Callable[..., None]:
        """Give an action on rows as one on ids; what is gone is passed over."""

        def on_id(subject: str, **told: Any) -> None:
            row = self.row(subject)
            if row is not None:
                work(row, **told)

        return on_id


def _share_of(row: Row) -> Share:
    return row if isinstance(row, Share) else row.share


def _for_reader(rows: dict[str, Row], reader: User) -> dict[str, Row]:
    groups = {_share_of(row).group_id for row in rows.values()}
    members = Membership.objects.members().of(reader).filter(group__in=groups)
    mine = dict(members.values_list("group", "pk"))
    apart = out_of_contact(reader.pk)
    return {
        each: row
        for each, row in rows.items()
        if (me := mine.get(_share_of(row).group_id)) and _may_read(row, me, apart)
    }


def _may_read(row: Row, me: UUID, apart: set[UUID]) -> bool:
    share = _share_of(row)
    if row.author_id == me:
        return True
    authors = {each.author.user_id for each in (row, share) if each.author}
    return row.is_shown and not authors & apart and (row is share or share.is_shown)


def _shares(wanted: Collection[UUID]) -> Collection[Row]:
    return list(Share.objects.filter(pk__in=wanted).select_related("group", "author__user"))


def _replies(wanted: Collection[UUID]) -> Collection[Row]:
    rows = Reply.objects.filter(pk__in=wanted)
    return list(rows.select_related("author__user", "share__group", "share__author__user"))


SHARES, REPLIES = Looked(_shares), Looked(_replies)


def _around_share(subject: str) -> list[Around]:
    """Give the first answers below a share."""
    row = SHARES.row(subject)
    if row is None:
        return []
    return [_around(row, is_it=True), *_first_answers(_share_of(row))]


def _first_answers(share: Share) -> list[Around]:
    rows = share.replies.filter(state=State.SHOWN).select_related("author")
    return [_around(each) for each in rows.order_by("written_at")[:_AROUND]]


def _around_reply(subject: str) -> list[Around]:
    """Give the share above an answer, and the answers just before it."""
    row = REPLIES.row(subject)
    if not isinstance(row, Reply):
        return []
    before = row.share.replies.filter(state=State.SHOWN, written_at__lt=row.written_at)
    newest = before.select_related("author").order_by("-written_at")[:_AROUND]
    return [
        _around(row.share),
        *(_around(each) for each in reversed(newest)),
        _around(row, is_it=True),
    ]


def _around(row: Row, *, is_it: bool = False) -> Around:
    return Around(name=row.author.name if row.author else "", text=row.text, is_it=is_it)


def register() -> None:
    """Register both kinds with the desk and the search."""
    told = (
        ("share", SHARES, _("Something that was shared"), _("Shares"), _around_share),
        ("reply", REPLIES, _("An answer"), _("Answers"), _around_reply),
    )
    for kind, looked, words, plural, context in told:
        subjects.register(
            Subject(
                kind=kind,
                words=words,
                group_of=looked.group_of,
                about=looked.about,
                shown=looked.shown,
                remove=looked.doing(moderated.remove),
                release=looked.doing(moderated.release),
                refuse=looked.doing(moderated.refuse),
                edit=looked.doing(moderated.edit),
                fold=looked.doing(moderated.fold),
                context=context,
                tells_author=True,
            )
        )
        registry.register(Source(kind=kind, words=words, plural=plural, shown=looked.found))
