"""The phone list of a group, as each of its readers may see it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from homegroup.core import clock
from homegroup.core.phones import dialled
from homegroup.groups.choices import MembershipState
from homegroup.groups.models import Membership
from homegroup.messages.access import Contact
from homegroup.messages.models import PhoneEntry
from homegroup.messages.sealing import open_for_group
from homegroup.moderation.access import is_new


@dataclass(frozen=True)
class Line:
    """A line of a phone list, as this reader may see it."""

    member: Membership
    number: str
    hours: str
    for_newcomers: bool
    entry: PhoneEntry

    @property
    def link(self) -> str:
        """Give what a phone dials."""
        return f"tel:{dialled(self.number)}"


def phone_list(me: Membership) -> list[Line]:
    """Give the phone list of a group as one of its members may see it, by name."""
    rows = _running(me).exclude(membership__user__in=Contact.of(me.user_id).all)
    if is_new(me.user):
        rows = rows.filter(Q(for_newcomers=True) | Q(membership=me))
    return list(_lines(rows))


def whole_list(me: Membership) -> list[Line]:
    """Give who stands on the list of a group, for who keeps it; newcomers or not."""
    return list(_lines(_running(me).exclude(membership__user__in=Contact.of(me.user_id).all)))


def _running(me: Membership) -> QuerySet[PhoneEntry]:
    rows = PhoneEntry.objects.filter(
        membership__group=me.group_id,
        membership__state=MembershipState.MEMBER,
        membership__user__is_active=True,
        until_on__gte=clock.now().date(),
    )
    return rows.select_related("membership").order_by("membership__name", "pk")


def _lines(rows: Iterable[PhoneEntry]) -> Iterable[Line]:
    for row in rows:
        told = open_for_group(row.sealed, place=f"phone:{row.pk}")
        if told:
            yield Line(
                row.membership, str(told["number"]), str(told["hours"]), row.for_newcomers, row
            )


def entry_of(membership: Membership) -> Line | None:
    """Give somebody's own line, None if they stand on no list of this group."""
    rows = _running(membership).filter(pk=membership.pk)
    return next(iter(_lines(rows)), None)
