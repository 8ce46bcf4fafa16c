"""Words, pauses, slow writing, rests; and times away, on which two agree and a third looks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.accounts.people import make_member
from tests.factories import NOW, at
from tests.groups.making import make_membership
from tests.moderation.conftest import People
from tests.moderation.test_deciding import told

from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Break, Membership, Position
from homegroup.moderation import access, actions, duty, queries
from homegroup.moderation.models import Ban, Decision, LastWritten, Pause, Rest, SlowMode
from homegroup.notices.models import Notice

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_private_word(people: People) -> None:
    key = uuid4()
    for _ in range(3):
        actions.warn(person=people.kim, note=" Please, no names. ", by=people.ana.user_id, key=key)
    row = Decision.objects.get()
    assert (row.verdict, row.note, row.about) == ("warned", "Please, no names.", people.kim.user)
    assert told(people.kim, "outcome") == ["A moderator wrote you a private word."]
    with pytest.raises(HouseError):
        actions.warn(person=people.kim, note=" ", by=people.ana.user_id, key=uuid4())
    with pytest.raises(NotAllowed):
        actions.warn(person=people.ana, note="x", by=people.ana.user_id, key=uuid4())


def pause(people: People, length: timedelta = HOUR) -> Pause | None:
    return actions.pause(
        person=people.kim, length=length, note="Breathe", by=people.ana.user_id, key=uuid4()
    )


def test_a_pause_begins_is_replaced_and_ends(people: People) -> None:
    pause(people)
    pause(people, DAY)
    running = Pause.objects.running().get()
    assert running.until_at - running.from_at == DAY
    assert [person for person, _pause in queries.paused_in(people.group)] == [people.kim]
    with pytest.raises(NotAllowed):
        access.check_may_write(user=people.kim.user, group=people.group)
    for _ in range(3):
        actions.lift_pause(person=people.kim, by=people.bo.user_id)
    access.check_may_write(user=people.kim.user, group=people.group)
    verdicts = Decision.objects.order_by("at").values_list("verdict", flat=True)
    assert list(verdicts) == ["paused", "paused", "lifted"]
    assert "You can write again." in told(people.kim, "outcome")


@pytest.mark.parametrize("length", [timedelta(0), timedelta(days=15)])
def test_a_pause_has_bounds(people: People, length: timedelta) -> None:
    with pytest.raises(HouseError):
        pause(people, length)
    assert not Pause.objects.exists()


def test_slow_writing_begins_ends_and_leaves_no_times(people: People) -> None:
    key = uuid4()
    for _ in range(3):
        actions.slow_down(
            group=people.group, minutes=15, length=DAY, by=people.ana.user_id, key=key
        )
    assert SlowMode.objects.get().minutes == 15
    LastWritten.objects.create(group=people.group, user=people.kim.user, at=clock.now())
    assert actions.forget_slow() == 0
    SlowMode.objects.update(until_at=clock.now())
    assert actions.forget_slow() == 2
    for bad in ({"minutes": 0, "length": DAY}, {"minutes": 5, "length": DAY * 8}):
        with pytest.raises(HouseError):
            actions.slow_down(group=people.group, by=people.ana.user_id, key=uuid4(), **bad)  # type: ignore[arg-type]
    assert not SlowMode.objects.exists()
    actions.slow_down(group=people.group, minutes=5, length=DAY, by=people.ana.user_id, key=key)
    actions.end_slow(group=people.group, by=people.ana.user_id)
    assert not LastWritten.objects.exists()


def test_who_rests_is_told_of_nothing_and_another_has_the_desk(people: People) -> None:
    with pytest.raises(Conflict):
        actions.rest(me=people.ana, to=people.kim, key=uuid4())
    actions.rest(me=people.ana, to=people.bo, key=uuid4())
    assert told(people.bo, "handed") == ["You have the desk of Lamp Group for a week."]
    with pytest.raises(Conflict):
        actions.rest(me=people.bo, to=people.ana, key=uuid4())
    actions.hold(kind="name", subject=str(people.kim.pk), rule="first")
    rows = Notice.objects.filter(kind="moderation.reported")
    assert [row.user_id for row in rows] == [people.bo.user_id]
    rests = {each.membership: each.rests_until for each in duty.keepers(people.group)}
    assert rests[people.ana] == clock.now().date() + timedelta(days=7)
    for _ in range(2):
        actions.be_back(me=people.ana)
    assert not Rest.objects.exists()


def test_a_moderator_who_did_much_is_told_to_rest(people: People) -> None:
    with at(NOW):
        assert not duty.load_of(people.ana.user).is_much
        for days in range(7):
            Decision.objects.create(
                verdict="kept", at=NOW - timedelta(days=days), by=people.ana.user
            )
        load = duty.load_of(people.ana.user)
        assert (load.today, load.days, load.is_much) == (1, 7, True)
        for _ in range(12):
            Decision.objects.create(verdict="kept", at=NOW, by=people.bo.user)
        assert duty.load_of(people.bo.user).is_much


# -- a longer time away ------------------------------------------------------------------------


def propose(people: People, days: int = 30, person: Membership | None = None) -> Ban | None:
    return actions.propose_ban(
        person=person or people.kim, reason="Follows newcomers",
        until_on=clock.now().date() + timedelta(days=days), by=people.ana.user_id, key=uuid4(),
    )  # fmt: skip


def second(row: Ban | None, by: Membership, *, agreed: bool = True) -> bool:
    assert row
    return actions.second_ban(ban=row, agreed=agreed, by=by.user_id, key=uuid4())


def test_two_must_agree(people: People) -> None:
    row = propose(people)
    assert told(people.bo, "second") == ["A second person is needed at the desk of Lamp Group."]
    assert people.group.memberships.filter(pk=people.kim.pk).exists()
    for by in (people.ana, people.kim):
        with pytest.raises(NotAllowed):
            second(row, by)
    assert second(row, people.bo)
    with pytest.raises(Conflict):
        second(row, people.bo, agreed=False)
    assert not people.group.memberships.filter(pk=people.kim.pk).exists()
    assert Break.objects.get().reason == "Follows newcomers"
    assert told(people.kim, "away") == [
        "You are asked to stay away from Lamp Group for a time. See why, and what you can do."
    ]


def test_without_the_second_nothing_happens(people: People) -> None:
    row = propose(people)
    with pytest.raises(Conflict):
        propose(people)
    second(row, people.bo, agreed=False)
    assert Ban.objects.get().state == "declined"
    assert people.group.memberships.filter(pk=people.kim.pk).exists()
    assert Notice.objects.filter(user=people.kim.user_id).count() == 0
    assert propose(people)


def test_what_cannot_be_proposed(people: People) -> None:
    for days in (0, 367):
        with pytest.raises(HouseError):
            propose(people, days)
    with pytest.raises(Conflict):
        propose(people, person=people.bo)
    with pytest.raises(NotAllowed):
        propose(people, person=people.ana)
    assert not Ban.objects.exists()


def away(people: People) -> Ban:
    row = propose(people)
    second(row, people.bo)
    assert row
    row.refresh_from_db()
    return row


def test_a_third_looks_again(people: People) -> None:
    row, third = away(people), make_membership(make_member("new-eyes"), people.group, "Cleo")
    Position.objects.create(membership=third, kind="moderator", from_on="2026-01-01")
    for _ in range(2):
        with pytest.raises(HouseError):
            actions.appeal(ban=row, words=" ", key=uuid4())
    actions.appeal(ban=row, words="I only asked how they were.", key=uuid4())
    with pytest.raises(Conflict):
        actions.appeal(ban=row, words="Again", key=uuid4())
    assert queries.bans_waiting(people.group, people.ana.user) == []
    assert queries.bans_waiting(people.group, third.user) == [row]
    for by in (people.ana, people.bo, people.kim):
        with pytest.raises(NotAllowed):
            answer(row, by)
    assert answer(row, third)
    row.refresh_from_db()
    assert (row.state, row.appeal_state) == ("lifted", "granted")
    assert not Break.objects.exists()
    assert told(people.kim, "away") == [
        "Somebody has looked again. You may come back to Lamp Group."
    ]


def answer(row: Ban, by: Membership, *, granted: bool = True) -> bool:
    return actions.answer_appeal(
        ban=row, granted=granted, answer="They are right", by=by.user_id, key=uuid4()
    )


def test_an_appeal_can_be_turned_down_once(people: People) -> None:
    row, third = away(people), make_membership(make_member("new-eyes"), people.group, "Cleo")
    actions.appeal(ban=row, words="Please", key=uuid4())
    answer(row, third, granted=False)
    assert Break.objects.exists()
    with pytest.raises(Conflict):
        answer(row, third)
    with pytest.raises(Conflict):
        actions.appeal(ban=row, words="Please", key=uuid4())


def test_an_appeal_that_nobody_answers_is_granted(people: People) -> None:
    row, now = away(people), clock.now()
    actions.appeal(ban=row, words="Please", key=uuid4())
    assert actions.end_old() == 0
    with at(now + timedelta(days=15)):
        assert actions.end_old() == 1
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("lifted", None)
    assert not Break.objects.exists()


def test_where_a_group_lacks_people_the_operators_act(people: People) -> None:
    operator = make_member("caretaker", operator=True)
    Position.objects.filter(membership=people.bo).delete()
    row = propose(people)
    assert row
    assert queries.house_bans(operator) == [row]
    assert Notice.objects.filter(user=operator, kind="moderation.second").count() == 1
    actions.second_ban(ban=row, agreed=True, by=operator.pk, key=uuid4())
    assert Break.objects.filter(user=people.kim.user).exists()
    other = make_member("other-caretaker", operator=True)
    actions.appeal(ban=row, words="Please", key=uuid4())
    assert queries.house_bans(operator) == []
    assert queries.house_bans(other) == [row]


def test_the_database_keeps_the_rules(people: People) -> None:
    row = away(people)
    for change in (
        {"decided_by": people.ana.user}, {"state": "proposed"}, {"answered_by": people.bo.user},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Ban.objects.filter(pk=row.pk).update(**change)
