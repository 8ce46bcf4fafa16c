"""Asking to write with somebody, answering, writing, ending; and who may ask."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from homegroup.accounts.models import Keyring, User
from homegroup.core import clock, once, streams
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.messages import access
from homegroup.messages.access import Contact, Mine
from homegroup.messages.choices import (
    FIRST_A_DAY,
    FIRST_A_DAY_NEW,
    FIRST_A_DAY_WELCOMING,
    REACH_DAYS,
    REQUEST_DAYS,
    OpenTo,
    Standing,
    TalkState,
)
from homegroup.messages.models import Door, Reach, Talk
from homegroup.messages.queries import talks as queries
from homegroup.moderation.access import check_may_write, is_new
from homegroup.notices.actions import forget, mark_read, tell
from homegroup.vault import thread_rows
from homegroup.vault.sealed import Json
from homegroup.vault.vaults import Vault

KIND = "message"


def channel_of(talk: UUID, reader: UUID) -> str:
    """Give the channel on which one of the two hears of something new."""
    return f"talk:{talk}:{reader}"


# -- asking ------------------------------------------------------------------------------------


@transaction.atomic
def ask(*, vault: Vault, me: Membership, person: Membership, text: str, key: UUID) -> Talk:
    """Ask another person of the group to write with one, with a short first message.

    Sent twice it is asked once. Where no contact is wished for, or somebody has declined before,
    it looks the same to who asks, and reaches nobody. Raises NotAllowed where the person takes no
    first messages from them or the asker wants no contact themself, Conflict for too many in a
    day or while the two are in contact already.
    """
    if not once.claim(key):
        return _there(me, person)
    contact = Contact.of(me.user_id)
    _check_may_ask(me, person, contact)
    talk = Talk.objects.select_for_update().between(me, person).first()
    if talk and _is_in_touch(talk, me, contact):
        raise Conflict(_("You are in touch with them already. Look at your messages."))
    reaches = person.user_id not in contact.all
    if talk is None:
        talk = _begin(vault, me, person, void=not reaches)
    else:
        reaches = _ask_again(vault, talk, me, person, reaches=reaches) and reaches
    vault.threads.write(talk.thread_id, {"text": text}, alone=person.user_id in contact.all)
    _count(me)
    if reaches:
        tell(user=person.user_id, kind="messages.asked", subject=f"talk:{talk.pk}")
    return talk


def _there(me: Membership, person: Membership) -> Talk:
    there = Talk.objects.between(me, person).first()
    if there is None:
        raise Conflict(_("This form was sent already. Open the page again."))
    return there


def _check_may_ask(me: Membership, person: Membership, contact: Contact) -> None:
    check_may_write(user=me.user, group=me.group)
    if person.user_id in contact.mine:
        raise NotAllowed(_("You have said that you want no contact with this person."))
    if not access.may_write_first(me, person):
        raise NotAllowed(_("They take no first messages here just now."))
    Keyring.objects.select_for_update().get(
        pk=me.user_id
    )  # two devices do not count past each other
    if queries.reached_today(me.user) >= most_a_day(me):
        raise Conflict(_("You have written to several people first today. Go on tomorrow."))


def most_a_day(me: Membership) -> int:
    """Give to how many people somebody may write first in a day."""
    if me.may(Power.WELCOME):
        return FIRST_A_DAY_WELCOMING
    return FIRST_A_DAY_NEW if is_new(me.user) else FIRST_A_DAY


def _is_in_touch(talk: Talk, me: Membership, contact: Contact) -> bool:
    mine = access.seen(talk, me.user_id, contact)
    return mine is not None and mine.standing != Standing.ENDED


def _header(me: Membership, person: Membership) -> Json:
    names = {me.user_id.hex: me.name, person.user_id.hex: person.name}
    return {"kind": KIND, "names": names, "group": me.group.name}


def _begin(vault: Vault, me: Membership, person: Membership, *, void: bool) -> Talk:
    thread = vault.threads.start(with_=person.user, header=_header(me, person))
    try:
        with transaction.atomic():
            return Talk.objects.create(
                group=me.group, thread_id=thread, asked_on=clock.now().date(), void=void,
                asker=me.user, asker_as=me, asked=person.user, asked_as=person,
            )  # fmt: skip
    except IntegrityError as problem:  # the other has asked in the same moment
        raise Conflict(_("They are writing to you just now. Look at your messages.")) from problem


def _ask_again(
    vault: Vault, talk: Talk, me: Membership, person: Membership, *, reaches: bool
) -> bool:
    """Let an old conversation be a request again; tell whether it may reach the other.

    Who takes a request back and asks once more does not get past a "not now".
    """
    sticks = talk.asker_id == me.user_id and (talk.state == TalkState.DECLINED or talk.void)
    vault.threads.reopen(talk.thread_id, with_=person.user, header=_header(me, person))
    if not sticks:
        talk.state, talk.void, talk.asked_on = TalkState.ASKED, not reaches, clock.now().date()
    muted = {talk.asker_id: talk.asker_muted, talk.asked_id: talk.asked_muted}
    gone = {talk.asker_id: talk.asker_gone, talk.asked_id: talk.asked_gone}
    talk.asker, talk.asker_as, talk.asked, talk.asked_as = me.user, me, person.user, person
    talk.asker_muted, talk.asked_muted = muted[me.user_id], muted[person.user_id]
    talk.asker_gone = False
    talk.asked_gone = gone[person.user_id] and (sticks or not reaches)
    talk.save()
    return not sticks


def _count(me: Membership) -> None:
    today = clock.now().date()
    Reach.objects.get_or_create(membership=me, on=today)
    Reach.objects.filter(membership=me, on=today).update(people=F("people") + 1)


# -- answering and writing ---------------------------------------------------------------------


@transaction.atomic
def accept(*, mine: Mine, key: UUID) -> None:
    """Say yes: from now on both write. Raises Conflict where there is no request any more."""
    if not once.claim(key):
        return
    _answer(mine, TalkState.OPEN, was_open=True)
    if mine.account:
        tell(user=mine.account, kind="messages.accepted", subject=f"talk:{mine.id}")


@transaction.atomic
def decline(*, mine: Mine, key: UUID) -> None:
    """Say "not now"; who asked is told nothing and goes on waiting."""
    if once.claim(key):
        _answer(mine, TalkState.DECLINED)


def _answer(mine: Mine, state: TalkState, **more: bool) -> None:
    waiting = Talk.objects.filter(pk=mine.id, state=TalkState.ASKED, asked=mine.me)
    if mine.standing != Standing.REQUEST or not waiting.update(state=state, **more):
        raise Conflict(_("This was answered already, or taken back."))
    read(user=mine.me, talk=mine.id)


@transaction.atomic
def write(*, vault: Vault, mine: Mine, text: str, key: UUID) -> bool:
    """Write a message; False where the form was sent before.

    Where the other wants no contact it looks the same and reaches nobody. Raises Conflict once it
    has ended, NotAllowed where the writer wants no contact, or is paused by who runs the home.
    """
    if not once.claim(key):
        return False
    check_may_write(user=User.objects.get(pk=mine.me), group=None)
    if mine.is_unwanted:
        raise NotAllowed(_("You have said that you want no contact with this person."))
    if mine.standing != Standing.OPEN:
        raise Conflict(_("This conversation has ended."))
    vault.threads.write(mine.talk.thread_id, {"text": text}, alone=not mine.reaches)
    if mine.reaches and mine.account:
        streams.publish(channel_of(mine.id, mine.account), "new")
        if not _is_muted_by(mine.talk, mine.account):
            tell(user=mine.account, kind="messages.new", subject=f"talk:{mine.id}")
    return True


def _is_muted_by(talk: Talk, reader: UUID) -> bool:
    return talk.asker_muted if talk.asker_id == reader else talk.asked_muted


def read(*, user: UUID, talk: UUID) -> None:
    """Note for the member alone that they have opened a conversation; nobody else learns it."""
    for notice in queries.notices_of(user, talk):
        mark_read(notice=notice)


# -- ending ------------------------------------------------------------------------------------


@transaction.atomic
def mute(*, mine: Mine, muted: bool) -> None:
    """Be told of new messages in it no longer, or again; the other does not learn of it."""
    side = "asker" if mine.is_asker else "asked"
    Talk.objects.filter(pk=mine.id).update(**{f"{side}_muted": muted})


@transaction.atomic
def end(*, mine: Mine) -> None:
    """End it: nobody writes any more, both can still read. Twice does no more than once."""
    if mine.standing != Standing.OPEN:
        return
    if mine.is_unwanted:
        raise NotAllowed(_("You have no contact already. They are not told of it."))
    Talk.objects.filter(pk=mine.id, state=TalkState.OPEN).update(state=TalkState.ENDED)
    thread_rows.end(mine.talk.thread_id)


@transaction.atomic
def delete_for_me(*, mine: Mine, key: UUID) -> None:
    """Delete it for oneself, which ends it; a request that is not answered yet is taken back.

    Who was declined, or is not wanted, does not learn so by this. To somebody with whom the
    member wants no contact it goes on looking as before.
    """
    if not once.claim(key):
        return
    talk, is_waiting = mine.talk, mine.standing == Standing.WAITING
    read(user=mine.me, talk=talk.pk)
    if mine.standing == Standing.REQUEST:
        Talk.objects.filter(pk=talk.pk).update(state=TalkState.DECLINED)
        return
    is_unseen = talk.state == TalkState.DECLINED or talk.void or not mine.reaches
    if not talk.was_open and not (is_waiting and is_unseen):
        forget(subject=f"talk:{talk.pk}")
        thread_rows.forget([talk.thread_id])
        return
    if not mine.is_unwanted and not (is_waiting and is_unseen):
        Talk.objects.filter(pk=talk.pk).update(state=TalkState.ENDED)
        thread_rows.end(talk.thread_id)
    side = "asker" if mine.is_asker else "asked"
    Talk.objects.filter(pk=talk.pk).update(**{f"{side}_gone": True})
    thread_rows.leave(talk.thread_id, user=mine.me)


# -- who may ask, and what is forgotten --------------------------------------------------------


@transaction.atomic
def open_door(*, membership: Membership, open_to: str) -> None:
    """Choose who may write to one first in a group. Raises HouseError for what is no choice.

    While somebody is new, more than people who welcome others is not offered.
    """
    if open_to not in OpenTo.values:
        raise HouseError(_("Choose one of these."), field="open_to")
    if open_to == OpenTo.EVERYONE and is_new(membership.user):
        raise NotAllowed(
            _("You can choose this when your account is 30 days old."), field="open_to"
        )
    Door.objects.update_or_create(membership=membership, defaults={"open_to": open_to})


@transaction.atomic
def forget_unanswered() -> int:
    """Forget requests that nobody answered within 30 days, and old counts; give how many went."""
    before = clock.now().date() - REQUEST_DAYS
    old = Talk.objects.unanswered().filter(asked_on__lt=before)
    old.filter(was_open=True).update(state=TalkState.ENDED, void=False)
    gone = list(Talk.objects.unanswered().filter(asked_on__lt=before))
    for talk in gone:
        forget(subject=f"talk:{talk.pk}")
    thread_rows.forget([talk.thread_id for talk in gone])
    Reach.objects.filter(on__lte=clock.now().date() - REACH_DAYS - timedelta(days=1)).delete()
    return len(gone)


@transaction.atomic
def take_away(*, message: UUID, thread: UUID) -> None:
    """Let moderators take a reported message away, and end the conversation that it stands in."""
    thread_rows.withhold(message)
    Talk.objects.filter(thread=thread).update(state=TalkState.ENDED)
    thread_rows.end(thread)
