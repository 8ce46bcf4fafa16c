"""Who may read what in a group's space, and who may answer those who wait.

me = member_group(request, slug)
found = access.share_for(me, share)          # or Http404
"""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404

from homegroup.core import clock
from homegroup.groups.choices import MembershipState, Power
from homegroup.groups.models import Group, Membership
from homegroup.moderation.access import out_of_contact
from homegroup.support import hours
from homegroup.support.choices import Kind, State
from homegroup.support.models import Duty, Mute, Reply, Share


def duties_in(group: Group) -> QuerySet[Duty]:
    """Give the rota of a group, of those who are in."""
    there = {"membership__group": group, "membership__state": MembershipState.MEMBER}
    return Duty.objects.filter(**there)


def on_duty_now(group: Group) -> set[UUID]:
    """Give the accounts of those who are on duty in a group at this moment."""
    rows = duties_in(group).annotate(user=F("membership__user"))
    now = clock.now()
    return {row.user for row in rows if hours.is_on(row, now)}


def is_willing(me: Membership) -> bool:
    """Tell whether somebody answers those who wait: it is their task, or they are on the rota."""
    return me.may(Power.WELCOME) or me.duties.exists()


@dataclass(frozen=True)
class Reader:
    """A member who reads a group's space, and whose words they do not see.

    `apart` are memberships with which there is no contact, either way: to both it must look as if
    the other had written nothing. `muted` are those whom the reader muted.
    """

    me: Membership

    @cached_property
    def apart(self) -> frozenset[UUID]:
        """Memberships of this group that the reader is out of contact with."""
        users = out_of_contact(self.me.user_id)
        if not users:
            return frozenset()
        rows = Membership.objects.filter(group=self.me.group_id, user__in=users)
        return frozenset(rows.values_list("pk", flat=True))

    @cached_property
    def muted(self) -> frozenset[UUID]:
        """Memberships that the reader muted."""
        rows = Mute.objects.filter(muter=self.me.pk)
        return frozenset(rows.values_list("muted", flat=True))

    @property
    def unread(self) -> frozenset[UUID]:
        """Memberships whose words stand in no list of the reader."""
        return self.apart | self.muted

    @cached_property
    def is_willing(self) -> bool:
        """Whether the reader answers those who wait."""
        return is_willing(self.me)

    @cached_property
    def moderates(self) -> bool:
        """Whether the reader looks after what is written."""
        return self.me.may(Power.MODERATE)


def share_for(reader: Reader, share: UUID) -> Share:
    """Give a share of the reader's group if they may open it, else raise Http404.

    What is held is for its author and the moderators; who is struggling is seen by those who
    answer, too.
    """
    rows = Share.objects.whole().filter(group=reader.me.group_id)
    found = rows.filter(pk=share).first()
    if found is None or not _may_open(reader, found):
        raise Http404
    return found


def _may_open(reader: Reader, share: Share) -> bool:
    if share.author_id == reader.me.pk:
        return True
    if share.author_id in reader.apart:
        return False
    if share.is_shown:
        return True
    struggles = share.is_held and share.kind == Kind.STRUGGLING
    return (struggles and reader.is_willing) or (reader.moderates and share.state != State.REMOVED)


def mine(me: Membership, share: UUID) -> Share:
    """Give a share that this member wrote, else raise Http404."""
    found = Share.objects.filter(author=me, pk=share, day__isnull=True).first()
    if found is None:
        raise Http404
    found.group, found.author = me.group, me
    return found


def my_reply(me: Membership, reply: UUID) -> Reply:
    """Give an answer that this member wrote, with its share, else raise Http404."""
    found = Reply.objects.filter(author=me, pk=reply).select_related("share").first()
    if found is None:
        raise Http404
    found.author, found.share.group = me, me.group
    return found


def seen_replies(reader: Reader, share: Share) -> QuerySet[Reply]:
    """Give the answers of a share that the reader sees: what is shown, and their own."""
    rows = Reply.objects.whole().filter(share=share)
    rows = rows.filter(Q(state=State.SHOWN) | Q(author=reader.me))
    return rows.exclude(author__in=reader.unread) if reader.unread else rows
