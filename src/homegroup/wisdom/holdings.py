"""What the room holds of a member, for export and erasure, and for who goes from a group."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from homegroup.groups.models import Membership
from homegroup.wisdom.actions import keeping
from homegroup.wisdom.choices import Stage
from homegroup.wisdom.models import Helped, Statement, StatementQuerySet


def export_statements(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the member's words that are kept, offered or asked about."""
    rows = Statement.objects.open().filter(author=account).select_related("group")
    for row in rows.order_by("made_at", "id"):
        yield {
            "text": row.text,
            "other_words": row.proposed,
            "for": row.audience,
            "group": row.group.name if row.group else "",
            "stage": row.stage,
            "on": row.made_at.isoformat(),
        }
    for row in Statement.objects.filter(asked_by=account):
        yield {"you": "asked whether words of somebody may be kept", "on": row.made_at.isoformat()}


def erase_statements(account: UUID) -> int:
    """Delete the member's words, wherever they can be found, and what they have asked."""
    count = _take(Statement.objects.filter(author=account))
    return count + Statement.objects.filter(asked_by=account).update(asked_by=None)


def unname_statements(account: UUID) -> int:
    """Let what stands on a page stay with no link to the member; the rest goes."""
    count = _unname(Statement.objects.filter(author=account))
    return count + Statement.objects.filter(asked_by=account).update(asked_by=None)


def export_helped(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what the member said helped them, and with what."""
    for row in Helped.objects.filter(member=account).select_related("placed__statement"):
        yield {"text": row.placed.statement.text, "with": row.placed.situation}


def erase_helped(account: UUID) -> int:
    """Delete what the member said helped them; numbers follow within a week."""
    return Helped.objects.filter(member=account).delete()[0]


def has_words(me: Membership) -> bool:
    """Tell whether words of a member stand on a page of their group."""
    return _in_group(me).shown().exists()


def take_words(me: Membership) -> None:
    """Take a member's words off the pages of a group."""
    _take(_in_group(me))


def unname_words(me: Membership) -> None:
    """Let a member's words stay on the pages of a group, with no link to them."""
    _unname(_in_group(me))


def _in_group(me: Membership) -> StatementQuerySet:
    return Statement.objects.filter(author=me.user_id, group=me.group_id)


def _take(rows: StatementQuerySet) -> int:
    found = list(rows)
    for row in found:
        keeping.delete(row)
    return len(found)


def _unname(rows: StatementQuerySet) -> int:
    shown = rows.filter(stage=Stage.SHOWN)
    count = shown.update(author=None, asked_by=None, kind="", thing="", proposed="")
    return count + _take(rows.exclude(stage=Stage.SHOWN))
