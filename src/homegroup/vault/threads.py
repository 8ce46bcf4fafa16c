"""Private conversations of two: sealed to both, read by nobody else (ADR 12).

How another room uses it, behind `@accounts.access.private`:

    threads = vaults.opened(request).threads
    thread = threads.start(with_=user, header={"group": "Lamp"})    what it is about, for both
    threads.write(thread, {"text": "..."})                          a Shown
    page = threads.read(thread)                                     the newest; `.older` leads on
    threads.read(thread, before=page.older)
    threads.overviews([thread])               header and newest message of each, for a list
    threads.quoted(thread, [message])         chosen messages, for a report
    thread_rows.end(thread)                   nobody writes any more, both still read
    threads.reopen(thread, with_=user, header={...})                goes on, under a new key
    thread_rows.leave(thread, user=user.pk)   "delete it for me"; with the second one all goes

A thread has a random key, which is sealed to the public key of both. It is made anew whenever the
thread goes on after an end, and when one of the two replaces their account key: what comes later
does not open with an old copy. A message is sealed with version, thread, id, author, number and
epoch bound to it, and holds the digest of the message before it. Each of the two keeps, sealed for
themself, how far they have seen it. So a row that was altered, moved, replaced, put back, put in or
taken away shows: `Page.changed`, and `State.UNREADABLE` in its place.

What does not show: the newest messages taken away before the other has seen them, or together with
the note of how far they had seen; a whole thread taken away; a whole database put back to an older
state; messages taken away while the thread is marked as one that somebody has left (the page then
says that somebody has). Both hold the key, so a message proves to nobody else who of the two wrote
it. Who can change the database can put a public key of their own in somebody's place, and read what
is sealed to it from then on. When a member replaces their account key, what was written before
stays under the keys of its time.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from homegroup.accounts import keys
from homegroup.accounts.keys import AccountKey
from homegroup.accounts.models import Keyring, User
from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.sealing import Unreadable
from homegroup.vault import thread_pages as pages
from homegroup.vault import thread_rows as stored
from homegroup.vault import thread_seals as seals
from homegroup.vault.models import Message, Seat, Thread
from homegroup.vault.sealed import Json, pack
from homegroup.vault.thread_pages import Overview, Page, Place, Shown, State, digest_of, spot_of
from homegroup.vault.thread_seals import Lock

MOST_BYTES = 100_000  # of one message, before it is sealed
PAGE = 50
Rows = list[Message]


class Threads:
    """The threads of one member. Raises Http404 for one in which the member has no seat."""

    def __init__(self, key: AccountKey) -> None:
        self._key = key
        self._private: bytes | None = None

    # -- writing ---------------------------------------------------------------------------

    @transaction.atomic
    def start(self, *, with_: User, header: Json, ends_at: datetime | None = None) -> UUID:
        """Begin a thread with one member; give its id. From `ends_at` on it is gone for both."""
        if with_.pk == self._key.owner:
            raise HouseError(_("This is you."))
        thread = Thread.objects.create(header=b"", ends_at=ends_at)
        for user in (self._key.owner, with_.pk):
            Seat.objects.create(thread=thread, user_id=user)
        stored.begin_epoch(thread, header)
        return thread.pk

    @transaction.atomic
    def write(self, thread: UUID, body: Json, *, alone: bool = False) -> Shown:
        """Write a message; with `alone` only its author will ever read it.

        Raises Conflict in a thread that has ended, HouseError for more than `MOST_BYTES`.
        """
        if len(pack(body)) > MOST_BYTES:
            raise HouseError(_("This is too long for one message. Make two of it."))
        row = stored.locked(thread)
        seat = self._seat(row)
        if row.ended:
            raise Conflict(_("This conversation has ended."))
        thread_key = self._current_key(row, seat)
        last = row.messages.filter(part=0).last()
        message = stored.new_message(row, self._key.owner, last, alone=alone)
        at = clock.now().replace(microsecond=0)
        after = digest_of(last) if last and not alone else ""
        told = {"at": at.isoformat(), "after": after, "body": body}
        message.sealed = seals.seal_message(thread_key, told, spot_of(message))
        message.save(force_insert=True)
        if not alone and self._holds_place(row, seat, []):
            self._keep_place(seat, message)
        plain = (message.pk, message.author_id, message.number, True, State.READABLE)
        return Shown(*plain, at, body, after)

    @transaction.atomic
    def reopen(self, thread: UUID, *, with_: User, header: Json) -> None:
        """Let a thread go on under a new key; who had left it reads from here on."""
        row = stored.locked(thread)
        two = {self._key.owner, with_.pk}
        there = set(row.seats.values_list("user", flat=True))
        if not there or there - two:
            raise Http404
        last = row.messages.filter(part=0).last()
        for user in two - there:
            Seat.objects.create(thread=row, user_id=user, since=last.number + 1 if last else 1)
        row.ended = False
        stored.begin_epoch(row, header)

    # -- reading ---------------------------------------------------------------------------

    def read(self, thread: UUID, *, before: str = "", most: int = PAGE) -> Page:
        """Give the newest messages, or those before what another page told in `older`."""
        row = stored.running(thread)
        seat = self._seat(row)
        rows = list(self._visible(seat, before)[: most + 1])
        told = self._opened(seat, rows)
        header = self._header(seat)
        changed = header is None or self._is_changed(seat, rows, told, before, most)
        newest = next(iter(pages.for_both(rows)), None)
        if newest and not before and not changed:
            self._keep_place(seat, newest)
        shown = rows[:most]
        return Page(
            header=header or {},
            messages=[told[each.pk] for each in reversed(shown)],
            older=pages.cursor_of(shown[-1]) if len(rows) > most else "",
            changed=changed,
            has_gaps=row.has_gaps,
            ended=row.ended,
        )

    def quoted(self, thread: UUID, messages: Collection[UUID]) -> list[Shown]:
        """Give those of the messages that this member can read, oldest first."""
        seat = self._seat(stored.running(thread))
        rows = list(self._visible(seat).filter(pk__in=messages).order_by("number", "part"))
        told = self._opened(seat, rows).values()
        return [each for each in told if each.state == State.READABLE]

    def overviews(self, threads: Collection[UUID]) -> dict[UUID, Overview]:
        """Give what a list shows of these threads, in a fixed number of queries."""
        seats = self._seats(threads)
        newest = {row.thread_id: row for row in stored.newest_of(seats)}
        found = {}
        for seat in seats:
            rows = [newest[seat.thread_id]] if seat.thread_id in newest else []
            last = next(iter(self._opened(seat, rows).values()), None)
            found[seat.thread_id] = Overview(self._header(seat) or {}, last)
        return found

    def written(self) -> Iterator[tuple[Shown, Json]]:
        """Give all that the member wrote in all threads, with what each thread is about."""
        mine = Message.objects.filter(author=self._key.owner)
        rows = dict(pages.by_thread(mine.order_by("thread", "number", "part")))
        for seat in self._seats(rows):
            header = self._header(seat) or {}
            for shown in self._opened(seat, rows[seat.thread_id]).values():
                yield shown, header

    # -- within: rows ----------------------------------------------------------------------

    def _seat(self, thread: Thread) -> Seat:
        seat = thread.seats.prefetch_related("keys").filter(user=self._key.owner).first()
        if seat is None:
            raise Http404
        seat.thread = thread
        return seat

    def _seats(self, threads: Collection[UUID]) -> list[Seat]:
        seats = Seat.objects.filter(user=self._key.owner, thread__in=threads)
        running = Q(thread__ends_at=None) | Q(thread__ends_at__gt=clock.now())
        whole = seats.filter(running).select_related("thread").prefetch_related("keys")
        return list(whole.order_by("pk"))

    def _visible(self, seat: Seat, before: str = "") -> QuerySet[Message]:
        """Give what the member may read, newest first."""
        both = Q(part=0, number__gte=seat.since)
        alone = Q(part__gt=0, number__gte=seat.since - 1, author=self._key.owner)
        rows = Message.objects.filter(both | alone, thread=seat.thread_id)
        if before:
            number, part = pages.read_cursor(before)
            rows = rows.filter(Q(number__lt=number) | Q(number=number, part__lt=part))
        return rows.order_by("-number", "-part")

    # -- within: keys ----------------------------------------------------------------------

    def _private_key(self) -> bytes:
        if self._private is None:
            ring = Keyring.objects.get(pk=self._key.owner)
            self._private = keys.open_private(self._key, ring.private_key)
        return self._private

    def _thread_key(self, seat: Seat, epoch: int) -> bytes:
        """Give the key of an epoch. Raises Unreadable, also where the member has none."""
        opened: dict[int, bytes] = seat.__dict__.setdefault("opened_keys", {})
        if epoch not in opened:
            kept = next((each for each in seat.keys.all() if each.epoch == epoch), None)
            if kept is None:
                raise Unreadable
            lock = Lock(seat.thread_id, self._key.owner, epoch)
            opened[epoch] = seals.open_key(self._key, self._private_key(), kept.sealed, lock)
        return opened[epoch]

    def _current_key(self, thread: Thread, seat: Seat) -> bytes:
        """Give the key to write with; where it is lost, the thread goes on under a new one."""
        try:
            return self._thread_key(seat, thread.epoch)
        except Unreadable:
            thread_key = stored.new_epoch(thread)
            thread.save(update_fields=["epoch"])
            return thread_key

    def _header(self, seat: Seat) -> Json | None:
        thread = seat.thread
        try:
            thread_key = self._thread_key(seat, thread.header_epoch)
            return seals.open_header(thread_key, thread.header, thread.pk)
        except Unreadable:
            return None

    # -- within: what is told --------------------------------------------------------------

    def _opened(self, seat: Seat, rows: Rows) -> dict[UUID, Shown]:
        return {row.pk: self._open(seat, row) for row in rows}

    def _open(self, seat: Seat, row: Message) -> Shown:
        is_mine = row.author_id == self._key.owner
        shown = partial(Shown, row.pk, row.author_id, row.number, is_mine)
        try:
            thread_key = self._thread_key(seat, row.epoch)
            told = seals.open_message(thread_key, row.sealed, spot_of(row))
        except Unreadable:
            return shown(State.UNREADABLE)
        at, after = datetime.fromisoformat(told["at"]), str(told["after"])
        if row.withheld:
            return shown(State.WITHHELD, at, after=after)
        return shown(State.READABLE, at, told["body"], after)

    def _is_changed(
        self, seat: Seat, rows: Rows, told: dict[UUID, Shown], before: str, most: int
    ) -> bool:
        """Tell whether something on a page of these rows, newest first, or beside it is wrong."""
        if any(each.state == State.UNREADABLE for each in told.values()):
            return True
        if not before and not self._holds_place(seat.thread, seat, rows):
            return True
        if seat.thread.has_gaps:
            return False
        both, to_the_start = pages.for_both(rows), len(rows) <= most
        begins_wrong = to_the_start and bool(both) and both[-1].number != seat.since
        return (
            begins_wrong
            or pages.is_broken(rows, told)
            or pages.has_lost_parts(rows, to_the_start=to_the_start)
            or bool(before and both and self._is_cut_above(seat, both[0]))
        )

    def _is_cut_above(self, seat: Seat, newest: Message) -> bool:
        """Tell whether what stands above an older page does not follow on its newest row."""
        above = seat.thread.messages.filter(number__gt=newest.number, part=0).first()
        return above is not None and (
            above.number != newest.number + 1 or self._open(seat, above).after != digest_of(newest)
        )

    def _place(self, seat: Seat) -> Place | None:
        """Give how far the member has seen it. Raises Unreadable."""
        if seat.place is None:
            return None
        return Place.read(seals.open_place(self._key, seat.place, seat.thread_id))

    def _holds_place(self, thread: Thread, seat: Seat, rows: Rows) -> bool:
        """Tell whether what the member has seen last is still there, as it was."""
        try:
            place = self._place(seat)
        except Unreadable:
            return False
        if place is None:
            return True
        row = next((row for row in pages.for_both(rows) if row.number == place.number), None)
        row = row or thread.messages.filter(number=place.number, part=0).first()
        is_there = digest_of(row) == place.digest if row else thread.has_gaps
        return is_there and place.since == seat.since

    def _keep_place(self, seat: Seat, newest: Message) -> None:
        """Note how far the member has seen it; only where all is well."""
        place = self._place(seat)
        if place is None or place.number < newest.number:
            told = asdict(Place(newest.number, digest_of(newest), seat.since))
            sealed = seals.seal_place(self._key, told, seat.thread_id)
            Seat.objects.filter(pk=seat.pk).update(place=sealed)


# -- a new account key -------------------------------------------------------------------------


@transaction.atomic
def rekey(old: AccountKey, new: AccountKey) -> None:
    """Let a member with a new account key read their threads as before (`on_new_key`).

    Each thread that goes on gets a new key, too. What does not open is left, unreadable.
    """
    before = Threads(old)
    mine = Seat.objects.filter(user=old.owner).values_list("thread", flat=True)
    for seat in before._seats(list(mine)):
        for kept in seat.keys.all():
            try:
                thread_key = before._thread_key(seat, kept.epoch)
            except Unreadable:
                continue
            kept.sealed = seals.seal_own_key(
                new, thread_key, Lock(seat.thread_id, new.owner, kept.epoch)
            )
            kept.save(update_fields=["sealed"])
        _move_place(before, seat, new)
        thread = stored.locked(seat.thread_id)
        if not thread.ended:
            stored.new_epoch(thread, own=new)
            thread.save(update_fields=["epoch"])


def _move_place(before: Threads, seat: Seat, new: AccountKey) -> None:
    try:
        place = before._place(seat)
    except Unreadable:
        return
    if place is not None:
        seat.place = seals.seal_place(new, asdict(place), seat.thread_id)
        seat.save(update_fields=["place"])
