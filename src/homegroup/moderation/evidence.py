"""Sealed reports of private messages: what a desk may see, and nobody else.

    sealed = evidence.seal(group, [Quote("Kim", at, "what Kim wrote")])
    actions.report(..., evidence=sealed)

It is sealed to the desk's public key. Each who looks after the desk has the private half sealed
to their own key; when somebody comes or goes, the next evidence is sealed to a new pair.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from nacl.public import PrivateKey

from homegroup.accounts import keys
from homegroup.accounts.models import Keyring, User
from homegroup.core import clock
from homegroup.core.errors import HouseError
from homegroup.groups.models import Group
from homegroup.moderation import access
from homegroup.moderation.models import DeskKey, DeskKeyShare, Evidence, Report
from homegroup.vault import sealed

_ID_BYTES = 16
MOST_QUOTES = 20


@dataclass(frozen=True)
class Quote:
    """One message that is shown to a desk: under which name, when (ISO), and what."""

    name: str
    at: str
    text: str


def keepers(group: Group | None) -> set[UUID]:
    """Give the accounts that look after a desk now: of a group, or of the home."""
    there = access.moderators_of([group.pk])[group.pk] if group else set()
    return there or set(User.objects.filter(is_operator=True).values_list("pk", flat=True))


@transaction.atomic
def seal(group: Group | None, quotes: Sequence[Quote]) -> bytes:
    """Seal quotes to a desk's key, which is made anew where its keepers have changed."""
    if len(quotes) > MOST_QUOTES:
        raise HouseError("Too many quotes.")
    key = present_key(group)
    plain = sealed.pack({"quotes": [asdict(quote) for quote in quotes]})
    return key.pk.bytes + keys.seal_to(key.public_key, plain)


def present_key(group: Group | None) -> DeskKey:
    """Give the newest key of a desk if all its keepers, and nobody else, can open it; or a new."""
    wanted = keepers(group)
    newest = DeskKey.objects.filter(group=group).first()
    if newest is not None:
        shared = set(newest.shares.values_list("user", flat=True))
        if shared == wanted:
            return newest
    return _new_key(group, wanted)


def _new_key(group: Group | None, wanted: set[UUID]) -> DeskKey:
    private = PrivateKey.generate()
    made = DeskKey.objects.create(
        group=group, public_key=bytes(private.public_key), made_at=clock.now()
    )
    rings = Keyring.objects.filter(user__in=wanted)
    DeskKeyShare.objects.bulk_create(
        DeskKeyShare(
            desk_key=made,
            user_id=ring.user_id,
            sealed_private=keys.seal_to(ring.public_key, made.pk.bytes + bytes(private)),
        )
        for ring in rings
    )
    return made


def keep(report: Report, packed: bytes) -> Evidence:
    """Keep what `seal` gave with a report."""
    key = DeskKey.objects.filter(pk=UUID(bytes=packed[:_ID_BYTES])).first()
    if key is None:
        raise HouseError("This evidence belongs to no desk.")
    return Evidence.objects.create(report=report, desk_key=key, sealed=packed[_ID_BYTES:])
