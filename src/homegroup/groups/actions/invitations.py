"""Making and revoking invitations. Using one is joining: `actions.joining`."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError
from homegroup.groups import codes
from homegroup.groups.actions.log import told_of_group
from homegroup.groups.models import Group, Invitation

MOST_USES, MOST_DAYS = 500, 90
MOST_RUNNING = 50
KEEP_ENDED = timedelta(days=30)


@transaction.atomic
def make_invitation(
    *, group: Group, label: str, most_uses: int, days: int, by: UUID, key: UUID
) -> Invitation | None:
    """Make an invitation for so many people and days; None where the form was sent before.

    Raises HouseError for numbers out of bounds, Conflict where there are too many already.
    """
    if not once.claim(key):
        return None
    if not 1 <= most_uses <= MOST_USES:
        raise HouseError(_("Choose 1 to %d people.") % MOST_USES, field="most_uses")
    if not 1 <= days <= MOST_DAYS:
        raise HouseError(_("Choose 1 to %d days.") % MOST_DAYS, field="days")
    if group.invitations.usable().count() >= MOST_RUNNING:
        raise Conflict(_("There are many invitations already. End one of them first."))
    row, code, now = uuid4(), codes.new_code(), clock.now()
    invitation = Invitation.objects.create(
        id=row,
        group=group,
        digest=codes.digest_of(code),
        sealed_code=codes.sealed(code, at=str(row)),
        label=" ".join(label.split()),
        most_uses=most_uses,
        made_on=now.date(),
        expires_at=now + timedelta(days=days),
    )
    told_of_group("make_invitation", group, by, uses=most_uses, days=days)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: UUID) -> None:
    """End an invitation now. Twice does no more than once."""
    running = Invitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True)
    if running.update(revoked_at=clock.now()):
        told_of_group("revoke_invitation", invitation.group, by)


def forget_ended() -> int:
    """Delete what ended a month ago; give how many. A chore."""
    cut = clock.now() - KEEP_ENDED
    old = Invitation.objects.filter(expires_at__lt=cut)
    return old.delete()[0] + Invitation.objects.filter(revoked_at__lt=cut).delete()[0]
