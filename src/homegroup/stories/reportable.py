"""What of stories can be reported, and what moderators can do: fold it, or take it away.

Nobody edits the words of a story but its author: the desk offers no other words.
"""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homegroup.accounts.models import User
from homegroup.core.text import first_line
from homegroup.groups.models import Group
from homegroup.groups.queries import everyones_group
from homegroup.moderation import subjects
from homegroup.moderation.subjects import Shown, Subject, read_id
from homegroup.notices.actions import forget
from homegroup.stories import access, finding
from homegroup.stories.choices import KIND, THANKS, Stage, State
from homegroup.stories.models import Offer, Story, Thanks, Told


def register() -> None:
    """Register both kinds."""
    subjects.register(
        Subject(
            kind=KIND,
            words=_("A story"),
            group_of=_group_of,
            about=_author_of,
            shown=_shown,
            remove=_remove,
            fold=_fold,
        )
    )
    subjects.register(
        Subject(
            kind=THANKS,
            words=_("What somebody said about a story"),
            group_of=_group_of_thanks,
            about=_reader_of,
            shown=_shown_thanks,
            remove=_remove_thanks,
            release=_release_thanks,
            refuse=_refuse_thanks,
        )
    )


def _ids(ids: Collection[str]) -> list[UUID]:
    """Give the ids that can be read; a thing is called by one spelling of its id only."""
    return [pk for pk in map(read_id, ids) if pk and str(pk) in ids]


def _there(subject: str) -> Told | None:
    """Give what is published, else what waits."""
    ids = _ids([subject])
    rows = Story.objects.filter(pk__in=ids).select_related("group").first()
    return rows or Offer.objects.filter(pk__in=ids).select_related("group").first()


def _group_of(subject: str) -> Group | None:
    found = _there(subject)
    return (found.group or everyones_group()) if found else None


def _author_of(subject: str) -> UUID | None:
    found = _there(subject)
    return getattr(found, "author_id", None)


def _shown(ids: Collection[str], reader: User | None) -> dict[str, Shown]:
    wanted = _ids(ids)
    published = access.readable(reader) if reader else Story.objects.exclude(state=State.REMOVED)
    found = {str(row.pk): _reads(row, "stories:story") for row in published.filter(pk__in=wanted)}
    if reader is None:  # a quiet card may lie on the desk before an editor has read it
        for row in Offer.objects.filter(pk__in=wanted):
            found.setdefault(str(row.pk), _reads(row, "stories:edit"))
    return found


def _reads(row: Told, page: str) -> Shown:
    words = "\n\n".join(f"{each['heading']}\n{each['text']}".strip() for each in row.parts)
    return Shown(f"{row.title}\n\n{words}", reverse(page, args=[row.pk]))


def _remove(subject: str, *, by: UUID, reason: str) -> None:
    ids = _ids([subject])
    finding.drop(ids)
    Story.objects.filter(pk__in=ids).update(state=State.REMOVED)
    Offer.objects.filter(pk__in=ids).update(stage=Stage.BACK)
    for each in ids:
        forget(subject=f"story:{each}")


def _fold(subject: str, *, by: UUID, label: str) -> None:
    for row in Story.objects.filter(pk__in=_ids([subject])):
        row.fold_label = label[:80]
        row.save(update_fields=["fold_label"])
        finding.put(row)


# -- what readers say --------------------------------------------------------------------------


def _thanks(ids: Collection[str]) -> list[Thanks]:
    return list(Thanks.objects.filter(pk__in=_ids(ids)).select_related("story__group"))


def _group_of_thanks(subject: str) -> Group | None:
    found = _thanks([subject])
    return (found[0].story.group or everyones_group()) if found else None


def _reader_of(subject: str) -> UUID | None:
    found = _thanks([subject])
    return found[0].reader_id if found else None


def _shown_thanks(ids: Collection[str], reader: User | None) -> dict[str, Shown]:
    rows = _thanks(ids)
    if reader:
        rows = [row for row in rows if reader.pk in {row.story.author_id, row.reader_id}]
    return {
        str(row.pk): Shown(
            first_line(row.words, 300) or row.get_reason_display(),
            reverse("stories:story", args=[row.story_id]),
        )
        for row in rows
        if row.state != State.REMOVED
    }


def _remove_thanks(subject: str, *, by: UUID, reason: str) -> None:
    Thanks.objects.filter(pk__in=_ids([subject])).update(state=State.REMOVED, words="")


def _release_thanks(subject: str, *, by: UUID) -> None:
    Thanks.objects.filter(pk__in=_ids([subject])).update(state=State.SHOWN)


def _refuse_thanks(subject: str, *, by: UUID, note: str) -> None:
    Thanks.objects.filter(pk__in=_ids([subject])).update(state=State.REFUSED)
