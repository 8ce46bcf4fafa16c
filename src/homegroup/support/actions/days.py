"""The check-in of a day: pledges, the words that open it, and who hosts it for a week."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.audit.actions import record
from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.zones import read_zone
from homegroup.groups.models import Group, Membership
from homegroup.moderation.access import is_blocked
from homegroup.moderation.actions import screen
from homegroup.notices.actions import tell
from homegroup.support import queries
from homegroup.support.actions import answering, coming
from homegroup.support.actions.answering import Words
from homegroup.support.choices import LONGEST_PLEDGE, Kind, State
from homegroup.support.models import Reply, Share, Space


def today_of(group: Group) -> date:
    """Give the day that it is in a group."""
    return clock.today(queries.zone_of(queries.space_of(group)))


@transaction.atomic
def pledge(*, me: Membership, words: Words, key: UUID) -> Reply | None:
    """Say what one will do today, in place of what one said before today; None if sent before.

    Raises as `answering.answer` does.
    """
    if not once.claim(key):
        return None
    text = coming.checked(me, words.text, most=LONGEST_PLEDGE, help_seen=words.help_seen)
    thread = _thread(me.group)
    said = thread.replies.filter(author=me, is_pledge=True).first()
    if said is None:
        said = Reply(share=thread, author=me, text=text, is_pledge=True,
                     written_at=clock.now())  # fmt: skip
        answering.keep(said, me, verb="pledge")
    elif said.text != text:
        said.share, said.author = thread, me
        if said.state == State.REMOVED:
            raise Conflict(_("A moderator took away what you wrote today. Try again tomorrow."))
        answering.rewrite(said, me, text)
    return said


def _thread(group: Group) -> Share:
    """Give the thread of today, locked; whoever comes first makes it."""
    day = today_of(group)
    if queries.day_of(group, day) is None:
        new = Share(group=group, kind=Kind.DAY, day=day, written_at=clock.now())
        Share.objects.bulk_create([new], ignore_conflicts=True)  # another may be first
    there = Share.objects.select_for_update().get(group=group, day=day)
    there.group = group
    return there


@transaction.atomic
def open_day(*, me: Membership, words: Words, key: UUID) -> bool:
    """Write the words above today's check-in, as its host; False where the form was sent before.

    Raises NotAllowed for who is not the host, and as `answering.answer` does.
    """
    if not once.claim(key):
        return False
    if _space(me.group).host_id != me.pk:
        raise NotAllowed(_("This week somebody else is the host."))
    text = coming.checked(me, words.text, most=LONGEST_PLEDGE, help_seen=words.help_seen)
    thread = _thread(me.group)
    thread.text, thread.author = text, me
    thread.save()
    coming.told("open_day", thread)
    held = screen(kind=coming.SHARE, subject=str(thread.pk), text=text, author=me.user,
                  group=me.group, member=me)  # fmt: skip
    if held:
        coming.withdraw(thread, State.HELD)
    else:
        coming.come(thread)
    return True


def _space(group: Group) -> Space:
    """Give what the group has settled, locked; made where nothing was."""
    Space.objects.get_or_create(group=group)
    return Space.objects.select_for_update().get(group=group)


@transaction.atomic
def be_host(*, me: Membership) -> None:
    """Host the check-in from today on. Twice does no more than once.

    Raises Conflict where somebody else is the host, has not asked for the next, and is not late.
    """
    space = _space(me.group)
    if space.host_id == me.pk:
        return
    if not (space.is_free_to_host(today_of(me.group)) or space.next_host_id == me.pk):
        raise Conflict(_("Somebody else is the host this week."))
    space.host, space.host_since = me, today_of(me.group)
    space.next_host, space.seeks_host, space.host_reminded = None, False, False
    space.save()
    _told("be_host", me)


@transaction.atomic
def hand_on(*, me: Membership, to: Membership | None) -> None:
    """Ask somebody to host after me, or (None) whoever likes; I stay until somebody says yes.

    Who wants no contact with me does not learn of it, and I do not learn that.
    Raises NotAllowed for who is not the host, HouseError for somebody of another group.
    """
    space = _space(me.group)
    if space.host_id != me.pk:
        raise NotAllowed(_("This week somebody else is the host."))
    if to is not None and (to.group_id != me.group_id or to.pk == me.pk):
        raise HouseError(_("Choose somebody of this group."), field="to")
    space.next_host, space.seeks_host = to, to is None
    space.save()
    _told("hand_on", me)
    if to is not None and not is_blocked(me.user_id, to.user_id):
        subject = f"group:{me.group_id}"
        tell(user=to.user_id, kind="shares.host", subject=subject, by=me.user_id)


@transaction.atomic
def decline(*, me: Membership) -> None:
    """Say no to hosting next: then whoever likes may. Twice does no more than once."""
    space = _space(me.group)
    if space.next_host_id == me.pk:
        space.next_host, space.seeks_host = None, True
        space.save()


@transaction.atomic
def stop_hosting(*, me: Membership) -> None:
    """Be the host no longer; the place is free. Twice does no more than once."""
    space = _space(me.group)
    if space.host_id == me.pk:
        space.host = space.next_host = space.host_since = None
        space.seeks_host = False
        space.save()
        _told("stop_hosting", me)


def _told(verb: str, me: Membership) -> None:
    subject = f"membership:{me.pk}"
    record(action=f"support.{verb}", subject=subject, by=None, data={"group": me.group_id})


@transaction.atomic
def set_zone(*, group: Group, zone: str, by: UUID) -> None:
    """Set by which zone a day of the group begins. Raises HouseError for one that there is not."""
    if read_zone(zone) is None:
        raise HouseError(_("Choose a time zone from the list."), field="zone")
    space = _space(group)
    if space.zone != zone:
        space.zone = zone
        space.save()
        record(action="support.set_zone", subject=f"group:{group.pk}", by=by, data={"zone": zone})
