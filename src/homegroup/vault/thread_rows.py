"""The rows of threads, as far as nobody's account key is needed: new keys, ends, deleting.

A new key is sealed to the public keys of those who sit in the thread, so that anybody may make one.
"""

from collections.abc import Collection
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max, OuterRef, Q, Subquery
from django.http import Http404

from homegroup.accounts.keys import AccountKey
from homegroup.core import clock, sealing
from homegroup.vault import thread_seals as seals
from homegroup.vault.models import Message, Seat, SeatKey, Thread
from homegroup.vault.sealed import Json
from homegroup.vault.thread_seals import Lock


def end(thread: UUID) -> None:
    """Let nobody write any more; both can still read. Reopening makes a new key."""
    Thread.objects.filter(pk=thread).update(ended=True)


@transaction.atomic
def leave(thread: UUID, *, user: UUID) -> None:
    """Take a member's seat away: they read it no more. Where both have gone, all is deleted."""
    row = locked(thread)
    Message.objects.filter(thread=row, author=user, part__gt=0).delete()
    Seat.objects.filter(thread=row, user=user).delete()
    if not row.seats.exists():
        row.delete()


def forget(threads: Collection[UUID]) -> None:
    """Delete threads for both; nothing happens for those that are gone already."""
    Thread.objects.filter(pk__in=threads).delete()


def close_for_a_time(one: UUID, other: UUID) -> None:
    """Delete the threads of two members that end by themselves: what was shown for a time."""
    theirs = Thread.objects.filter(ends_at__isnull=False, seats__user=one)
    forget(list(theirs.filter(seats__user=other).values_list("pk", flat=True)))


def withhold(message: UUID) -> None:
    """Take one message away from both; where it stood, they read that moderators did so."""
    Message.objects.filter(pk=message).update(withheld=True)


def forget_ended() -> int:
    """Delete threads whose time is over, and those that nobody can read; give how many."""
    over = Thread.objects.filter(Q(ends_at__lte=clock.now()) | Q(seats=None))
    gone = list(over.values_list("pk", flat=True).distinct())
    forget(gone)
    return len(gone)


@transaction.atomic
def forget_account(account: UUID) -> int:
    """Delete what a member wrote in all threads, and their seats; give how many rows went.

    The others keep what they wrote themselves.
    """
    words, seats = Message.objects.filter(author=account), Seat.objects.filter(user=account)
    threads = list(seats.values_list("thread", flat=True))
    Thread.objects.filter(pk__in=words.values("thread")).update(has_gaps=True)
    Thread.objects.filter(pk__in=threads).update(ended=True)
    count = words.delete()[0] + seats.delete()[0]
    Thread.objects.filter(pk__in=threads, seats=None).delete()
    return count


# -- for `threads` ------------------------------------------------------------------------------


def begin_epoch(thread: Thread, header: Json) -> None:
    """Let a thread go on under a new key, which seals what it is about, too."""
    thread_key = new_epoch(thread)
    thread.header = seals.seal_header(thread_key, header, thread.pk)
    thread.header_epoch = thread.epoch
    thread.save()


def new_epoch(thread: Thread, *, own: AccountKey | None = None) -> bytes:
    """Make a new key for a thread and seal it to who sits there; give it. Saves no thread.

    `own` is a new account key whose public half is not in place yet.
    """
    thread_key = sealing.new_key()
    thread.epoch += 1
    for seat in thread.seats.select_related("user__keyring"):
        lock = Lock(thread.pk, seat.user_id, thread.epoch)
        if own is not None and own.owner == seat.user_id:
            sealed = seals.seal_own_key(own, thread_key, lock)
        else:
            sealed = seals.seal_key(seat.user.keyring.public_key, thread_key, lock)
        SeatKey.objects.create(seat=seat, epoch=thread.epoch, sealed=sealed)
    return thread_key


def new_message(thread: Thread, author: UUID, last: Message | None, *, alone: bool) -> Message:
    """Give a message behind the last one that both read: the next number, or one more part."""
    number, part = last.number if last else 0, 0
    if alone:
        behind = thread.messages.filter(number=number).aggregate(part=Max("part"))
        part = (behind["part"] or 0) + 1
    else:
        number += 1
    return Message(
        id=uuid4(), thread=thread, author_id=author, number=number, part=part, epoch=thread.epoch
    )


def locked(thread: UUID) -> Thread:
    """Give a thread into which nobody else writes until the transaction ends."""
    return _if_running(Thread.objects.select_for_update().filter(pk=thread).first())


def running(thread: UUID) -> Thread:
    """Give a thread. Raises Http404 once its time is over."""
    return _if_running(Thread.objects.filter(pk=thread).first())


def _if_running(row: Thread | None) -> Thread:
    if row is None or (row.ends_at is not None and row.ends_at <= clock.now()):
        raise Http404
    return row


def newest_of(seats: list[Seat]) -> list[Message]:
    """Give the newest message of each of these threads that the member of the seat can read."""
    both = Q(part=0, number__gte=OuterRef("since"))
    alone = Q(part__gt=0, number__gte=OuterRef("since") - 1, author=OuterRef("user"))
    newest = Message.objects.filter(both | alone, thread=OuterRef("thread"))
    first = newest.order_by("-number", "-part").values("pk")[:1]
    found = Seat.objects.filter(pk__in=[seat.pk for seat in seats])
    last = found.values_list(Subquery(first), flat=True)
    return list(Message.objects.filter(pk__in=[each for each in last if each]))
