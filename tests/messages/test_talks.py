"""Asking to write, answering, writing, ending: what each of the two sees, and what reaches whom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404
from tests.accounts.people import make_member
from tests.factories import NOW, at
from tests.groups.making import make_group, make_membership
from tests.messages.conftest import Somebody, make_somebody

from homegroup.audit.models import Entry
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.actions import joining
from homegroup.messages import access
from homegroup.messages.actions import talks
from homegroup.messages.choices import OpenTo, Standing, TalkState
from homegroup.messages.models import Door, Reach, Talk
from homegroup.moderation.models import Block, Pause
from homegroup.notices.models import Notice
from homegroup.privacy import actions as privacy
from homegroup.vault.models import Message, Thread

pytestmark = pytest.mark.django_db


def told(who: Somebody) -> list[str]:
    """Give the kinds of what somebody was told and has not read."""
    return sorted(Notice.objects.unread().filter(user=who.user).values_list("kind", flat=True))


def standing(who: Somebody, talk: Talk) -> Standing | None:
    mine = who.sees(talk)
    return mine.standing if mine else None


# -- asking ------------------------------------------------------------------------------------


def test_a_request_is_read_and_answered(robin: Somebody, kim: Somebody) -> None:
    talk = robin.ask(kim, "Hello Kim")
    assert (standing(robin, talk), standing(kim, talk)) == (Standing.WAITING, Standing.REQUEST)
    assert told(kim) == ["messages.asked"]
    assert kim.reads(talk) == ["Hello Kim"]
    with pytest.raises(Conflict):
        robin.write(talk, "one more")
    talks.accept(mine=kim.talk(talk), key=uuid4())
    assert (standing(robin, talk), standing(kim, talk)) == (Standing.OPEN, Standing.OPEN)
    assert (told(kim), told(robin)) == ([], ["messages.accepted"])
    kim.write(talk, "Hello Robin")
    robin.write(talk, "How are you?")
    assert robin.reads(talk) == kim.reads(talk) == ["Hello Kim", "Hello Robin", "How are you?"]
    assert told(kim) == ["messages.new"]


def test_a_request_sent_twice_is_asked_once(robin: Somebody, kim: Somebody) -> None:
    key, me = uuid4(), robin.membership
    person = access.other_member(me, kim.membership.pk)
    for _ in range(3):
        talks.ask(vault=robin.vault, me=me, person=person, text="Hello", key=key)
    assert (Talk.objects.count(), Message.objects.count()) == (1, 1)
    assert Reach.objects.get().people == 1


def test_nothing_of_it_stands_in_the_log(robin: Somebody, talk: Talk) -> None:
    robin.write(talk, "more")
    assert not Entry.objects.filter(action__startswith="messages.").exists()


def test_not_now_is_silent_and_sticks(robin: Somebody, kim: Somebody) -> None:
    talk = robin.ask(kim)
    talks.decline(mine=kim.talk(talk), key=uuid4())
    assert (standing(robin, talk), kim.sees(talk)) == (Standing.WAITING, None)
    assert (told(robin), told(kim)) == ([], [])
    with pytest.raises(Conflict):
        robin.ask(kim)
    talks.delete_for_me(mine=robin.talk(talk), key=uuid4())  # takes it back, and asks once more
    assert robin.sees(talk) is None
    again = robin.ask(kim, "Once more")
    assert again.pk == talk.pk
    assert (standing(robin, talk), kim.sees(talk), told(kim)) == (Standing.WAITING, None, [])
    assert robin.reads(talk) == ["Once more"]


def test_who_said_not_now_can_still_ask_themself(robin: Somebody, kim: Somebody) -> None:
    talk = robin.ask(kim)
    talks.decline(mine=kim.talk(talk), key=uuid4())
    kim.ask(robin, "Now I would like to")
    assert (standing(robin, talk), standing(kim, talk)) == (Standing.REQUEST, Standing.WAITING)
    assert told(robin) == ["messages.asked"]


def test_answering_twice_or_without_a_request_is_refused(robin: Somebody, kim: Somebody) -> None:
    talk = robin.ask(kim)
    request, asked = kim.talk(talk), robin.talk(talk)
    with pytest.raises(Conflict):
        talks.accept(mine=asked, key=uuid4())
    talks.decline(mine=request, key=uuid4())
    with pytest.raises(Conflict):
        talks.accept(mine=request, key=uuid4())
    assert Talk.objects.get().state == TalkState.DECLINED


def test_a_request_is_taken_back(robin: Somebody, kim: Somebody) -> None:
    talk = robin.ask(kim)
    talks.delete_for_me(mine=robin.talk(talk), key=uuid4())
    assert not Talk.objects.exists()
    assert not Thread.objects.exists()
    assert told(kim) == []
    assert Reach.objects.get().people == 1  # it counts all the same


def test_two_who_are_in_touch_do_not_ask_again(robin: Somebody, kim: Somebody, talk: Talk) -> None:
    for one, other in ((robin, kim), (kim, robin)):
        with pytest.raises(Conflict):
            one.ask(other)
    assert Talk.objects.count() == 1


def test_one_asks_people_of_the_same_group_only(robin: Somebody, kim: Somebody) -> None:
    elsewhere = make_membership(make_member("far-away"), make_group("River Group"), "Olive")
    for person in (elsewhere.pk, robin.membership.pk, uuid4()):
        with pytest.raises(Http404):
            access.other_member(robin.membership, person)


def test_somebody_paused_asks_nobody(robin: Somebody, kim: Somebody) -> None:
    Pause.objects.create(
        user=robin.user, group=robin.group, from_at=NOW, until_at=NOW + timedelta(hours=1)
    )
    with pytest.raises(NotAllowed):
        robin.ask(kim)
    assert not Talk.objects.exists()
    assert not Reach.objects.exists()


# -- who may ask -------------------------------------------------------------------------------


def test_newcomers_are_closed_but_to_those_who_welcome(
    robin: Somebody, wren: Somebody, ana: Somebody
) -> None:
    with pytest.raises(NotAllowed, match="no first messages"):
        robin.ask(wren)
    assert standing(wren, ana.ask(wren)) == Standing.REQUEST
    talks.open_door(membership=wren.membership, open_to=OpenTo.NOBODY)
    bo = make_somebody("calm-stone", wren.group, "Bo", ["greeter"])
    with pytest.raises(NotAllowed):
        bo.ask(wren)


def test_a_newcomers_door_does_not_open_further(robin: Somebody, wren: Somebody) -> None:
    with pytest.raises(NotAllowed):
        talks.open_door(membership=wren.membership, open_to=OpenTo.EVERYONE)
    Door.objects.create(membership=wren.membership, open_to=OpenTo.EVERYONE)
    with pytest.raises(NotAllowed):
        robin.ask(wren)
    with at(NOW + timedelta(days=30)):
        assert standing(wren, robin.ask(wren)) == Standing.REQUEST


@pytest.mark.parametrize(
    ("open_to", "comes_in"),
    [(OpenTo.NOBODY, []), (OpenTo.WELCOMING, ["Ana"]), (OpenTo.EVERYONE, ["Robin", "Ana"])],
)
def test_a_member_chooses_who_may_ask(
    robin: Somebody, ana: Somebody, kim: Somebody, open_to: OpenTo, comes_in: list[str]
) -> None:
    talks.open_door(membership=kim.membership, open_to=open_to)
    for who in (robin, ana):
        if who.membership.name in comes_in:
            assert standing(kim, who.ask(kim)) == Standing.REQUEST
        else:
            with pytest.raises(NotAllowed):
                who.ask(kim)


def test_an_unknown_choice_is_refused(kim: Somebody) -> None:
    with pytest.raises(HouseError):
        talks.open_door(membership=kim.membership, open_to="friends")
    assert not Door.objects.exists()


@pytest.mark.parametrize(("who", "most"), [("robin", 5), ("wren", 2), ("ana", 20)])
def test_first_messages_a_day_are_few(
    request: pytest.FixtureRequest, group: object, who: str, most: int
) -> None:
    asker: Somebody = request.getfixturevalue(who)
    others = [make_somebody(f"person-{n}", asker.group, f"Person {n}") for n in range(most + 1)]
    for other in others[:most]:
        asker.ask(other)
    with pytest.raises(Conflict, match="tomorrow"):
        asker.ask(others[most])
    assert Talk.objects.count() == most
    with at(NOW + timedelta(days=1)):
        asker.ask(others[most])
    assert sum(Reach.objects.values_list("people", flat=True)) == most + 1


def test_the_cap_counts_all_groups_of_an_account(wren: Somebody) -> None:
    other = make_group("River Group")
    there = make_membership(wren.user, other, "Sparrow")
    for number in range(2):
        wren.ask(make_somebody(f"person-{number}", wren.group, f"Person {number}"))
    person = make_somebody("far-away", other, "Olive")
    me = Somebody(wren.user, wren.vault, wren.client, there)
    with pytest.raises(Conflict):
        me.ask(person)


# -- blocks ------------------------------------------------------------------------------------


def test_a_request_to_who_wants_no_contact_looks_sent(robin: Somebody, kim: Somebody) -> None:
    kim.block(robin)
    talk = robin.ask(kim)
    assert (standing(robin, talk), kim.sees(talk), told(kim)) == (Standing.WAITING, None, [])
    assert robin.reads(talk) == ["May I write to you?"]
    Block.objects.all().delete()
    assert kim.sees(talk) is None  # what was sent meanwhile does not come up later
    talks.delete_for_me(mine=robin.talk(talk), key=uuid4())
    robin.ask(kim, "Again")
    assert kim.sees(talk) is None


def test_a_request_from_before_goes_out_of_sight_with_a_block(
    robin: Somebody, kim: Somebody
) -> None:
    talk = robin.ask(kim)
    kim.block(robin)
    assert (standing(robin, talk), kim.sees(talk)) == (Standing.WAITING, None)


def test_messages_after_a_block_reach_nobody_and_look_sent(
    robin: Somebody, kim: Somebody, talk: Talk
) -> None:
    kim.block(robin)
    talks.read(user=kim.user.pk, talk=talk.pk)
    robin.write(talk, "Are you there?")
    robin.write(talk, "Hello?")
    assert standing(robin, talk) == Standing.OPEN
    assert robin.reads(talk) == ["Hello Kim", "Are you there?", "Hello?"]
    assert kim.reads(talk) == ["Hello Kim"]
    assert told(kim) == []
    with pytest.raises(NotAllowed):
        kim.write(talk, "I should not")
    with pytest.raises(NotAllowed):
        talks.end(mine=kim.talk(talk))
    Block.objects.all().delete()
    assert kim.reads(talk) == ["Hello Kim"]
    robin.write(talk, "Later")
    assert kim.reads(talk) == ["Hello Kim", "Later"]


def test_deleted_by_who_wants_no_contact_it_goes_on_looking_open(
    robin: Somebody, kim: Somebody, talk: Talk
) -> None:
    kim.block(robin)
    before = robin.sees(talk)
    talks.delete_for_me(mine=kim.talk(talk), key=uuid4())
    after = robin.sees(talk)
    assert before is not None
    assert after is not None
    assert (after.standing, after.person, after.own) == (before.standing, before.person, before.own)
    robin.write(talk, "Still there?")
    assert robin.reads(talk)[-1] == "Still there?"
    assert kim.sees(talk) is None
    Block.objects.all().delete()
    assert standing(robin, talk) == Standing.ENDED


def test_one_does_not_ask_whom_one_blocks(robin: Somebody, kim: Somebody) -> None:
    robin.block(kim)
    with pytest.raises(NotAllowed):
        robin.ask(kim)
    assert not Talk.objects.exists()


# -- ending ------------------------------------------------------------------------------------


def test_a_quiet_conversation_tells_of_nothing(robin: Somebody, kim: Somebody, talk: Talk) -> None:
    for muted, expected in ((True, []), (False, ["messages.new"])):
        talks.mute(mine=kim.talk(talk), muted=muted)
        robin.write(talk, "hm")
        assert told(kim) == expected
    assert len(kim.reads(talk)) == 3


def test_an_ended_one_is_read_and_asked_anew(robin: Somebody, kim: Somebody, talk: Talk) -> None:
    for _ in range(2):
        talks.end(mine=kim.talk(talk))
    assert (standing(robin, talk), standing(kim, talk)) == (Standing.ENDED, Standing.ENDED)
    with pytest.raises(Conflict):
        robin.write(talk, "more")
    robin.ask(kim, "Shall we go on?")
    assert (standing(robin, talk), standing(kim, talk)) == (Standing.WAITING, Standing.REQUEST)
    talks.accept(mine=kim.talk(talk), key=uuid4())
    assert robin.reads(talk) == kim.reads(talk) == ["Hello Kim", "Shall we go on?"]
    assert Thread.objects.get().epoch == 2


def test_declined_anew_it_is_ended_for_who_declined(
    robin: Somebody, kim: Somebody, talk: Talk
) -> None:
    talks.end(mine=kim.talk(talk))
    robin.ask(kim, "Shall we go on?")
    talks.decline(mine=kim.talk(talk), key=uuid4())
    assert (standing(robin, talk), standing(kim, talk)) == (Standing.WAITING, Standing.ENDED)
    talks.delete_for_me(mine=robin.talk(talk), key=uuid4())
    robin.ask(kim, "Please")
    assert standing(kim, talk) == Standing.ENDED  # "not now" sticks
    with at(NOW + timedelta(days=31)):
        talks.forget_unanswered()
        assert standing(robin, talk) == Standing.ENDED
        robin.ask(kim, "A month later")
        assert standing(kim, talk) == Standing.REQUEST


def test_deleted_for_me_the_other_keeps_theirs(robin: Somebody, kim: Somebody, talk: Talk) -> None:
    kim.write(talk, "Hello Robin")
    for _ in range(2):
        mine = robin.sees(talk)
        if mine:
            talks.delete_for_me(mine=mine, key=uuid4())
    assert robin.sees(talk) is None
    assert standing(kim, talk) == Standing.ENDED
    assert kim.reads(talk) == ["Hello Kim", "Hello Robin"]
    kim.ask(robin, "Shall we begin anew?")
    assert robin.reads(talk) == ["Shall we begin anew?"]
    talks.accept(mine=robin.talk(talk), key=uuid4())
    talks.delete_for_me(mine=robin.talk(talk), key=uuid4())
    talks.delete_for_me(mine=kim.talk(talk), key=uuid4())
    assert not Talk.objects.exists()
    assert not Thread.objects.exists()


def test_who_leaves_the_group_is_not_written_to(robin: Somebody, kim: Somebody, talk: Talk) -> None:
    joining.leave_group(membership=kim.membership)
    assert (standing(robin, talk), standing(kim, talk)) == (Standing.ENDED, Standing.ENDED)
    assert robin.reads(talk) == kim.reads(talk) == ["Hello Kim"]
    with pytest.raises(Conflict):
        robin.write(talk, "Bye")
    talks.delete_for_me(mine=kim.talk(talk), key=uuid4())
    assert robin.reads(talk) == ["Hello Kim"]


def test_a_request_goes_when_one_of_the_two_leaves_the_group(
    robin: Somebody, kim: Somebody
) -> None:
    talk = robin.ask(kim)
    joining.leave_group(membership=robin.membership)
    assert (standing(robin, talk), kim.sees(talk)) == (Standing.ENDED, None)
    talks.delete_for_me(mine=robin.talk(talk), key=uuid4())
    assert not Talk.objects.exists()


def test_who_leaves_the_home_takes_their_words_along(
    robin: Somebody, kim: Somebody, talk: Talk
) -> None:
    kim.write(talk, "Hello Robin")
    request = robin.ask(make_somebody("third-leaf", robin.group, "Third"))
    privacy.leave(user=robin.user, keeps=[], key=uuid4(), by=robin.user.pk)
    page = kim.vault.threads.read(talk.thread_id)
    assert [each.body["text"] for each in page.messages] == ["Hello Robin"]
    assert (page.has_gaps, page.changed, standing(kim, talk)) == (True, False, Standing.ENDED)
    assert not Talk.objects.filter(pk=request.pk).exists()
    privacy.leave(user=kim.user, keeps=[], key=uuid4(), by=kim.user.pk)
    assert not Talk.objects.exists()
    assert not Thread.objects.exists()


def test_unanswered_requests_are_forgotten(robin: Somebody, kim: Somebody) -> None:
    talk = robin.ask(kim)
    with at(NOW + timedelta(days=30)):
        assert talks.forget_unanswered() == 0
    with at(NOW + timedelta(days=31)):
        assert talks.forget_unanswered() == 1
        assert not Talk.objects.filter(pk=talk.pk).exists()
        assert not Thread.objects.exists()
        assert not Reach.objects.exists()
        assert told(kim) == []
