"""Offering to be called, asking for the number, showing it to one person, taking it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from homegroup.accounts.models import Keyring
from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.zones import read_zone
from homegroup.groups.models import Membership
from homegroup.messages.access import Contact
from homegroup.messages.choices import (
    CALL_DAYS,
    CALLS_A_DAY,
    OFFER_DAYS,
    REMIND_DAYS,
    CallState,
    Until,
)
from homegroup.messages.models import Call, CallOffer
from homegroup.messages.queries import calls as queries
from homegroup.messages.queries.calls import MyCall
from homegroup.messages.sealing import seal_for_group
from homegroup.moderation.access import check_may_write, is_new
from homegroup.notices.actions import forget, mark_read, tell
from homegroup.vault import thread_rows
from homegroup.vault.vaults import Vault

KIND = "number"


@dataclass(frozen=True)
class Hours:
    """When somebody may be called: ISO days as "135", hours of their zone, and a few words."""

    days: str
    from_hour: int
    until_hour: int
    zone: str
    words: str
    for_newcomers: bool


@transaction.atomic
def offer(*, me: Membership, hours: Hours) -> None:
    """Offer to be called, for 90 days from today; offering again changes it and starts anew.

    Raises HouseError for a day, an hour or a zone that there is not.
    """
    if not hours.days or set(hours.days) - set("1234567"):
        raise HouseError(_("Choose at least one day."), field="days")
    if not (0 <= hours.from_hour <= 23 and 0 <= hours.until_hour <= 23):
        raise HouseError(_("Choose the hours from the list."), field="from_hour")
    if read_zone(hours.zone) is None:
        raise HouseError(_("Choose a time zone from the list."), field="zone")
    check_may_write(user=me.user, group=me.group)
    CallOffer.objects.update_or_create(
        membership=me,
        defaults={
            "days": "".join(sorted(set(hours.days))),
            "from_hour": hours.from_hour,
            "until_hour": hours.until_hour,
            "zone": hours.zone,
            "words": seal_for_group({"words": hours.words}, place=f"offer:{me.pk}"),
            "for_newcomers": hours.for_newcomers,
            "until_on": clock.now().date() + OFFER_DAYS,
            "reminded": False,
        },
    )


@transaction.atomic
def stop_offering(*, me: Membership) -> None:
    """Offer no calls any more; numbers that were shown stay until they end or are taken back."""
    CallOffer.objects.filter(membership=me).delete()


@transaction.atomic
def ask(*, me: Membership, person: Membership, key: UUID) -> Call:
    """Ask somebody who offers calls for their number. Sent twice it is asked once.

    Where no contact is wished for, or they said "not now", it looks the same and reaches nobody.
    Raises HouseError where nobody offers a call, Conflict for too many in a day or while their
    number is shown, NotAllowed where the asker wants no contact.
    """
    claimed = once.claim(key)
    there = Call.objects.filter(asker_as=me, offerer_as=person).select_for_update().first()
    if there is not None and (not claimed or there.state in {CallState.ASKED, CallState.DECLINED}):
        return there
    contact = Contact.of(me.user_id)
    _check_may_ask(me, person, contact)
    if there is not None:
        shown = queries.call_seen(there, me.user, contact)
        if shown and shown.standing == CallState.SHOWN:
            raise Conflict(_("You have their number already."))
        _close([there])
        there.delete()
    void = person.user_id in contact.all
    call = _new_call(me, person, void=void)
    if not void:
        tell(user=person.user_id, kind="calls.asked", subject=f"call:{call.pk}")
    return call


def _check_may_ask(me: Membership, person: Membership, contact: Contact) -> None:
    check_may_write(user=me.user, group=None)
    if person.user_id in contact.mine:
        raise NotAllowed(_("You have said that you want no contact with this person."))
    running = CallOffer.objects.filter(pk=person.pk, until_on__gte=clock.now().date())
    if is_new(me.user):
        running = running.filter(for_newcomers=True)
    if not running.exists():
        raise HouseError(_("They offer no calls just now."))
    Keyring.objects.select_for_update().get(
        pk=me.user_id
    )  # two devices do not count past each other
    today = Call.objects.filter(asker_as__user=me.user, asked_on=clock.now().date())
    if today.count() >= CALLS_A_DAY:
        raise Conflict(_("You have asked several people today. Go on tomorrow."))


def _new_call(me: Membership, person: Membership, *, void: bool) -> Call:
    try:
        with transaction.atomic():
            return Call.objects.create(
                group=me.group, asker_as=me, offerer_as=person, void=void,
                asked_on=clock.now().date(),
            )  # fmt: skip
    except IntegrityError:  # the same person, on another device, in the same moment
        return Call.objects.get(asker_as=me, offerer_as=person)


@transaction.atomic
def show_number(
    *, vault: Vault, mine: MyCall, number: str, words: str, until: str, key: UUID
) -> bool:
    """Show a number to the one person who asked, sealed for the two, until a moment.

    False where the form was sent before. Raises Conflict where nobody waits for it any more,
    HouseError for a time that is no choice.
    """
    if not once.claim(key):
        return False
    if until not in Until.values:
        raise HouseError(_("Choose for how long."), field="until")
    call = Call.objects.select_for_update().filter(pk=mine.call.pk).first()
    asker = mine.call.asker_as
    if mine.is_asker or call is None or asker is None or call.state != CallState.ASKED:
        raise Conflict(_("This was answered already, or it has ended."))
    ends_at = clock.now() + timedelta(hours=int(until))
    thread = vault.threads.start(with_=asker.user, header=_header(mine), ends_at=ends_at)
    vault.threads.write(thread, {"number": number, "words": words})
    call.state, call.ends_at, call.thread_id = CallState.SHOWN, ends_at, thread
    call.save()
    read(user=vault.owner, call=call.pk)
    tell(user=asker.user_id, kind="calls.shown", subject=f"call:{call.pk}")
    return True


def _header(mine: MyCall) -> dict[str, object]:
    asker, offerer = mine.call.asker_as, mine.call.offerer_as
    assert asker
    assert offerer
    names = {asker.user_id.hex: asker.name, offerer.user_id.hex: offerer.name}
    return {"kind": KIND, "names": names, "group": mine.group}


@transaction.atomic
def decline(*, mine: MyCall, key: UUID) -> None:
    """Say "not now"; who asked is told nothing and goes on waiting."""
    if not once.claim(key):
        return
    waiting = Call.objects.filter(pk=mine.call.pk, state=CallState.ASKED)
    if mine.is_asker or not waiting.update(state=CallState.DECLINED):
        raise Conflict(_("This was answered already, or it has ended."))
    read(user=_offerer(mine), call=mine.call.pk)


def _offerer(mine: MyCall) -> UUID:
    assert mine.call.offerer_as
    return mine.call.offerer_as.user_id


@transaction.atomic
def take_back(*, mine: MyCall) -> None:
    """Show the number no longer. Twice does no more than once."""
    if not mine.is_asker:
        _close(Call.objects.filter(pk=mine.call.pk, state=CallState.SHOWN))


@transaction.atomic
def put_away(*, mine: MyCall) -> None:
    """Let who has asked put it away: a question, or a number that they need no longer."""
    if mine.is_asker and mine.standing in {CallState.SHOWN, CallState.ENDED}:
        _close([mine.call])
        forget(subject=f"call:{mine.call.pk}")
        Call.objects.filter(pk=mine.call.pk).delete()


def _close(calls: Iterable[Call]) -> None:
    rows = list(calls)
    thread_rows.forget([row.thread_id for row in rows if row.thread_id])
    Call.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=CallState.ENDED, thread=None, ends_at=clock.now()
    )


def read(*, user: UUID, call: UUID) -> None:
    """Note for the member alone that they have opened it; nobody else learns so."""
    for notice in queries.notices_of(user, call):
        mark_read(notice=notice)


@transaction.atomic
def tidy() -> int:
    """Close what is over, forget what is old, remind of what ends soon; give how many closed."""
    now, today = clock.now(), clock.now().date()
    apart = Q(asker_as=None) | Q(offerer_as=None)
    over = Call.objects.filter(apart | Q(state=CallState.SHOWN, ends_at__lte=now))
    closed = list(over)
    _close(closed)
    old = Q(asked_on__lt=today - CALL_DAYS) & ~Q(state=CallState.SHOWN)
    old &= Q(ends_at=None) | Q(ends_at__lt=now - CALL_DAYS)
    gone = Call.objects.filter(apart | old)
    for call in gone:
        forget(subject=f"call:{call.pk}")
    gone.delete()
    CallOffer.objects.filter(until_on__lt=today).delete()
    soon = CallOffer.objects.filter(reminded=False, until_on__lte=today + REMIND_DAYS)
    for row in soon.select_related("membership"):
        tell(user=row.membership.user_id, kind="calls.renew", subject=f"membership:{row.pk}")
    soon.update(reminded=True)
    return len(closed)
