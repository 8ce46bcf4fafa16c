"""Sealed reports of private messages: what a desk may see, and nobody else.

    parties = {reporter.pk, other.pk}        # who wrote these messages and got them
    sealed = evidence.seal(group, [Quote("Kim", at, "what Kim wrote")], parties=parties)
    actions.report(..., evidence=sealed)

Who is party to it gets no key, also where they look after the desk: neither now nor later.

It is sealed to the desk's public key. Each who looks after the desk has the private half sealed
to their own key. When somebody comes or goes, the next evidence is sealed to a new pair; who has
gone loses their shares at once. Who has come can open what is older once another of the desk has
looked at it: their session hands the key on.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from nacl.public import PrivateKey

from homegroup.accounts import keys
from homegroup.accounts.keys import AccountKey
from homegroup.accounts.models import Keyring
from homegroup.core import clock, sealing
from homegroup.core.errors import HouseError
from homegroup.core.sealing import Unreadable
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


def keepers(group: Group | None, besides: Collection[UUID] = ()) -> set[UUID]:
    """Give the accounts that look after a desk now, besides these.

    Those of a group, or of the home: where nobody in the group is left, its operators decide.
    """
    there = access.moderators_of([group.pk])[group.pk] if group else set()
    return there - set(besides) or access.operators() - set(besides)


def _parties(key: DeskKey) -> set[UUID]:
    """Give who is party to what is sealed to a key: who reported it, and whom it is about."""
    pairs = Report.objects.filter(evidence__desk_key=key).values_list("reporter", "about")
    return {user for pair in pairs for user in pair if user}


# -- sealing -------------------------------------------------------------------------------


@transaction.atomic
def seal(group: Group | None, quotes: Sequence[Quote], *, parties: Collection[UUID]) -> bytes:
    """Seal quotes to a key of those of a desk who are not party to them.

    It is made anew where they are others than before.
    """
    if len(quotes) > MOST_QUOTES:
        raise HouseError("Too many quotes.")
    key = present_key(group, besides=parties)
    plain = sealed.pack({"quotes": [asdict(quote) for quote in quotes]})
    return key.pk.bytes + keys.seal_to(key.public_key, plain)


def present_key(group: Group | None, besides: Collection[UUID] = ()) -> DeskKey:
    """Give the newest key of a desk that all its keepers besides these can open, or make a new.

    One that somebody else can open, too, is not taken.
    """
    wanted = keepers(group, besides)
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
    _share(made, bytes(private), wanted)
    return made


def _share(key: DeskKey, private: bytes, users: set[UUID]) -> None:
    DeskKeyShare.objects.bulk_create(
        (
            DeskKeyShare(
                desk_key=key,
                user_id=ring.user_id,
                sealed_private=keys.seal_to(ring.public_key, key.pk.bytes + private),
            )
            for ring in Keyring.objects.filter(user__in=users)
        ),
        ignore_conflicts=True,
    )


def keep(report: Report, packed: bytes) -> Evidence:
    """Keep what `seal` gave with a report."""
    key = DeskKey.objects.filter(pk=UUID(bytes=packed[:_ID_BYTES])).first()
    if key is None:
        raise HouseError("This evidence belongs to no desk.")
    if key.shares.filter(user__in=[report.reporter_id, report.about_id]).exists():
        raise HouseError("This evidence is open to somebody who is party to it.")
    return Evidence.objects.create(report=report, desk_key=key, sealed=packed[_ID_BYTES:])


# -- opening -------------------------------------------------------------------------------


def quotes_of(report: Report, key: AccountKey) -> list[Quote]:
    """Open what was shown with a report, for one who looks after the desk.

    Hands the desk's key on to those who have come to the desk since. Raises Unreadable for whom it
    was not sealed to.
    """
    row = Evidence.objects.select_related("desk_key__group").get(report=report)
    private = _private(row.desk_key, key)
    told = sealed.unpack(keys.open_sealed(private, row.sealed))
    _hand_on(row.desk_key, private)
    return [Quote(**each) for each in told["quotes"]]


def _private(desk_key: DeskKey, key: AccountKey) -> bytes:
    share = DeskKeyShare.objects.filter(desk_key=desk_key, user=key.owner).first()
    if share is None:
        raise Unreadable
    return _opened(share, key)


def _opened(share: DeskKeyShare, key: AccountKey) -> bytes:
    if share.is_own:
        return sealing.unseal(key.secret, share.sealed_private, context=_context(share))
    ring = Keyring.objects.get(pk=key.owner)
    mine = keys.open_private(key, ring.private_key)
    plain = keys.open_sealed(mine, share.sealed_private)
    if plain[:_ID_BYTES] != share.desk_key_id.bytes:  # moved here from another desk
        raise Unreadable
    return plain[_ID_BYTES:]


def _context(share: DeskKeyShare) -> str:
    return f"desk-key|{share.desk_key_id}|{share.user_id}"


def _hand_on(desk_key: DeskKey, private: bytes) -> None:
    has = set(desk_key.shares.values_list("user", flat=True))
    missing = keepers(desk_key.group, _parties(desk_key)) - has
    if missing:
        _share(desk_key, private, missing)


# -- who comes and goes --------------------------------------------------------------------


def people_changed(group: Group) -> None:
    """Take the shares of those who do not look after the desk any more; in their transaction."""
    _take_from_others(group)


def _take_from_others(group: Group | None) -> int:
    """Take shares, and make a new pair where some were taken: who has gone may know the old."""
    taken = 0
    for key in DeskKey.objects.filter(group=group).select_related("group"):
        wanted = keepers(group, _parties(key))
        taken += key.shares.exclude(user__in=wanted).delete()[0]
    if taken:
        _new_key(group, keepers(group))
    return taken


def tidy() -> int:
    """Take shares of all who have gone, and keys that nothing is sealed to but the newest."""
    count, newest = 0, set[UUID]()
    groups = {key.group_id: key.group for key in DeskKey.objects.select_related("group")}
    for group in groups.values():
        count += _take_from_others(group)
        newest.add(DeskKey.objects.filter(group=group).values_list("pk", flat=True)[0])
    unused = DeskKey.objects.filter(evidence__isnull=True).exclude(pk__in=newest)
    return count + unused.delete()[0]


@transaction.atomic
def rekey(old: AccountKey, new: AccountKey) -> None:
    """Keep a keeper's shares openable when their account key is replaced.

    The new pair is not kept yet at that moment, so they are sealed under the account key itself.
    """
    for share in DeskKeyShare.objects.filter(user=old.owner):
        try:
            private = _opened(share, old)
        except Unreadable:
            share.delete()
            continue
        share.is_own = True
        share.sealed_private = sealing.seal(new.secret, private, context=_context(share))
        share.save()
