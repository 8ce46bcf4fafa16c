"""Making a group, how it is seen and joined, and its guidelines."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.core import clock, editions, once
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.names import likeness
from homegroup.core.text import unique_slug
from homegroup.groups import changes, codes
from homegroup.groups.actions.log import told_of_group, told_of_membership
from homegroup.groups.choices import Joining, PositionKind, Visibility
from homegroup.groups.guidelines import ready_texts
from homegroup.groups.models import (
    RESERVED_SLUGS,
    Consent,
    Fellowship,
    Group,
    Guidelines,
    Membership,
    Position,
)
from homegroup.groups.names import clean_group_name, clean_member_name

MOST_A_DAY = 3
LONGEST_GUIDELINES = 10_000
LONGEST_ABOUT = 2_000


@dataclass(frozen=True)
class NewGroup:
    """What somebody says of a group that they make. `ready` is the slug of ready guidelines."""

    name: str
    name_there: str
    fellowship: Fellowship | None = None
    visibility: str = Visibility.MEMBERS
    joining: str = Joining.ASK
    ready: str = "common-ground"


@transaction.atomic
def create_group(*, maker: User, new: NewGroup, key: UUID) -> Membership | None:
    """Make a group; its maker becomes its first member and secretary.

    None where the form was sent before. Raises HouseError for what is refused, Conflict after
    `MOST_A_DAY` groups within a day.
    """
    if not once.claim(key):
        return None
    changes.check_may_come(maker)
    _check_seen(new.visibility, new.joining)
    if new.ready not in ready_texts():
        raise HouseError(_("There are no such guidelines."), field="ready")
    name = clean_group_name(new.name)
    try:
        name_there = clean_member_name(new.name_there, user=maker)
    except HouseError as refusal:
        raise HouseError(refusal.message, field="name_there") from refusal
    _check_not_too_many(maker)
    address = codes.new_address()
    group = Group.objects.create(
        name=name,
        fellowship=new.fellowship,
        visibility=new.visibility,
        joining=new.joining,
        key=address,
        slug=address if new.visibility == Visibility.UNLISTED else _free_slug(name),
        edited=["name"],
    )
    told_of_group("create_group", group, maker.pk)
    changes.tell(group)
    return first_member(group, maker, name_there, new.ready)


def _check_seen(visibility: str, joining: str) -> None:
    if visibility not in Visibility.values:
        raise HouseError(_("Choose who sees the group."), field="visibility")
    if joining not in Joining.values:
        raise HouseError(_("Choose how people join."), field="joining")
    if visibility == Visibility.UNLISTED and joining != Joining.INVITED:
        raise HouseError(
            _("Nobody else sees this group, so people can only join by invitation."),
            field="joining",
        )


def _check_not_too_many(maker: User) -> None:
    since = clock.now() - timedelta(days=1)
    made = Entry.objects.filter(action="groups.create_group", actor=maker.pk, at__gt=since)
    if made.count() >= MOST_A_DAY:
        raise Conflict(_("You have made %d groups today. Make the next one tomorrow.") % MOST_A_DAY)


def _free_slug(name: str) -> str:
    start = unique_slug(name, (), fallback="group", length=40)
    taken = set(Group.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    return unique_slug(name, taken | RESERVED_SLUGS, fallback="group", length=80)


def first_member(group: Group, maker: User, name: str, ready: str) -> Membership:
    """Let the maker of a group be in it, as its secretary, and give it ready guidelines."""
    today = clock.now().date()
    membership = Membership.objects.create(
        user=maker, group=group, name=name, name_key=likeness(name), joined_on=today
    )
    Position.objects.create(membership=membership, kind=PositionKind.SECRETARY, from_on=today)
    told_of_membership("give_position", membership, maker.pk, position=PositionKind.SECRETARY)
    written = _write(group, ready_texts()[ready].text, chosen=ready, asks_again=True)
    Consent.objects.create(membership=membership, guidelines=written, given_on=today)
    return membership


@transaction.atomic
def change_group(
    *, group: Group, name: str, about: str, visibility: str, joining: str, by: UUID
) -> Group:
    """Change what a group is called, what it says of itself, and how it is seen and joined.

    A group of an imported list keeps its name, which the next import finds it by. An unlisted
    group gets a random address, so that its name stands in none. The group for everyone stays
    open to all members, and unlisted. Raises HouseError.
    """
    group = Group.objects.select_for_update().get(pk=group.pk)
    if group.for_everyone:
        visibility, joining = group.visibility, group.joining
    else:
        _check_seen(visibility, joining)
    if len(about) > LONGEST_ABOUT:
        raise HouseError(_("Please use at most %d letters.") % LONGEST_ABOUT, field="about")
    written = group.name if group.source else clean_group_name(name)
    new = {"name": written, "notes": about.strip(), "visibility": visibility, "joining": joining}
    changed = sorted(field for field, value in new.items() if getattr(group, field) != value)
    if not changed:
        return group
    for field, value in new.items():
        setattr(group, field, value)
    group.slug = _slug_for(group)
    group.edited = sorted({*group.edited, *({"name", "notes"} & set(changed))})
    group.save()
    told_of_group("change_group", group, by, fields=changed)
    editions.bump("meetings")
    changes.tell(group)
    return group


def _slug_for(group: Group) -> str:
    """Give the group's address: one in the directory stays, whatever the group is called later."""
    if group.is_unlisted:
        return group.key
    return _free_slug(group.name) if group.slug == group.key else group.slug


@transaction.atomic
def write_guidelines(
    *, group: Group, text: str, chosen: str, asks_again: bool, by: UUID, key: UUID
) -> Guidelines | None:
    """Write the next version of a group's guidelines, or take a ready text (`chosen`).

    The writer agrees by writing. None where the form was sent before, or nothing has changed.
    Raises HouseError for an empty or too long text.
    """
    if not once.claim(key):
        return None
    if chosen:
        if chosen not in ready_texts():
            raise HouseError(_("There are no such guidelines."), field="ready")
        text = ready_texts()[chosen].text
    text = text.strip()
    if not text:
        raise HouseError(_("Write something, or take one of the ready texts."), field="text")
    if len(text) > LONGEST_GUIDELINES:
        raise HouseError(_("Please use at most %d letters.") % LONGEST_GUIDELINES, field="text")
    group = Group.objects.select_for_update().get(pk=group.pk)
    newest = group.guidelines.order_by("-number").first()
    if newest and newest.text.strip() == text:
        return None
    written = _write(group, text, chosen=chosen, asks_again=asks_again or newest is None)
    for writer in group.memberships.members().filter(user=by):
        Consent.objects.create(membership=writer, guidelines=written, given_on=clock.now().date())
    told_of_group("write_guidelines", group, by, number=written.number)
    return written


def _write(group: Group, text: str, *, chosen: str, asks_again: bool) -> Guidelines:
    return Guidelines.objects.create(
        group=group,
        number=(group.guidelines.order_by("-number").values_list("number", flat=True).first() or 0)
        + 1,
        text=text,
        chosen=chosen,
        asks_again=asks_again,
        written_on=clock.now().date(),
    )
