"""An open vault: what a room does with a member's sealed entries while they are signed in."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from homegroup.accounts import keys
from homegroup.accounts.keys import AccountKey
from homegroup.accounts.models import Keyring, User
from homegroup.accounts.visits import present
from homegroup.core import once, sealing
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.sealing import Unreadable
from homegroup.vault import sealed, thread_rows
from homegroup.vault.models import Entry, Grant, Manifest
from homegroup.vault.sealed import Json, Place
from homegroup.vault.threads import Threads

_KIND = "kind"
MOST_READERS = 50


@dataclass(frozen=True)
class Opened:
    """An entry, opened. `header` and `body` are JSON values; `body` is empty in lists."""

    id: UUID
    owner: UUID
    kind: str
    header: Json
    body: Json
    revision: int
    readers: int = 0


def opened(request: HttpRequest) -> "Vault":
    """Give the member's vault. Only behind `@private`; raises PermissionDenied elsewhere."""
    visit = present(request)
    key = visit.account_key() if visit else None
    if key is None:
        raise PermissionDenied
    return Vault(key)


class Vault:
    """One member's entries, and what others have opened to them.

    Reading raises Http404 for an entry that is not there for this member, and Unreadable for one
    that was altered, swapped or put back to an older state from outside.
    """

    def __init__(self, key: AccountKey) -> None:
        self._key = key
        self._private: bytes | None = None

    @property
    def owner(self) -> UUID:
        """Whose vault it is."""
        return self._key.owner

    @property
    def threads(self) -> Threads:
        """The private conversations that the owner is in."""
        return Threads(self._key)

    # -- writing ---------------------------------------------------------------------------

    def seal(
        self, kind: str, body: Json, *, header: Json | None = None, key: UUID | None = None
    ) -> Opened | None:
        """Seal a new entry; None when the form's once-key was spent before.

        Raises HouseError for more than `sealed.MOST_BYTES`.
        """
        entry = Entry(id=uuid4(), owner_id=self.owner, revision=1)
        told = {**(header or {}), _KIND: kind}
        self._fill(entry, sealing.new_key(), told, body)
        with transaction.atomic():
            if key is not None and not once.claim(key):
                return None
            manifest = self._manifest(lock=True)
            entry.save(force_insert=True)
            self._keep_manifest(manifest | {entry.pk.hex: 1})
        return self._told(entry, told, body)

    def rewrite(
        self, entry: UUID, body: Json, *, header: Json | None = None, revision: int | None = None
    ) -> Opened:
        """Give an entry a new body (and header); readers see it, too.

        `revision` is the one that the writer had before them: raises Conflict when another
        device has written since.
        """
        with transaction.atomic():
            manifest = self._manifest(lock=True)
            row = self._own_row(entry)
            item_key, old, _body = self._read_own(row, manifest)
            if revision is not None and revision != row.revision:
                raise Conflict(_("This was changed on another device. Look at both and decide."))
            row.revision += 1
            told = {**(old if header is None else header), _KIND: old[_KIND]}
            self._fill(row, item_key, told, body)
            row.save()
            self._keep_manifest(manifest | {row.pk.hex: row.revision})
        return self._told(row, told, body)

    def delete(self, entry: UUID) -> None:
        """Delete an entry and all its grants; nothing happens when it is gone already."""
        with transaction.atomic():
            manifest = self._manifest(lock=True)
            Entry.objects.filter(pk=entry, owner_id=self.owner).delete()
            manifest.pop(entry.hex, None)
            self._keep_manifest(manifest)

    def share(self, entry: UUID, *, with_: User) -> None:
        """Open one entry to one member. Sharing twice changes nothing. Raises HouseError."""
        if with_.pk == self.owner:
            raise HouseError(_("You can read your own pages already."))
        with transaction.atomic():
            row = self._own_row(entry)
            if row.grants.count() >= MOST_READERS:
                raise HouseError(_("%d readers are the most.") % MOST_READERS)
            item_key, _header, _body = self._read_own(row, self._manifest())
            public = Keyring.objects.values_list("public_key", flat=True).get(pk=with_.pk)
            key = sealed.seal_grant(public, item_key, row.pk, with_.pk)
            Grant.objects.get_or_create(entry=row, reader=with_, defaults={"sealed_key": key})

    def withdraw(self, entry: UUID, *, from_: UUID) -> None:
        """Close an entry to a reader; its key is made anew at once, so that old copies go stale."""
        with transaction.atomic():
            manifest = self._manifest(lock=True)
            row = self._own_row(entry)
            gone, _by_model = Grant.objects.filter(entry=row, reader_id=from_).delete()
            if not gone:
                return
            try:
                self._renew(row, manifest)
            except Unreadable:  # altered from outside: the grant must go all the same
                return
            self._keep_manifest(manifest)

    def renew_where_needed(self) -> int:
        """Make new item keys where a reader lost access meanwhile; give how many. For unlocking."""
        with transaction.atomic():
            rows = list(Entry.objects.filter(owner_id=self.owner, renew=True))
            manifest = self._manifest(lock=True) if rows else {}
            for row in rows:
                try:
                    self._renew(row, manifest)
                except Unreadable:
                    continue
            if rows:
                self._keep_manifest(manifest)
        return len(rows)

    # -- reading ---------------------------------------------------------------------------

    def open(self, entry: UUID) -> Opened:
        """Open one of the member's own entries."""
        row = self._own_row(entry)
        _key, header, body = self._read_own(row, self._manifest())
        return self._told(row, header, body, readers=row.grants.count())

    def entries(self, kind: str = "", *, bodies: bool = False) -> list[Opened]:
        """Give the member's entries (of a kind), newest first by `header["on"]`, then unsorted.

        What does not open is left out here; `damaged` counts it.
        """
        found, manifest = [], self._manifest()
        for row in Entry.objects.filter(owner_id=self.owner):
            try:
                item_key = self._item_key(row, manifest)
                place = Place(row.pk, self.owner, row.revision)
                header = sealed.open_field(item_key, row.header, place, "header")
                if kind and header.get(_KIND) != kind:
                    continue
                body = sealed.open_field(item_key, row.body, place, "body") if bodies else {}
            except Unreadable:
                continue
            found.append(self._told(row, header, body))
        return sorted(found, key=lambda each: str(each.header.get("on", "")), reverse=True)

    def damaged(self) -> list[UUID]:
        """Give the entries that were altered, put back or taken away from outside."""
        manifest, wrong = self._manifest(), []
        rows = {row.pk: row for row in Entry.objects.filter(owner_id=self.owner)}
        for pk, row in rows.items():
            try:
                self._read_own(row, manifest)
            except Unreadable:
                wrong.append(pk)
        return wrong + [UUID(hex=told) for told in manifest if UUID(hex=told) not in rows]

    def readers(self, entry: UUID) -> list[UUID]:
        """Give the accounts that an entry is open to."""
        row = self._own_row(entry)
        return list(row.grants.order_by("id").values_list("reader_id", flat=True))

    def shared_with_me(self, kind: str = "", *, bodies: bool = False) -> list[Opened]:
        """Give the entries that others have opened to this member, newest first."""
        found = []
        for grant in Grant.objects.filter(reader_id=self.owner).select_related("entry"):
            try:
                each = self._open_grant(grant, bodies=bodies)
            except Unreadable:
                continue
            if not kind or each.kind == kind:
                found.append(each)
        return sorted(found, key=lambda each: str(each.header.get("on", "")), reverse=True)

    def open_shared(self, entry: UUID) -> Opened:
        """Open an entry that somebody else has opened to this member."""
        grants = Grant.objects.select_related("entry")
        grant = grants.filter(reader_id=self.owner, entry_id=entry).first()
        if grant is None:
            raise Http404
        return self._open_grant(grant, bodies=True)

    def leave_shared(self, entry: UUID) -> None:
        """Take an entry that somebody shared off one's own list."""
        Grant.objects.filter(reader_id=self.owner, entry_id=entry).delete()

    def messages(self) -> tuple[list[Opened], int]:
        """Give what the owner wrote in private conversations, newest first, and how much of it
        does not open.

        What a conversation is about stands in the header; its `kind` is the kind of each.
        """
        written = list(self.threads.written())
        found = [
            Opened(
                id=shown.id,
                owner=self.owner,
                kind=str(header.get(_KIND, "message")),
                header={**header, "on": shown.at.date().isoformat(), "at": shown.at.isoformat()},
                body=shown.body,
                revision=1,
            )
            for shown, header in written
            if shown.at is not None
        ]
        newest = sorted(found, key=lambda each: str(each.header["at"]), reverse=True)
        return newest, len(written) - len(found)

    # -- within ----------------------------------------------------------------------------

    def _own_row(self, entry: UUID) -> Entry:
        row = Entry.objects.filter(pk=entry, owner_id=self.owner).first()
        if row is None:
            raise Http404
        return row

    def _fill(self, row: Entry, item_key: bytes, header: Json, body: Json) -> None:
        if len(sealed.pack(body)) + len(sealed.pack(header)) > sealed.MOST_BYTES:
            raise HouseError(_("This is too long to keep in one piece. Make two of it."))
        place = Place(row.pk, self.owner, row.revision)
        row.item_key = sealed.seal_item_key(self._key, item_key, row.pk)
        row.header = sealed.seal_field(item_key, header, place, "header")
        row.body = sealed.seal_field(item_key, body, place, "body")

    def _item_key(self, row: Entry, manifest: dict[str, int]) -> bytes:
        if manifest.get(row.pk.hex) != row.revision:
            raise Unreadable  # put back, or put in, from outside
        return sealed.open_item_key(self._key, row.item_key, row.pk)

    def _read_own(self, row: Entry, manifest: dict[str, int]) -> tuple[bytes, Json, Json]:
        item_key = self._item_key(row, manifest)
        place = Place(row.pk, self.owner, row.revision)
        header = sealed.open_field(item_key, row.header, place, "header")
        return item_key, header, sealed.open_field(item_key, row.body, place, "body")

    def _open_grant(self, grant: Grant, *, bodies: bool) -> Opened:
        if self._private is None:
            ring = Keyring.objects.get(pk=self.owner)
            self._private = keys.open_private(self._key, ring.private_key)
        row = grant.entry
        item_key = sealed.open_grant(self._private, grant.sealed_key, row.pk, self.owner)
        place = Place(row.pk, row.owner_id, row.revision)
        header = sealed.open_field(item_key, row.header, place, "header")
        body = sealed.open_field(item_key, row.body, place, "body") if bodies else {}
        return self._told(row, header, body)

    def _renew(self, row: Entry, manifest: dict[str, int]) -> None:
        """Give an entry a new key and seal that to those who still may read it."""
        _old, header, body = self._read_own(row, manifest)
        self._reseal(row, header, body)
        manifest[row.pk.hex] = row.revision

    def _reseal(self, row: Entry, header: Json, body: Json) -> None:
        """Seal an entry under a new key, and that key to its readers."""
        new = sealing.new_key()
        row.revision += 1
        row.renew = False
        self._fill(row, new, header, body)
        row.save()
        for grant in row.grants.select_related("reader__keyring"):
            public = grant.reader.keyring.public_key
            grant.sealed_key = sealed.seal_grant(public, new, row.pk, grant.reader_id)
            grant.save(update_fields=["sealed_key"])

    def _manifest(self, *, lock: bool = False) -> dict[str, int]:
        """Give {entry: revision} as the owner's own key has sealed it.

        With `lock`, nobody else writes to this vault until the transaction ends.
        """
        if lock:
            Keyring.objects.select_for_update().get(pk=self.owner)
        row = Manifest.objects.filter(pk=self.owner).first()
        if row is None:
            return {}
        plain = sealing.unseal(self._key.secret, row.sealed, context=f"manifest|{self.owner}")
        return {str(entry): int(revision) for entry, revision in sealed.unpack(plain).items()}

    def _keep_manifest(self, manifest: dict[str, int]) -> None:
        plain = sealed.pack(manifest)
        kept = sealing.seal(self._key.secret, plain, context=f"manifest|{self.owner}")
        Manifest.objects.update_or_create(owner_id=self.owner, defaults={"sealed": kept})

    @staticmethod
    def _told(row: Entry, header: Json, body: Json, *, readers: int = 0) -> Opened:
        plain = {name: value for name, value in header.items() if name != _KIND}
        kind = str(header.get(_KIND, ""))
        return Opened(row.pk, row.owner_id, kind, plain, body, row.revision, readers)


@transaction.atomic
def rekey(old: AccountKey, new: AccountKey) -> None:
    """Give every entry of a member a new item key under a new account key (ADR 8).

    Grants that others hold are sealed anew; what others had opened to this member is lost with
    the old key pair, so those grants go. What does not open stays as it is, unreadable.
    """
    before, after = Vault(old), Vault(new)
    manifest = before._manifest(lock=True)
    kept: dict[str, int] = {}
    for row in Entry.objects.filter(owner_id=old.owner):
        try:
            _key, header, body = before._read_own(row, manifest)
        except Unreadable:
            continue
        after._reseal(row, header, body)
        kept[row.pk.hex] = row.revision
    Grant.objects.filter(reader_id=old.owner).delete()
    after._keep_manifest(kept)


def close_to(*, owner: UUID, reader: UUID) -> int:
    """Delete what one member has opened to another, at once and without any key; give how many.

    For blocks and leaving; the entries' keys are made anew at the owner's next unlock. Threads
    that end by themselves (a number shown for a time) go, too; other conversations stay readable.
    """
    thread_rows.close_for_a_time(owner, reader)
    grants = Grant.objects.filter(entry__owner_id=owner, reader_id=reader)
    with transaction.atomic():
        entries = list(grants.values_list("entry_id", flat=True))
        Entry.objects.filter(pk__in=entries).update(renew=True)
        return grants.delete()[0]
