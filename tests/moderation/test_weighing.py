"""Weighing: which rules hold whose text, what the desk is told, help first."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import RequestFactory
from tests.accounts.people import make_member
from tests.groups.making import make_group, make_membership
from tests.moderation.conftest import People

from homegroup.accounts.models import User
from homegroup.core import clock, thing_links
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.forms import HouseForm
from homegroup.groups.models import Membership
from homegroup.moderation import access, actions, evidence, weighing
from homegroup.moderation.evidence import Quote
from homegroup.moderation.models import (
    Concern,
    DeskKey,
    DeskKeyShare,
    Evidence,
    Hold,
    LastWritten,
    Pause,
    Report,
    SlowMode,
)
from homegroup.notices.models import Notice

pytestmark = pytest.mark.django_db

CALM = "I slept well and went for a walk."
SOURCING = "Where can I get some coke tonight?"
LINK = "Read this: example.com"
CRISIS = "I want to kill myself."


def made_old(user: User) -> User:
    user.created_on = clock.now().date() - timedelta(days=31)
    user.save()
    return user


def let_through(person: Membership, times: int) -> None:
    for _ in range(times):
        Hold.objects.create(
            kind="name", subject=str(uuid4()), about=person.user, group=person.group, rule="first",
            made_at=clock.now(), state="released", decided_at=clock.now(),
        )  # fmt: skip


def weigh(text: str, person: Membership) -> tuple[str, ...]:
    return weighing.weigh(text, author=person.user, group=person.group).rules


def test_the_first_two_things_wait(people: People) -> None:
    assert weigh(CALM, people.kim) == ("first",)
    let_through(people.kim, 1)
    assert weigh(CALM, people.kim) == ("first",)
    let_through(people.kim, 1)
    assert weigh(CALM, people.kim) == ()
    elsewhere = make_membership(people.kim.user, make_group("River Group"), "Sam")
    assert weigh(CALM, elsewhere) == ("first",)


def test_servants_and_operators_need_no_first_look(people: People) -> None:
    greeter = make_membership(make_member("kind-door"), people.group, "Greta", ["greeter"])
    assert weigh(CALM, greeter) == ()
    assert weigh(SOURCING, greeter) == ("sourcing",)
    assert weigh(SOURCING, people.ana) == ()
    operator = make_member("caretaker", operator=True)
    assert weighing.weigh(SOURCING, author=operator, group=None).rules == ()


def test_contact_details_of_newcomers_only(people: People) -> None:
    let_through(people.kim, 2)
    assert weigh(LINK, people.kim) == ("contact",)
    made_old(people.kim.user)
    assert weigh(LINK, people.kim) == ()
    assert weigh(f"{SOURCING} {LINK}", people.kim) == ("sourcing",)


def test_making_a_group_of_ones_own_makes_nobody_trusted(people: People) -> None:
    founder = make_member("far-shore")
    make_membership(founder, make_group("Own Group"), "Fay", ["secretary"])
    assert access.is_new(founder)
    helper = make_membership(make_member("cup-washer"), people.group, "Cleo", ["setup"])
    assert access.is_new(helper.user)
    make_membership(make_member("pen-holder"), people.group, "Sol", ["secretary"])
    assert not access.is_new(helper.user)


def screen(person: Membership, text: str, *, urgent: bool = False) -> bool:
    with transaction.atomic():
        return actions.screen(
            kind="name", subject=str(person.pk), text=text, author=person.user,
            group=person.group, urgent=urgent,
        )  # fmt: skip


def test_screening_holds_and_tells_the_desk_once(people: People) -> None:
    assert screen(people.kim, SOURCING, urgent=True)
    assert screen(people.kim, SOURCING)
    held = Hold.objects.get()
    assert (held.rule, held.rules, held.urgent) == ("sourcing", ["sourcing", "first"], True)
    assert Notice.objects.filter(kind="moderation.reported").count() == 2
    assert not Concern.objects.exists()


def test_what_was_let_through_once_is_not_a_first_thing_again(people: People) -> None:
    assert screen(people.kim, CALM)
    actions.release(held=Hold.objects.get(), by=people.ana.user_id)
    assert not screen(people.kim, f"{CALM} And slept again.")
    assert screen(people.kim, SOURCING)


def test_a_crisis_puts_a_quiet_card_on_the_desk_and_holds_nothing(people: People) -> None:
    let_through(people.kim, 2)
    for _ in range(3):
        assert not screen(people.kim, CRISIS)
    card = Concern.objects.get()
    assert (card.about, card.group, card.state) == (people.kim.user, people.group, "waiting")
    told = Notice.objects.filter(kind="moderation.concern").values_list("user", flat=True)
    assert set(told) == {people.ana.user_id, people.bo.user_id}
    actions.forget_things(kind="name", things=[card.subject])
    assert not Concern.objects.exists()


def test_screening_is_undone_with_what_it_belongs_to(people: People) -> None:
    def fail() -> None:
        with transaction.atomic():
            actions.screen(
                kind="name", subject=str(people.kim.pk), text=f"{CRISIS} {SOURCING}",
                author=people.kim.user, group=people.group,
            )  # fmt: skip
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Hold.objects.exists()
    assert not Concern.objects.exists()
    assert not Notice.objects.exists()


def test_help_comes_first_for_a_crisis() -> None:
    weighing.help_first(CALM, seen=False)
    weighing.help_first(CRISIS, seen=True)
    with pytest.raises(weighing.HelpFirst) as refused:
        weighing.help_first(CRISIS, seen=False)
    form = HouseForm({"once": str(uuid4())})
    assert form.is_valid()
    request = RequestFactory().post("/", {"help_seen": "1"})
    assert weighing.was_help_seen(request)
    assert weighing.help_shown(request, form) is None
    form.refuse(refused.value)
    assert form.status == 422
    assert weighing.help_shown(request, form) is not None


def test_a_pause_stops_writing_for_its_time(people: People) -> None:
    access.check_may_write(user=people.kim.user, group=people.group)
    now = clock.now()
    pause = Pause.objects.create(
        user=people.kim.user, group=people.group, note="Let us all breathe.",
        from_at=now, until_at=now + timedelta(hours=2),
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="Let us all breathe"):
        access.check_may_write(user=people.kim.user, group=people.group)
    access.check_may_write(user=people.kim.user, group=make_group("River Group"))
    access.check_may_write(user=people.kim.user, group=None)
    Pause.objects.update(group=None)
    for group in (people.group, None):
        with pytest.raises(NotAllowed):
            access.check_may_write(user=people.kim.user, group=group)
    Pause.objects.filter(pk=pause.pk).update(until_at=now)
    access.check_may_write(user=people.kim.user, group=people.group)


def test_slow_mode_lets_each_write_once_in_a_while(people: People) -> None:
    screen(people.kim, CALM)
    assert not LastWritten.objects.exists()
    now = clock.now()
    SlowMode.objects.create(group=people.group, minutes=10, until_at=now + timedelta(hours=1))
    people.group.refresh_from_db()  # as the next request reads it
    access.check_may_write(user=people.kim.user, group=people.group)
    screen(people.kim, CALM)
    screen(people.ana, CALM)
    with pytest.raises(Conflict, match="10\xa0minutes"):
        access.check_may_write(user=people.kim.user, group=people.group)
    access.check_may_write(user=people.ana.user, group=people.group)
    access.check_may_write(user=people.robin.user, group=people.group)
    SlowMode.objects.update(until_at=now)
    people.group.refresh_from_db()
    access.check_may_write(user=people.kim.user, group=people.group)


QUOTES = [Quote("Kim", "2026-03-04T20:00:00Z", "a hurtful word")]


def test_evidence_is_sealed_to_who_keeps_the_desk(people: People) -> None:
    packed = evidence.seal(people.group, QUOTES, parties=())
    assert b"hurtful" not in packed
    shares = DeskKeyShare.objects.values_list("user", flat=True)
    assert set(shares) == {people.ana.user_id, people.bo.user_id}
    assert evidence.seal(people.group, QUOTES, parties=()) != packed
    assert DeskKey.objects.count() == 1
    row = actions.report(
        reporter=people.robin.user, kind="name", subject=str(people.kim.pk), reason="unsafe",
        words="", key=uuid4(), evidence=packed,
    )  # fmt: skip
    assert row
    assert b"hurtful" not in bytes(Evidence.objects.get(report=row).sealed)
    actions.decide_report(
        report=row, verdict="kept", reason="Seen", by=people.ana.user_id, key=uuid4()
    )
    assert not Evidence.objects.exists()


def test_evidence_for_no_desk_leaves_no_report(people: People) -> None:
    with pytest.raises(HouseError):
        actions.report(
            reporter=people.robin.user, kind="name", subject=str(people.kim.pk), reason="unsafe",
            words="", key=uuid4(), evidence=bytes(64),
        )  # fmt: skip
    assert not Report.objects.exists()


def test_new_evidence_is_not_sealed_to_who_left_the_desk(people: People) -> None:
    evidence.seal(people.group, QUOTES, parties=())
    people.bo.positions.update(ended_on=clock.now().date())
    key = evidence.present_key(people.group)
    assert [share.user_id for share in key.shares.all()] == [people.ana.user_id]


def test_a_link_to_report_stands_beside_things(people: People) -> None:
    request = RequestFactory().get("/")
    request.user = people.robin.user
    found = thing_links.links_for(request, "name", [str(people.kim.pk)])
    assert [link.address for link in found[str(people.kim.pk)]] == [
        f"/report/name/{people.kim.pk}/"
    ]
    assert thing_links.links_for(request, "nothing", ["1"]) == {"1": []}
