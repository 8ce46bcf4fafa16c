"""The words of notices and of what is said after a redirect."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.accounts.models import User
from homegroup.moderation.subjects import read_id
from homegroup.notices.kinds import Line
from homegroup.stories import access
from homegroup.stories.choices import Stage
from homegroup.stories.models import Offer, Story

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _ids(ids: Collection[str]) -> list[UUID]:
    return [pk for pk in map(read_id, ids) if pk]


def offered(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """A story waits for an editor; for those who may still read it, while it waits."""
    return _to_editors(ids, reader, _("A story waits to be read."))


def answered(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """An author has written back."""
    return _to_editors(ids, reader, _("The author of a story has answered."))


def _to_editors(ids: Collection[str], reader: UUID, text: str) -> dict[str, Line]:
    user = User.objects.filter(pk=reader).first()
    if user is None:
        return {}
    wanted = set(_ids(ids))
    return {
        str(row.pk): Line(text, reverse("stories:edit", args=[row.pk]))
        for row in access.offers_for(user)
        if row.pk in wanted
    }


def back(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """An editor has sent a story back to its author."""
    rows = Offer.objects.filter(author=reader, pk__in=_ids(ids), stage=Stage.BACK).defer("chapters")
    text = _("An editor has read what you wrote, and has a note for you.")
    return {str(row.pk): Line(text, reverse("stories:handed_in", args=[row.pk])) for row in rows}


def published(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """A story can be read now."""
    return _to_author(ids, reader, _("What you wrote can be read now."))


def helped(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """A reader says what helped."""
    return _to_author(ids, reader, _("Somebody says that what you wrote has helped."))


def _to_author(ids: Collection[str], reader: UUID, text: str) -> dict[str, Line]:
    rows = Story.objects.filter(author=reader, pk__in=_ids(ids)).defer("chapters")
    return {str(row.pk): Line(text, reverse("stories:story", args=[row.pk])) for row in rows}


# The keys stand in a cookie for a moment: neutral words.
SAID: "dict[str, str | StrPromise]" = {
    "stories.kept": gettext_lazy("Kept. Only you can read it."),
    "stories.handed_in": gettext_lazy("Handed in. An editor reads it, and you hear from us here."),
    "stories.answered": gettext_lazy("Your answer is with the editor."),
    "stories.back": gettext_lazy("Taken back. It is yours alone again."),
    "stories.deleted": gettext_lazy("Deleted."),
    "stories.taken": gettext_lazy("Done. Your words are changed as you chose."),
    "stories.settled": gettext_lazy("Done. Your text is as you chose."),
    "stories.sound": gettext_lazy("Your recording is kept, sealed. Only you can hear it."),
    "stories.no_sound": gettext_lazy("The recording is deleted."),
    "stories.sent_back": gettext_lazy("Sent back, with your notes."),
    "stories.suggested": gettext_lazy("Kept. The author decides about each when you send it back."),
    "stories.published": gettext_lazy("Published."),
    "stories.thanks": gettext_lazy("Thank you. The author is told what helped, without your name."),
    "stories.unsaid": gettext_lazy("Taken back."),
    "stories.prompt": gettext_lazy("Kept."),
}
