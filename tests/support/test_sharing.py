"""Sharing: who sees it, who is told, and what is refused."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.factories import NOW, at
from tests.groups.making import make_group, make_guidelines, make_membership
from tests.support.conftest import (
    People,
    answer,
    browser,
    let_through,
    share,
    struggling,
    trust,
)

from homegroup.audit.models import Entry
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.models import UsedKey
from homegroup.core.writing import MOST
from homegroup.groups.actions.joining import leave_group
from homegroup.groups.actions.people import remove_member
from homegroup.moderation import actions as moderation
from homegroup.moderation.models import Hold, Pause, SlowMode
from homegroup.moderation.weighing import HelpFirst
from homegroup.notices.models import Notice
from homegroup.search.models import Document
from homegroup.support.actions import answering, sharing
from homegroup.support.choices import Kind, State
from homegroup.support.models import Reply, Share

pytestmark = pytest.mark.django_db


def found(row: Share | Reply) -> bool:
    """Whether the search knows of it."""
    return Document.objects.filter(thing=str(row.pk)).exists()


def told(kind: str) -> set[str]:
    """The sign-in names of who has an unread notice of that kind."""
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


# -- sharing ---------------------------------------------------------------------------------


def test_what_is_shared_stands_in_the_feed_and_waits_for_a_person(people: People) -> None:
    row = share(people.robin, " Tea helped.\r\n")
    assert (row.text, row.state, row.kind) == ("Tea helped.", State.SHOWN, Kind.SHARE)
    assert row.came_at == row.waits_since == NOW
    assert not row.from_newcomer
    assert found(row)
    [entry] = Entry.objects.filter(action="support.share")
    assert (entry.subject, entry.actor) == (f"share:{row.pk}", None)


def test_pressed_twice_leaves_one(people: People) -> None:
    key, words = uuid4(), sharing.Words(text="Once.")
    assert sharing.share(me=people.robin, words=words, key=key)
    assert sharing.share(me=people.robin, words=words, key=key) is None
    assert Share.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "a\u202eb", "x" * (MOST + 1)])
def test_a_text_that_cannot_stand_is_refused_and_the_key_stays_good(
    people: People, text: str
) -> None:
    key = uuid4()
    with pytest.raises(HouseError) as refusal:
        sharing.share(me=people.robin, words=sharing.Words(text=text), key=key)
    assert refusal.value.field == "text"
    assert not Share.objects.exists()
    assert not UsedKey.objects.filter(key=key).exists()


def test_there_is_no_such_kind(people: People) -> None:
    for kind in ("day", "story", ""):
        with pytest.raises(HouseError):
            sharing.share(me=people.robin, words=sharing.Words("Hm.", kind=kind), key=uuid4())


def test_a_question_asks_for_advice_whatever_was_ticked(people: People) -> None:
    assert not share(people.robin, kind=Kind.QUESTION, listen_only=True).listen_only
    assert share(people.robin, listen_only=True).listen_only


def test_guidelines_are_read_before_the_first_word(people: People) -> None:
    make_guidelines(people.group)
    with pytest.raises(NotAllowed, match="guidelines"):
        share(people.robin)
    assert not Share.objects.exists()


def test_help_is_shown_before_words_of_a_crisis(people: People) -> None:
    text = "I want to kill myself tonight."
    with pytest.raises(HelpFirst):
        share(people.robin, text)
    assert not Share.objects.exists()
    assert share(people.robin, text, help_seen=True).is_shown


def test_help_comes_even_before_a_pause_or_a_slow_group(people: People) -> None:
    share(people.robin)
    SlowMode.objects.create(group=people.group, minutes=60, until_at=NOW + timedelta(days=1))
    Pause.objects.create(group=people.group, user=people.kim.user, from_at=NOW,
                         until_at=NOW + timedelta(days=1))  # fmt: skip
    for me in (people.robin, people.kim):
        with pytest.raises(HelpFirst):
            share(me, "I want to kill myself tonight.")
        with pytest.raises(HelpFirst):
            answer(me, Share.objects.get(), "I want to kill myself tonight.")


def test_who_struggles_waits_for_no_slow_group(people: People) -> None:
    SlowMode.objects.create(group=people.group, minutes=60, until_at=NOW + timedelta(days=1))
    share(people.robin)
    people.robin.group.refresh_from_db()
    with pytest.raises(Conflict, match="slowly"):
        share(people.robin, "And one more thing.")
    assert struggling(people.robin).is_shown


# -- held ------------------------------------------------------------------------------------


def test_a_first_share_waits_for_a_moderator_and_then_comes_to_the_top(people: People) -> None:
    row = share(people.wren)
    assert row.from_newcomer
    assert (row.state, row.came_at, row.waits_since) == (State.HELD, None, NOW)
    assert not found(row)
    with at("2026-03-04T15:00+00:00") as later:
        let_through(row, people.ana)
        assert (row.state, row.came_at, row.waits_since) == (State.SHOWN, later, NOW)
    assert found(row)
    assert told("shares.let_through") == {"small-lamp"}


def test_who_struggles_is_seen_by_those_who_answer_even_while_held(people: People) -> None:
    row = struggling(people.wren)
    assert row.is_held
    assert row.waits_since == NOW
    assert told("shares.now") == {"calm-stone", "tall-pine"}  # both have the task to welcome


def test_a_refused_share_is_only_for_its_author(people: People) -> None:
    row = struggling(people.wren)
    held = Hold.objects.waiting().get(subject=str(row.pk))
    moderation.refuse(held=held, by=people.ana.user_id, note="It names a shop.")
    row.refresh_from_db()
    assert (row.state, row.waits_since, row.closed_at) == (State.REFUSED, None, NOW)
    assert told("shares.closed") == {"small-lamp"}


def test_if_the_log_fails_nothing_was_shared(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**told: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("homegroup.support.actions.coming.record", fail)
    with pytest.raises(RuntimeError):
        share(people.robin)
    assert not Share.objects.exists()
    assert not Document.objects.exists()


# -- changing and taking away ----------------------------------------------------------------


def change(row: Share, text: str, **more: Any) -> Share:
    """Change a share through the action."""
    sharing.edit_share(share=row, words=sharing.Words(text=text, **more), key=uuid4())
    return Share.objects.select_related("group", "author").get(pk=row.pk)


def test_a_change_is_marked_and_keeps_its_place(people: People) -> None:
    row = share(people.robin)
    with at("2026-03-04T15:00+00:00") as later:
        changed = change(row, "Better words.", listen_only=True)
    assert (changed.text, changed.listen_only) == ("Better words.", True)
    assert (changed.edited_at, changed.came_at) == (later, row.came_at)


def test_no_change_is_no_edit(people: People) -> None:
    row = share(people.robin)
    assert change(row, row.text).edited_at is None


def test_a_change_that_must_be_read_first_waits_again(people: People) -> None:
    row = share(people.robin)
    changed = change(row, "I sell pills, cheap, message me on telegram")
    assert changed.is_held
    assert changed.came_at is None
    assert not found(changed)


def refused(row: Share, people: People) -> Share:
    """Let Ana not let something through."""
    held = Hold.objects.waiting().get(subject=str(row.pk))
    moderation.refuse(held=held, by=people.ana.user_id, note="It names a shop.")
    row.refresh_from_db()
    return row


def test_what_was_refused_can_be_changed_and_waits_for_a_moderator_again(people: People) -> None:
    row = refused(share(people.robin, "I sell pills, cheap, message me on telegram"), people)
    changed = change(row, "Harmless words.")
    assert (changed.state, changed.closed_at, changed.note) == (State.HELD, None, "")
    assert Hold.objects.waiting().get(subject=str(row.pk)).rules == ["again"]
    assert not found(changed)
    let_through(changed, people.ana)
    assert changed.is_shown
    assert not change(changed, "Harmless words, and one more.").is_held


def test_what_was_refused_is_not_sent_again_as_it_was(people: People) -> None:
    row = refused(share(people.wren), people)
    with pytest.raises(HouseError, match="Change it first"):
        change(row, row.text, listen_only=True)
    assert not Hold.objects.waiting().exists()


def test_what_was_taken_away_is_not_changed(people: People) -> None:
    row = share(people.robin)
    Share.objects.filter(pk=row.pk).update(state=State.REMOVED, came_at=None, waits_since=None)
    with pytest.raises(Conflict):
        change(row, "Other words.")


def test_deleting_takes_the_answers_along_wherever_they_can_be_found(people: People) -> None:
    row = share(people.robin)
    reply = answer(people.kim, row)
    assert found(reply)
    assert sharing.delete_share(share=row, key=uuid4())
    assert not Share.objects.exists()
    assert not Reply.objects.exists()
    assert not Document.objects.exists()
    assert not Notice.objects.filter(subject=f"share:{row.pk}").exists()


def test_deleting_a_held_one_takes_it_off_the_desk(people: People) -> None:
    row = share(people.wren)
    sharing.delete_share(share=row, key=uuid4())
    assert not Hold.objects.waiting().exists()


# -- decisions of the desk -------------------------------------------------------------------


def test_removing_shows_its_author_why(people: People) -> None:
    row = share(people.robin)
    moderation_subject("share").remove(str(row.pk), by=people.ana.user_id, reason="Names a place.")
    row.refresh_from_db()
    assert (row.state, row.note, row.came_at) == (State.REMOVED, "Names a place.", None)
    assert not found(row)


def test_editing_and_folding_are_told_to_the_author(people: People) -> None:
    row = share(people.robin)
    subject = moderation_subject("share")
    subject.edit(str(row.pk), by=people.ana.user_id, text="Shorter.", note="I took a name out.")
    subject.fold(str(row.pk), by=people.ana.user_id, label=" about  a hospital ")
    row.refresh_from_db()
    assert (row.text, row.note) == ("Shorter.", "I took a name out.")
    assert row.fold_label == "about a hospital"
    assert told("shares.changed") == {"quiet-river"}


def test_what_a_moderator_changed_is_marked_so_and_the_note_stays(people: People) -> None:
    row = share(people.wren, "I live in Elm Street.")
    ruling = moderation.Ruling("edited", note="I took a place out.", text="I live near here.")
    moderation.decide(kind="share", subject=str(row.pk), ruling=ruling, by=people.ana.user_id,
                      key=uuid4())  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.note) == (State.SHOWN, "I took a place out.")
    assert row.edited_words == "changed by a moderator"
    wren, robin = browser(people.wren), browser(people.robin)
    address = wren.at(f"shares/{row.pk}/")
    assert "I took a place out." in wren.get(address)
    assert "changed by a moderator" in robin.get(address)
    assert "I took a place out." not in robin.get(address)
    assert change(row, "I live near a park.").edited_words == "edited"


def test_help_stays_beside_words_of_a_crisis_that_wait(people: People) -> None:
    row = share(people.wren, "I want to kill myself tonight.", help_seen=True)
    wren = browser(people.wren)
    page = wren.get(wren.at(f"shares/{row.pk}/"))
    assert "Do not wait for them" in page
    assert "most often within a day" not in page
    assert 'href="tel:112"' in page
    with at(NOW + timedelta(hours=25)):
        assert "tel:112" not in wren.get(wren.at(f"shares/{row.pk}/"))


def moderation_subject(kind: str) -> Any:
    """What the desk calls for a kind."""
    from homegroup.moderation import subjects

    return subjects.find(kind)


def test_the_desk_reads_what_stands_around(people: People) -> None:
    row = share(people.robin, "The share.")
    for number in range(5):
        with at(NOW + timedelta(minutes=number)):
            reply = answer(people.kim, row, f"Answer {number}")
    around = moderation_subject("reply").context(str(reply.pk))
    assert [each.text for each in around] == [
        "The share.", "Answer 1", "Answer 2", "Answer 3", "Answer 4",
    ]  # fmt: skip
    assert [each.is_it for each in around] == [False] * 4 + [True]
    assert [each.text for each in moderation_subject("share").context(str(row.pk))] == [
        "The share.", "Answer 0", "Answer 1", "Answer 2",
    ]  # fmt: skip


def test_what_is_not_there_is_passed_over(people: People) -> None:
    for kind in ("share", "reply"):
        subject = moderation_subject(kind)
        for name in (str(uuid4()), "nonsense", ""):
            assert subject.group_of(name) is None
            assert subject.about(name) is None
            assert subject.context(name) == []
            subject.remove(name, by=people.ana.user_id, reason="x")
            subject.release(name, by=people.ana.user_id)


# -- words outlive a membership without a name -----------------------------------------------


def test_who_leaves_a_group_takes_their_words_along(people: People) -> None:
    row, other = share(people.robin), share(people.kim)
    answer(people.robin, other)
    leave_group(membership=people.robin)
    assert not Share.objects.filter(pk=row.pk).exists()
    assert not Reply.objects.exists()
    other.refresh_from_db()
    assert (other.answered_at, other.waits_since) == (None, NOW)  # waits again
    assert [each.thing for each in Document.objects.all()] == [str(other.pk)]


def test_or_leaves_what_others_read_without_a_name(people: People) -> None:
    row = share(people.robin)
    hidden = share(people.robin, "I sell pills, cheap, message me on telegram")
    reply = answer(people.robin, share(people.kim))
    leave_group(membership=people.robin, words_stay=True)
    row.refresh_from_db()
    reply.refresh_from_db()
    assert row.author_id is reply.author_id is None
    assert found(row)
    assert hidden.is_held
    assert not Share.objects.filter(pk=hidden.pk).exists()


def test_who_is_taken_out_loses_the_name_and_not_the_words(people: People) -> None:
    row = share(people.robin)
    remove_member(
        membership=people.robin, reason="A pause.", until_on=NOW.date() + timedelta(days=9),
        by=people.ana.user_id, key=uuid4(),
    )  # fmt: skip
    row.refresh_from_db()
    assert row.author_id is None


def test_the_page_of_leaving_asks_only_who_has_written(people: People) -> None:
    robin = browser(people.robin)
    assert 'name="words"' not in robin.get(robin.at("leave/"))
    row = share(people.robin)
    assert 'name="words"' in robin.get(robin.at("leave/"))
    robin.post(robin.at("leave/"), words="stay")
    row.refresh_from_db()
    assert row.author_id is None


# -- truth in the database -------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"kind": "poem"},
        {"came_at": None},
        {"text": ""},
        {"state": "held"},
        {"day": "2026-03-04"},
        {"kind": "day"},
        {"state": "refused", "came_at": None},  # and still waiting
    ],
)
def test_what_cannot_be_is_refused_by_the_tables(people: People, wrong: dict[str, Any]) -> None:
    row = share(people.robin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.filter(pk=row.pk).update(**wrong)


def test_another_group_is_another_world(people: People) -> None:
    row = share(people.robin)
    other = trust(make_membership(people.kim.user, make_group("River Group"), "Kay"))
    assert not Share.objects.filter(group=other.group).exists()
    with pytest.raises(Conflict):
        answering.answer(
            me=other, share=Share(pk=uuid4(), group=other.group), words=answering.Words("Hm."),
            key=uuid4(),
        )  # fmt: skip
    assert row.group_id != other.group_id
