"""Whom it helped: one press for each member, and numbers that nobody can be subtracted out of."""

from datetime import timedelta

import pytest
from tests.accounts.people import make_member
from tests.factories import NOW, at
from tests.wisdom.conftest import People, asked, shown

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.search.choices import Audience
from homegroup.wisdom import access, queries
from homegroup.wisdom.actions import helping
from homegroup.wisdom.models import Helped, Placed, Statement
from homegroup.wisdom.places import Where


@pytest.fixture
def placed(people: People) -> Placed:
    return shown(people.robin, people.lee, where=Where(Audience.GROUP, people.group)).placed.get()


def a_crowd(count: int) -> list[User]:
    return [make_member(f"somebody-{number}") for number in range(count)]


def test_one_press_for_each_member_and_it_can_be_taken_back(people: People, placed: Placed) -> None:
    for _ in range(2):
        helping.press(member=people.kim, placed=placed, on=True)
    assert Helped.objects.count() == 1
    for _ in range(2):
        helping.press(member=people.kim, placed=placed, on=False)
    assert Helped.objects.count() == 0


@pytest.mark.parametrize(
    ("count", "told"), [(0, 0), (1, 0), (7, 0), (8, 10), (12, 10), (13, 15), (98, 100)]
)
def test_small_numbers_are_not_told_and_others_rounded(count: int, told: int) -> None:
    assert helping.told_of(count) == told


def test_numbers_are_reckoned_by_the_chore_alone(people: People, placed: Placed) -> None:
    members = a_crowd(9)
    for member in members:
        helping.press(member=member, placed=placed, on=True)
    assert Placed.objects.get().told == 0
    assert helping.reckon() == 1
    assert Placed.objects.get().told == 10
    for member in members[:5]:
        helping.press(member=member, placed=placed, on=False)
    assert Placed.objects.get().told == 10
    assert helping.reckon() == 1
    assert Placed.objects.get().told == 0
    assert helping.reckon() == 0


def test_the_chore_runs_once_a_week(people: People) -> None:
    from homegroup.core import upkeep

    chores = {chore.name: chore for chore in upkeep.chores()}
    assert chores["reckon-what-helped"].every == timedelta(days=7)


def test_the_order_has_nothing_to_do_with_numbers(people: People) -> None:
    where = Where(Audience.GROUP, people.group)
    rows = [shown(people.robin, people.lee, f"Words number {n}", where=where) for n in range(5)]
    situation = access.situation_for(people.kim, "evenings")

    def order(day: int) -> list[object]:
        on = NOW.date() + timedelta(days=day)
        entries = queries.entries(people.kim, situation, day=on)
        return [entry.statement.pk for entry in entries]

    days = [order(day) for day in range(60)]
    Placed.objects.filter(statement=rows[3]).update(told=500)
    assert [order(day) for day in range(60)] == days
    assert len({tuple(each) for each in days}) > 20
    assert {each[0] for each in days} == {row.pk for row in rows}


def test_what_nobody_answers_for_two_months_may_be_asked_again(people: People) -> None:
    asked(people)
    with at(NOW + timedelta(days=59)):
        helping.forget_unanswered()
        assert Statement.objects.count() == 1
    with at(clock.now() + timedelta(days=61)):
        helping.forget_unanswered()
        assert Statement.objects.count() == 0


def test_a_visitor_and_another_member_see_only_what_is_for_them(people: People) -> None:
    from django.contrib.auth.models import AnonymousUser

    inside = shown(people.robin, people.lee, "Inside", where=Where(Audience.GROUP, people.group))
    home = shown(people.robin, people.lee, "Home", where=Where(Audience.HOME))
    public = shown(people.robin, people.lee, "Public", where=Where(Audience.PUBLIC))
    for reader, wanted in (
        (people.kim, {inside.pk, home.pk, public.pk}),
        (people.olive, {home.pk, public.pk}),
        (AnonymousUser(), {public.pk}),
    ):
        assert set(access.readable(reader).values_list("pk", flat=True)) == wanted
    Statement.objects.filter(pk=home.pk).update(author=None, asked_by=None)
