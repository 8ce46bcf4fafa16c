"""Who may see a group and do what in it: all through membership.

@servant(Power.ADMIT)               # 404, 403, second step: see `servant`
@only("GET", "POST")
def people(request, slug):
    me = member_group(request, slug)      # Membership; me.group, me.name, me.may(...)
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from homegroup.accounts.access import (
    Answering,
    ask_for_second_step,
    ask_to_sign_in,
    marked,
)
from homegroup.accounts.models import User
from homegroup.groups.choices import PositionKind, Power, Visibility
from homegroup.groups.models import Group, Membership, Position
from homegroup.groups.positions import OVER_PEOPLE, kinds_with

_READ = "house_memberships"  # on a request: what was read for it already


def membership_of(user: object, group: Group) -> Membership | None:
    """Give a person's membership of a group (with positions), None for outsiders and visitors."""
    if not isinstance(user, User):
        return None
    return Membership.objects.members().of(user).whole().filter(group=group).first()


def positions_in(user: User, group: Group) -> frozenset[str]:
    """Give the kinds of the positions that somebody holds in a group."""
    held = Position.objects.held().filter(membership__user=user, membership__group=group)
    return frozenset(held.order_by().values_list("kind", flat=True))


def groups_of(user: object) -> QuerySet[Group]:
    """Give the groups that a person is in; none for a visitor."""
    if not isinstance(user, User):
        return Group.objects.none()
    return Group.objects.filter(pk__in=Membership.objects.members().of(user).values("group"))


def known_group(user: object, slug: str) -> Group:
    """Give the group at an address if this person may know of it, else raise Http404.

    Every member knows of the group for everyone; others of an unlisted one only who is in it.
    """
    rows = Group.objects.select_related("fellowship", "service_body").at(slug)
    group = rows.first()
    if group is None or not _is_known(user, group):
        raise Http404
    return group


def _is_known(user: object, group: Group) -> bool:
    if not group.is_unlisted or (group.for_everyone and isinstance(user, User)):
        return True
    return membership_of(user, group) is not None


def sees_inside(user: object, group: Group) -> bool:
    """Tell whether somebody may read what the group shows to its readers (posts, guidelines)."""
    return group.visibility == Visibility.PUBLIC or membership_of(user, group) is not None


def member_group(request: HttpRequest, slug: str) -> Membership:
    """Give who is signed in as a member of the group at this address, else raise Http404.

    Read once for a request. The group is `.group`, positions are there.
    """
    read: dict[str, Membership | None] = request.__dict__.setdefault(_READ, {})
    if slug not in read:
        read[slug] = _membership_at(request.user, slug)
    membership = read[slug]
    if membership is None:
        raise Http404
    return membership


def _membership_at(user: object, slug: str) -> Membership | None:
    if not isinstance(user, User):
        return None
    found = Membership.objects.members().of(user).at(slug).whole().first()
    if found is not None:
        found.user = user  # at hand, and not read again
    return found


def servant(power: Power, *, operator_if_vacant: bool = False) -> Callable[[Answering], Answering]:
    """Only for members who hold a position with this power; the view has an argument `slug`.

    Visitors are asked to sign in. Outsiders of an unlisted group get 404, other people without
    the power 403. Powers over people need a second step. With `operator_if_vacant` who runs the
    home may come too (past a second step), while the group has no secretary.
    """

    def decorate(view: Answering) -> Answering:
        @wraps(view)
        def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            asked = ask_to_sign_in(request)
            if asked is None:
                steps_in = operator_if_vacant and may_fill(request.user, kwargs["slug"])
                if not steps_in:
                    _check(request, kwargs["slug"], power)
                if steps_in or power in OVER_PEOPLE:
                    asked = ask_for_second_step(request)
            return asked or view(request, *args, **kwargs)

        return marked(behind, f"servant {power}")

    return decorate


def _check(request: HttpRequest, slug: str, power: Power) -> None:
    try:
        membership = member_group(request, slug)
    except Http404:
        known_group(request.user, slug)
        raise PermissionDenied from None
    if not membership.may(power):
        raise PermissionDenied


def may_fill(user: object, slug: str) -> bool:
    """Tell whether this is who runs the home, and the group at the address has no secretary."""
    if not isinstance(user, User) or not user.is_operator:
        return False
    group = Group.objects.at(slug).first()
    return group is not None and not has_secretary(group)


def has_secretary(group: Group) -> bool:
    """Tell whether somebody holds the position of secretary."""
    return group.memberships.holding(PositionKind.SECRETARY).exists()


def has_power_over_people(user: User) -> bool:
    """Tell whether a second step is a must: some position of theirs has power over people."""
    return Membership.objects.of(user).holding(*kinds_with(OVER_PEOPLE)).exists()
