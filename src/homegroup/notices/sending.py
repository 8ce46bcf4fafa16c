"""The chore that sends what is due: small batches, one message for all that waits for a member.

A batch claims what it is about to send by giving it the time of the next try first: whatever
happens meanwhile, two servers do not send the same, and nothing is tried without end. The
database is never held while we wait for a network.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Min

from homegroup.core import clock
from homegroup.core.sealing import Unreadable
from homegroup.notices import letters, mail, push
from homegroup.notices.choices import Channel, DeliveryState
from homegroup.notices.hours import after_quiet
from homegroup.notices.models import Delivery, MailAddress, Preferences, PushDevice
from homegroup.notices.outlets import address_of, subscription_of

MOST_TRIES = 5
REST = timedelta(minutes=15)
_BATCH = 50
_WAITS = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=4))
_RESTS = {Channel.MAIL: "mail_rests_until", Channel.PUSH: "push_rests_until"}
_log = logging.getLogger(__name__)


def send_due(most: int = _BATCH) -> int:
    """Send what is due to so many members at most; give how many messages went out."""
    due = Delivery.objects.due().values("user", "channel").annotate(first=Min("due_at"))
    sent = 0
    with ExitStack() as stack:
        post = _Mail(stack)
        for row in due.order_by("first")[:most]:
            channel = Channel(row["channel"])
            if channel == Channel.MAIL and post.is_down:
                continue
            sent += _send_one(row["user"], channel, post)
    return sent


class _Mail:
    """The way to the mail server, opened for the first letter and used for all of a batch."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._post: mail.Post | None = None
        self.is_down = False  # the server does not let us in: the others would fare no better

    def send(self, address: str, label: UUID) -> None:
        """Send the neutral letter. Raises MailTrouble."""
        if self._post is None:
            try:
                self._post = self._stack.enter_context(mail.opened())
            except mail.MailTrouble:
                self.is_down = True
                raise
        try:
            self._post.send(letters.notice_letter(label), to=address)
        except mail.MailTrouble as trouble:
            if not trouble.about_recipient:
                self._post = None  # the way may be broken: the next letter takes a new one
            raise


def _send_one(user: UUID, channel: Channel, post: _Mail) -> int:
    """Send one message for all that is due; give 1 if it went out. Never raises for one member."""
    now = clock.now()
    preferences = Preferences.objects.filter(pk=user).first()
    if preferences is None or _postponed(preferences, channel, now):
        return 0
    claimed = _claimed(user, channel, now)
    if not claimed:
        return 0
    tell: Callable[[UUID], bool]
    tell = (lambda who: _mail_to(who, post)) if channel == Channel.MAIL else _push_to
    try:
        went_out = tell(user)
    except Exception as problem:  # noqa: BLE001 - the other members must still be told
        # Only the kind of mishap: texts of mail servers repeat addresses.
        _log.warning("A %s could not be sent: %s", channel, type(problem).__name__)
        _give_up(claimed)
        return 0
    Delivery.objects.filter(pk__in=claimed).delete()
    if went_out:
        rests = {_RESTS[channel]: clock.now() + REST}
        Preferences.objects.filter(pk=user).update(**rests)
    return int(went_out)


def _postponed(preferences: Preferences, channel: Channel, now: datetime) -> bool:
    """Put off what is due while the member rests or it is their night; no try is counted."""
    rests_until = getattr(preferences, _RESTS[channel])
    later = after_quiet(max(now, rests_until or now), preferences)
    if later <= now:
        return False
    due = Delivery.objects.due().filter(user=preferences.user_id, channel=channel)
    due.update(due_at=later)
    return True


def _claimed(user: UUID, channel: Channel, now: datetime) -> list[int]:
    """Take what is due: only one server finds it so. The next try is set beforehand."""
    due = Delivery.objects.due().filter(user=user, channel=channel)
    found = dict(due.values_list("pk", "tries"))
    again = now + _WAITS[min(max(found.values(), default=0), len(_WAITS) - 1)]
    # On the rows themselves, so that PostgreSQL looks again once another server lets go of them.
    free = Delivery.objects.filter(pk__in=found, state=DeliveryState.WAITING, due_at__lte=now)
    if not free.update(due_at=again, tries=F("tries") + 1):
        return []
    mine = Delivery.objects.filter(pk__in=found, due_at=again)
    return list(mine.values_list("pk", flat=True))


def _give_up(claimed: list[int]) -> None:
    tired = Delivery.objects.filter(pk__in=claimed, tries__gte=MOST_TRIES)
    tired.update(state=DeliveryState.FAILED)


def _mail_to(user: UUID, post: _Mail) -> bool:
    """Mail a member; False where they have no address (any more)."""
    row = MailAddress.objects.filter(pk=user, code_check__isnull=True, refused=False).first()
    if row is None:
        return False
    try:
        post.send(address_of(row), row.label)
    except mail.MailTrouble as trouble:
        if not trouble.for_good:
            raise
        MailAddress.objects.filter(pk=user, label=row.label).update(refused=True)
        return False
    return True


def _push_to(user: UUID) -> bool:
    """Push to all devices of a member; those that take no more are forgotten.

    False where none is left. Raises the last trouble where none could be reached.
    """
    trouble: Exception | None = None
    reached = False
    for row in PushDevice.objects.filter(user=user):
        try:
            push.send(subscription_of(row))
            reached = True
        except push.PushTrouble as problem:
            if problem.for_good:
                PushDevice.objects.filter(pk=row.pk).delete()
            else:
                trouble = problem
        except Unreadable:
            PushDevice.objects.filter(pk=row.pk).delete()
    if trouble and not reached:
        raise trouble
    return reached
