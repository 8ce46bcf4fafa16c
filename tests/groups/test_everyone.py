"""The group of the whole home: one, open to every member, unknown to others."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.accounts.people import make_member, sign_in
from tests.groups.making import make_group, make_membership

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.core.errors import HouseError
from homegroup.groups import queries
from homegroup.groups.actions import everyone, joining
from homegroup.groups.actions.groups import change_group
from homegroup.groups.choices import Joining, PositionKind, Visibility
from homegroup.groups.models import Group, Membership
from homegroup.meetings.models import Meeting
from homegroup.notices.models import Notice

pytestmark = pytest.mark.django_db


def signed_in(user: User, *, strong: bool = False) -> Client:
    """Give a browser of that member."""
    client = Client()
    sign_in(client, user, strong=strong)
    return client


@pytest.fixture
def group() -> Group:
    return everyone.open_to_everyone(secretary=make_member("tall-birch", operator=True))


def test_it_is_made_once_with_its_secretary(group: Group) -> None:
    assert everyone.open_to_everyone(secretary=make_member("grey-heron")) == group
    assert group.name == "Everyone here"
    assert (group.visibility, group.joining) == (Visibility.UNLISTED, Joining.OPEN)
    [first] = Membership.objects.whole().filter(group=group)
    assert [row.kind for row in first.held] == [PositionKind.SECRETARY]
    assert queries.newest_guidelines(group) is not None
    assert not queries.needs_consent(first)
    assert Entry.objects.filter(action="groups.open_to_everyone").count() == 1
    assert Notice.objects.filter(user=first.user, kind="groups.position").count() == 1


def test_there_cannot_be_two(group: Group) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_group("Another", visibility=Visibility.UNLISTED, joining=Joining.OPEN,
                   for_everyone=True)  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.filter(pk=group.pk).update(joining=Joining.ASK)


def test_an_older_home_gets_it_once_somebody_runs_it() -> None:
    assert everyone.open_to_everyone_if_run() is None
    assert queries.everyones_group() is None
    operator = make_member("tall-birch", operator=True)
    made = everyone.open_to_everyone_if_run()
    assert made
    assert made.memberships.get().user == operator
    assert everyone.open_to_everyone_if_run() == made


def test_any_member_joins_in_one_step_under_a_chosen_name(group: Group) -> None:
    user = make_member("grey-heron")
    client = signed_in(user)
    address = reverse("groups:join", args=[group.key])
    page = client.get(address).content.decode()
    assert "You are in at once." in page
    newest = queries.newest_guidelines(group)
    assert newest
    answer = client.post(
        f"{address}?next=/my-groups/",
        {"once": str(uuid4()), "name": "Wren", "agree": "on", "shown": newest.number},
    )
    assert answer["Location"] == "/my-groups/"
    mine = Membership.objects.get(user=user, group=group)
    assert mine.name == "Wren"
    assert not queries.needs_consent(mine)
    assert client.get(group.page).status_code == 200


def test_a_way_back_leads_to_no_other_site(group: Group) -> None:
    user = make_member("grey-heron")
    make_membership(user, group)
    address = reverse("groups:join", args=[group.key])
    answer = signed_in(user).get(f"{address}?next=https://example.org/")
    assert answer["Location"] == group.page


def test_visitors_and_lists_know_nothing_of_it(group: Group, client: Client) -> None:
    for name in ("groups:join", "groups:guidelines", "meetings:group"):
        answer = client.get(reverse(name, args=[group.key]))
        assert answer.status_code in {302, 404}, name
        assert b"Everyone here" not in answer.content
    assert group not in Group.objects.listed()
    assert client.get(f"/api/v1/groups/{group.slug}").status_code == 404
    assert not Meeting.objects.listed().filter(group=group).exists()


def test_its_settings_keep_it_open_and_unlisted(group: Group) -> None:
    secretary = group.memberships.get().user
    change_group(
        group=group, name="The kitchen", about="All of us.", visibility=Visibility.PUBLIC,
        joining=Joining.INVITED, by=secretary.pk,
    )  # fmt: skip
    group.refresh_from_db()
    assert (group.name, group.notes) == ("The kitchen", "All of us.")
    assert (group.visibility, group.joining) == (Visibility.UNLISTED, Joining.OPEN)
    client = signed_in(secretary, strong=True)
    address = reverse("groups:settings", args=[group.key])
    told: dict[str, Any] = {"name": "Everyone", "about": "", "visibility": "public"}
    assert client.post(address, told).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.visibility) == ("Everyone", Visibility.UNLISTED)


def test_it_is_nobodys_home_group_and_outlives_the_last_one(group: Group) -> None:
    [last] = group.memberships.all()
    with pytest.raises(HouseError):
        joining.choose_home_group(user=last.user, group=group)
    joining.leave_group(membership=last)
    assert Group.objects.filter(pk=group.pk).exists()
