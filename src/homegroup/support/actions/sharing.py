"""What people do with their own shares: write, change, take away."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.writing import MOST
from homegroup.groups.models import Membership
from homegroup.moderation.access import is_new
from homegroup.moderation.actions import forget_things, screen
from homegroup.notices.actions import forget
from homegroup.search import actions as search
from homegroup.support.actions import coming
from homegroup.support.choices import MOST_SHARES, Kind, State
from homegroup.support.models import Share

_WRITTEN = frozenset(Kind.values) - {Kind.DAY}


@dataclass(frozen=True)
class Words:
    """What somebody wants to share. `help_seen`: help was shown to them first."""

    text: str
    kind: str = Kind.SHARE
    listen_only: bool = False
    help_seen: bool = False


@transaction.atomic
def share(*, me: Membership, words: Words, key: UUID) -> Share | None:
    """Share something with a group; None where the form was sent before.

    A share that is held is for its author and the moderators, and who struggles is seen by those
    who answer at once. Raises HelpFirst where help is to be shown before, HouseError for a text
    that is refused, NotAllowed or Conflict for who may not write here just now.
    """
    if not once.claim(key):
        return None
    if words.kind not in _WRITTEN:
        raise HouseError(_("Choose what it is."), field="kind")
    text = coming.checked(
        me,
        words.text,
        most=MOST,
        help_seen=words.help_seen,
        is_urgent=words.kind == Kind.STRUGGLING,
    )
    coming.check_not_too_many(me, Share, MOST_SHARES)
    now = clock.now()
    row = Share(
        group=me.group,
        author=me,
        kind=words.kind,
        listen_only=words.listen_only and words.kind != Kind.QUESTION,
        from_newcomer=is_new(me.user),
        text=text,
        written_at=now,
        came_at=now,
        waits_since=now,
    )
    row.save(force_insert=True)
    coming.told("share", row)
    if _is_held(row, me):
        _wait_for_a_moderator(row)
    else:
        coming.announce(row)
    return row


def _is_held(row: Share, me: Membership, *, again: bool = False) -> bool:
    return screen(
        kind=coming.SHARE,
        subject=str(row.pk),
        text=row.text,
        author=me.user,
        group=me.group,
        member=me,
        urgent=row.kind == Kind.STRUGGLING,
        again=again,
    )


def _wait_for_a_moderator(row: Share) -> None:
    coming.withdraw(row, State.HELD)
    if row.kind == Kind.STRUGGLING:
        coming.call_to(row)


@transaction.atomic
def edit_share(*, share: Share, words: Words, key: UUID) -> bool:
    """Change one's own share, which is marked as edited; False where the form was sent before.

    What a moderator must see first waits again; so does what was refused. Raises as `share` does,
    HouseError for one that was refused and is not changed, Conflict for one that was taken away.
    """
    if not once.claim(key):
        return False
    me = share.author
    assert me is not None
    row = Share.objects.select_for_update().get(pk=share.pk)
    row.group, row.author = me.group, me
    if row.state == State.REMOVED:
        raise Conflict(_("A moderator took this away. It cannot be changed any more."))
    text = coming.checked(me, words.text, most=MOST, help_seen=words.help_seen)
    listen_only = words.listen_only and row.kind != Kind.QUESTION
    if row.state == State.REFUSED and text == row.text:
        raise HouseError(coming.CHANGE_FIRST, field="text")
    if (text, listen_only) == (row.text, row.listen_only):
        return True
    row.text, row.listen_only = text, listen_only
    row.edited_at, row.edited_by_author = clock.now(), True
    row.save(update_fields=["text", "listen_only", "edited_at", "edited_by_author"])
    coming.told("edit_share", row)
    if _is_held(row, me, again=row.state == State.REFUSED):
        if row.state == State.REFUSED:
            row.waits_since = clock.now()
        row.closed_at, row.note = None, ""
        coming.withdraw(row, State.HELD)
    elif row.is_shown:
        coming.index(row)
    return True


@transaction.atomic
def delete_share(*, share: Share, key: UUID) -> bool:
    """Take one's own share away, with all answers; False where the form was sent before."""
    if not once.claim(key):
        return False
    coming.told("delete_share", share)
    take_out([share])
    return True


def take_out(shares: list[Share]) -> int:
    """Delete shares with their answers, wherever they can be found; give how many."""
    ids = [share.pk for share in shares]
    replies = [str(pk) for share in shares for pk in share.replies.values_list("pk", flat=True)]
    search.drop(kind=coming.SHARE, things=[str(pk) for pk in ids])
    search.drop(kind=coming.REPLY, things=replies)
    forget_things(kind=coming.SHARE, things=[str(pk) for pk in ids])
    forget_things(kind=coming.REPLY, things=replies)
    for pk in ids:
        forget(subject=f"share:{pk}")
    Share.objects.filter(pk__in=ids).delete()
    return len(ids)
