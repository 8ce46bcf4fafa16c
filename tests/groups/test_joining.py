"""Joining, asking, leaving, names and consent: works, refused, rolled back."""

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.accounts.people import make_member
from tests.groups.making import make_group, make_guidelines, make_membership

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups import queries
from homegroup.groups.actions import invitations, joining
from homegroup.groups.codes import opened, read_code, shown_code
from homegroup.groups.models import Break, Group, Invitation, JoinRequest, Membership
from homegroup.meetings import actions as meeting_actions
from homegroup.notices.models import Notice

pytestmark = pytest.mark.django_db


def join(user: User, group: Group, name: str = "Robin", agreed: int = 0) -> Membership:
    return joining.join_group(user=user, group=group, name=name, agreed=agreed, key=uuid4())


def ask(user: User, group: Group, name: str = "Robin", message: str = "Hello") -> Membership:
    return joining.ask_to_join(
        user=user, group=group, name=name, message=message, agreed=0, key=uuid4()
    )


def invite(group: Group, *, most_uses: int = 1, days: int = 7) -> Invitation:
    made = invitations.make_invitation(
        group=group, label="", most_uses=most_uses, days=days, by=uuid4(), key=uuid4()
    )
    assert made
    return made


def take(user: User, invitation: Invitation, name: str = "Robin") -> Membership:
    return joining.join_by_invitation(
        user=user, invitation=invitation, name=name, agreed=0, key=uuid4()
    )


def test_an_open_group_takes_people_in_at_once() -> None:
    user, group = make_member(), make_group(joining="open")
    membership = join(user, group, "  Robin  ")
    assert (membership.name, membership.state) == ("Robin", "member")
    entry = Entry.objects.get(action="groups.join_group")
    assert (entry.actor, entry.subject) == (None, f"membership:{membership.pk}")
    assert join(user, group, "Other") == membership  # in already
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("joining", ["ask", "invited"])
def test_other_groups_do_not(joining: str) -> None:
    with pytest.raises(NotAllowed):
        join(make_member(), make_group(joining=joining))
    assert not Membership.objects.exists()


def test_one_key_joins_once() -> None:
    user, group, key = make_member(), make_group(joining="open"), uuid4()
    first, second = (
        joining.join_group(user=user, group=group, name="Robin", agreed=0, key=key)
        for _ in range(2)
    )
    assert first == second
    joining.leave_group(membership=first)
    with pytest.raises(Conflict):  # the same form once more does not bring them back
        joining.join_group(user=user, group=group, name="Robin", agreed=0, key=key)


@pytest.mark.parametrize("name", ["robin", "R0BIN", "Rob\u0456n", "ROBIN"])
def test_names_that_look_alike_are_one_within_a_group(name: str) -> None:
    group, other = make_group(joining="open"), make_group("Other", joining="open")
    join(make_member(), group, "Robin")
    second = make_member("calm-stone")
    with pytest.raises(HouseError) as refused:
        join(second, group, name)
    assert refused.value.field == "name"
    assert not Membership.objects.of(second).exists()
    assert join(second, other, "Robin")


@pytest.mark.parametrize("name", ["Admin", "m0derator", "a", "x" * 41, "Ro\u200bbin", "!!", "Help"])
def test_names_that_imitate_or_cannot_be_read_are_refused(name: str) -> None:
    with pytest.raises(HouseError):
        join(make_member(), make_group(joining="open"), name)


def test_the_sign_in_name_stays_private() -> None:
    user = make_member("quiet-river")
    with pytest.raises(HouseError, match="sign-in name"):
        join(user, make_group(joining="open"), "Quiet-River")


def test_asking_waits_and_tells_those_who_admit() -> None:
    group, servant = make_group(), make_member("calm-stone")
    make_membership(servant, group, "Ana", ["secretary"])
    make_membership(make_member("plain-oak"), group, "Bo", ["greeter"])
    user = make_member()
    asked = ask(user, group, message="  I was there on Monday ")
    assert (asked.state, asked.request.message) == ("asked", "I was there on Monday")
    assert list(Notice.objects.values_list("user", "kind")) == [(servant.pk, "groups.asked")]
    assert ask(user, group, "Other") == asked
    assert JoinRequest.objects.count() == 1
    joining.withdraw_request(membership=asked)
    assert not JoinRequest.objects.exists()
    assert not Membership.objects.of(user).exists()


def test_who_waits_for_many_groups_waits_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MOST_WAITING", 2)
    user = make_member()
    for number in range(2):
        ask(user, make_group(f"Group {number}"))
    with pytest.raises(Conflict):
        ask(user, make_group("One more"))


def test_a_group_by_invitation_takes_no_requests() -> None:
    with pytest.raises(NotAllowed):
        ask(make_member(), make_group(joining="invited"))


def test_an_invitation_opens_any_group_as_often_as_it_says() -> None:
    group = make_group(joining="invited", visibility="unlisted")
    invitation = invite(group, most_uses=2)
    first = make_member()
    take(first, invitation, "Robin")
    take(first, invitation, "Robin")  # in already: costs nothing
    take(make_member("calm-stone"), invitation, "Ana")
    with pytest.raises(Conflict, match="has ended"):
        take(make_member("plain-oak"), invitation, "Bo")
    invitation.refresh_from_db()
    assert (invitation.used, group.memberships.members().count()) == (2, 2)


def test_a_refused_name_costs_the_invitation_nothing() -> None:
    invitation = invite(make_group())
    with pytest.raises(HouseError):
        take(make_member(), invitation, "Admin")
    invitation.refresh_from_db()
    assert invitation.used == 0


def test_an_invitation_lets_in_who_has_asked() -> None:
    user, group = make_member(), make_group()
    ask(user, group)
    assert take(user, invite(group), "Robin").state == "member"
    assert not JoinRequest.objects.exists()


def test_an_invitation_ends_by_time_and_by_hand() -> None:
    group = make_group()
    old, revoked = invite(group), invite(group)
    Invitation.objects.filter(pk=old.pk).update(expires_at=clock.now())
    invitations.revoke_invitation(invitation=revoked, by=uuid4())
    invitations.revoke_invitation(invitation=revoked, by=uuid4())
    for invitation in (old, revoked):
        with pytest.raises(Conflict):
            take(make_member(f"calm-{invitation.pk}"[:30]), invitation)
    assert Entry.objects.filter(action="groups.revoke_invitation").count() == 1
    assert not group.invitations.usable().exists()


def test_codes_are_found_as_people_type_them_and_stand_nowhere() -> None:
    invitation = invite(make_group())
    code = opened(invitation.sealed_code, at=str(invitation.pk))
    typed = f"  {shown_code(code).lower().replace('-', ' ')} "
    assert read_code(typed) == code
    assert queries.invitation_for(typed) == invitation
    for wrong in ("", code[:-1], code + "2", "AEIO-UAEI-OUAE", "\u0660" * 12, "x" * 9_000):
        assert queries.invitation_for(wrong) is None
    row = Invitation.objects.values().get()
    assert all(code not in str(value) for value in row.values())


def test_ended_invitations_are_forgotten_after_a_month() -> None:
    group = make_group()
    for days in (40, 20):
        ended = clock.now() - timedelta(days=days)
        Invitation.objects.filter(pk=invite(group).pk).update(expires_at=ended)
    invite(group)
    assert invitations.forget_ended() == 1
    assert group.invitations.count() == 2


def test_a_break_keeps_people_out_until_its_day() -> None:
    user, group = make_member(), make_group(joining="open")
    today = clock.now().date()
    pause = Break.objects.create(
        group=group, user=user, name="Robin", reason="x",
        from_on=today - timedelta(days=9), until_on=today + timedelta(days=1),
    )  # fmt: skip
    invitation = invite(group)
    for attempt in (lambda: join(user, group), lambda: take(user, invitation)):
        with pytest.raises(NotAllowed, match="come back"):
            attempt()
    Break.objects.filter(pk=pause.pk).update(until_on=today)
    assert join(user, group)


def test_guidelines_are_agreed_to_as_they_were_shown() -> None:
    user, group = make_member(), make_group(joining="open")
    make_guidelines(group)
    make_guidelines(group, "We listen.")
    with pytest.raises(Conflict, match="changed"):
        join(user, group, agreed=1)
    assert not Membership.objects.exists()
    membership = join(user, group, agreed=2)
    assert not queries.needs_consent(membership)
    make_guidelines(group, "We listen!", asks_again=False)
    assert not queries.needs_consent(membership)
    make_guidelines(group, "We all listen.")
    assert queries.needs_consent(membership)
    with pytest.raises(Conflict):
        joining.agree_to_guidelines(membership=membership, agreed=3)
    for _ in range(3):
        joining.agree_to_guidelines(membership=membership, agreed=4)
    assert not queries.needs_consent(membership)
    assert membership.consents.count() == 2


def test_a_group_without_guidelines_asks_nothing() -> None:
    assert not queries.needs_consent(make_membership(make_member(), make_group()))


def test_a_name_can_be_changed_unless_it_is_taken() -> None:
    group = make_group()
    me = make_membership(make_member(), group, "Robin")
    make_membership(make_member("calm-stone"), group, "Ana")
    joining.rename_self(membership=me, name="Robin B")
    joining.rename_self(membership=me, name="Robin B")
    assert Entry.objects.filter(action="groups.rename_self").count() == 1
    with pytest.raises(Conflict):
        joining.rename_self(membership=me, name="ANA")
    assert Membership.objects.get(pk=me.pk).name == "Robin B"


def test_there_is_one_home_group_at_most() -> None:
    user = make_member()
    first, second = (make_membership(user, make_group(name)) for name in ("One", "Two"))
    joining.choose_home_group(user=user, group=first.group)
    joining.choose_home_group(user=user, group=second.group)
    joining.choose_home_group(user=user, group=second.group)
    assert [row.group.name for row in Membership.objects.filter(is_home_group=True)] == ["Two"]
    assert Entry.objects.filter(action="groups.choose_home_group").count() == 2
    with pytest.raises(HouseError):
        joining.choose_home_group(user=user, group=make_group("Other"))
    joining.choose_home_group(user=user, group=None)
    assert not Membership.objects.filter(is_home_group=True).exists()
    Membership.objects.filter(pk=first.pk).update(is_home_group=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=second.pk).update(is_home_group=True)


def test_the_only_secretary_hands_over_before_leaving() -> None:
    group = make_group()
    secretary = make_membership(make_member(), group, "Ana", ["secretary"])
    other = make_membership(make_member("calm-stone"), group, "Bo")
    with pytest.raises(Conflict, match="only secretary"):
        joining.leave_group(membership=secretary)
    assert Membership.objects.filter(pk=secretary.pk).exists()
    other.positions.create(kind="secretary", from_on=date(2026, 3, 4))
    joining.leave_group(membership=secretary)
    assert list(group.memberships.all()) == [other]


def test_a_group_made_here_goes_with_its_last_member() -> None:
    group = make_group()
    make_membership(make_member("calm-stone"), group, "Bo", state="asked")
    joining.leave_group(membership=make_membership(make_member(), group, "A.", ["secretary"]))
    assert not Group.objects.exists()


def test_a_group_of_a_list_or_with_meetings_stays() -> None:
    from tests import factories as make

    listed = make_group("Listed", source="feed")
    held = make_group("Held")
    meeting_actions.add_meeting(listing=make.listing(group=None), by=None, group=held)
    for number, group in enumerate((listed, held)):
        user = make_member(f"calm-stone-{number}")
        joining.leave_group(membership=make_membership(user, group, "Ana", ["secretary"]))
    assert set(Group.objects.all()) == {listed, held}


@pytest.mark.django_db(transaction=True)
def test_two_take_the_last_use_at_once_and_one_gets_in() -> None:
    invitation = invite(make_group())
    users = [make_member(f"calm-stone-{number}") for number in range(4)]
    start, outcomes = threading.Barrier(len(users)), []

    def run(user: User, name: str) -> None:
        start.wait()
        try:
            take(user, Invitation.objects.select_related("group").get(), name)
            outcomes.append("in")
        except Conflict:
            outcomes.append("late")
        finally:
            connection.close()

    names = ("Ana", "Bo", "Cleo", "Dan")
    threads = [threading.Thread(target=run, args=pair) for pair in zip(users, names, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "late", "late", "late"]
    assert Membership.objects.count() == 1
    invitation.refresh_from_db()
    assert invitation.used == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_want_one_name_at_once_do_not_both_get_it() -> None:
    group = make_group(joining="open")
    users = [make_member(f"calm-stone-{number}") for number in range(3)]
    start, outcomes = threading.Barrier(len(users)), []

    def run(user: User) -> None:
        start.wait()
        try:
            join(user, group)
            outcomes.append("in")
        except Conflict:
            outcomes.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "taken", "taken"]
