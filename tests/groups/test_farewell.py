"""A group is not left without a secretary because an account goes."""

from uuid import uuid4

import pytest
from tests.accounts.people import make_member
from tests.groups.making import make_group, make_membership

from homegroup.accounts.models import User
from homegroup.core.errors import Conflict
from homegroup.privacy import actions, leaving

pytestmark = pytest.mark.django_db


def leave(user: User) -> bool:
    return actions.leave(user=user, keeps=[], key=uuid4(), by=user.pk)


def test_the_only_secretary_hands_over_first() -> None:
    user, other = make_member(), make_member("green-hill")
    group = make_group("Lamp Group")
    make_membership(user, group, "Robin", ["secretary"])
    kim = make_membership(other, group, "Kim")
    assert "Lamp Group" in leaving.blocked_by(user)[0]
    with pytest.raises(Conflict, match="only secretary"):
        leave(user)
    assert User.objects.filter(pk=user.pk).exists()
    kim.positions.create(kind="secretary", from_on=kim.joined_on)
    assert leave(user)
    assert not User.objects.filter(pk=user.pk).exists()


def test_who_is_alone_in_a_group_and_who_is_no_secretary_may_go() -> None:
    user, other = make_member(), make_member("green-hill")
    make_membership(user, make_group("Own Group"), "Robin", ["secretary"])
    shared = make_group("Shared Group")
    make_membership(user, shared, "Robin", ["greeter"])
    make_membership(other, shared, "Kim", ["secretary"])
    assert leaving.blocked_by(user) == []
    assert leave(user)
