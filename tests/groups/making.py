"""Makers of groups and members for tests."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.names import likeness
from homegroup.groups.choices import MembershipState, PositionKind, Visibility
from homegroup.groups.codes import new_address
from homegroup.groups.models import Group, Guidelines, Membership, Position


def make_group(name: str = "Lamp Group", *, slug: str = "", **more: Any) -> Group:
    """Make a group; `visibility`, `joining` and other fields as the model has them."""
    key = more.pop("key", new_address())
    hidden = more.get("visibility") == Visibility.UNLISTED
    return Group.objects.create(
        name=name, key=key, slug=key if hidden else slug or name.lower().replace(" ", "-"), **more
    )


def make_membership(
    user: User,
    group: Group,
    name: str = "Robin",
    positions: Sequence[str] = (),
    *,
    until_on: date | None = None,
    **more: Any,
) -> Membership:
    """Let somebody be in a group under a name there, holding positions."""
    today = clock.now().date()
    membership = Membership.objects.create(
        user=user, group=group, name=name, name_key=likeness(name),
        **({"joined_on": today, "state": MembershipState.MEMBER} | more),
    )  # fmt: skip
    for kind in positions:
        Position.objects.create(
            membership=membership, kind=PositionKind(kind), from_on=today, until_on=until_on
        )
    return membership


def make_guidelines(group: Group, text: str = "We take turns.", **more: Any) -> Guidelines:
    """Give a group its next version of guidelines."""
    number = group.guidelines.count() + 1
    return Guidelines.objects.create(
        group=group, number=number, text=text, written_on=clock.now().date(), **more
    )
