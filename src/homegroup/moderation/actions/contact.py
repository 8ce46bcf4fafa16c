"""No contact between two people."""

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.audit.actions import record
from homegroup.core import clock
from homegroup.core.errors import NotAllowed
from homegroup.groups.models import Membership
from homegroup.moderation.models import Block
from homegroup.vault.vaults import close_to


@transaction.atomic
def block(*, blocker: User, person: Membership) -> Block:
    """Keep a person out of contact, whom the blocker knows by this membership.

    What the two have opened to each other is closed at once. Twice changes nothing, and nobody
    is told. Raises NotAllowed for oneself.
    """
    if person.user_id == blocker.pk:
        raise NotAllowed(_("This is you."))
    values = {
        "blocked_id": person.user_id,
        "name": person.name,
        "group_id": person.group_id,
        "made_on": clock.now().date(),
    }
    made, is_new = Block.objects.get_or_create(blocker=blocker, person=person.pk, defaults=values)
    close_to(owner=blocker.pk, reader=person.user_id)
    close_to(owner=person.user_id, reader=blocker.pk)
    if is_new:  # the log tells of the block, and not of whom
        record(action="moderation.block", subject=f"block:{made.pk}", by=blocker.pk, data={})
    return made


@transaction.atomic
def unblock(*, block: Block) -> None:
    """Allow contact again; what was closed stays closed. Twice does no more than once."""
    if Block.objects.filter(pk=block.pk).delete()[0]:
        subject = f"block:{block.pk}"
        record(action="moderation.unblock", subject=subject, by=block.blocker_id, data={})
