"""The phone list of a group: standing on it, staying, leaving, and being taken off."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.audit.actions import record
from homegroup.core import clock
from homegroup.core.errors import HouseError
from homegroup.groups.models import Membership
from homegroup.messages.choices import LIST_DAYS, REMIND_DAYS
from homegroup.messages.models import PhoneEntry
from homegroup.messages.sealing import seal_for_group
from homegroup.moderation.access import check_may_write
from homegroup.notices.actions import tell


@transaction.atomic
def stand_on_list(
    *, me: Membership, number: str, hours: str, for_newcomers: bool, agreed: bool
) -> None:
    """Put one's number on the list of a group for 90 days; once more changes it and starts anew.

    Raises HouseError without the consent that everyone in the group may read it.
    """
    if not agreed:
        raise HouseError(_("Say first that the group may read it."), field="agreed")
    check_may_write(user=me.user, group=me.group)
    told = {"number": number, "hours": hours}
    PhoneEntry.objects.update_or_create(
        membership=me,
        defaults={
            "sealed": seal_for_group(told, place=f"phone:{me.pk}"),
            "for_newcomers": for_newcomers,
            "until_on": clock.now().date() + LIST_DAYS,
            "reminded": False,
        },
    )


@transaction.atomic
def renew(*, me: Membership) -> None:
    """Stay on the list for another 90 days from today."""
    until = clock.now().date() + LIST_DAYS
    PhoneEntry.objects.filter(membership=me).update(until_on=until, reminded=False)


@transaction.atomic
def leave_list(*, me: Membership) -> None:
    """Take oneself off the list."""
    PhoneEntry.objects.filter(membership=me).delete()


@transaction.atomic
def take_off(*, person: Membership, by: UUID) -> None:
    """Take somebody off the list, and tell them; for who keeps it. Twice is as once."""
    if PhoneEntry.objects.filter(membership=person).delete()[0]:
        subject = f"membership:{person.pk}"
        data = {"group": person.group_id}
        record(action="messages.take_off_list", subject=subject, by=by, data=data)
        tell(user=person.user_id, kind="lists.off", subject=subject, by=by)


@transaction.atomic
def tidy() -> int:
    """Erase entries whose day has passed, remind of those that end soon; give how many went."""
    today = clock.now().date()
    gone, _by_model = PhoneEntry.objects.filter(until_on__lt=today).delete()
    soon = PhoneEntry.objects.filter(reminded=False, until_on__lte=today + REMIND_DAYS)
    for row in soon.select_related("membership"):
        tell(user=row.membership.user_id, kind="lists.renew", subject=f"membership:{row.pk}")
    soon.update(reminded=True)
    return gone
