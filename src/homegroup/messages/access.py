"""Who sees a conversation, and how; who may write to whom first; who may be called.

A block is never told: to who is not wanted everything looks as if nothing was.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from homegroup.accounts.models import User
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.messages.choices import OpenTo, Standing, TalkState
from homegroup.messages.models import Door, Talk
from homegroup.moderation.access import blocked_by, is_new, out_of_contact


@dataclass(frozen=True)
class Contact:
    """With whom a member has no contact: `mine` by their own wish, `all` by either's."""

    mine: frozenset[UUID]
    all: frozenset[UUID]

    @classmethod
    def of(cls, user: UUID) -> "Contact":
        """Read it for a member."""
        return cls(frozenset(blocked_by(user)), frozenset(out_of_contact(user)))


@dataclass(frozen=True)
class Mine:
    """A conversation as one of the two sees it.

    `person` is the other by their membership, None once they or the member have left the group.
    `account` is for checks and the vault, never shown. `is_unwanted`: the member wants no contact.
    """

    talk: Talk
    me: UUID
    standing: Standing
    own: Membership | None
    person: Membership | None
    account: UUID | None
    is_muted: bool
    is_unwanted: bool
    reaches: bool

    @property
    def id(self) -> UUID:
        """The id of the conversation."""
        return self.talk.pk

    @property
    def is_asker(self) -> bool:
        """Whether the member has asked, the last time."""
        return self.talk.asker_id == self.me

    @property
    def may_write(self) -> bool:
        """Whether there is a field to write into."""
        return self.standing == Standing.OPEN and not self.is_unwanted


def seen(talk: Talk, me: UUID, contact: Contact) -> Mine | None:
    """Give a conversation as somebody sees it; None where there is nothing to see for them."""
    is_asker = talk.asker_id == me
    sides = [
        (talk.asker_id, talk.asker_as, talk.asker_gone, talk.asker_muted),
        (talk.asked_id, talk.asked_as, talk.asked_gone, talk.asked_muted),
    ]
    mine, other = sides if is_asker else sides[::-1]
    account, person, other_gone, _other_muted = other
    own, is_gone, is_muted = mine[1:]
    is_blocked = account in contact.all
    is_apart = own is None or person is None or account is None
    standing = _standing(talk, is_asker=is_asker, is_blocked=is_blocked, is_apart=is_apart,
                         other_gone=other_gone)  # fmt: skip
    if is_gone or standing is None:
        return None
    return Mine(
        talk=talk,
        me=me,
        standing=standing,
        own=own,
        person=None if is_apart else person,
        account=account,
        is_muted=is_muted,
        is_unwanted=account in contact.mine,
        reaches=not is_blocked and not other_gone,
    )


def _standing(
    talk: Talk, *, is_asker: bool, is_blocked: bool, is_apart: bool, other_gone: bool
) -> Standing | None:
    before = Standing.ENDED if talk.was_open else None  # what it was before it was asked anew
    if talk.state in {TalkState.ASKED, TalkState.DECLINED}:
        if is_asker:
            return Standing.ENDED if is_apart else Standing.WAITING
        is_unseen = talk.void or talk.state == TalkState.DECLINED or other_gone
        return before if is_unseen or is_blocked or is_apart else Standing.REQUEST
    # To who is not wanted a conversation stays open, even when the other has deleted it.
    is_over = talk.state == TalkState.ENDED or is_apart or (other_gone and not is_blocked)
    return Standing.ENDED if is_over else Standing.OPEN


def my_talk(user: User, talk: UUID) -> Mine:
    """Give a conversation that somebody is in, else raise Http404."""
    row = Talk.objects.of(user.pk).whole().filter(pk=talk).first()
    found = seen(row, user.pk, Contact.of(user.pk)) if row else None
    if found is None:
        raise Http404
    return found


def my_talks(user: User, among: Collection[UUID] | None = None) -> list[Mine]:
    """Give all conversations that somebody is in, or those among these ids."""
    rows = Talk.objects.of(user.pk).whole()
    if among is not None:
        rows = rows.filter(pk__in=among)
    contact = Contact.of(user.pk)
    found = [seen(row, user.pk, contact) for row in rows.order_by("pk")]
    return [each for each in found if each is not None]


def talk_with(me: Membership, person: Membership) -> Mine | None:
    """Give the conversation of two people of a group as the first of them sees it."""
    row = Talk.objects.of(me.user_id).whole().between(me, person).first()
    return seen(row, me.user_id, Contact.of(me.user_id)) if row else None


def door_of(membership: Membership, *, new: bool) -> OpenTo:
    """Give who may write to somebody first; a newcomer's door is open to who welcomes at most."""
    row = Door.objects.filter(pk=membership.pk).first()
    chosen = OpenTo(row.open_to) if row else OpenTo.EVERYONE
    return OpenTo.WELCOMING if new and chosen == OpenTo.EVERYONE else chosen


def may_write_first(me: Membership, person: Membership) -> bool:
    """Tell whether somebody may ask another person of the group to write with them.

    A block does not count here: it must not show.
    """
    door = door_of(person, new=is_new(person.user))
    return door == OpenTo.EVERYONE or (door == OpenTo.WELCOMING and me.may(Power.WELCOME))


def other_member(me: Membership, person: UUID) -> Membership:
    """Give another person of one's group, else raise Http404."""
    rows = me.group.memberships.members().exclude(pk=me.pk).select_related("user")
    found = rows.filter(pk=person).first()
    if found is None:
        raise Http404
    return found
