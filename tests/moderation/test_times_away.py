"""Times away: two agree, a third looks again; by one where nobody else may; from all groups."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.accounts.people import make_member
from tests.factories import at
from tests.groups.making import make_group, make_membership
from tests.moderation.conftest import People
from tests.moderation.test_deciding import told

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.actions.groups import NewGroup, create_group
from homegroup.groups.actions.joining import join_group
from homegroup.groups.actions.people import lift_break
from homegroup.groups.models import Break, Membership, Position
from homegroup.moderation import access, actions, queries
from homegroup.moderation.models import Ban, Pause
from homegroup.notices.models import Notice

pytestmark = pytest.mark.django_db


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
    Position.objects.create(membership=third, kind="moderator", from_on="2026-01-01")
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


# -- by one, and from all groups ---------------------------------------------------------------


def alone(people: People) -> None:
    """Let Ana be the only one with power over people, and nobody run the home."""
    Position.objects.filter(membership=people.bo).delete()


def test_where_nobody_else_may_one_decides_and_the_log_says_so(people: People) -> None:
    alone(people)
    assert access.would_decide(people.kim, people.ana.user_id) == set()
    row = propose(people)
    assert row
    assert (row.state, row.decided_by) == ("running", None)
    assert Break.objects.get().user == people.kim.user
    assert not people.group.memberships.filter(pk=people.kim.pk).exists()
    verdicts = [line.verdict for line in queries.decisions_in(people.group)]
    assert verdicts == ["alone"]
    assert len(told(people.kim, "away")) == 1
    actions.appeal(ban=row, words="Please", key=uuid4())
    with at(clock.now() + timedelta(days=15)):
        assert actions.end_old() == 1
    assert not Break.objects.exists()


def test_who_may_not_decide_is_no_second(people: People) -> None:
    operator = make_member("caretaker", operator=True)
    row = propose(people)
    for by in (people.robin.user_id, operator.pk):  # Bo may, in the group itself
        with pytest.raises(NotAllowed):
            actions.second_ban(ban=row, agreed=True, by=by, key=uuid4())  # type: ignore[arg-type]
    assert Ban.objects.get().state == "proposed"


def propose_all(people: People, by: UUID) -> Ban:
    made = actions.propose_ban(
        person=people.kim, reason="Threatens people", everywhere=True, by=by, key=uuid4(),
        until_on=clock.now().date() + timedelta(days=90),
    )  # fmt: skip
    assert made
    return made


def test_from_all_groups_one_of_the_two_runs_the_home(people: People) -> None:
    with pytest.raises(Conflict):
        propose_all(people, people.ana.user_id)
    operator = make_member("caretaker", operator=True)
    other = make_membership(people.kim.user, make_group("Porch"), "Wren", ["secretary"])
    row = propose_all(people, people.ana.user_id)
    assert queries.bans_waiting(people.group, people.bo.user) == []
    assert queries.house_bans(operator) == [row]
    assert told(people.bo, "second") == []
    with pytest.raises(NotAllowed):
        second(row, people.bo)
    actions.second_ban(ban=row, agreed=True, by=operator.pk, key=uuid4())
    assert not Membership.objects.filter(pk__in=[people.kim.pk, other.pk]).exists()
    assert told(people.kim, "away") == [
        "You are asked to stay away from all groups here for a time. See why, and what you can do."
    ]
    for group in (people.group, None):
        with pytest.raises(NotAllowed, match="Threatens people"):
            access.check_may_write(user=people.kim.user, group=group)


def test_who_stays_away_from_all_joins_and_makes_no_group(people: People) -> None:
    operator = make_member("caretaker", operator=True)
    row = propose_all(people, operator.pk)
    assert queries.bans_waiting(people.group, people.bo.user) == [row]
    second(row, people.bo)
    open_group = make_group("Open Door", joining="open")
    new = NewGroup(name="Mine", name_there="Kim", visibility="members", joining="open")

    def join() -> Membership:
        return join_group(user=people.kim.user, group=open_group, name="Kim", agreed=0, key=uuid4())

    with pytest.raises(NotAllowed, match="You can join groups here again on"):
        join()
    with pytest.raises(NotAllowed):
        create_group(maker=people.kim.user, new=new, key=uuid4())
    third = make_member("other-caretaker", operator=True)
    row.refresh_from_db()
    actions.appeal(ban=row, words="Please", key=uuid4())
    assert queries.house_bans(operator) == []
    assert queries.house_bans(third) == [row]
    actions.answer_appeal(ban=row, granted=True, answer="Welcome", by=third.pk, key=uuid4())
    assert not Break.objects.exists()
    access.check_may_write(user=people.kim.user, group=None)
    assert join().group == open_group


def test_if_taking_out_fails_nothing_was_decided(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator = make_member("caretaker", operator=True)
    row = propose_all(people, people.ana.user_id)

    def fail(**told: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("homegroup.moderation.actions.bans.people.remove_everywhere", fail)
    with pytest.raises(RuntimeError):
        actions.second_ban(ban=row, agreed=True, by=operator.pk, key=uuid4())
    assert Ban.objects.get().state == "proposed"
    assert not Pause.objects.exists()
    assert people.group.memberships.filter(pk=people.kim.pk).exists()


def test_who_runs_the_home_is_not_kept_from_all_groups(people: People) -> None:
    make_member("caretaker", operator=True)
    User.objects.filter(pk=people.kim.user_id).update(is_operator=True)
    people.kim.user.refresh_from_db()
    with pytest.raises(NotAllowed):
        propose_all(people, people.ana.user_id)


def test_without_a_third_one_of_the_two_may_end_it_early(people: People) -> None:
    row = away(people)
    lift_break(pause=Break.objects.get(), by=people.bo.user_id)
    row.refresh_from_db()
    assert row.state == "lifted"


def test_a_third_may_end_early_what_two_decided(people: People) -> None:
    row, pause = away(people), Break.objects.get()
    third = make_member("caretaker", operator=True)
    for one_of_two in (people.ana, people.bo):
        with pytest.raises(NotAllowed, match="A third"):
            lift_break(pause=pause, by=one_of_two.user_id)
    assert Break.objects.filter(pk=pause.pk).exists()
    lift_break(pause=pause, by=third.pk)
    row.refresh_from_db()
    assert row.state == "lifted"
    assert not Break.objects.filter(pk=pause.pk).exists()


def test_the_database_keeps_the_rules(people: People) -> None:
    row = away(people)
    for change in (
        {"decided_by": people.ana.user}, {"state": "proposed"}, {"answered_by": people.bo.user},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Ban.objects.filter(pk=row.pk).update(**change)
