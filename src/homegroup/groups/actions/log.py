"""What the actions of this room leave in the log, and what they lock."""

from typing import Any
from uuid import UUID

from homegroup.audit.actions import record
from homegroup.groups.models import Group, Membership


def told_of_group(verb: str, group: Group, by: UUID, **data: Any) -> None:
    """Log what a servant did in a group."""
    record(action=f"groups.{verb}", subject=f"group:{group.pk}", by=by, data=data)


def told_of_membership(verb: str, membership: Membership, by: UUID | None, **data: Any) -> None:
    """Log what happened to a membership; `by` is None for what the person did themselves."""
    subject = f"membership:{membership.pk}"
    record(
        action=f"groups.{verb}", subject=subject, by=by, data={"group": membership.group_id} | data
    )


def locked(group: Group) -> Group:
    """Read a group anew and let nobody else change its people before we are done."""
    return Group.objects.select_for_update().get(pk=group.pk)
