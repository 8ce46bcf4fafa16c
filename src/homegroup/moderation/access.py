"""Who decides on what, who may write, and who is new."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.access import positions_in
from homegroup.groups.choices import PositionKind, Power
from homegroup.groups.models import Group, Membership, Position
from homegroup.groups.positions import kinds_with
from homegroup.moderation.models import (
    Ban,
    Block,
    Concern,
    Hold,
    LastWritten,
    Pause,
    Report,
    Rest,
    SlowMode,
)

NEW_FOR = timedelta(days=30)


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


def concerned_by(rows: Collection[Report | Hold | Concern]) -> set[UUID]:
    """Give who must not decide on what waits on one thing: whose it is, and who reported it."""
    about = {row.about_id for row in rows if row.about_id}
    return about | {row.reporter_id for row in rows if isinstance(row, Report) and row.reporter_id}


def house_acts_for(group: Group, besides: Collection[UUID]) -> bool:
    """Tell whether who runs the home decides in a group: nobody there may, besides these."""
    return not moderators_of([group.pk])[group.pk] - set(besides)


def operators() -> set[UUID]:
    """Give who runs the home."""
    return set(User.objects.filter(is_operator=True).values_list("pk", flat=True))


def apart_from(row: Ban) -> set[UUID]:
    """Give who may not decide on it any more: whom it is about, and who has decided before."""
    return {each for each in (row.user_id, row.proposed_by_id, row.decided_by_id) if each}


def deciders(rows: Collection[Ban]) -> dict[UUID, set[UUID]]:
    """Give who may decide on proposals and appeals as things stand, by the id of each."""
    there, home = moderators_of({row.group_id for row in rows}), operators()
    return {row.pk: _deciders(row, there[row.group_id], home) for row in rows}


def _deciders(row: Ban, there: set[UUID], home: set[UUID]) -> set[UUID]:
    """Give the moderators there, else who runs the home; for the whole home the other way round.

    For the whole home one of the two who agree runs it, and the other may be a moderator.
    """
    apart = apart_from(row)
    if not row.everywhere:
        return there - apart or home - apart
    if row.proposed_by_id in home and row.decided_at is None:
        return (home | there) - apart
    return home - apart or (there - apart if row.decided_at else set())


def would_decide(person: Membership, by: UUID) -> set[UUID]:
    """Give who could be the second if this one proposed that somebody stays away from a group."""
    new = Ban(group=person.group, user_id=person.user_id, proposed_by_id=by)
    return deciders([new])[new.pk]


def check_may_come(user: User) -> None:
    """Raise NotAllowed for who is asked to stay away from all groups of the home."""
    row = Ban.objects.running().filter(user=user, everywhere=True).first()
    if row is not None:
        day = row.until_on.isoformat()
        raise NotAllowed(_("You can join groups here again on %s.") % day)


def resting(group: Group) -> set[UUID]:
    """Give the moderators of a group who rest today."""
    lasting = Rest.objects.filter(group=group, until_on__gt=clock.now().date())
    return set(lasting.values_list("user", flat=True))


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
    rows = Block.objects.of(user).order_by().values_list("blocker", "blocked")
    return {each for row in rows for each in row} - {user}


def is_new(user: User) -> bool:
    """Tell whether somebody is a newcomer: an account younger than 30 days, except servants.

    A servant is who holds a position in a group where somebody else is secretary: whoever makes
    a group of their own is its secretary, and would be trusted by their own word.
    """
    if clock.now().date() - user.created_on >= NEW_FOR or user.is_operator:
        return False
    held = Position.objects.held().filter(membership__user=user)
    groups = set(held.values_list("membership__group", flat=True))
    others = Membership.objects.holding(PositionKind.SECRETARY).exclude(user=user)
    return not (groups and others.filter(group__in=groups).exists())


def is_servant(user: User, group: Group) -> bool:
    """Tell whether somebody holds a position in the group, or runs the home."""
    return user.is_operator or bool(positions_in(user, group))


def check_may_write(*, user: User, group: Group | None, is_urgent: bool = False) -> None:
    """Raise NotAllowed, with a kind reason, for who is paused here, Conflict for who is too fast.

    Rooms call it before they save a new thing, and after `weighing.help_first`; `group` is None
    for what belongs to no group. What is urgent is never too fast.
    """
    here = Q(group=None) | Q(group=group) if group else Q(group=None)
    longest = Pause.objects.running().filter(here, user=user).order_by("-until_at").first()
    if longest is not None:
        left = timeuntil(longest.until_at, clock.now())
        raise NotAllowed(
            _("A moderator asked you to take a break. You can write again in %(time)s. %(note)s")
            % {"time": left, "note": longest.note}
        )
    if group is not None and not is_urgent:
        _check_not_too_fast(user, group)


def why_not_now(user: User, group: Group) -> str:
    """Give why somebody could not write in a group just now, in words; "" where they can."""
    try:
        check_may_write(user=user, group=group)
    except HouseError as refusal:
        return str(refusal.message)
    return ""


def slow_mode_of(group: Group) -> SlowMode | None:
    """Give the slow mode that lasts in a group; it is asked for once for each `group` at hand."""
    slow: SlowMode | None = getattr(group, "slow_mode", None)
    return slow if slow and slow.until_at > clock.now() else None


def _check_not_too_fast(user: User, group: Group) -> None:
    slow = slow_mode_of(group)
    last = LastWritten.objects.filter(group=group, user=user).first() if slow else None
    if slow is None or last is None or is_servant(user, group):
        return
    left = last.at + timedelta(minutes=slow.minutes) - clock.now()
    if left > timedelta(0):
        now, whole = clock.now(), timedelta(minutes=-(-left // timedelta(minutes=1)))
        told = _("This group writes slowly just now. You can write again in %s.")
        raise Conflict(told % timeuntil(now + whole, now))
