"""What servants do with others' memberships: works, refused, rolled back, told."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.accounts.people import make_member
from tests.groups.making import make_group, make_membership

from homegroup.audit.models import Entry
from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.actions import people
from homegroup.groups.models import Break, Group, JoinRequest, Membership, Position
from homegroup.notices import kinds
from homegroup.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    return make_group()


@pytest.fixture
def secretary(group: Group) -> Membership:
    return make_membership(make_member("tall-pine"), group, "Ana", ["secretary"])


@pytest.fixture
def robin(group: Group) -> Membership:
    return make_membership(make_member(), group, "Robin")


def asked(group: Group) -> Membership:
    row = make_membership(make_member("calm-stone"), group, "Bo", state="asked")
    JoinRequest.objects.create(membership=row, message="I was there on Monday")
    return row


def give(row: Membership, kind: str, by: UUID, **more: object) -> Position | None:
    return people.give_position(
        membership=row,
        kind=kind,
        by=by,
        **({"until_on": None, "key": uuid4()} | more),  # type: ignore[arg-type]
    )


def told(row: Membership) -> list[str]:
    """Give what the notices of a person say now."""
    rows = Notice.objects.filter(user=row.user_id)
    lines = [
        kinds.lines(notice.kind, [notice.subject.split(":")[1]], row.user_id) for notice in rows
    ]
    return [str(line.text) for found in lines for line in found.values()]


def test_letting_in_forgets_what_was_written(group: Group, secretary: Membership) -> None:
    row = asked(group)
    for _ in range(3):
        people.admit(membership=row, by=secretary.user_id)
    row.refresh_from_db()
    assert (row.state, JoinRequest.objects.count()) == ("member", 0)
    entry = Entry.objects.get(action="groups.admit")
    assert (entry.actor, entry.subject) == (secretary.user_id, f"membership:{row.pk}")
    assert "Monday" not in str(entry.data)
    assert told(row) == ["You are in: Lamp Group. Have a look around."]


def test_declining_leaves_nothing(group: Group, secretary: Membership) -> None:
    row = asked(group)
    pk = row.pk
    people.decline(membership=row, by=secretary.user_id)
    people.decline(membership=Membership(pk=pk, group=group), by=secretary.user_id)
    assert not Membership.objects.asking().exists()
    assert not JoinRequest.objects.exists()
    assert Entry.objects.filter(action="groups.decline").count() == 1
    assert len(told(row)) == 1


def test_a_notice_of_an_unlisted_group_names_it_to_nobody_outside(secretary: Membership) -> None:
    group = secretary.group
    row = asked(group)
    people.decline(membership=row, by=secretary.user_id)
    Group.objects.filter(pk=group.pk).update(visibility="unlisted", slug=group.key)
    assert told(row) == []


def test_a_position_is_given_once_and_told(secretary: Membership, robin: Membership) -> None:
    key = uuid4()
    until = clock.now().date() + timedelta(days=90)
    first = give(robin, "greeter", secretary.user_id, until_on=until, key=key)
    assert give(robin, "greeter", secretary.user_id, key=key) is None
    assert first
    assert (first.kind, first.until_on, first.ended_on) == ("greeter", until, None)
    entry = Entry.objects.get(action="groups.give_position")
    assert entry.actor == secretary.user_id
    assert entry.data == {"group": robin.group_id, "position": "greeter"}
    assert told(robin) == ["You have a new position in Lamp Group."]
    with pytest.raises(Conflict):
        give(robin, "greeter", secretary.user_id)
    give(robin, "treasurer", secretary.user_id)  # one may hold several
    give(secretary, "greeter", secretary.user_id)  # and several may hold one
    assert Position.objects.held().count() == 4


@pytest.mark.parametrize("kind", ["king", ""])
def test_positions_that_there_are_not_cannot_be_given(
    secretary: Membership, robin: Membership, kind: str
) -> None:
    with pytest.raises(HouseError):
        give(robin, kind, secretary.user_id)


def test_a_term_ends_after_it_begins(secretary: Membership, robin: Membership) -> None:
    key = uuid4()
    with pytest.raises(HouseError) as refused:
        give(robin, "greeter", secretary.user_id, until_on=clock.now().date(), key=key)
    assert refused.value.field == "until_on"
    assert give(robin, "greeter", secretary.user_id, key=key)  # the key was given back


def test_only_who_gives_positions_gives_and_takes(secretary: Membership, robin: Membership) -> None:
    moderator = make_membership(make_member("plain-oak"), robin.group, "Mo", ["moderator"])
    elsewhere = make_membership(make_member("far-hill"), make_group("Far"), "Zoe", ["secretary"])
    for by in (robin, moderator, elsewhere):
        with pytest.raises(NotAllowed):
            give(robin, "moderator", by.user_id)
        with pytest.raises(NotAllowed):
            people.take_position(
                position=secretary.positions.get(), why="group-decided", by=by.user_id
            )
    assert Position.objects.held().filter(membership=robin).count() == 0


def test_a_position_is_taken_with_a_reason(secretary: Membership, robin: Membership) -> None:
    position = give(robin, "greeter", secretary.user_id)
    assert position
    with pytest.raises(HouseError):
        people.take_position(position=position, why="because", by=secretary.user_id)
    for _ in range(3):
        people.take_position(position=position, why="term-over", by=secretary.user_id)
    position.refresh_from_db()
    assert position.ended_on == clock.now().date()
    entry = Entry.objects.get(action="groups.take_position")
    assert entry.data["why"] == "term-over"
    assert give(robin, "greeter", secretary.user_id)  # a second term


def test_people_give_back_their_own(secretary: Membership, robin: Membership) -> None:
    position = give(robin, "greeter", secretary.user_id)
    assert position
    people.take_position(position=position, why="stepped-back", by=robin.user_id)
    with pytest.raises(Conflict, match="needs a secretary"):
        people.take_position(
            position=secretary.positions.get(), why="stepped-back", by=secretary.user_id
        )
    give(robin, "secretary", secretary.user_id)
    people.take_position(position=secretary.positions.get(), why="handed-over", by=robin.user_id)
    assert [row.name for row in robin.group.memberships.holding("secretary")] == ["Robin"]


def test_who_runs_the_home_gives_a_secretary_and_nothing_else(robin: Membership) -> None:
    operator = make_member("tall-pine", operator=True)
    with pytest.raises(NotAllowed):
        give(robin, "moderator", operator.pk)
    give(robin, "secretary", operator.pk)
    with pytest.raises(NotAllowed):
        give(robin, "greeter", operator.pk)


def test_somebody_is_taken_out_for_a_time(secretary: Membership, robin: Membership) -> None:
    until, key = clock.now().date() + timedelta(days=30), uuid4()
    pause = people.remove_member(
        membership=robin, reason=" Wrote to new people again. ", until_on=until,
        by=secretary.user_id, key=key,
    )  # fmt: skip
    assert pause
    assert (pause.name, pause.reason, pause.until_on) == (
        "Robin", "Wrote to new people again.", until,
    )  # fmt: skip
    assert not Membership.objects.filter(user=robin.user_id).exists()
    entry = Entry.objects.get(action="groups.remove_member")
    assert entry.actor == secretary.user_id
    assert "new people" not in str(entry.data)
    assert told(robin) == ["You were asked to stay away from Lamp Group for a time. Read why."]
    for _ in range(2):
        people.lift_break(pause=pause, by=secretary.user_id)
    assert not Break.objects.exists()
    assert Entry.objects.filter(action="groups.lift_break").count() == 1


def test_somebody_is_taken_out_of_all_groups_with_what_they_held(
    secretary: Membership, robin: Membership
) -> None:
    other = make_group("Porch")
    theirs = make_membership(robin.user, other, "Wren", ["secretary"])
    until = clock.now().date() + timedelta(days=30)
    told_of = [("  ", until), ("x", clock.now().date())]
    for reason, day in told_of:
        with pytest.raises(HouseError):
            people.remove_everywhere(
                user=robin.user, reason=reason, until_on=day, by=secretary.user_id
            )
    count = people.remove_everywhere(
        user=robin.user, reason="Danger", until_on=until, by=secretary.user_id
    )
    assert count == 2
    assert not Membership.objects.filter(pk__in=[robin.pk, theirs.pk]).exists()
    assert {row.group_id for row in Break.objects.all()} == {robin.group_id, other.pk}
    assert Entry.objects.filter(action="groups.remove_member").count() == 2


def test_taking_out_needs_a_reason_and_a_day(secretary: Membership, robin: Membership) -> None:
    today = clock.now().date()
    for reason, until in (("  ", today + timedelta(days=1)), ("x", today)):
        with pytest.raises(HouseError):
            people.remove_member(
                membership=robin, reason=reason, until_on=until, by=secretary.user_id, key=uuid4()
            )
    assert Membership.objects.filter(pk=robin.pk).exists()
    assert not Break.objects.exists()


def test_nobody_takes_out_themselves_or_those_who_serve(
    secretary: Membership, robin: Membership
) -> None:
    moderator = make_membership(make_member("plain-oak"), robin.group, "Mo", ["moderator"])
    greeter = make_membership(make_member("calm-stone"), robin.group, "Gil", ["greeter"])
    until = clock.now().date() + timedelta(days=1)

    def remove(row: Membership, by: Membership) -> None:
        people.remove_member(membership=row, reason="x", until_on=until, by=by.user_id, key=uuid4())

    for row, by in (
        (moderator, moderator),
        (secretary, secretary),
        (secretary, moderator),
        (greeter, moderator),
    ):
        with pytest.raises(NotAllowed):
            remove(row, by)
    remove(robin, moderator)
    remove(moderator, secretary)
    assert {row.name for row in secretary.group.memberships.all()} == {"Ana", "Gil"}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("position_kind", {"kind": "king"}),
        ("position_days_in_order", {"until_on": "2000-01-01"}),
        ("position_days_in_order", {"ended_on": "2000-01-01"}),
    ],
)
def test_the_database_keeps_positions_whole(
    robin: Membership, name: str, values: dict[str, str]
) -> None:
    whole = {"kind": "greeter", "from_on": clock.now().date()} | values
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Position.objects.create(membership=robin, **whole)


def test_the_database_keeps_memberships_whole(robin: Membership) -> None:
    again = {"joined_on": robin.joined_on, "user": robin.user, "group": robin.group}
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(name="Bo", name_key="bo", **again)
    with pytest.raises(IntegrityError, match="membership_state"), transaction.atomic():
        Membership.objects.filter(pk=robin.pk).update(state="king")
    with pytest.raises(IntegrityError, match="home_is_joined"), transaction.atomic():
        Membership.objects.filter(pk=robin.pk).update(state="asked", is_home_group=True)
    with pytest.raises(IntegrityError, match="group_unlisted_address"), transaction.atomic():
        Group.objects.filter(pk=robin.group_id).update(visibility="unlisted")
