"""Who decides on what: never on oneself, and never on what one has reported."""

from collections.abc import Collection
from uuid import UUID

from homegroup.accounts.models import User
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.groups.positions import kinds_with
from homegroup.moderation.models import Block, Report


def moderators_of(groups: Collection[int]) -> dict[int, set[UUID]]:
    """Give who may look after what is written, by the id of each group."""
    holders = Membership.objects.holding(*kinds_with(frozenset({Power.MODERATE})))
    found: dict[int, set[UUID]] = {group: set() for group in groups}
    for group, user in holders.filter(group__in=groups).values_list("group", "user"):
        found[group].add(user)
    return found


def moderated_by(user: User) -> list[int]:
    """Give the ids of the groups in which somebody may look after what is written."""
    holders = Membership.objects.holding(*kinds_with(frozenset({Power.MODERATE})))
    return list(holders.filter(user=user).values_list("group", flat=True))


def concerned_by(reports: Collection[Report]) -> set[UUID]:
    """Give who must not decide on reports about one thing: whose it is, and who reported it."""
    return {each for row in reports for each in (row.about_id, row.reporter_id) if each}


def is_blocked(one: UUID, other: UUID) -> bool:
    """Tell whether no contact may come about between two accounts, whoever wished so.

    Ask it before each way to somebody; to the blocked one it must look as if nothing was.
    """
    return Block.objects.between(one, other).exists()


def blocked_by(user: UUID) -> set[UUID]:
    """Give the accounts that somebody wants no contact with; those do not know."""
    return set(Block.objects.filter(blocker=user).values_list("blocked", flat=True))


def out_of_contact(user: UUID) -> set[UUID]:
    """Give the accounts that `is_blocked` holds for, to leave them out of a list."""
    mine = Block.objects.filter(blocker=user).values_list("blocked", flat=True)
    others = Block.objects.filter(blocked=user).values_list("blocker", flat=True)
    return set(mine) | set(others)
