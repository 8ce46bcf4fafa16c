"""Who may see a group and do what in it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.accounts.people import make_member, sign_in
from tests.groups.making import make_group, make_membership

from homegroup.accounts import powers
from homegroup.accounts.access import decision_of
from homegroup.accounts.models import User, Visit
from homegroup.accounts.visits import Present
from homegroup.core import clock
from homegroup.groups import access
from homegroup.groups.choices import PositionKind, Power
from homegroup.groups.models import Membership
from homegroup.groups.positions import DUTIES, OVER_PEOPLE

pytestmark = pytest.mark.django_db


def _request(user: User | None, *, strong: bool = True, method: str = "GET") -> HttpRequest:
    request = RequestFactory().generic(method, "/")
    request.user = user or AnonymousUser()
    row = Visit(user=user, strong=strong) if user else None
    request.visit = row and Present(row, b"", None, 0)  # type: ignore[attr-defined]
    return request


def _view(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer."""
    return HttpResponse(slug)


INVITE = access.servant(Power.INVITE)(_view)
ADMIT = access.servant(Power.ADMIT)(_view)
FILL = access.servant(Power.POSITIONS, operator_if_vacant=True)(_view)


def test_a_servant_comes_in_by_either_address() -> None:
    user, group = make_member(), make_group()
    make_membership(user, group, positions=["greeter"])
    assert INVITE(_request(user), slug=group.slug).status_code == 200
    assert INVITE(_request(user), slug=group.key).status_code == 200
    assert decision_of(INVITE) == "servant invite"


def test_powers_over_people_ask_for_a_second_step() -> None:
    user, group = make_member(), make_group()
    make_membership(user, group, positions=["secretary"])
    answer = ADMIT(_request(user, strong=False), slug=group.slug)
    assert answer.headers["Location"] == "/me/steps/?next=%2F"
    assert ADMIT(_request(user), slug=group.slug).status_code == 200
    assert INVITE(_request(user, strong=False), slug=group.slug).status_code == 200


def test_visitors_are_asked_to_sign_in_whatever_stands_there() -> None:
    for slug in (make_group().slug, make_group("H", visibility="unlisted").slug, "nothing"):
        answer = INVITE(_request(None), slug=slug)
        assert answer.headers["Location"] == "/sign-in/?next=%2F"


def test_members_without_the_power_and_people_outside_may_not() -> None:
    group = make_group()
    member, outsider = make_member(), make_member("calm-stone")
    make_membership(member, group, positions=["treasurer"])
    for user in (member, outsider):
        with pytest.raises(PermissionDenied):
            INVITE(_request(user), slug=group.slug)


def test_outsiders_do_not_learn_of_an_unlisted_group() -> None:
    group = make_group(visibility="unlisted")
    asked = make_member()
    make_membership(asked, group, state="asked")
    for user in (asked, make_member("calm-stone")):
        with pytest.raises(Http404):
            INVITE(_request(user), slug=group.slug)
        with pytest.raises(Http404):
            access.known_group(user, group.slug)
    with pytest.raises(Http404):
        access.known_group(AnonymousUser(), group.slug)
    with pytest.raises(Http404):
        INVITE(_request(asked), slug="nothing")


def test_a_position_that_was_taken_back_gives_nothing() -> None:
    user, group = make_member(), make_group()
    membership = make_membership(user, group, positions=["secretary"])
    assert access.positions_in(user, group) == {"secretary"}
    assert powers.has_power(user)
    membership.positions.update(ended_on=clock.now().date())
    assert access.positions_in(user, group) == frozenset()
    assert not powers.has_power(user)


def test_a_position_is_worth_nothing_in_another_group() -> None:
    user, group, other = make_member(), make_group(), make_group("Other")
    make_membership(user, group, positions=["secretary"])
    make_membership(user, other)
    assert access.positions_in(user, other) == frozenset()
    assert set(access.groups_of(user)) == {group, other}
    assert not access.groups_of(AnonymousUser()).exists()


def test_who_asks_is_not_in() -> None:
    user, group = make_member(), make_group()
    make_membership(user, group, state="asked")
    assert access.membership_of(user, group) is None
    assert not access.groups_of(user).exists()
    assert not access.sees_inside(user, group)


def test_inside_is_for_members_unless_the_group_opens_it() -> None:
    closed, opened = make_group(), make_group("Open", visibility="public")
    user = make_member()
    assert not access.sees_inside(user, closed)
    make_membership(user, closed)
    assert access.sees_inside(user, closed)
    assert access.sees_inside(AnonymousUser(), opened)


def test_who_runs_the_home_steps_in_only_while_there_is_no_secretary() -> None:
    operator, group = make_member(operator=True), make_group()
    assert FILL(_request(operator), slug=group.slug).status_code == 200
    answer = FILL(_request(operator, strong=False), slug=group.slug)
    assert answer.headers["Location"] == "/me/steps/?next=%2F"
    with pytest.raises(PermissionDenied):
        INVITE(_request(operator), slug=group.slug)
    make_membership(make_member("calm-stone"), group, positions=["secretary"])
    with pytest.raises(PermissionDenied):
        FILL(_request(operator), slug=group.slug)


def test_a_membership_is_read_once_for_a_request(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    user, group = make_member(), make_group()
    make_membership(user, group, positions=["greeter"])
    request = _request(user)
    with django_assert_num_queries(2):
        INVITE(request, slug=group.slug)
        assert access.member_group(request, group.slug).group == group


def test_every_position_has_its_duty_and_only_few_touch_people() -> None:
    assert set(DUTIES) == set(PositionKind)
    over = {kind.value for kind, duty in DUTIES.items() if duty.powers & OVER_PEOPLE}
    assert over == {"secretary", "moderator"}
    every = frozenset[Power]().union(*(duty.powers for duty in DUTIES.values()))
    assert every == set(Power)


def test_greeters_need_no_second_step() -> None:
    user, group = make_member(), make_group()
    make_membership(user, group, positions=["greeter"])
    assert not powers.has_power(user)


def test_signed_in_members_are_seen_as_members(client: Client) -> None:
    user, group = make_member(), make_group()
    sign_in(client, user)
    assert Membership.objects.of(user).count() == 0
    make_membership(user, group)
    assert Membership.objects.of(user).members().get().held == []
