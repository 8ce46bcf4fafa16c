"""Who may be called, when, and what became of asking for a number."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups.choices import MembershipState
from homegroup.groups.models import Membership
from homegroup.messages import hours
from homegroup.messages.access import Contact
from homegroup.messages.choices import CallState
from homegroup.messages.models import Call, CallOffer
from homegroup.messages.sealing import open_for_group
from homegroup.moderation.access import is_new
from homegroup.notices.models import Notice

NOTICES = ("calls.asked", "calls.shown")
MOST_OFFERS = 500


@dataclass(frozen=True)
class Offer:
    """Somebody of a group who may be called: the member, when, and whether that is now.

    `is_shown`: the reader may see their number already.
    """

    member: Membership
    when: str
    words: str
    is_now: bool
    is_shown: bool


def offers_in(me: Membership, reader: ZoneInfo) -> list[Offer]:
    """Give who of a group offers a call to this member, those of now first, then by name."""
    rows = CallOffer.objects.filter(membership__group=me.group_id)
    return _offers(rows.exclude(pk=me.pk), me.user, reader)


def offers_now(user: User, reader: ZoneInfo, most: int) -> list[Offer]:
    """Give who of all the member's groups may be called now."""
    groups = Membership.objects.members().of(user).values("group")
    rows = CallOffer.objects.filter(membership__group__in=groups).exclude(membership__user=user)
    return [offer for offer in _offers(rows, user, reader) if offer.is_now][:most]


def _offers(rows: QuerySet[CallOffer], reader: User, zone: ZoneInfo) -> list[Offer]:
    running = rows.filter(
        until_on__gte=clock.now().date(),
        membership__state=MembershipState.MEMBER,
        membership__user__is_active=True,
    ).exclude(membership__user__in=Contact.of(reader.pk).all)
    if is_new(reader):
        running = running.filter(for_newcomers=True)
    now = clock.now()
    whole = running.select_related("membership__group").order_by("membership__name")[:MOST_OFFERS]
    shown = set(Call.objects.shown().filter(asker_as__user=reader).values_list("offerer_as"))
    found = [
        Offer(
            member=each.membership,
            when=hours.told(each, zone),
            words=words_of(each),
            is_now=hours.is_now(each, now),
            is_shown=(each.pk,) in shown,
        )
        for each in whole
    ]
    return sorted(found, key=lambda offer: not offer.is_now)


def words_of(offer: CallOffer) -> str:
    """Give what somebody wrote beside their offer."""
    return str(open_for_group(offer.words, place=f"offer:{offer.pk}").get("words", ""))


@dataclass(frozen=True)
class MyCall:
    """A question for a number as one of the two sees it.

    `standing` is what they may know: who was declined, or is not wanted, goes on waiting.
    """

    call: Call
    is_asker: bool
    name: str
    group: str
    standing: CallState


def my_calls(user: User) -> list[MyCall]:
    """Give what a member asked for and was asked for, newest first."""
    rows = Call.objects.filter(Q(asker_as__user=user) | Q(offerer_as__user=user)).whole()
    contact = Contact.of(user.pk)
    found = [call_seen(row, user, contact) for row in rows.order_by("-asked_on", "pk")]
    return [each for each in found if each is not None]


def my_call(user: User, call: UUID) -> MyCall | None:
    """Give one of these, None where there is nothing to see for this member."""
    row = Call.objects.whole().filter(pk=call).first()
    return call_seen(row, user, Contact.of(user.pk)) if row else None


def call_between(me: Membership, person: Membership) -> MyCall | None:
    """Give what a member has asked of another person of the group, if anything."""
    row = Call.objects.whole().filter(asker_as=me, offerer_as=person).first()
    return call_seen(row, me.user, Contact.of(me.user_id)) if row else None


def call_seen(row: Call, user: User, contact: Contact) -> MyCall | None:
    """Give a call as somebody sees it; None where there is nothing to see for them."""
    asker, offerer = row.asker_as, row.offerer_as
    if asker is None or offerer is None or user.pk not in {asker.user_id, offerer.user_id}:
        return None
    is_asker = asker.user_id == user.pk
    is_blocked = (offerer if is_asker else asker).user_id in contact.all
    name, group = (offerer if is_asker else asker).name, row.group.name if row.group else ""
    standing = CallState(row.state)
    is_over = row.ends_at is not None and row.ends_at <= clock.now()
    if standing == CallState.SHOWN and (is_blocked or is_over or row.thread_id is None):
        standing = CallState.ENDED
    if is_asker:
        standing = CallState.ASKED if standing == CallState.DECLINED else standing
    elif standing == CallState.ASKED and (row.void or is_blocked):
        return None
    return MyCall(row, is_asker, name, group, standing)


def notices_of(user: UUID, call: UUID) -> QuerySet[Notice]:
    """Give what a member was told of a question for a number and has not read."""
    unread = Notice.objects.unread().filter(user=user, kind__in=NOTICES)
    return unread.filter(subject=f"call:{call}")


def count_waiting(user: User) -> int:
    """Give how many questions for a number wait for the member's answer."""
    waiting = Call.objects.filter(offerer_as__user=user, state=CallState.ASKED, void=False)
    seen = [call_seen(row, user, Contact.of(user.pk)) for row in waiting.whole()]
    return sum(1 for each in seen if each is not None)
