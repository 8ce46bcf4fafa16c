"""What altering, moving, putting back or taking away rows of a thread does: it shows."""

import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.accounts.people import key_of, make_member

from homegroup.accounts import keys
from homegroup.core import sealing
from homegroup.vault.models import Message, Seat, SeatKey, Thread
from homegroup.vault.thread_pages import Page, State
from homegroup.vault.threads import Threads

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_is_enough]  # what keys open
SAID = ["one", "two", "three", "four", "five", "six"]


class Scene:
    """Two threads of the same two people, six messages in each, seen by both."""

    def __init__(self) -> None:
        self.robin, self.kim = make_member("quiet-river"), make_member("green-hill")
        self.mine, self.theirs = Threads(key_of(self.robin)), Threads(key_of(self.kim))
        self.thread = self.mine.start(with_=self.kim, header={"group": "Lamp"})
        self.other = self.theirs.start(with_=self.robin, header={"group": "River"})
        for thread in (self.thread, self.other):
            for number, text in enumerate(SAID):
                (self.theirs if number % 2 else self.mine).write(thread, {"text": text})
            for threads in (self.mine, self.theirs):
                assert not threads.read(thread).changed

    def rows(self, thread: UUID) -> list[Message]:
        return list(Message.objects.filter(thread=thread))

    def both(self, thread: UUID | None = None) -> list[Page]:
        """Give the page as both see it, with nothing remembered."""
        threads = (Threads(self.mine._key), Threads(self.theirs._key))
        return [each.read(thread or self.thread) for each in threads]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def altered(chance: random.Random, stored: bytes) -> bytes:
    """Give other bytes: one bit flipped, a piece cut off or added, or noise."""
    kind = chance.randrange(4)
    if kind == 0:
        spot = chance.randrange(len(stored))
        return stored[:spot] + bytes([stored[spot] ^ 1 << chance.randrange(8)]) + stored[spot + 1 :]
    if kind == 1:
        return stored[: chance.randrange(len(stored))]
    if kind == 2:
        return stored + chance.randbytes(chance.randint(1, 9))
    return chance.randbytes(len(stored))


def tampering(
    chance: random.Random, own: list[Message], foreign: list[Message]
) -> Iterator[tuple[Message, dict[str, Any]]]:
    """Give 1,000 (row, changed columns) of one thread."""
    for number in range(1_000):
        row, other = chance.choice(own), chance.choice(own + foreign)
        while other.pk == row.pk:
            other = chance.choice(own + foreign)
        kind = number % 5
        if kind == 0:
            yield row, {"sealed": altered(chance, bytes(row.sealed))}
        elif kind == 1:  # the words of another message, with the key of its time
            yield row, {"sealed": bytes(other.sealed), "epoch": other.epoch}
        elif kind == 2:  # as if the other had written it
            theirs = next(each.author_id for each in own if each.author_id != row.author_id)
            yield row, {"author_id": theirs}
        elif kind == 3:  # moved to where nothing stands
            yield row, {"number": chance.randint(7, 50)}
        else:
            change = chance.choice([{"epoch": row.epoch + 1}, {"part": chance.randint(1, 5)}])
            yield row, change


def test_a_thousand_altered_swapped_and_moved_rows_do_not_open_and_say_so(scene: Scene) -> None:
    own, foreign = scene.rows(scene.thread), scene.rows(scene.other)
    readers, tried = (scene.mine, scene.theirs), 0
    for row, change in tampering(random.Random(20), own, foreign):
        Message.objects.filter(pk=row.pk).update(**change)
        page = readers[tried % 2].read(scene.thread)
        assert page.changed, (change, row.number)
        read = {each.id: each for each in page.messages if each.state == State.READABLE}
        assert row.pk not in read
        assert all(each.body["text"] == SAID[each.number - 1] for each in read.values())
        tried += 1
        row.save()
    assert tried == 1_000
    assert not any(page.changed for page in scene.both() + scene.both(scene.other))


@pytest.mark.parametrize("number", range(1, 7))
def test_a_message_that_was_taken_away_shows(scene: Scene, number: int) -> None:
    row = Message.objects.get(thread=scene.thread, number=number)
    Message.objects.filter(pk=row.pk).delete()
    assert all(page.changed for page in scene.both())
    row.save(force_insert=True)  # put back as it was
    assert not any(page.changed for page in scene.both())


def test_the_newest_messages_taken_away_show_even_when_one_writes_on(scene: Scene) -> None:
    Message.objects.filter(thread=scene.thread, number__gte=5).delete()
    assert all(page.changed for page in scene.both())
    scene.mine.write(scene.thread, {"text": "five again"})
    scene.theirs.write(scene.thread, {"text": "six again"})
    scene.theirs.write(scene.thread, {"text": "seven"})
    assert all(page.changed for page in scene.both())


@pytest.mark.parametrize("first", [1, 3, 5])
def test_two_messages_that_changed_places_show(scene: Scene, first: int) -> None:
    one, two = Message.objects.filter(thread=scene.thread, number__in=[first, first + 1])
    Message.objects.filter(pk=one.pk).update(number=99)
    Message.objects.filter(pk=two.pk).update(number=first)
    Message.objects.filter(pk=one.pk).update(number=first + 1)
    assert all(page.changed for page in scene.both())


def test_a_message_that_was_copied_shows(scene: Scene) -> None:
    row = Message.objects.get(thread=scene.thread, number=6)
    copy = {"author_id": row.author_id, "epoch": row.epoch, "sealed": bytes(row.sealed)}
    Message.objects.create(id=uuid4(), thread_id=scene.thread, number=7, **copy)
    assert all(page.changed for page in scene.both())


def test_two_histories_do_not_pass_for_one(scene: Scene) -> None:
    """Put back to an older state, written on, and pieced together with what was there before."""
    seat = list(Seat.objects.filter(thread=scene.thread))
    sixth = Message.objects.get(thread=scene.thread, number=6)
    Message.objects.filter(pk=sixth.pk).delete()
    Seat.objects.filter(thread=scene.thread).update(place=None)
    scene.mine.write(scene.thread, {"text": "another six"})
    scene.mine.write(scene.thread, {"text": "seven"})
    assert not any(page.changed for page in scene.both())  # as the limits say
    Message.objects.filter(thread=scene.thread, number=6).delete()
    sixth.save(force_insert=True)
    Seat.objects.filter(thread=scene.thread).update(place=None)
    assert all(page.changed for page in scene.both())
    assert len(seat) == 2


def test_an_older_page_is_tied_to_the_newer_one(scene: Scene) -> None:
    newest = scene.mine.read(scene.thread, most=2)
    assert not newest.changed
    Message.objects.filter(thread=scene.thread, number=4).delete()
    assert Threads(scene.mine._key).read(scene.thread, before=newest.older, most=2).changed
    assert Threads(scene.mine._key).read(scene.thread, most=2).changed


def test_what_was_written_alone_is_missed_when_it_goes(scene: Scene) -> None:
    for text in ("a", "b", "c"):
        scene.mine.write(scene.thread, {"text": text}, alone=True)
    assert not any(page.changed for page in scene.both())
    for part in (1, 2):
        row = Message.objects.get(thread=scene.thread, part=part)
        Message.objects.filter(pk=row.pk).delete()
        mine, theirs = scene.both()
        assert (mine.changed, theirs.changed) == (True, False)
        row.save(force_insert=True)


def test_what_was_written_alone_cannot_be_made_to_reach_the_other(scene: Scene) -> None:
    scene.mine.write(scene.thread, {"text": "for me"}, alone=True)
    Message.objects.filter(thread=scene.thread, part=1).update(part=0, number=7)
    for page in scene.both():
        assert page.changed
        assert "for me" not in [each.body.get("text") for each in page.messages]


def test_keys_of_another_thread_reader_or_epoch_do_not_fit(scene: Scene) -> None:
    seats = {(seat.thread_id, seat.user_id): seat for seat in Seat.objects.all()}
    mine = SeatKey.objects.get(seat=seats[scene.thread, scene.robin.pk])
    right = bytes(mine.sealed)
    public = scene.robin.keyring.public_key
    for wrong in (
        bytes(SeatKey.objects.get(seat=seats[scene.other, scene.robin.pk]).sealed),
        bytes(SeatKey.objects.get(seat=seats[scene.thread, scene.kim.pk]).sealed),
        b"\x01" + keys.seal_to(public, sealing.new_key()),
        b"\x02" + right[1:],
        b"\x07" + right[1:],
        b"",
    ):
        SeatKey.objects.filter(pk=mine.pk).update(sealed=wrong)
        page = Threads(scene.mine._key).read(scene.thread)
        assert page.changed
        assert {each.state for each in page.messages} == {State.UNREADABLE}
        assert page.header == {}
    SeatKey.objects.filter(pk=mine.pk).update(sealed=right)
    assert not scene.both()[0].changed


def test_an_altered_header_and_an_altered_note_show(scene: Scene) -> None:
    thread = Thread.objects.get(pk=scene.thread)
    foreign = Thread.objects.get(pk=scene.other)
    Thread.objects.filter(pk=thread.pk).update(header=bytes(foreign.header))
    assert all(page.changed and page.header == {} for page in scene.both())
    Thread.objects.filter(pk=thread.pk).update(header=bytes(thread.header))
    mine = Seat.objects.get(thread=scene.thread, user=scene.robin)
    other = Seat.objects.get(thread=scene.other, user=scene.robin)
    for change in ({"place": bytes(other.place or b"")}, {"since": 3}):
        Seat.objects.filter(pk=mine.pk).update(**change)
        assert scene.both()[0].changed
        mine.save()
    assert not any(page.changed for page in scene.both())
