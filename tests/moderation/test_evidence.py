"""Sealed evidence: who opens it, who does not any more, and what becomes of its keys."""

from uuid import uuid4

import pytest
from tests.accounts.people import key_of, make_member
from tests.groups.making import make_membership
from tests.moderation.conftest import People

from homegroup.accounts import keys
from homegroup.accounts.models import Keyring
from homegroup.core.errors import HouseError
from homegroup.core.sealing import Unreadable
from homegroup.groups.actions import joining
from homegroup.groups.actions import people as servants
from homegroup.groups.models import Membership, Position
from homegroup.moderation import actions, evidence
from homegroup.moderation.evidence import Quote
from homegroup.moderation.models import DeskKey, DeskKeyShare, Report

pytestmark = pytest.mark.django_db

QUOTES = [Quote("Kim", "2026-03-04T20:00:00+00:00", "a hurtful word")]


def reported(people: People) -> Report:
    row = actions.report(
        reporter=people.robin.user, kind="name", subject=str(people.kim.pk), reason="unsafe",
        words="", key=uuid4(),
        evidence=evidence.seal(
            people.group, QUOTES, parties={people.robin.user_id, people.kim.user_id}
        ),
    )  # fmt: skip
    assert row
    return row


def opens(row: Report, who: Membership) -> bool:
    try:
        return evidence.quotes_of(row, key_of(who.user)) == QUOTES
    except Unreadable:
        return False


def test_the_moderators_open_it_and_nobody_else(people: People) -> None:
    row = reported(people)
    assert opens(row, people.ana)
    assert opens(row, people.bo)
    assert not opens(row, people.robin)
    assert not opens(row, people.kim)


def about(people: People, who: Membership, by: Membership) -> Report:
    """Let one report a message of another."""
    row = actions.report(
        reporter=by.user, kind="name", subject=str(who.pk), reason="unsafe", words="", key=uuid4(),
        evidence=evidence.seal(people.group, QUOTES, parties={by.user_id, who.user_id}),
    )  # fmt: skip
    assert row
    return row


def test_a_moderator_who_is_party_to_it_never_opens_it(people: People) -> None:
    before = reported(people)
    row = about(people, people.bo, by=people.robin)
    assert opens(row, people.ana)  # her session hands keys on to the others of the desk
    assert not opens(row, people.bo)
    assert opens(before, people.bo)
    evidence.tidy()
    assert not opens(row, people.bo)
    mine = about(people, people.kim, by=people.bo)
    assert opens(mine, people.ana)
    assert not opens(mine, people.bo)
    assert opens(row, people.ana)


def test_where_all_moderators_are_party_who_runs_the_home_opens_it(people: People) -> None:
    operator = make_member("caretaker", operator=True)
    people.ana.positions.all().delete()
    row = about(people, people.bo, by=people.robin)
    evidence.tidy()
    assert evidence.quotes_of(row, key_of(operator)) == QUOTES
    assert not opens(row, people.bo)
    again = reported(people)
    assert opens(again, people.bo)
    with pytest.raises(Unreadable):
        evidence.quotes_of(again, key_of(operator))


def test_who_is_party_to_it_and_comes_to_the_desk_later_does_not_open_it(people: People) -> None:
    row = reported(people)
    Position.objects.create(membership=people.kim, kind="moderator", from_on="2026-01-01")
    assert opens(row, people.ana)
    assert not opens(row, people.kim)


def test_evidence_that_a_party_could_open_is_refused(people: People) -> None:
    packed = evidence.seal(people.group, QUOTES, parties=())
    with pytest.raises(HouseError, match="party"):
        actions.report(
            reporter=people.robin.user, kind="name", subject=str(people.bo.pk), reason="unsafe",
            words="", key=uuid4(), evidence=packed,
        )  # fmt: skip
    assert not Report.objects.exists()


def secretary(people: People) -> Membership:
    return make_membership(make_member("pen-holder"), people.group, "Sol", ["secretary"])


def test_who_gives_the_position_back_cannot_open_it_any_more(people: People) -> None:
    sol = secretary(people)
    row = reported(people)
    servants.take_position(position=people.bo.positions.get(), why="stepped-back", by=sol.user_id)
    assert not DeskKeyShare.objects.filter(user=people.bo.user).exists()
    assert not opens(row, people.bo)
    assert opens(row, people.ana)
    newest = evidence.present_key(people.group)
    assert newest.pk != row.evidence.desk_key_id
    assert set(newest.shares.values_list("user", flat=True)) == {people.ana.user_id, sol.user_id}


def test_who_leaves_the_group_cannot_open_it_any_more(people: People) -> None:
    row = reported(people)
    joining.leave_group(membership=people.bo)
    assert not opens(row, people.bo)
    assert opens(row, people.ana)


def test_who_comes_can_open_it_once_another_has_looked(people: People) -> None:
    row, sol = reported(people), secretary(people)
    assert not opens(row, sol)
    assert opens(row, people.ana)
    assert opens(row, sol)


def test_a_new_account_key_still_opens_it(people: People) -> None:
    row = reported(people)
    old = key_of(people.ana.user)
    for _ in range(2):
        new = keys.new_account_key(people.ana.user_id)
        evidence.rekey(old, new)
        ring = Keyring.objects.get(pk=people.ana.user_id)
        ring.public_key, ring.private_key = keys.new_pair(new)
        ring.save()
        assert evidence.quotes_of(row, new) == QUOTES
        with pytest.raises(Unreadable):
            evidence.quotes_of(row, old)
        old = new


def test_a_share_moved_from_another_desk_does_not_open(people: People) -> None:
    row = reported(people)
    other = evidence.present_key(None)
    share = DeskKeyShare.objects.get(desk_key=row.evidence.desk_key, user=people.ana.user)
    DeskKeyShare.objects.filter(desk_key=other).delete()
    DeskKeyShare.objects.create(
        desk_key=other, user=people.ana.user, sealed_private=share.sealed_private
    )
    row.evidence.desk_key = other
    row.evidence.save()
    assert not opens(row, people.ana)


def test_a_group_without_moderators_seals_to_who_runs_the_home(people: People) -> None:
    operator = make_member("caretaker", operator=True)
    Position.objects.all().delete()
    row = reported(people)
    assert evidence.quotes_of(row, key_of(operator)) == QUOTES
    assert not opens(row, people.ana)


def test_keys_are_tidied(people: People) -> None:
    row = reported(people)
    people.bo.positions.all().delete()
    assert evidence.tidy() > 0
    assert not DeskKeyShare.objects.filter(user=people.bo.user).exists()
    assert DeskKey.objects.count() == 2
    actions.decide_report(report=row, verdict="kept", reason="", by=people.ana.user_id, key=uuid4())
    evidence.tidy()
    newest = evidence.present_key(people.group)
    assert [key.pk for key in DeskKey.objects.all()] == [newest.pk]
