"""Choosing whether a group gives proofs, giving one, forgetting them, and new keys."""

import hashlib
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.attendance import codes, queries, signing
from homegroup.attendance.codes import Said
from homegroup.attendance.models import Policy, Proof
from homegroup.audit.actions import record
from homegroup.core import clock, once
from homegroup.core.errors import NotAllowed
from homegroup.core.names import clean_name
from homegroup.groups.models import Group
from homegroup.live.actions import presence
from homegroup.live.course import keys
from homegroup.live.models import Room


@transaction.atomic
def set_policy(
    *, group: Group, is_on: bool, wording: str, days: int, by: UUID, key: UUID
) -> Policy | None:
    """Choose whether a group gives proofs; None when the form was sent before.

    It begins with the next room that opens: in one that is open nobody's minutes were counted.
    """
    if not once.claim(key):
        return None
    told = {"is_on": is_on, "wording": " ".join(wording.split()), "days": days}
    policy, _made = Policy.objects.update_or_create(group=group, defaults=told)
    record(action="attendance.set_policy", subject=f"group:{group.pk}", by=by,
           data={"is_on": is_on, "days": days})  # fmt: skip
    return policy


@transaction.atomic
def give(*, room: Room, seat: int, name: str, key: UUID) -> bytes:
    """Give the proof of who sits there, for the name that they typed; sent again, the same one.

    The name is kept nowhere, and no audit row tells who took one. Raises HouseError for a name
    that cannot be, NotAllowed where the group gives none, Conflict before anything counted.
    """
    written = clean_name(name, least=1, may_sound_official=True)
    policy = queries.policy_of(room.group)
    if not policy.is_on:
        raise NotAllowed(_("This group gives no proofs."))
    taken = presence.take(room=room, seat=seat, name=written, token=key)
    starts = room.starts_at
    zone = room.meeting.zone.key if room.meeting else settings.TIME_ZONE
    code = codes.write(
        Said(
            name=written,
            group=room.group.name[:60],
            meeting=room.name[:60],
            starts_at=starts,
            zone=zone,
            present=taken.seconds // 60,
            minutes=max(1, taken.of // 60),
            expires_on=starts.date() + timedelta(days=policy.days),
            nonce=_nonce(room, key),
        )
    )
    Proof.objects.get_or_create(
        digest=codes.digest(code),
        defaults={"expires_on": starts.date() + timedelta(days=policy.days)},
    )
    return code


def _nonce(room: Room, key: UUID) -> str:
    """Give what makes this proof differ from any other: the same for the same form sent twice."""
    made = hashlib.sha256(keys.derived(room.pk, "proof") + key.bytes).digest()
    return made[:9].hex()


def forget_expired() -> int:
    """Delete what cannot be checked any more; give how many proofs."""
    gone, _each = Proof.objects.filter(expires_on__lt=clock.now().date()).delete()
    signing.forget_old_keys()
    return gone


def renew_key(*, by: UUID | None = None) -> str:
    """Make a new key for signing; give its id. What was signed before can still be checked."""
    made = signing.renew().id.hex()
    record(action="attendance.new_key", subject="home", by=by, data={"key": made})
    return made
