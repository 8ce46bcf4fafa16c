"""Answers, caring responses, and who still waits."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.factories import NOW, at
from tests.groups.making import make_guidelines
from tests.support.conftest import (
    People,
    answer,
    browser,
    let_through,
    make_old,
    share,
    struggling,
    trust,
)
from tests.support.test_sharing import found, moderation_subject, told

from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Membership
from homegroup.moderation import actions as moderation
from homegroup.moderation.models import Hold
from homegroup.moderation.weighing import HelpFirst
from homegroup.support import queries
from homegroup.support.access import Reader
from homegroup.support.actions import answering, rota, sharing, tending
from homegroup.support.choices import MOST_ANSWERS, MOST_PINNED, Caring, Kind, State
from homegroup.support.models import Mute, Reply, Response, Share
from homegroup.support.nudging import NudgeFirst

pytestmark = pytest.mark.django_db

ADVICE = "You should ring your sponsor, and you need to get out of that flat."


def fresh(row: Share) -> Share:
    """Read a share anew."""
    return Share.objects.select_related("group", "author").get(pk=row.pk)


# -- answering -------------------------------------------------------------------------------


def test_an_answer_of_another_person_ends_the_waiting_and_is_told(people: People) -> None:
    row = share(people.robin)
    with at("2026-03-04T14:00+00:00") as later:
        reply = answer(people.kim, row)
    row = fresh(row)
    assert (row.answered_at, row.waits_since) == (later, None)
    assert (reply.state, found(reply)) == (State.SHOWN, True)
    assert told("shares.answered") == {"quiet-river"}


def test_ones_own_words_are_no_answer(people: People) -> None:
    row = share(people.robin)
    answer(people.robin, row, "And another thing.")
    assert fresh(row).waits_since == NOW
    assert fresh(row).answered_at is None
    assert told("shares.answered") == set()


def test_a_newcomer_waits_until_somebody_comes_who_is_no_newcomer(people: People) -> None:
    trust(people.wren)
    row = share(people.wren)
    assert row.is_shown
    other = trust(Membership.objects.get(pk=people.kim.pk))
    other.user.created_on = NOW.date()
    other.user.save()
    answer(other, row)
    assert fresh(row).answered_at == NOW  # a person it was
    assert fresh(row).waits_since == NOW
    answer(people.gus, fresh(row))
    assert fresh(row).waits_since is None


def test_whom_the_author_muted_ends_no_wait_and_cannot_see_it(people: People) -> None:
    row = share(people.robin)
    tending.mute(me=people.robin, person=people.kim)
    answer(people.kim, row)
    answering.respond(me=people.kim, share=row, kind=Caring.HEAR)
    row.refresh_from_db()
    assert (row.answered_at, row.waits_since) == (None, NOW)
    assert told("shares.answered") == told("shares.cared") == set()
    rota.go_on_duty(me=people.kim, weekdays=[3], from_minute=0, until_minute=60, zone="UTC",
                    key=uuid4())  # fmt: skip
    assert queries.waiting_in(Reader(people.kim)) == []  # as for everything that one answered
    assert queries.waiting_by_group(people.kim.user) == {}
    assert queries.waiting_in(Reader(people.gus)) == [row]
    answer(people.gus, row).share.refresh_from_db()
    row.refresh_from_db()
    assert (row.answered_at, row.waits_since) == (NOW, None)


def test_a_held_answer_counts_once_it_is_let_through(people: People) -> None:
    row = share(people.robin)
    reply = answer(people.wren, row)
    assert reply.is_held
    assert not found(reply)
    assert fresh(row).answered_at is None
    make_old(people.wren.user)
    let_through(reply, people.ana)
    assert reply.is_shown
    assert found(reply)
    assert (fresh(row).answered_at, fresh(row).waits_since) == (NOW, None)
    assert told("shares.answered") == {"quiet-river"}
    assert told("shares.let_through") == {"small-lamp"}


def test_the_only_answer_gone_the_share_waits_again(people: People) -> None:
    row = share(people.robin)
    reply = answer(people.kim, row)
    assert answering.delete_reply(reply=reply, key=uuid4())
    assert not Reply.objects.exists()
    assert (fresh(row).answered_at, fresh(row).waits_since) == (None, NOW)
    first, second = answer(people.kim, fresh(row)), answer(people.gus, fresh(row))
    moderation_subject("reply").remove(str(first.pk), by=people.ana.user_id, reason="Names.")
    assert fresh(row).answered_at == NOW
    assert Reply.objects.get(pk=first.pk).state == State.REMOVED
    assert Reply.objects.get(pk=second.pk).is_shown


def test_pressed_twice_leaves_one_answer(people: People) -> None:
    row, key, words = share(people.robin), uuid4(), answering.Words("Once.")
    assert answering.answer(me=people.kim, share=row, words=words, key=key)
    assert answering.answer(me=people.kim, share=row, words=words, key=key) is None
    assert Reply.objects.count() == 1


def test_what_is_taken_away_cannot_be_answered(people: People) -> None:
    row = share(people.robin)
    sharing.delete_share(share=row, key=uuid4())
    with pytest.raises(Conflict, match="still here"):
        answer(people.kim, row)


def test_guidelines_and_help_come_before_an_answer(people: People) -> None:
    row = share(people.robin)
    with pytest.raises(HelpFirst):
        answer(people.kim, row, "I want to kill myself tonight.")
    make_guidelines(people.group)
    with pytest.raises(NotAllowed):
        answer(people.kim, row)
    assert not Reply.objects.exists()


def test_nobody_floods_a_share(people: People) -> None:
    row = share(people.robin)
    Reply.objects.bulk_create(
        Reply(share=row, author=people.kim, text="Again.", written_at=NOW)
        for _ in range(MOST_ANSWERS)
    )
    with pytest.raises(Conflict, match="Rest"):
        answer(people.kim, row)
    with at(NOW + timedelta(hours=1, minutes=1)):
        answer(people.kim, row)


# -- the nudge -------------------------------------------------------------------------------


def test_an_answer_full_of_advice_is_asked_about_once(people: People) -> None:
    row = share(people.robin)
    with pytest.raises(NudgeFirst):
        answer(people.kim, row, ADVICE)
    assert answer(people.kim, row, ADVICE, nudge_seen=True).text == ADVICE


def test_who_asks_for_advice_gets_it(people: People) -> None:
    answer(people.kim, share(people.robin, kind=Kind.QUESTION), ADVICE)
    answer(people.robin, share(people.robin), "You should see my kitchen, you really should.")


def test_one_piece_of_advice_in_many_words_passes_unless_none_is_wanted(people: People) -> None:
    long = "I sat on my stairs that night and counted the cars. " * 4 + "Maybe you should sleep."
    answer(people.kim, share(people.robin), long)
    with pytest.raises(NudgeFirst):
        answer(people.kim, share(people.robin, listen_only=True), long)


# -- changing an answer ----------------------------------------------------------------------


def edit(reply: Reply, text: str) -> Reply:
    """Change an answer through the action."""
    answering.edit_reply(reply=reply, words=answering.Words(text=text), key=uuid4())
    reply.refresh_from_db()
    return reply


def test_a_changed_answer_is_marked(people: People) -> None:
    reply = answer(people.kim, share(people.robin))
    assert edit(reply, "I hear you.").edited_at is None
    assert edit(reply, "I do hear you.").edited_at == NOW


def test_a_changed_answer_can_wait_for_a_moderator(people: People) -> None:
    row = share(people.robin)
    reply = edit(answer(people.kim, row), "I sell pills, cheap, message me on telegram")
    assert reply.is_held
    assert not found(reply)
    assert fresh(row).waits_since == NOW


def test_a_refused_answer_can_be_changed_and_waits_again(people: People) -> None:
    reply = answer(people.wren, share(people.robin))
    held = Hold.objects.waiting().get(subject=str(reply.pk))
    moderation.refuse(held=held, by=people.ana.user_id, note="Not here.")
    reply.refresh_from_db()
    assert (reply.state, reply.closed_at) == (State.REFUSED, NOW)
    with pytest.raises(HouseError, match="Change it first"):
        edit(reply, reply.text)
    reply = edit(reply, "Other words.")
    assert (reply.state, reply.closed_at, reply.note) == (State.HELD, None, "")
    assert Hold.objects.waiting().get(subject=str(reply.pk)).rules == ["first", "again"]
    Reply.objects.filter(pk=reply.pk).update(state=State.REMOVED)
    with pytest.raises(Conflict):
        edit(reply, "Again other words.")


# -- with one press --------------------------------------------------------------------------


def respond(me: Membership, row: Share, kind: str) -> None:
    """Give a response through the action."""
    answering.respond(me=me, share=row, kind=kind)


def test_a_response_is_one_for_each_person_and_told_to_the_author(people: People) -> None:
    row = share(people.robin)
    respond(people.kim, row, Caring.HEAR)
    respond(people.kim, row, Caring.NEAR)
    assert [each.kind for each in Response.objects.all()] == [Caring.NEAR]
    assert told("shares.cared") == {"quiet-river"}
    respond(people.kim, row, "")
    assert not Response.objects.exists()


def test_a_press_answers_only_who_wanted_no_more(people: People) -> None:
    plain, heard = share(people.robin), share(people.robin, "Only this.", listen_only=True)
    for row in (plain, heard):
        respond(people.kim, row, Caring.HEAR)
    assert fresh(plain).waits_since == NOW
    assert fresh(heard).waits_since is None
    assert fresh(heard).answered_at is None


def test_not_to_oneself_and_nothing_else(people: People) -> None:
    row = share(people.robin)
    with pytest.raises(NotAllowed):
        respond(people.robin, row, Caring.GLAD)
    with pytest.raises(HouseError):
        respond(people.kim, row, "like")
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(share=row, member=people.kim, kind="like")


def test_whom_one_muted_is_not_told_of(people: People) -> None:
    row = share(people.robin)
    tending.mute(me=people.robin, person=people.kim)
    answer(people.kim, row)
    respond(people.kim, row, Caring.HEAR)
    assert told("shares.answered") == told("shares.cared") == set()


# -- pins, mutes, being with somebody --------------------------------------------------------


def test_a_few_stand_above_the_feed(people: People) -> None:
    rows = [share(people.robin, f"Share {number}") for number in range(MOST_PINNED + 1)]
    for row in rows[:MOST_PINNED]:
        tending.pin(share=row, by=people.ana.user_id)
    tending.pin(share=rows[0], by=people.ana.user_id)  # twice is once
    with pytest.raises(Conflict):
        tending.pin(share=rows[-1], by=people.ana.user_id)
    tending.unpin(share=rows[0], by=people.ana.user_id)
    tending.pin(share=rows[-1], by=people.ana.user_id)
    assert Share.objects.pinned().count() == MOST_PINNED


def test_what_the_group_does_not_see_is_not_pinned(people: People) -> None:
    with pytest.raises(Conflict):
        tending.pin(share=share(people.wren), by=people.ana.user_id)


def test_taken_away_it_is_pinned_no_more(people: People) -> None:
    row = share(people.robin)
    tending.pin(share=row, by=people.ana.user_id)
    moderation_subject("share").remove(str(row.pk), by=people.ana.user_id, reason="Names.")
    assert fresh(row).pinned_at is None


def test_somebody_is_with_them(people: People) -> None:
    row = struggling(people.wren)
    tending.look_after(share=row, by=people.gus.user_id)
    tending.look_after(share=row, by=people.gus.user_id)
    assert fresh(row).waits_since is None


def test_one_mutes_others_of_the_same_group_only(people: People) -> None:
    tending.mute(me=people.robin, person=people.kim)
    tending.mute(me=people.robin, person=people.kim)
    assert Mute.objects.count() == 1
    with pytest.raises(NotAllowed):
        tending.mute(me=people.robin, person=people.robin)
    tending.unmute(me=people.robin, person=people.kim.pk)
    assert not Mute.objects.exists()


# -- three at once ---------------------------------------------------------------------------


@pytest.mark.parametrize("rest", ["shares/new/", "shares/{share}/"])
def test_equal_forms_leave_one_row(people: People, rest: str) -> None:
    row = share(people.robin)
    kim, once = browser(people.kim), str(uuid4())
    address = kim.at(rest.format(share=row.pk))
    for _ in range(3):
        kim.post(address, once=once, text="The same.", kind="share")
    written = Share.objects.filter(text="The same.").count()
    assert written + Reply.objects.filter(text="The same.").count() == 1
