"""What this room holds of a member, for export, erasure, and words that stay without a name."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from homegroup.groups.models import Membership
from homegroup.support.actions import answering, sharing
from homegroup.support.choices import Kind, State
from homegroup.support.models import Duty, Mute, Reply, Response, Share, Space

_BATCH = 500


def export_shares(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what the member shared, oldest first."""
    rows = Share.objects.filter(author__user=account).select_related("group")
    for row in rows.order_by("written_at", "id"):
        yield {
            "group": row.group.name,
            "on": row.written_at.isoformat(),
            "kind": row.kind,
            "text": row.text,
            "no_advice": row.listen_only,
            "state": row.state,
        }


def export_replies(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what the member answered, and said they would do on a day, oldest first."""
    rows = Reply.objects.filter(author__user=account).select_related("share__group")
    for row in rows.order_by("written_at", "id"):
        yield {
            "group": row.share.group.name,
            "on": row.written_at.isoformat(),
            "text": row.text,
            "state": row.state,
        }


def export_responses(account: UUID) -> Iterable[dict[str, Any]]:
    """Give which caring responses the member gave."""
    rows = Response.objects.filter(member__user=account).select_related("share__group")
    for row in rows.order_by("id"):
        yield {"group": row.share.group.name, "said": str(row.get_kind_display())}


def export_mutes(account: UUID) -> Iterable[dict[str, Any]]:
    """Give whom the member reads no more."""
    rows = Mute.objects.filter(muter__user=account).select_related("muted__group")
    for row in rows.order_by("id"):
        yield {"group": row.muted.group.name, "name": row.muted.name}


def export_duties(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the hours in which the member is there for others."""
    rows = Duty.objects.filter(membership__user=account).select_related("membership__group")
    for row in rows.order_by("id"):
        yield {
            "group": row.membership.group.name,
            "weekday": row.weekday,
            "from_minute": row.from_minute,
            "until_minute": row.until_minute,
            "zone": row.zone,
        }


def export_hosting(account: UUID) -> Iterable[dict[str, Any]]:
    """Give where the member hosts the check-in, or was asked to."""
    for row in Space.objects.filter(host__user=account).select_related("group"):
        yield {"group": row.group.name, "host_since": row.host_since and row.host_since.isoformat()}
    for row in Space.objects.filter(next_host__user=account).select_related("group"):
        yield {"group": row.group.name, "asked_to_host": True}


def _of(account: UUID) -> QuerySet[Membership]:
    return Membership.objects.filter(user=account)


def _shares(authors: QuerySet[Membership]) -> QuerySet[Share]:
    return Share.objects.filter(author__in=authors.values("pk"))


def _replies(authors: QuerySet[Membership]) -> QuerySet[Reply]:
    return Reply.objects.filter(author__in=authors.values("pk")).select_related("share")


def _take_shares(authors: QuerySet[Membership]) -> int:
    """Delete shares with all answers; opening words leave the thread of a day."""
    rows = _shares(authors)
    count = rows.filter(kind=Kind.DAY).update(text="", author=None, fold_label="", note="")
    while found := list(rows[:_BATCH]):
        count += sharing.take_out(found)
    return count


def _take_replies(authors: QuerySet[Membership]) -> int:
    count = 0
    while found := list(_replies(authors)[:_BATCH]):
        count += answering.take_out(found)
    return count


def _unname_shares(authors: QuerySet[Membership]) -> int:
    """Let what others can read stay without a name; the rest goes."""
    rows = _shares(authors)
    closed = list(rows.filter(came_at__isnull=True).exclude(kind=Kind.DAY))
    return sharing.take_out(closed) + rows.update(author=None)


def _unname_replies(authors: QuerySet[Membership]) -> int:
    rows = _replies(authors)
    closed = list(rows.exclude(state=State.SHOWN))
    return answering.take_out(closed) + rows.update(author=None)


def erase_shares(account: UUID) -> int:
    """Delete what the member shared, with all answers."""
    return _take_shares(_of(account))


def erase_replies(account: UUID) -> int:
    """Delete what the member answered."""
    return _take_replies(_of(account))


def unname_shares(account: UUID) -> int:
    """Let what others can read of the member's shares stay without a name."""
    return _unname_shares(_of(account))


def unname_replies(account: UUID) -> int:
    """Let what others can read of the member's answers stay without a name."""
    return _unname_replies(_of(account))


def has_words(me: Membership) -> bool:
    """Tell whether somebody has written anything in a group."""
    return me.shares.exists() or me.replies.exists()


def take_words(me: Membership) -> None:
    """Delete what somebody wrote in a group."""
    mine = Membership.objects.filter(pk=me.pk)
    _take_replies(mine)
    _take_shares(mine)


def unname_words(me: Membership) -> None:
    """Let what somebody wrote in a group stay without a name."""
    mine = Membership.objects.filter(pk=me.pk)
    _unname_replies(mine)
    _unname_shares(mine)


def erase_responses(account: UUID) -> int:
    """Delete the caring responses that the member gave."""
    return Response.objects.filter(member__user=account).delete()[0]


def erase_mutes(account: UUID) -> int:
    """Delete whom the member muted, and who muted them."""
    mine = Mute.objects.filter(muter__user=account).delete()[0]
    return mine + Mute.objects.filter(muted__user=account).delete()[0]


def erase_duties(account: UUID) -> int:
    """Take the member off the rotas."""
    return Duty.objects.filter(membership__user=account).delete()[0]


def erase_hosting(account: UUID) -> int:
    """Let the places of a host be free that the member has or was asked for."""
    free = Space.objects.filter(host__user=account).update(host=None, host_since=None)
    return free + Space.objects.filter(next_host__user=account).update(next_host=None)
