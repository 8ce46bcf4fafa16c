"""What this room holds of a member, for export and erasure."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from homegroup.core import streams
from homegroup.groups.models import Break, Consent, JoinRequest, Membership, Position


def export_memberships(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the groups of the account, with the name in each."""
    rows = Membership.objects.filter(user=account).select_related("group")
    for row in rows.order_by("joined_on", "group__name", "id"):
        yield {
            "group": row.group.name,
            "name_there": row.name,
            "state": row.state,
            "since": row.joined_on.isoformat(),
            "home_group": row.is_home_group,
        }


def export_positions(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the positions held now and before, in groups that the member is still in."""
    rows = Position.objects.filter(membership__user=account).order_by("from_on", "pk")
    for row in rows.select_related("membership__group"):
        yield {
            "group": row.membership.group.name,
            "position": row.kind,
            "from": row.from_on.isoformat(),
            "until": row.until_on and row.until_on.isoformat(),
            "ended": row.ended_on and row.ended_on.isoformat(),
        }


def export_requests(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what was written to groups that have not answered yet."""
    rows = JoinRequest.objects.filter(membership__user=account)
    for row in rows.select_related("membership__group"):
        yield {"group": row.membership.group.name, "message": row.message}


def export_breaks(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the groups that the member was taken out of, and until when."""
    for row in Break.objects.filter(user=account).select_related("group"):
        yield {
            "group": row.group.name,
            "reason": row.reason,
            "until": row.until_on.isoformat(),
        }


def export_consents(account: UUID) -> Iterable[dict[str, Any]]:
    """Give which guidelines the member has agreed to."""
    rows = Consent.objects.filter(membership__user=account)
    for row in rows.select_related("guidelines__group").order_by("given_on", "id"):
        yield {
            "group": row.guidelines.group.name,
            "version": row.guidelines.number,
            "on": row.given_on.isoformat(),
        }


def erase_memberships(account: UUID) -> int:
    """Delete the memberships with all that hangs on them; the log keeps bare ids."""
    rows = Membership.objects.filter(user=account)
    for row in rows:
        streams.end(row.stream_key)
    return rows.delete()[0]


def erase_positions(account: UUID) -> int:
    """Delete the positions held now and before."""
    return Position.objects.filter(membership__user=account).delete()[0]


def erase_requests(account: UUID) -> int:
    """Delete what was written to groups."""
    return JoinRequest.objects.filter(membership__user=account).delete()[0]


def erase_breaks(account: UUID) -> int:
    """Delete breaks: an account that is gone cannot come back."""
    return Break.objects.filter(user=account).delete()[0]


def erase_consents(account: UUID) -> int:
    """Delete what was agreed to."""
    return Consent.objects.filter(membership__user=account).delete()[0]
