"""Holds and blocks: works, refused, invisible."""

from uuid import uuid4

import pytest
from tests.accounts.people import key_of, make_member
from tests.groups.making import make_group, make_membership
from tests.moderation.conftest import People

from homegroup.audit.models import Entry
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.moderation import actions
from homegroup.moderation.access import is_blocked, out_of_contact
from homegroup.moderation.models import Block, Hold
from homegroup.notices.models import Notice
from homegroup.privacy import actions as leaving
from homegroup.vault.vaults import Vault

pytestmark = pytest.mark.django_db


def test_a_hold_waits_until_somebody_decides(people: People) -> None:
    held = actions.hold(kind="name", subject=str(people.kim.pk), rule="first")
    assert actions.hold(kind="name", subject=held.subject, rule="again") == held
    assert (held.group, held.about, held.rule) == (people.group, people.kim.user, "first")
    with pytest.raises(NotAllowed):
        actions.release(held=held, by=people.kim.user_id)
    actions.release(held=held, by=people.ana.user_id)
    with pytest.raises(Conflict):
        actions.refuse(held=held, by=people.bo.user_id, note="Not here")
    assert not Hold.objects.unseen().exists()
    assert Entry.objects.filter(action="moderation.decide").count() == 1
    second = actions.hold(kind="name", subject=held.subject, rule="again")
    actions.refuse(held=second, by=people.ana.user_id, note="Not here")
    assert list(Hold.objects.unseen().on("name", held.subject)) == [second]
    assert not Hold.objects.waiting().exists()


def test_a_hold_needs_a_kind(people: People) -> None:
    with pytest.raises(HouseError):
        actions.hold(kind="nothing", subject="1", rule="first")


def test_blocking_closes_both_ways_and_tells_nobody(people: People) -> None:
    robin, kim = people.robin, people.kim
    for owner, reader in ((robin, kim), (kim, robin)):
        vault = Vault(key_of(owner.user))
        page = vault.seal("journal", {"text": "mine"}, header={})
        assert page
        vault.share(page.id, with_=reader.user)
    assert not is_blocked(robin.user_id, kim.user_id)
    made = actions.block(blocker=robin.user, person=kim)
    assert actions.block(blocker=robin.user, person=kim) == made
    assert is_blocked(robin.user_id, kim.user_id)
    assert is_blocked(kim.user_id, robin.user_id)
    assert out_of_contact(kim.user_id) == {robin.user_id}
    assert Vault(key_of(kim.user)).shared_with_me() == []
    assert Vault(key_of(robin.user)).shared_with_me() == []
    assert not Notice.objects.exists()
    entry = Entry.objects.get(action="moderation.block")
    assert str(kim.user_id) not in f"{entry.subject}{entry.data}"
    actions.unblock(block=made)
    actions.unblock(block=made)
    assert not is_blocked(robin.user_id, kim.user_id)


def test_a_block_tells_of_no_other_name_of_the_person(people: People) -> None:
    other = make_group("River Group")
    sam = make_membership(people.kim.user, other, "Sam")
    make_membership(people.robin.user, other, "Robin")
    first = actions.block(blocker=people.robin.user, person=people.kim)
    assert not Block.objects.filter(person=sam.pk).exists()
    second = actions.block(blocker=people.robin.user, person=sam)
    actions.unblock(block=first)
    assert second.name == "Sam"
    assert is_blocked(people.robin.user_id, people.kim.user_id)


def test_nobody_blocks_themself(people: People) -> None:
    with pytest.raises(NotAllowed):
        actions.block(blocker=people.kim.user, person=people.kim)


def test_a_block_outlives_leaving_the_group_and_goes_with_the_account(people: People) -> None:
    third = make_member("third-person")
    actions.block(blocker=people.robin.user, person=people.kim)
    account = people.kim.user_id
    people.kim.delete()
    assert is_blocked(people.robin.user_id, account)
    assert not is_blocked(people.robin.user_id, third.pk)
    leaving.leave(user=people.kim.user, keeps=[], key=uuid4(), by=account)
    assert not Block.objects.exists()
