"""Reads of groups: guidelines and consent, members, who waits."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups.choices import MembershipState, PositionKind, Power
from homegroup.groups.codes import digest_of, read_code
from homegroup.groups.models import (
    Break,
    Consent,
    Group,
    Guidelines,
    Invitation,
    Membership,
    Position,
)
from homegroup.groups.positions import kinds_with


def everyones_group() -> Group | None:
    """Give the group of the whole home, None where there is none yet."""
    return Group.objects.filter(for_everyone=True).first()


def newest_guidelines(group: Group) -> Guidelines | None:
    """Give the guidelines that count, None where the group has none yet."""
    return group.guidelines.order_by("-number").first()


def needs_consent(membership: Membership) -> bool:
    """Tell whether the group's guidelines must be shown to this member before they write.

    The page to send them to is `groups:guidelines` with `?next=`; where a group has no guidelines
    nothing needs to be shown.
    """
    later = Q(guidelines__number__gte=OuterRef("number"))
    given = Consent.objects.filter(later, membership=membership)
    asking = Guidelines.objects.filter(group=membership.group_id, asks_again=True)
    newest = asking.order_by("-number").annotate(is_open=~Exists(given))
    return bool(newest.values_list("is_open", flat=True).first())


def my_memberships(user: User) -> list[Membership]:
    """Give the groups that a person is in or has asked to join, home group first."""
    rows = Membership.objects.of(user).whole()
    return list(rows.order_by("-is_home_group", "group__name", "pk"))


def members_of(group: Group) -> list[Membership]:
    """Give the members of a group by name, with their positions."""
    return list(group.memberships.members().prefetch_related("positions").order_by("name", "pk"))


def waiting_in(group: Group) -> QuerySet[Membership]:
    """Give those who have asked to join, longest first, with what they wrote."""
    return group.memberships.asking().select_related("request").order_by("joined_on", "pk")


def running_breaks(group: Group) -> QuerySet[Break]:
    """Give the breaks that still last."""
    return group.breaks.filter(until_on__gt=clock.now().date())


def break_of(user: User, group: Group) -> Break | None:
    """Give the break that keeps somebody out of a group today."""
    return running_breaks(group).filter(user=user).first()


def invitation_for(typed: str) -> Invitation | None:
    """Give the invitation of a code as somebody typed it, whether it still lets people in or not.

    Tell nobody of one that has ended, but those who are in the group.
    """
    code = read_code(typed)
    if not code:
        return None
    found = Invitation.objects.select_related("group__fellowship")
    return found.filter(digest=digest_of(code)).first()


@dataclass(frozen=True)
class Vacant:
    """A group without a secretary in which people are or wait."""

    group: Group
    members: int
    waiting: int


def vacant_groups() -> list[Vacant]:
    """Give the groups that need a secretary from who runs the home."""
    secretary = Position.objects.held().of_kind(PositionKind.SECRETARY)
    led = secretary.filter(membership__group=OuterRef("group"))
    rows = Membership.objects.exclude(Exists(led)).values("group").order_by()
    counted = rows.annotate(
        members=Count("pk", filter=Q(state=MembershipState.MEMBER)),
        waiting=Count("pk", filter=Q(state=MembershipState.ASKED)),
    )
    found = {row["group"]: row for row in counted}
    groups = Group.objects.filter(pk__in=found).order_by("name", "pk")
    return [
        Vacant(group, found[group.pk]["members"], found[group.pk]["waiting"]) for group in groups
    ]


def waiting_by_group(user: User) -> dict[int, int]:
    """Count who asks to join, by the id of each group in which somebody may let people in."""
    kinds = kinds_with(frozenset({Power.ADMIT}))
    mine = Membership.objects.of(user).holding(*kinds).values("group")
    counted = Membership.objects.asking().filter(group__in=mine).values("group")
    rows = counted.annotate(waiting=Count("pk")).order_by()
    return {row["group"]: row["waiting"] for row in rows}
