"""Writes on notices: telling, reading, forgetting, and when a member wants to hear of what.

None of these leaves an audit row: the log would keep for ever whom something was about, and when
a member was here, which is what this room is careful not to hold.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import bulk, clock, once
from homegroup.core.errors import HouseError
from homegroup.core.zones import read_zone
from homegroup.notices import kinds
from homegroup.notices.choices import Channel, DeliveryState, Rhythm
from homegroup.notices.models import Choice, Delivery, MailAddress, Notice, Preferences
from homegroup.notices.queueing import queue, queue_again

KEEP = timedelta(days=60)
_KEEP_FAILED = timedelta(days=7)
_KEEP_UNPROVED = timedelta(days=1)
_SUBJECT = re.compile(r"[a-z_]{1,30}:[0-9A-Za-z-]{1,48}")


def tell(*, user: UUID, kind: str, subject: str, by: UUID | None = None) -> None:
    """Tell a member that something is new; call it in the transaction of what happened.

    `subject` is a bare reference as "group:<id>"; `by` is who did it, and is not told of it.
    While an equal notice is unread, it only moves up. Raises KeyError for a kind that nobody
    registered, ValueError for a subject that is more than a reference.
    """
    tell_many(users=[user], kind=kind, subject=subject, by=by)


@transaction.atomic(savepoint=False)
def tell_many(*, users: Iterable[UUID], kind: str, subject: str, by: UUID | None = None) -> int:
    """Tell several members of the same; give how many have a new notice by this. See `tell`."""
    found = kinds.kind_named(kind)
    if not _SUBJECT.fullmatch(subject):
        raise ValueError("The subject of a notice is kind:id, and nothing more.")
    wanted = set(users) - {by}
    now = clock.now()
    told = Notice.objects.unread().filter(kind=kind, subject=subject)
    there = User.objects.filter(pk__in=wanted, is_active=True)
    is_known = dict(
        there.values_list("pk").annotate(known=Exists(told.filter(user=OuterRef("pk"))))
    )
    if any(is_known.values()):
        told.filter(user__in=wanted).update(at=now)
    made = [
        Notice(user_id=user, kind=kind, subject=subject, at=now)
        for user, known in is_known.items()
        if not known
    ]
    if bulk.insert(made, unless_there=True) < len(made):
        # Of two that told the same in the same moment, one has made the row.
        made = list(Notice.objects.filter(pk__in=[notice.pk for notice in made]))
    if made:
        queue(made, found)
    return len(made)


@transaction.atomic
def mark_read(*, notice: Notice) -> None:
    """The member has opened it: it counts no more, and nothing goes out about it."""
    if notice.unread:
        _read([notice.pk])


@transaction.atomic
def mark_all_read(*, user: UUID, until: datetime, key: UUID) -> bool:
    """Mark what had come until the list was shown; False when the form was sent before."""
    if not once.claim(key):
        return False
    shown = Notice.objects.unread().filter(user=user, at__lte=until)
    _read(list(shown.values_list("pk", flat=True)))
    return True


def _read(notices: Collection[UUID]) -> None:
    Delivery.objects.filter(notice__in=notices).delete()
    Notice.objects.filter(pk__in=notices).update(unread=False)


@transaction.atomic
def forget(*, subject: str) -> int:
    """Forget all notices of a subject that was erased; give how many."""
    gone = Notice.objects.filter(subject=subject)
    count = gone.count()
    gone.delete()
    return count


@transaction.atomic
def forget_vanished(*, user: UUID, notices: Collection[UUID]) -> None:
    """Forget notices whose kind has no words for them any more."""
    Notice.objects.filter(user=user, pk__in=notices).delete()


def forget_old() -> int:
    """Delete notices older than 60 days, what was given up, and addresses never confirmed."""
    now = clock.now()
    gone, _by_model = Notice.objects.filter(at__lt=now - KEEP).delete()
    Delivery.objects.filter(state=DeliveryState.FAILED, due_at__lt=now - _KEEP_FAILED).delete()
    MailAddress.objects.filter(code_until__lt=now - _KEEP_UNPROVED).delete()
    return gone


@transaction.atomic
def set_preferences(
    *,
    user: UUID,
    zone: str,
    quiet: tuple[int, int],
    hour: int,
    weekday: int,
    rhythms: Mapping[tuple[Channel, str], Rhythm],
    key: UUID,
) -> bool:
    """Set when the member may be reached, and of what; False when the form was sent before.

    What waits already is reckoned anew. Raises HouseError for a zone that there is not.
    """
    if read_zone(zone) is None:
        raise HouseError(_("Choose a time zone from the list."), field="zone")
    if not once.claim(key):
        return False
    values = {"zone": zone, "quiet_from": quiet[0], "quiet_until": quiet[1],
              "hour": hour, "weekday": weekday}  # fmt: skip
    preferences, _made = Preferences.objects.update_or_create(user_id=user, defaults=values)
    for (channel, topic), rhythm in rhythms.items():
        Choice.objects.update_or_create(
            user_id=user, channel=channel, topic=topic, defaults={"rhythm": rhythm}
        )
    queue_again(preferences)
    return True
