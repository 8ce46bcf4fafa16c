"""What moderators are told of a private message: by itself, nothing. Who reports it shows it.

The generic page of reports may lead here as well; without quotes it tells only that there is one.
"""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.messages import access
from homegroup.messages.actions import talks
from homegroup.messages.models import Talk
from homegroup.moderation import subjects
from homegroup.moderation.subjects import Shown, Subject, read_id
from homegroup.vault.models import Message

KIND = "message"


def register() -> None:
    """Let the desks know of private messages."""
    subjects.register(
        Subject(
            kind=KIND,
            words=gettext_lazy("A private message"),
            group_of=_group_of,
            about=_author_of,
            shown=_shown,
            remove=_remove,
        )
    )


def _messages(ids: Collection[str]) -> dict[str, Message]:
    wanted = [each for each in map(read_id, ids) if each]
    rows = Message.objects.filter(pk__in=wanted, thread__talk__isnull=False)
    return {str(row.pk): row for row in rows.select_related("thread__talk") if str(row.pk) in ids}


def _group_of(subject: str) -> Group | None:
    row = _messages([subject]).get(subject)
    talk = Talk.objects.select_related("group").get(thread=row.thread_id) if row else None
    return talk.group if talk else None


def _author_of(subject: str) -> UUID | None:
    row = _messages([subject]).get(subject)
    return row.author_id if row else None


def _shown(ids: Collection[str], reader: User | None) -> dict[str, Shown]:
    rows = {each: row for each, row in _messages(ids).items() if not row.withheld}
    text = _("A private message. What was shown to you of it stands below.")
    if reader is None:
        return {each: Shown(text, "") for each in rows}  # no page of theirs shows it
    mine = {each.talk.thread_id: each for each in access.my_talks(reader)}
    found = {}
    for each, row in rows.items():
        seen = mine.get(row.thread_id)
        if seen is not None and (not row.part or row.author_id == reader.pk):
            page = reverse("messages:talk", args=[seen.id])
            found[each] = Shown(_("A private message that you got."), page)
    return found


def _remove(subject: str, *, by: UUID, reason: str) -> None:
    row = _messages([subject]).get(subject)
    if row is not None:
        talks.take_away(message=row.pk, thread=row.thread_id)
