"""What a member has to do in their groups before the account can go (`privacy.leaving`)."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.groups.choices import PositionKind
from homegroup.groups.models import Group, Membership


def groups_left_alone(user: User) -> Iterator[str]:
    """Say for each group of several people, whose only secretary this is, what to do first.

    Inside a transaction the groups are locked, so that two last secretaries cannot leave at once.
    """
    kept = Membership.objects.members().of(user).holding(PositionKind.SECRETARY)
    groups = Group.objects.filter(pk__in=kept.values("group")).order_by("pk")
    for group in groups.select_for_update() if connection.in_atomic_block else groups:
        others = group.memberships.members().exclude(user=user)
        if others.exists() and not others.holding(PositionKind.SECRETARY).exists():
            told = _(
                "You are the only secretary of “%s”. Give this position to somebody else first."
            )
            yield told % group.name
