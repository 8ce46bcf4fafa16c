"""Private conversations: who reads what, how they end, and keys that are made anew."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import PASSPHRASE, key_of, make_member
from tests.factories import NOW, at

from homegroup.accounts import actions, keys
from homegroup.accounts.keys import new_account_key
from homegroup.accounts.models import Keyring, User
from homegroup.core.errors import Conflict, HouseError
from homegroup.vault import thread_rows
from homegroup.vault.models import Message, Seat, SeatKey, Thread
from homegroup.vault.thread_pages import State
from homegroup.vault.threads import Threads

pytestmark = pytest.mark.django_db
HEADER = {"group": "Lamp Group", "names": ["Robin", "Kim"]}


class Two:
    """Robin, who began, and Kim."""

    def __init__(self) -> None:
        self.robin, self.kim = make_member("quiet-river"), make_member("green-hill")
        self.mine, self.theirs = Threads(key_of(self.robin)), Threads(key_of(self.kim))
        self.thread = self.mine.start(with_=self.kim, header=HEADER)

    def say(self, *texts: str) -> None:
        """Let both write in turn, Robin first."""
        for number, text in enumerate(texts):
            (self.theirs if number % 2 else self.mine).write(self.thread, {"text": text})


@pytest.fixture
def two() -> Two:
    return Two()


def texts(threads: Threads, thread: UUID, **more: object) -> list[str]:
    page = threads.read(thread, **more)  # type: ignore[arg-type]
    assert not page.changed
    return [str(each.body["text"]) for each in page.messages]


def test_both_read_what_both_wrote_in_its_order(two: Two) -> None:
    with at(NOW):
        two.say("one", "two", "three")
    for threads, own in ((two.mine, [True, False, True]), (two.theirs, [False, True, False])):
        page = threads.read(two.thread)
        assert [each.body["text"] for each in page.messages] == ["one", "two", "three"]
        assert [each.is_mine for each in page.messages] == own
        assert [each.number for each in page.messages] == [1, 2, 3]
        assert (page.header, page.older, page.changed, page.ended) == (HEADER, "", False, False)
        assert page.messages[0].at == NOW


def test_nobody_else_reads_or_writes(two: Two) -> None:
    two.say("one")
    stranger = Threads(key_of(make_member("third-leaf")))
    for attempt in (
        lambda: stranger.read(two.thread),
        lambda: stranger.write(two.thread, {"text": "x"}),
        lambda: stranger.quoted(two.thread, [uuid4()]),
        lambda: stranger.reopen(two.thread, with_=two.kim, header={}),
        lambda: two.mine.read(uuid4()),
    ):
        with pytest.raises(Http404):
            attempt()
    assert stranger.overviews([two.thread]) == {}
    assert Message.objects.count() == 1


def test_nothing_of_it_stands_in_the_rows(two: Two) -> None:
    two.say("marked words of mine")
    row, thread = Message.objects.get(), Thread.objects.get()
    stored = bytes(row.sealed) + bytes(thread.header)
    stored += b"".join(bytes(each.sealed) for each in SeatKey.objects.all())
    for word in (b"marked", b"Lamp", b"Robin", b"2026", b"text"):
        assert word not in stored


def test_lengths_tell_little(two: Two) -> None:
    two.say("x", "x" * 100)
    short, long = Message.objects.all()
    assert len(short.sealed) == len(long.sealed)


def test_one_does_not_write_to_oneself(two: Two) -> None:
    with pytest.raises(HouseError):
        two.mine.start(with_=two.robin, header={})


def test_what_is_too_long_is_refused(two: Two) -> None:
    with pytest.raises(HouseError, match="too long"):
        two.mine.write(two.thread, {"text": "x" * 100_001})
    assert not Message.objects.exists()


def test_pages_lead_from_the_newest_to_the_first(two: Two) -> None:
    two.say(*[str(number) for number in range(1, 8)])
    newest = two.mine.read(two.thread, most=3)
    assert [each.body["text"] for each in newest.messages] == ["5", "6", "7"]
    middle = two.mine.read(two.thread, before=newest.older, most=3)
    assert [each.body["text"] for each in middle.messages] == ["2", "3", "4"]
    first = two.mine.read(two.thread, before=middle.older, most=3)
    assert [each.body["text"] for each in first.messages] == ["1"]
    assert (first.older, first.changed, middle.changed) == ("", False, False)


@pytest.mark.parametrize("cursor", ["x", "9", "1-2-3", "-", "²-1", "99999999999-1"])
def test_a_page_that_there_is_not_is_empty(two: Two, cursor: str) -> None:
    two.say("one")
    assert two.mine.read(two.thread, before=cursor).messages == []


def test_what_is_written_alone_only_its_author_reads(two: Two) -> None:
    two.say("one", "two")
    for text in ("alone", "alone again"):
        two.mine.write(two.thread, {"text": text}, alone=True)
    two.theirs.write(two.thread, {"text": "three"})
    assert texts(two.theirs, two.thread) == ["one", "two", "three"]
    assert texts(two.mine, two.thread) == ["one", "two", "alone", "alone again", "three"]
    parts = two.mine.read(two.thread, most=2)
    assert [each.body["text"] for each in parts.messages] == ["alone again", "three"]
    assert texts(two.mine, two.thread, before=parts.older) == ["one", "two", "alone"]
    assert two.theirs.overviews([two.thread])[two.thread].last.body == {"text": "three"}  # type: ignore[union-attr]


def test_a_thread_may_begin_alone(two: Two) -> None:
    two.mine.write(two.thread, {"text": "hello"}, alone=True)
    assert texts(two.mine, two.thread) == ["hello"]
    assert texts(two.theirs, two.thread) == []
    last = two.mine.overviews([two.thread])[two.thread].last
    assert last is not None
    assert two.theirs.overviews([two.thread])[two.thread].last is None


def test_an_ended_thread_is_read_and_not_written(two: Two) -> None:
    two.say("one")
    thread_rows.end(two.thread)
    for threads in (two.mine, two.theirs):
        with pytest.raises(Conflict):
            threads.write(two.thread, {"text": "more"})
        assert texts(threads, two.thread) == ["one"]
    assert two.mine.read(two.thread).ended


def test_reopening_makes_a_new_key(two: Two) -> None:
    two.say("one")
    thread_rows.end(two.thread)
    two.theirs.reopen(two.thread, with_=two.robin, header=HEADER)
    two.say("two", "three")
    assert texts(two.mine, two.thread) == texts(two.theirs, two.thread) == ["one", "two", "three"]
    assert set(Message.objects.values_list("number", "epoch")) == {(1, 1), (2, 2), (3, 2)}


def test_deleted_for_me_it_stays_for_the_other(two: Two) -> None:
    two.say("one", "two")
    two.mine.write(two.thread, {"text": "alone"}, alone=True)
    thread_rows.leave(two.thread, user=two.robin.pk)
    with pytest.raises(Http404):
        two.mine.read(two.thread)
    assert texts(two.theirs, two.thread) == ["one", "two"]
    assert not Message.objects.filter(part__gt=0).exists()
    two.theirs.reopen(two.thread, with_=two.robin, header=HEADER)
    two.say("three")
    assert texts(two.mine, two.thread) == ["three"]
    assert two.mine.read(two.thread).header == HEADER
    assert texts(two.theirs, two.thread) == ["one", "two", "three"]
    for user in (two.robin, two.kim):
        thread_rows.leave(two.thread, user=user.pk)
    assert not Thread.objects.exists()
    assert not Message.objects.exists()


def test_it_is_gone_when_its_time_is_over(two: Two) -> None:
    with at(NOW):
        short = two.mine.start(with_=two.kim, header={}, ends_at=NOW + timedelta(hours=1))
        two.mine.write(short, {"text": "soon over"})
        assert thread_rows.forget_ended() == 0
    with at(NOW + timedelta(hours=1)):
        for attempt in (
            lambda: two.theirs.read(short),
            lambda: two.theirs.quoted(short, [uuid4()]),
            lambda: two.mine.write(short, {"text": "late"}),
        ):
            with pytest.raises(Http404):
                attempt()
        assert two.theirs.overviews([short]) == {}
        assert thread_rows.forget_ended() == 1
    assert list(Thread.objects.values_list("pk", flat=True)) == [two.thread]


def test_what_moderators_took_away_is_told_and_not_shown(two: Two) -> None:
    two.say("one", "two")
    thread_rows.withhold(Message.objects.get(number=1).pk)
    for threads in (two.mine, two.theirs):
        page = threads.read(two.thread)
        assert [each.state for each in page.messages] == [State.WITHHELD, State.READABLE]
        assert (page.messages[0].body, page.changed) == ({}, False)


def test_chosen_messages_are_given_for_a_report(two: Two) -> None:
    two.say("one", "two", "three")
    two.mine.write(two.thread, {"text": "alone"}, alone=True)
    ids = list(Message.objects.exclude(number=2).values_list("pk", flat=True))
    quoted = two.theirs.quoted(two.thread, [*ids, uuid4()])
    assert [each.body["text"] for each in quoted] == ["one", "three"]


def test_all_that_one_wrote_is_given(two: Two) -> None:
    two.say("one", "two", "three")
    two.mine.write(two.thread, {"text": "alone"}, alone=True)
    written = [(shown.body["text"], header) for shown, header in two.mine.written()]
    assert written == [("one", HEADER), ("three", HEADER), ("alone", HEADER)]
    assert [shown.body["text"] for shown, _header in two.theirs.written()] == ["two"]


def test_who_leaves_takes_their_words_along_and_nobody_elses(two: Two) -> None:
    two.say("one", "two", "three", "four")
    two.theirs.read(two.thread)
    assert thread_rows.forget_account(two.robin.pk) > 0
    page = two.theirs.read(two.thread)
    assert [each.body["text"] for each in page.messages] == ["two", "four"]
    assert (page.changed, page.has_gaps, page.ended) == (False, True, True)
    assert thread_rows.forget_account(two.kim.pk) > 0
    assert not Thread.objects.exists()


def change(user: User, *, someone_knows: bool) -> Threads:
    changed = actions.change_passphrase(
        user=user, old=PASSPHRASE, new="violet harbour magnet soup",
        someone_knows=someone_knows, keep=None,
    )  # fmt: skip
    return Threads(changed.key)


def test_a_new_passphrase_opens_the_same_threads(two: Two) -> None:
    two.say("one", "two")
    assert texts(change(two.robin, someone_knows=False), two.thread) == ["one", "two"]


def test_when_somebody_knows_the_old_key_opens_nothing_that_comes_later(two: Two) -> None:
    two.say("one", "two", "three")
    ended = two.mine.start(with_=two.kim, header=HEADER)
    two.mine.write(ended, {"text": "over"})
    thread_rows.end(ended)
    two.mine.read(two.thread)
    old, two.mine = two.mine, change(two.robin, someone_knows=True)
    assert texts(two.mine, two.thread) == ["one", "two", "three"]
    assert texts(two.mine, ended) == ["over"]
    two.say("four", "five")
    assert texts(two.mine, two.thread) == ["one", "two", "three", "four", "five"]
    assert texts(two.theirs, two.thread) == ["one", "two", "three", "four", "five"]
    page = Threads(old._key).read(two.thread)
    assert {each.state for each in page.messages} == {State.UNREADABLE}
    fresh = SeatKey.objects.filter(seat__thread=two.thread, epoch=2)
    assert fresh.count() == 2
    assert not SeatKey.objects.filter(seat__thread=ended, epoch=2).exists()


def test_the_note_of_how_far_one_has_seen_comes_along_to_a_new_key(two: Two) -> None:
    two.say("one", "two")
    two.mine.read(two.thread)
    mine = change(two.robin, someone_knows=True)
    Message.objects.filter(number=2).delete()
    assert mine.read(two.thread).changed


def test_with_a_lost_key_old_words_stay_locked_and_new_ones_open(two: Two) -> None:
    two.say("one", "two")
    lost = new_account_key(two.robin.pk)  # as if made after passphrase and card were lost
    public, private = keys.new_pair(lost)
    Keyring.objects.filter(pk=two.robin.pk).update(public_key=public, private_key=private)
    again = Threads(lost)
    page = again.read(two.thread)
    assert [each.state for each in page.messages] == [State.UNREADABLE] * 2
    again.write(two.thread, {"text": "three"})
    states = [each.state for each in again.read(two.thread).messages]
    assert states == [State.UNREADABLE, State.UNREADABLE, State.READABLE]
    assert texts(two.theirs, two.thread) == ["one", "two", "three"]


def test_a_list_and_a_page_take_the_same_number_of_queries(
    two: Two, django_assert_num_queries: object
) -> None:
    more = [make_member(f"more-{number}") for number in range(2)]
    threads = [two.thread, *(two.mine.start(with_=user, header=HEADER) for user in more)]
    for thread in threads:
        two.mine.write(thread, {"text": "hello"})
    for some in (threads[:1], threads):
        with django_assert_num_queries(5):  # type: ignore[operator]
            assert len(Threads(two.mine._key).overviews(some)) == len(some)
    counts = []
    for _ in range(3):
        fresh = Threads(two.mine._key)
        fresh.read(two.thread)
        with CaptureQueriesContext(connection) as asked:
            Threads(two.mine._key).read(two.thread)
        counts.append(len(asked))
        two.say("more", "and more")
    assert len(set(counts)) == 1


@pytest.mark.django_db(transaction=True)
def test_three_who_write_at_once_get_three_numbers() -> None:
    two, start = Two(), Barrier(3)

    def one(number: int) -> None:
        try:
            start.wait(10)
            threads = two.theirs if number % 2 else two.mine
            Threads(threads._key).write(two.thread, {"text": str(number)})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(one, range(3)))
    page = two.mine.read(two.thread)
    assert sorted(str(each.body["text"]) for each in page.messages) == ["0", "1", "2"]
    assert [each.number for each in page.messages] == [1, 2, 3]
    assert not page.changed
    assert Seat.objects.count() == 2
