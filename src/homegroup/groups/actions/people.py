"""What servants do with the memberships of others: let in, decline, take out, positions, names."""

from datetime import date
from itertools import count
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import clock, once, streams
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.names import likeness
from homegroup.groups import access, changes, parting
from homegroup.groups.actions.joining import check_not_only_secretary
from homegroup.groups.actions.log import locked, told_of_group, told_of_membership
from homegroup.groups.choices import MembershipState, PositionKind, Power, Taken
from homegroup.groups.models import Break, Group, JoinRequest, Membership, Position
from homegroup.notices.actions import tell


def _tell(kind: str, membership: Membership, by: UUID) -> None:
    subject = f"group:{membership.group_id}"
    tell(user=membership.user_id, kind=f"groups.{kind}", subject=subject, by=by)


@transaction.atomic
def admit(*, membership: Membership, by: UUID) -> None:
    """Let somebody in who asked; what they wrote is forgotten. Twice does no more than once."""
    asking = Membership.objects.asking().filter(pk=membership.pk)
    if not asking.update(state=MembershipState.MEMBER, joined_on=clock.now().date()):
        return
    JoinRequest.objects.filter(membership=membership).delete()
    told_of_membership("admit", membership, by)
    _tell("admitted", membership, by)


@transaction.atomic
def decline(*, membership: Membership, by: UUID) -> None:
    """Say no to somebody who asked; the request goes with what they wrote."""
    deleted, _by_model = Membership.objects.asking().filter(pk=membership.pk).delete()
    if deleted:
        told_of_membership("decline", membership, by)
        _tell("declined", membership, by)


@transaction.atomic
def remove_member(
    *, membership: Membership, reason: str, until_on: date, by: UUID, key: UUID
) -> Break | None:
    """Take somebody out of a group until a day, with a reason that they read.

    One person alone does not decide on this: `moderation.actions.bans` calls it once two have
    agreed, and no page does. None where the form was sent before. Raises HouseError without a
    reason or for a day that has passed, NotAllowed for oneself and for people with a position,
    unless the remover gives positions; Conflict for the only secretary.
    """
    if not once.claim(key):
        return None
    group = locked(membership.group)
    _check_may_remove(membership, group, by)
    _check_break(reason, until_on)
    return _take_out(membership, group, reason, until_on, by)


def _check_break(reason: str, until_on: date) -> None:
    if not reason.strip():
        raise HouseError(_("Write why. The person reads it."), field="reason")
    if until_on <= clock.now().date():
        raise HouseError(_("Choose a day that is still to come."), field="until_on")


def _take_out(membership: Membership, group: Group, reason: str, until_on: date, by: UUID) -> Break:
    pause, _made = Break.objects.update_or_create(
        group=group,
        user=membership.user,
        defaults={
            "name": membership.name,
            "reason": reason.strip(),
            "from_on": clock.now().date(),
            "until_on": until_on,
        },
    )
    told_of_membership("remove_member", membership, by, until=until_on.isoformat())
    _tell("removed", membership, by)
    streams.end(membership.stream_key)
    parting.part(membership, stays=True)
    membership.delete()
    changes.people_gone(group)
    return pause


@transaction.atomic
def remove_everywhere(*, user: User, reason: str, until_on: date, by: UUID) -> int:
    """Take somebody out of all their groups until a day, with their positions; give of how many.

    Called as `remove_member` is. A group may be left without a secretary: who runs the home gives
    it another. Raises HouseError without a reason or for a day that has passed.
    """
    _check_break(reason, until_on)
    rows = list(Membership.objects.of(user).select_related("group", "user"))
    for row in rows:
        _take_out(row, locked(row.group), reason, until_on, by)
    return len(rows)


def _check_may_remove(membership: Membership, group: Group, by: UUID) -> None:
    if membership.user_id == by:
        raise NotAllowed(_("To go yourself, use “Leave the group”."))
    acting = group.memberships.members().filter(user=by).first()
    gives = acting is not None and acting.may(Power.POSITIONS)
    if membership.held and not gives:
        raise NotAllowed(_("Only who gives positions can take out somebody who holds one."))
    check_not_only_secretary(membership, group, leaving=False)


@transaction.atomic
def lift_break(*, pause: Break, by: UUID) -> None:
    """Let somebody come back before the day that was set.

    Raises NotAllowed where a room keeps them away by the word of others.
    """
    if Break.objects.filter(pk=pause.pk).delete()[0]:
        told_of_group("lift_break", pause.group, by)
        changes.break_lifted(pause, by)


@transaction.atomic
def give_position(
    *, membership: Membership, kind: str, until_on: date | None, by: UUID, key: UUID
) -> Position | None:
    """Give a member a service position from today, with a day on which the term ends or none.

    None where the form was sent before. Raises HouseError for a position that there is not or a
    day that has passed, Conflict where the member holds it already. Who runs the home may give a
    group its secretary, and only that.
    """
    if not once.claim(key):
        return None
    group, today = locked(membership.group), clock.now().date()
    if kind not in PositionKind.values:
        raise HouseError(_("There is no such position."), field="kind")
    if until_on is not None and until_on <= today:
        raise HouseError(_("Choose a day that is still to come."), field="until_on")
    _check_may_give(group, kind, by)
    if membership.positions.held().of_kind(kind).exists():
        raise Conflict(_("They hold this position already."), field="kind")
    position = Position.objects.create(
        membership=membership, kind=kind, from_on=today, until_on=until_on
    )
    told_of_membership("give_position", membership, by, position=kind)
    _tell("position", membership, by)
    return position


def _check_may_give(group: Group, kind: str, by: UUID) -> None:
    acting = group.memberships.members().filter(user=by).first()
    if acting is not None and acting.may(Power.POSITIONS):
        return
    if access.has_secretary(group):
        raise NotAllowed(_("The group has a secretary now, who gives positions."))
    if kind != PositionKind.SECRETARY:
        raise NotAllowed(_("Give the group its secretary. They give the other positions."))


@transaction.atomic
def take_position(*, position: Position, why: str, by: UUID) -> None:
    """End a position today, for one of the reasons of `Taken`. Twice does no more than once.

    People may give back their own. Raises Conflict for the only secretary, NotAllowed for who
    may not give positions.
    """
    membership = position.membership
    group = locked(membership.group)
    if membership.user_id != by:
        acting = group.memberships.members().filter(user=by).first()
        if acting is None or not acting.may(Power.POSITIONS):
            raise NotAllowed(_("Only who gives positions can take them back."))
    if why not in Taken.values:
        raise HouseError(_("Choose a reason."), field="why")
    if position.kind == PositionKind.SECRETARY:
        check_not_only_secretary(membership, group, leaving=False)
    held = Position.objects.held().filter(pk=position.pk)
    if held.update(ended_on=clock.now().date()):
        told_of_membership("take_position", membership, by, position=position.kind, why=why)
        changes.people_gone(group)


@transaction.atomic
def take_name(*, membership: Membership, by: UUID) -> str:
    """Give a member a name that says nothing, as "Member 4", and tell them; give the name.

    They may choose another themselves.
    """
    group = locked(membership.group)
    taken = set(group.memberships.values_list("name_key", flat=True))
    numbered = (_("Member %d") % number for number in count(1))
    name = next(name for name in numbered if likeness(name) not in taken)
    membership.name, membership.name_key = name, likeness(name)
    membership.save(update_fields=["name", "name_key"])
    told_of_membership("take_name", membership, by)
    _tell("renamed", membership, by)
    return name
