"""What the room holds of a member, for export and erasure."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from homegroup.moderation.models import Block, Hold, Report


def export_reports(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what the member reported or decided, and what was decided on what is theirs.

    Who reported something of theirs, when and why is not told.
    """
    for row in Report.objects.filter(reporter=account):
        yield {
            "you": "reported",
            "kind": row.kind,
            "at": row.made_at.isoformat(),
            "reason": row.reason,
            "words": row.words,
            "state": row.state,
        }
    for row in Report.objects.filter(decided_by=account):
        assert row.decided_at
        yield {
            "you": "decided",
            "kind": row.kind,
            "at": row.decided_at.isoformat(),
            "outcome": row.outcome,
            "state": row.state,
        }
    for row in Report.objects.filter(about=account, state="removed"):
        assert row.decided_at
        month = row.decided_at.strftime("%Y-%m")
        yield {"you": "owned it", "kind": row.kind, "month": month, "state": row.state}


def erase_reports(account: UUID) -> int:
    """Take the member and their words out of reports; that something was decided stays."""
    reported = Report.objects.filter(reporter=account).update(reporter=None, words="")
    about = Report.objects.filter(about=account).update(about=None, as_reported="")
    decided = Report.objects.filter(decided_by=account).update(decided_by=None, outcome="")
    return reported + about + decided


def export_holds(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what of the member waits or waited for a moderator, and what they decided."""
    for row in Hold.objects.filter(Q(about=account) | Q(decided_by=account)):
        you = "wrote it" if row.about_id == account else "decided"
        at = row.made_at.isoformat()
        yield {"you": you, "kind": row.kind, "rule": row.rule, "at": at, "state": row.state}


def erase_holds(account: UUID) -> int:
    """Delete what of the member waited, and take them off what they decided."""
    decided = Hold.objects.filter(decided_by=account).update(decided_by=None)
    return decided + Hold.objects.filter(about=account).delete()[0]


def export_blocks(account: UUID) -> Iterable[dict[str, Any]]:
    """Give with whom the member wants no contact; who wants none with them is not told."""
    for row in Block.objects.filter(blocker=account).select_related("group"):
        group = row.group.name if row.group else ""
        yield {"name": row.name, "group": group, "since": row.made_on.isoformat()}


def erase_blocks(account: UUID) -> int:
    """Delete the blocks of the member, and for the member."""
    return Block.objects.filter(Q(blocker=account) | Q(blocked=account)).delete()[0]
