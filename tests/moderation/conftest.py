"""What the tests of moderation share: a group with its people."""

from dataclasses import dataclass

import pytest
from tests.accounts.people import make_member
from tests.factories import forget_what_was_read
from tests.groups.making import make_group, make_membership

from homegroup.groups.models import Group, Membership


@dataclass
class People:
    """Who is there: moderators Ana and Bo, Robin, and Kim whose name is reported."""

    group: Group
    ana: Membership
    bo: Membership
    robin: Membership
    kim: Membership


@pytest.fixture
def people() -> People:
    forget_what_was_read()
    group = make_group("Lamp Group")
    return People(
        group,
        make_membership(make_member("tall-pine"), group, "Ana", ["moderator"]),
        make_membership(make_member("calm-stone"), group, "Bo", ["moderator"]),
        make_membership(make_member("quiet-river"), group, "Robin"),
        make_membership(make_member("green-hill"), group, "Kim"),
    )
