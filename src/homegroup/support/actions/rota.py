"""The rota: hours in which somebody is there for others."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.audit.actions import record
from homegroup.core import once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.zones import read_zone
from homegroup.groups.models import Membership
from homegroup.moderation.access import is_new
from homegroup.support.choices import MOST_DUTIES
from homegroup.support.models import Duty

_MINUTES = 24 * 60


@transaction.atomic
def go_on_duty(
    *, me: Membership, weekdays: list[int], from_minute: int, until_minute: int, zone: str,
    key: UUID,
) -> bool:  # fmt: skip
    """Be there for others at these hours of weekdays; False where the form was sent before.

    Hours are by the wall clock of `zone`, an IANA name. Raises HouseError for days, hours or a
    zone that there are not, Conflict beyond `MOST_DUTIES`.
    """
    if not once.claim(key):
        return False
    if not weekdays or not set(weekdays) <= set(range(1, 8)):
        raise HouseError(_("Choose at least one day."), field="weekdays")
    if not (0 <= from_minute < _MINUTES and 0 <= until_minute < _MINUTES):
        raise HouseError(_("Choose hours of a day."), field="from_time")
    if read_zone(zone) is None:
        raise HouseError(_("Choose a time zone from the list."), field="zone")
    if is_new(me.user):
        raise NotAllowed(_("People take this on after their first 30 days here."))
    Membership.objects.select_for_update().get(pk=me.pk)
    if me.duties.count() + len(set(weekdays)) > MOST_DUTIES:
        raise Conflict(_("That is a lot. Take some hours off your list first."))
    for weekday in sorted(set(weekdays)):
        Duty.objects.update_or_create(
            membership=me, weekday=weekday, from_minute=from_minute, until_minute=until_minute,
            defaults={"zone": zone},
        )  # fmt: skip
    _told("go_on_duty", me)
    return True


@transaction.atomic
def go_off_duty(*, me: Membership, duties: Collection[int]) -> None:
    """Take hours off the rota. Twice does no more than once."""
    if Duty.objects.filter(membership=me, pk__in=duties).delete()[0]:
        _told("go_off_duty", me)


def _told(verb: str, me: Membership) -> None:
    subject = f"membership:{me.pk}"
    record(action=f"support.{verb}", subject=subject, by=None, data={"group": me.group_id})
