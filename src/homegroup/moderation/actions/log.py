"""What the actions of this room leave in the log, and whom they tell."""

from typing import Any
from uuid import UUID

from homegroup.accounts.models import User
from homegroup.audit.actions import record
from homegroup.groups.models import Group
from homegroup.moderation import access
from homegroup.notices.actions import tell_many


def told(verb: str, group: Group | None, by: UUID | None, **data: Any) -> None:
    """Log what was done at the desk of a group, or of the home."""
    record(action=f"moderation.{verb}", subject=place(group), by=by, data=data)


def place(group: Group | None) -> str:
    """Give the reference of a desk."""
    return f"group:{group.pk}" if group else "home:reports"


def tell_desk(kind: str, group: Group | None, concerned: set[UUID]) -> None:
    """Tell who may decide in a group and does not rest; where nobody may, who runs the home."""
    there = access.moderators_of([group.pk])[group.pk] - concerned if group else set()
    if group and there:
        awake = there - access.resting(group)
        tell_many(users=awake or there, kind=kind, subject=place(group))
        return
    operators = set(User.objects.filter(is_operator=True).values_list("pk", flat=True))
    tell_many(users=operators - concerned, kind=kind, subject=place(None))
