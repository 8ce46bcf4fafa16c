"""The vault: what only its owner, and whom the owner chose, can read; and what altering does."""

import random
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from tests.accounts.people import PASSPHRASE, key_of, make_member, opened, sign_in

from homegroup.accounts import actions
from homegroup.accounts.models import Keyring, User
from homegroup.core import sealing
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.sealing import Unreadable
from homegroup.vault import vaults
from homegroup.vault.models import Entry, Grant, Manifest
from homegroup.vault.vaults import Vault

pytestmark = pytest.mark.django_db
BODY = {"text": "marked words of mine"}


@pytest.fixture
def mine() -> Vault:
    return Vault(key_of(make_member("quiet-river")))


@pytest.fixture
def friend() -> User:
    return make_member("green-hill")


def seal(vault: Vault, text: str = "marked words of mine", on: str = "2026-03-04") -> UUID:
    entry = vault.seal("journal", {"text": text}, header={"on": on})
    assert entry
    return entry.id


def test_what_was_sealed_opens_again(mine: Vault) -> None:
    entry = mine.open(seal(mine))
    assert (entry.kind, entry.header, entry.body) == ("journal", {"on": "2026-03-04"}, BODY)


def test_nothing_of_it_stands_in_the_row(mine: Vault) -> None:
    row = Entry.objects.get(pk=seal(mine))
    stored = b"".join(bytes(each) for each in (row.header, row.body, row.item_key))
    for word in (b"marked", b"journal", b"2026"):
        assert word not in stored


def test_lengths_tell_little(mine: Vault) -> None:
    short, long = (Entry.objects.get(pk=seal(mine, "x" * n)) for n in (1, 200))
    assert len(short.body) == len(long.body)


def test_a_list_is_newest_first_and_of_one_kind(mine: Vault) -> None:
    days = ["2026-03-02", "2026-03-04", "2026-03-03"]
    for day in days:
        seal(mine, on=day)
    mine.seal("plan", {"text": "other"}, header={"on": "2026-03-09"})
    listed = mine.entries("journal")
    assert [entry.header["on"] for entry in listed] == sorted(days, reverse=True)
    assert all(entry.body == {} for entry in listed)
    assert [entry.body for entry in mine.entries("plan", bodies=True)] == [{"text": "other"}]


def test_a_once_key_seals_once(mine: Vault) -> None:
    key = uuid4()
    assert mine.seal("journal", BODY, key=key)
    assert mine.seal("journal", BODY, key=key) is None
    assert Entry.objects.count() == 1


def test_what_is_too_long_is_refused_and_nothing_is_left(mine: Vault) -> None:
    with pytest.raises(HouseError, match="too long"):
        mine.seal("journal", {"text": "x" * 500_001})
    assert not Entry.objects.exists()
    assert mine.damaged() == []


def test_writing_on_two_devices_is_noticed(mine: Vault) -> None:
    entry = seal(mine)
    assert mine.rewrite(entry, {"text": "first"}, revision=1).revision == 2
    with pytest.raises(Conflict, match="another device"):
        mine.rewrite(entry, {"text": "second"}, revision=1)
    assert mine.open(entry).body == {"text": "first"}


def test_nobody_else_reads_changes_or_deletes_it(mine: Vault, friend: User) -> None:
    entry, other = seal(mine), Vault(key_of(friend))
    for attempt in (
        lambda: other.open(entry),
        lambda: other.open_shared(entry),
        lambda: other.rewrite(entry, {}),
        lambda: other.share(entry, with_=friend),
        lambda: other.readers(entry),
    ):
        with pytest.raises((Http404, HouseError)):
            attempt()
    other.delete(entry)
    assert mine.open(entry).body == BODY
    assert other.entries() == []


def test_one_entry_is_shared_with_one_member(mine: Vault, friend: User) -> None:
    entry, kept = seal(mine), seal(mine, "kept")
    mine.share(entry, with_=friend)
    mine.share(entry, with_=friend)
    other = Vault(key_of(friend))
    assert [each.id for each in other.shared_with_me("journal")] == [entry]
    assert other.open_shared(entry).body == BODY
    with pytest.raises(Http404):
        other.open_shared(kept)
    assert mine.readers(entry) == [friend.pk]
    mine.rewrite(entry, {"text": "newer"})
    assert other.open_shared(entry).body == {"text": "newer"}


def test_withdrawing_closes_it_and_changes_its_key(mine: Vault, friend: User) -> None:
    third = make_member("third-leaf")
    entry = seal(mine)
    for reader in (friend, third):
        mine.share(entry, with_=reader)
    old = Grant.objects.get(reader=friend)
    mine.withdraw(entry, from_=friend.pk)
    other = Vault(key_of(friend))
    with pytest.raises(Http404):
        other.open_shared(entry)
    Grant.objects.create(entry_id=entry, reader=friend, sealed_key=old.sealed_key)  # put back
    with pytest.raises(Unreadable):
        other.open_shared(entry)
    assert Vault(key_of(third)).open_shared(entry).body == BODY
    assert mine.open(entry).body == BODY


def test_a_block_closes_without_a_key_and_the_next_unlock_renews(mine: Vault, friend: User) -> None:
    entry = seal(mine)
    mine.share(entry, with_=friend)
    before = bytes(Entry.objects.get(pk=entry).item_key)
    assert vaults.close_to(owner=mine.owner, reader=friend.pk) == 1
    assert Vault(key_of(friend)).shared_with_me() == []
    sign_in(Client(), User.objects.get(pk=mine.owner))
    row = Entry.objects.get(pk=entry)
    assert not row.renew
    assert bytes(row.item_key) != before
    assert mine.open(entry).body == BODY


def test_one_does_not_share_with_oneself(mine: Vault) -> None:
    with pytest.raises(HouseError):
        mine.share(seal(mine), with_=User.objects.get(pk=mine.owner))


def test_a_reader_can_put_it_away(mine: Vault, friend: User) -> None:
    entry = seal(mine)
    mine.share(entry, with_=friend)
    other = Vault(key_of(friend))
    other.leave_shared(entry)
    assert other.shared_with_me() == []


def test_a_new_passphrase_opens_the_same_vault(mine: Vault, friend: User) -> None:
    entry, user = seal(mine), User.objects.get(pk=mine.owner)
    mine.share(entry, with_=friend)
    changed = actions.change_passphrase(
        user=user, old=PASSPHRASE, new="violet harbour magnet soup", someone_knows=False, keep=None
    )
    assert Vault(changed.key).open(entry).body == BODY


def test_when_somebody_knows_the_old_keys_open_nothing_that_comes_later(
    mine: Vault, friend: User
) -> None:
    entry, user = seal(mine), User.objects.get(pk=mine.owner)
    mine.share(entry, with_=friend)
    old = key_of(user)
    ring = Keyring.objects.get(pk=user.pk)
    changed = actions.change_passphrase(
        user=user, old=PASSPHRASE, new="violet harbour magnet soup", someone_knows=True, keep=None
    )
    assert Vault(changed.key).open(entry).body == BODY
    assert Vault(key_of(friend)).open_shared(entry).body == BODY
    with pytest.raises(Unreadable):
        Vault(old).open(entry)
    later = Keyring.objects.get(pk=user.pk)
    assert bytes(later.public_key) != bytes(ring.public_key)
    assert later.card_check is None
    with pytest.raises(actions.WrongProof):
        opened(user, PASSPHRASE)


def test_a_vault_opens_only_while_unlocked(client: Client) -> None:
    user = make_member()
    request = RequestFactory().get("/")
    request.visit = sign_in(client, user)  # type: ignore[attr-defined]
    assert vaults.opened(request).owner == user.pk
    request.visit = sign_in(client, user, locked=True)  # type: ignore[attr-defined]
    with pytest.raises(PermissionDenied):
        vaults.opened(request)


def _altered(chance: random.Random, stored: bytes) -> bytes:
    """Give other bytes: one bit flipped, a piece cut off or added, or noise."""
    kind = chance.randrange(4)
    if kind == 0:
        at = chance.randrange(len(stored))
        return stored[:at] + bytes([stored[at] ^ 1 << chance.randrange(8)]) + stored[at + 1 :]
    if kind == 1:
        return stored[: chance.randrange(len(stored))]
    if kind == 2:
        return stored + chance.randbytes(chance.randint(1, 9))
    return chance.randbytes(len(stored))


def _tampering(
    chance: random.Random, rows: list[Entry]
) -> Iterator[tuple[Entry, dict[str, object]]]:
    """Give 1,000 (row, changed columns): altered bytes, and pieces swapped between rows."""
    for number in range(1_000):
        row, other = chance.sample(rows, 2)
        field = chance.choice(["header", "body", "item_key"])
        if number % 4 == 0:
            yield row, {field: bytes(getattr(other, field))}
        elif number % 4 == 1:
            yield (
                row,
                {name: bytes(getattr(other, name)) for name in ("header", "body", "item_key")},
            )
        elif number % 4 == 2:
            yield row, {"revision": row.revision + chance.choice([-1, 1, 5])}
        else:
            yield row, {field: _altered(chance, bytes(getattr(row, field)))}


@pytest.mark.sqlite_is_enough
def test_a_thousand_altered_or_swapped_rows_fail_to_open(mine: Vault, friend: User) -> None:
    other = Vault(key_of(friend))
    own = [seal(mine, f"text {number}") for number in range(4)]
    foreign = [seal(other, f"foreign {number}") for number in range(3)]
    for entry in (own[0], foreign[0]):
        (mine if entry in own else other).rewrite(entry, {"text": "rewritten"})
    rows = list(Entry.objects.filter(pk__in=own + foreign))
    vault_of = {row.pk: mine if row.owner_id == mine.owner else other for row in rows}
    tried = 0
    for row, change in _tampering(random.Random(20), rows):
        Entry.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(Unreadable):
            vault_of[row.pk].open(row.pk)
        tried += 1
        if tried % 100 == 0:
            assert row.pk in vault_of[row.pk].damaged()
        row.save()
    assert tried == 1_000
    assert mine.damaged() == other.damaged() == []


def test_an_older_state_of_a_row_shows(mine: Vault) -> None:
    entry = seal(mine)
    old = Entry.objects.get(pk=entry)
    mine.rewrite(entry, {"text": "newer"})
    old.save()
    with pytest.raises(Unreadable):
        mine.open(entry)
    assert mine.damaged() == [entry]
    assert mine.entries() == []


def test_a_row_taken_away_and_a_row_put_in_show(mine: Vault) -> None:
    gone, kept = seal(mine), seal(mine)
    Entry.objects.filter(pk=gone).delete()
    assert mine.damaged() == [gone]
    row = Entry.objects.get(pk=kept)
    row.pk = uuid4()
    row.save(force_insert=True)
    assert set(mine.damaged()) == {gone, row.pk}


def test_a_grant_moved_to_another_reader_or_entry_opens_nothing(mine: Vault, friend: User) -> None:
    third = make_member("third-leaf")
    first, second = seal(mine, "first"), seal(mine, "second")
    mine.share(first, with_=friend)
    grant = Grant.objects.get()
    Grant.objects.create(entry_id=second, reader=friend, sealed_key=grant.sealed_key)
    Grant.objects.create(entry_id=first, reader=third, sealed_key=grant.sealed_key)
    with pytest.raises(Unreadable):
        Vault(key_of(friend)).open_shared(second)
    with pytest.raises(Unreadable):
        Vault(key_of(third)).open_shared(first)
    assert [each.id for each in Vault(key_of(friend)).shared_with_me()] == [first]


def test_an_altered_manifest_is_told(mine: Vault) -> None:
    seal(mine)
    Manifest.objects.update(sealed=sealing.seal(sealing.new_key(), b"{}", context="manifest"))
    with pytest.raises(Unreadable):
        mine.entries()


def test_the_number_of_queries_does_not_grow_with_entries(
    mine: Vault, django_assert_num_queries
) -> None:
    for _ in range(3):
        seal(mine)
    with django_assert_num_queries(2):
        assert len(mine.entries(bodies=True)) == 3
