"""Pins, mutes, and taking a share off those that wait."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.core import clock
from homegroup.core.errors import Conflict, NotAllowed
from homegroup.groups.models import Group, Membership
from homegroup.support.actions import coming
from homegroup.support.choices import MOST_PINNED
from homegroup.support.models import Mute, Share


@transaction.atomic
def pin(*, share: Share, by: UUID) -> None:
    """Put a share above the feed. Twice does no more than once.

    Raises Conflict where `MOST_PINNED` stand there already, or the group does not see it.
    """
    Group.objects.select_for_update().get(pk=share.group_id)
    row = Share.objects.get(pk=share.pk)
    if row.pinned_at is not None:
        return
    if row.came_at is None:
        raise Conflict(_("The group does not see this yet."))
    if Share.objects.pinned().filter(group=share.group_id).count() >= MOST_PINNED:
        raise Conflict(_("%d are pinned already. Take one of them down first.") % MOST_PINNED)
    Share.objects.filter(pk=row.pk).update(pinned_at=clock.now())
    coming.told("pin", row, by)


@transaction.atomic
def unpin(*, share: Share, by: UUID) -> None:
    """Take a share down from above the feed. Twice does no more than once."""
    pinned = Share.objects.filter(pk=share.pk, pinned_at__isnull=False)
    if pinned.update(pinned_at=None):
        coming.told("unpin", share, by)


@transaction.atomic
def look_after(*, share: Share, by: UUID) -> None:
    """Take a share off those that wait: somebody is with them. Twice does no more than once."""
    waiting = Share.objects.filter(pk=share.pk, waits_since__isnull=False)
    if waiting.update(waits_since=None):
        coming.told("look_after", share, by)


@transaction.atomic
def mute(*, me: Membership, person: Membership) -> None:
    """Read no more of what a person writes in this group. They are not told, and no log is kept.

    Raises NotAllowed for oneself and for somebody of another group.
    """
    if person.pk == me.pk or person.group_id != me.group_id:
        raise NotAllowed(_("This is you."))
    Mute.objects.get_or_create(muter=me, muted=person)


@transaction.atomic
def unmute(*, me: Membership, person: UUID) -> None:
    """Read again what a person writes. Twice does no more than once."""
    Mute.objects.filter(muter=me, muted=person).delete()
