"""What people do with their own membership: join, ask, leave, choose a name, agree."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import clock, once, streams
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.names import likeness
from homegroup.groups import changes, parting, queries
from homegroup.groups.actions.log import locked, told_of_membership
from homegroup.groups.choices import Joining, MembershipState, PositionKind, Power
from homegroup.groups.models import Break, Consent, Group, Invitation, JoinRequest, Membership
from homegroup.groups.names import clean_member_name
from homegroup.groups.positions import kinds_with
from homegroup.notices.actions import tell_many

MOST_WAITING = 20  # of one person, in all groups


@transaction.atomic
def join_group(*, user: User, group: Group, name: str, agreed: int, key: UUID) -> Membership:
    """Join an open group under a name; `agreed` is the number of the guidelines that were shown.

    Whoever is in already, or presses twice, gets the membership that is there. Raises NotAllowed
    where people must ask first or be invited, or while a break lasts; HouseError or Conflict for
    the name; Conflict where the guidelines have changed since they were shown.
    """
    if not once.claim(key):
        return _there(user, group)
    if group.joining != Joining.OPEN:
        raise NotAllowed(_("This group lets people in itself. Ask to join, or use an invitation."))
    return _enter(user, group, name, agreed)


@transaction.atomic
def join_by_invitation(
    *, user: User, invitation: Invitation, name: str, agreed: int, key: UUID
) -> Membership:
    """Join by an invitation, which loses one use; who is in already costs it none.

    Raises as `join_group` does, and Conflict where the invitation has ended: of two who take its
    last use at once, one gets in.
    """
    if not once.claim(key):
        return _there(user, invitation.group)
    is_in = Membership.objects.members().of(user).filter(group=invitation.group)
    if not is_in.exists():
        usable = Invitation.objects.usable().filter(pk=invitation.pk)
        if not usable.update(used=F("used") + 1):
            raise Conflict(_("This invitation has ended. Ask for a new one."))
    return _enter(user, invitation.group, name, agreed)


@transaction.atomic
def ask_to_join(
    *, user: User, group: Group, name: str, message: str, agreed: int, key: UUID
) -> Membership:
    """Ask to join; those who may let people in read the message until one of them decides.

    Raises as `join_group` does; NotAllowed where the group takes no requests; Conflict where this
    person waits for many groups already.
    """
    if not once.claim(key):
        return _there(user, group)
    if group.joining == Joining.INVITED:
        raise NotAllowed(_("This group lets people in by invitation only."))
    if Membership.objects.asking().of(user).count() >= MOST_WAITING:
        raise Conflict(_("You wait for many groups already. Take one request back first."))
    there = Membership.objects.of(user).filter(group=group).first()
    if there is not None:
        return there
    asked = _new(user, group, name, state=MembershipState.ASKED)
    _agree(asked, agreed)
    JoinRequest.objects.create(membership=asked, message=message.strip())
    told_of_membership("ask_to_join", asked, None)
    _tell_admitting(group)
    return asked


def _tell_admitting(group: Group) -> None:
    kinds = kinds_with(frozenset({Power.ADMIT}))
    users = group.memberships.holding(*kinds).values_list("user", flat=True)
    tell_many(users=users, kind="groups.asked", subject=f"group:{group.pk}")


def _there(user: User, group: Group) -> Membership:
    """Give what the first press has made."""
    there = Membership.objects.of(user).filter(group=group).first()
    if there is None:  # the key belonged to something else, or they have left since
        raise Conflict(_("This form was sent already. Open the page again."))
    return there


def _enter(user: User, group: Group, name: str, agreed: int) -> Membership:
    there = Membership.objects.of(user).filter(group=group).first()
    if there is not None and there.state == MembershipState.MEMBER:
        return there
    if there is not None:  # asked before, and now has another way in
        there.delete()
    membership = _new(user, group, name, state=MembershipState.MEMBER)
    _agree(membership, agreed)
    told_of_membership("join_group", membership, None)
    return membership


def _new(user: User, group: Group, name: str, *, state: str) -> Membership:
    changes.check_may_come(user)
    pause = Break.objects.filter(user=user, group=group).first()
    today = clock.now().date()
    if pause is not None and pause.until_on > today:
        day = pause.until_on.isoformat()
        raise NotAllowed(_("You can come back to this group on %s.") % day)
    written = clean_member_name(name, user=user)
    try:
        with transaction.atomic():
            return Membership.objects.create(
                user=user,
                group=group,
                name=written,
                name_key=likeness(written),
                state=state,
                joined_on=today,
            )
    except IntegrityError as problem:
        raise _name_is_taken() from problem


def _name_is_taken() -> Conflict:
    text = _("Somebody in this group has this name, or one that looks like it. Choose another.")
    return Conflict(text, field="name")


def _agree(membership: Membership, agreed: int) -> None:
    newest = queries.newest_guidelines(membership.group)
    if newest is None:
        return
    if newest.number != agreed:
        raise Conflict(
            _("The guidelines have changed since you opened this page. Please read them again."),
            field="agreed",
        )
    Consent.objects.get_or_create(
        membership=membership, guidelines=newest, defaults={"given_on": clock.now().date()}
    )


@transaction.atomic
def agree_to_guidelines(*, membership: Membership, agreed: int) -> None:
    """Record that a member has read the guidelines of that number, the newest, and agrees."""
    _agree(membership, agreed)


@transaction.atomic
def withdraw_request(*, membership: Membership) -> None:
    """Take back what one has asked; nothing of it stays."""
    told_of_membership("withdraw_request", membership, None)
    membership.delete()


@transaction.atomic
def rename_self(*, membership: Membership, name: str) -> None:
    """Change the name that one has in a group.

    Raises HouseError for a name that is refused, Conflict for one that is taken.
    """
    written = clean_member_name(name, user=membership.user)
    if written == membership.name:
        return
    membership.name, membership.name_key = written, likeness(written)
    try:
        with transaction.atomic():
            membership.save(update_fields=["name", "name_key"])
    except IntegrityError as problem:
        raise _name_is_taken() from problem
    told_of_membership("rename_self", membership, None)


@transaction.atomic
def choose_home_group(*, user: User, group: Group | None) -> None:
    """Make one of the person's groups their home group, or none. Raises HouseError for others."""
    mine = list(Membership.objects.members().of(user).select_for_update())
    chosen = next((row for row in mine if group and row.group_id == group.pk), None)
    if group is not None and (chosen is None or group.for_everyone):
        raise HouseError(_("Only a group that you are in can be your home group."))
    for row in mine:
        if row.is_home_group and row is not chosen:
            Membership.objects.filter(pk=row.pk).update(is_home_group=False)
    if chosen and not chosen.is_home_group:
        Membership.objects.filter(pk=chosen.pk).update(is_home_group=True)
        told_of_membership("choose_home_group", chosen, None)


@transaction.atomic
def leave_group(*, membership: Membership, words_stay: bool = False) -> None:
    """Leave: the membership goes, with all that hangs on it.

    What the member wrote goes as well, unless it stays without a name (`words_stay`).
    Raises Conflict for the only secretary, as long as others are in. When the last one leaves a
    group that was made here and holds no meetings, the group goes too.
    """
    group = locked(membership.group)
    check_not_only_secretary(membership, group, leaving=True)
    told_of_membership("leave_group", membership, None)
    streams.end(membership.stream_key)
    parting.part(membership, stays=words_stay)
    membership.delete()
    changes.people_gone(group)
    if not group.source and not group.for_everyone and not group.memberships.members().exists():
        _close(group)


def check_not_only_secretary(membership: Membership, group: Group, *, leaving: bool) -> None:
    """Raise Conflict if the group would be left without a secretary."""
    secretaries = set(
        group.memberships.holding(PositionKind.SECRETARY).values_list("pk", flat=True)
    )
    if secretaries != {membership.pk}:
        return
    others = group.memberships.members().exclude(pk=membership.pk).exists()
    if others and leaving:
        raise Conflict(
            _("You are the only secretary. Give this position to somebody else first, then leave.")
        )
    if others or not leaving:
        raise Conflict(_("A group needs a secretary. Give this position to somebody else first."))


def _close(group: Group) -> None:
    """Delete a group that nobody is in, unless a higher room still holds something of it."""
    try:
        with transaction.atomic():
            group.memberships.asking().delete()
            group.delete()
    except ProtectedError:
        return
