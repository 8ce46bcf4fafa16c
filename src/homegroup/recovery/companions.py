"""Whom a member can open a page to: people of the groups that they are in, by the names there."""

from dataclasses import dataclass
from uuid import UUID

from homegroup.groups.models import Membership
from homegroup.moderation.access import blocked_by


@dataclass(frozen=True)
class Companion:
    """Somebody in a common group: `id` and `name` are theirs there, `own_` are the member's own.

    Somebody with whom two groups are shared is two companions, so that their names stay apart.
    `account` is for the vault and never shown.
    """

    id: UUID
    name: str
    group: str
    own_id: UUID
    own_name: str
    account: UUID


def companions_of(user: UUID) -> list[Companion]:
    """Give the people of a member's groups, by group and name.

    Without those whom the member wants no contact with; who blocked the member stays, since a
    block must not show.
    """
    own = {
        row.group_id: row
        for row in Membership.objects.members().filter(user=user).select_related("group")
    }
    others = Membership.objects.members().filter(group__in=own.keys(), user__is_active=True)
    return [
        Companion(row.pk, row.name, own[row.group_id].group.name, own[row.group_id].pk,
                  own[row.group_id].name, row.user_id)
        for row in others.exclude(user__in={user, *blocked_by(user)}).order_by(
            "group__name", "name_key"
        )
    ]  # fmt: skip
