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
from homegroup.wisdom import access, queries
from homegroup.wisdom.choices import Stage
from homegroup.wisdom.models import Statement, StatementQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _own(ids: Collection[str], reader: UUID) -> StatementQuerySet:
    wanted = [pk for pk in map(read_id, ids) if pk]
    return Statement.objects.open().filter(author=reader, pk__in=wanted)


def _to_author(rows: StatementQuerySet, text: str) -> dict[str, Line]:
    return {str(row.pk): Line(text, reverse("wisdom:one", args=[row.pk])) for row in rows}


def asked(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Somebody would like words to be kept; for their author, while they have not answered."""
    text = _("Something you wrote may help others. May it be kept, without your name?")
    return _to_author(_own(ids, reader).filter(stage=Stage.ASKED), text)


def reworded(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """An editor has other words; for the author, while they have not answered."""
    text = _("Somebody has put your words a little differently. Is it all right with you?")
    return _to_author(_own(ids, reader).exclude(proposed=""), text)


def shown(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Words stand on the page."""
    text = _("What you gave for others can be read now, without your name.")
    return _to_author(_own(ids, reader).filter(stage=Stage.SHOWN), text)


def not_kept(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """An editor has not kept them; which words these were, is not there any more."""
    text = _("Something that you gave for others was not kept. Thank you for giving it.")
    return dict.fromkeys(ids, Line(text, reverse("wisdom:own")))


def offered(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Words wait for an editor; for those who may still work on them, while they wait."""
    user = User.objects.filter(pk=reader).first()
    if user is None:
        return {}
    text = _("Words that may help others wait for you.")
    found = {}
    for group in access.desks_of(user):
        key = str(group.pk) if group else "desk"
        if key in ids and queries.waiting_on(access.Desk(group)):
            found[key] = Line(text, access.desk_address(group))
    return found


# The keys stand in a cookie for a moment: neutral words.
SAID: "dict[str, str | StrPromise]" = {
    "kept.asked": gettext_lazy("Thank you. Whoever wrote it is asked, and decides."),
    "kept.offered": gettext_lazy("Thank you. Somebody reads it before it stands on the page."),
    "kept.agreed": gettext_lazy(
        "Thank you. Somebody reads it before it stands on the page, without your name."
    ),
    "kept.refused": gettext_lazy("All right. Nobody is told, and nobody asks about it again."),
    "kept.withdrawn": gettext_lazy("Taken back. It is gone from the page and from the search."),
    "kept.words": gettext_lazy("Done. Your words stand as you chose."),
    "kept.shown": gettext_lazy("It stands on the page."),
    "kept.proposed": gettext_lazy("Its author is asked about the new words."),
    "kept.off": gettext_lazy("Done. Its author is told kindly."),
    "kept.waits": gettext_lazy("Saved. A moderator reads it before others see it."),
    "kept.saved": gettext_lazy("Saved."),
}
