"""The check-in of a day: pledges, a host for the week, and when a day begins."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.factories import NOW, at
from tests.groups.making import make_group, make_membership
from tests.support.conftest import People, browser, make_old, share, trust
from tests.support.test_sharing import found, moderation_subject, told

from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Membership
from homegroup.moderation.actions import block
from homegroup.support import queries
from homegroup.support.access import Reader
from homegroup.support.actions import days
from homegroup.support.actions.answering import Words
from homegroup.support.choices import LONGEST_PLEDGE, Kind, State
from homegroup.support.models import Reply, Share, Space

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 4)


def pledge(me: Membership, text: str = "Today I go the long way home.") -> Reply:
    """Say what one will do today, through the action."""
    reply = days.pledge(me=me, words=Words(text=text), key=uuid4())
    assert reply
    return reply


def test_the_first_pledge_of_a_day_begins_its_thread(people: People) -> None:
    first, second = pledge(people.robin), pledge(people.kim)
    thread = Share.objects.get(kind=Kind.DAY)
    assert (thread.day, thread.author, thread.came_at) == (TODAY, None, None)
    assert first.share_id == second.share_id == thread.pk
    assert queries.feed(Reader(people.robin), None).shares == []
    assert found(first)
    assert not found(thread)


def test_one_pledge_a_day_can_be_changed(people: People) -> None:
    pledge(people.robin)
    changed = pledge(people.robin, "Today I rest.")
    [only] = Reply.objects.all()
    assert (only.pk, only.text, only.edited_at) == (changed.pk, "Today I rest.", NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(share=only.share, author=people.robin, text="Two.", written_at=NOW,
                             is_pledge=True)  # fmt: skip
    with at(NOW + timedelta(days=1)):
        pledge(people.robin, "Tomorrow's.")
    assert Share.objects.filter(kind=Kind.DAY).count() == 2


def test_pressed_twice_and_too_long(people: People) -> None:
    key, words = uuid4(), Words(text="Once.")
    assert days.pledge(me=people.robin, words=words, key=key)
    assert days.pledge(me=people.robin, words=words, key=key) is None
    with pytest.raises(HouseError):
        pledge(people.kim, "x" * (LONGEST_PLEDGE + 1))


def test_a_held_pledge_is_for_its_author_until_it_is_let_through(people: People) -> None:
    held = pledge(people.wren)
    assert held.is_held
    wren, robin = browser(people.wren), browser(people.robin)
    assert held.text in wren.get(wren.at("today/"))
    assert held.text not in robin.get(robin.at("today/"))
    pledge(people.wren, "Today I call.")  # still waits, with other words
    assert Reply.objects.get().is_held
    moderation_subject("reply").remove(str(held.pk), by=people.ana.user_id, reason="No.")
    with pytest.raises(Conflict):
        pledge(people.wren, "Again.")


def test_a_pledge_answers_nobody(people: People) -> None:
    pledge(people.robin)
    pledge(people.kim)
    assert told("shares.answered") == set()
    assert queries.written_to(people.robin.user, most=5) == []


def test_a_day_begins_by_the_clock_of_the_group(people: People) -> None:
    with at("2026-03-04T02:00+00:00"):
        assert days.today_of(people.group) == date(2026, 3, 4)
        days.set_zone(group=people.group, zone="America/New_York", by=people.ana.user_id)
        assert days.today_of(people.group) == date(2026, 3, 3)
        with pytest.raises(HouseError):
            days.set_zone(group=people.group, zone="Atlantis", by=people.ana.user_id)


# -- the host --------------------------------------------------------------------------------


def space(people: People) -> Space:
    """What the group has settled."""
    return Space.objects.get(group=people.group)


def test_somebody_hosts_and_opens_the_day(people: People) -> None:
    days.be_host(me=people.robin)
    days.be_host(me=people.robin)
    assert (space(people).host, space(people).host_since) == (people.robin, TODAY)
    assert days.open_day(me=people.robin, words=Words(text="What is yours?"), key=uuid4())
    thread = Share.objects.get(day=TODAY)
    assert (thread.text, thread.author, thread.state) == (
        "What is yours?", people.robin, State.SHOWN,
    )  # fmt: skip
    kim = browser(people.kim)
    page = kim.get(kim.at("today/"))
    assert "What is yours?" in page
    assert "Robin hosts this week" in page


def test_only_the_host_opens_and_hands_on(people: People) -> None:
    days.be_host(me=people.robin)
    with pytest.raises(NotAllowed):
        days.open_day(me=people.kim, words=Words(text="Mine."), key=uuid4())
    with pytest.raises(NotAllowed):
        days.hand_on(me=people.kim, to=None)
    with pytest.raises(Conflict):
        days.be_host(me=people.kim)


def test_opening_words_can_wait_for_a_moderator(people: People) -> None:
    days.be_host(me=people.wren)
    key = uuid4()
    assert days.open_day(me=people.wren, words=Words(text="Good morning."), key=key)
    assert not days.open_day(me=people.wren, words=Words(text="Good morning."), key=key)
    kim = browser(people.kim)
    assert "Good morning." not in kim.get(kim.at("today/"))
    thread = Share.objects.get(day=TODAY)
    moderation_subject("share").release(str(thread.pk), by=people.ana.user_id)
    assert "Good morning." in kim.get(kim.at("today/"))


def test_a_week_is_handed_on(people: People) -> None:
    days.be_host(me=people.robin)
    days.hand_on(me=people.robin, to=people.kim)
    assert told("shares.host") == {"green-hill"}
    days.decline(me=people.kim)
    assert (space(people).host, space(people).seeks_host) == (people.robin, True)
    days.be_host(me=people.gus)  # whoever likes
    assert (space(people).host, space(people).seeks_host) == (people.gus, False)
    days.hand_on(me=people.gus, to=people.kim)
    days.be_host(me=people.kim)
    assert (space(people).host, space(people).next_host) == (people.kim, None)
    days.stop_hosting(me=people.kim)
    assert space(people).host is None


def test_a_silent_host_keeps_the_place_for_ten_days(people: People) -> None:
    days.be_host(me=people.robin)
    with at(NOW + timedelta(days=9)), pytest.raises(Conflict):
        days.be_host(me=people.kim)
    with at(NOW + timedelta(days=10)):
        kim = browser(people.kim)
        assert "A host is wanted" in kim.get(kim.at("today/"))
        kim.post(kim.at("today/host/"), do="take")
        assert Space.objects.get().host == people.kim


def test_no_contact_does_not_show_when_a_host_hands_on(people: People) -> None:
    days.be_host(me=people.robin)
    block(blocker=people.kim.user, person=people.robin)
    robin, kim = browser(people.robin), browser(people.kim)
    assert f'value="{people.kim.pk}"' in robin.get(robin.at("today/host/"))
    robin.post(robin.at("today/host/"), do="to", to=str(people.kim.pk))
    assert "You asked Kim to go on." in robin.get(robin.at("today/host/"))
    assert "You are asked" not in kim.get(kim.at("today/host/"))
    assert told("shares.host") == set()


def test_not_to_oneself_or_another_group(people: People) -> None:
    days.be_host(me=people.robin)
    other = make_membership(people.kim.user, make_group("River Group"), "Kay")
    for to in (people.robin, other):
        with pytest.raises(HouseError):
            days.hand_on(me=people.robin, to=to)


def test_the_host_page_leads_through_it(people: People) -> None:
    robin, kim = browser(people.robin), browser(people.kim)
    host = robin.at("today/host/")
    assert "Nobody hosts it now." in robin.get(host)
    robin.post(host, do="take")
    assert "You are the host" in robin.get(host)
    robin.post(host, text="Good morning.")
    robin.post(host, do="to", to=str(people.kim.pk))
    assert "You are asked to go on." in kim.get(host)
    kim.post(host, do="decline")
    kim.post(host, do="take")
    robin.post(host, 409, do="anyone")
    assert "Kim is the host this week." in robin.get(host)
    kim.post(host, do="to", to="nonsense")
    kim.post(host, do="stop")
    assert space(people).host is None


def test_only_who_may_settle_sets_the_zone(people: People) -> None:
    secretary = make_membership(make_old(people.robin.user), make_group("Hill Group"), "Rob",
                                ["secretary"])  # fmt: skip
    strong = browser(secretary, strong=True)
    strong.post(strong.at("today/zone/"), zone="Europe/Berlin")
    assert Space.objects.get(group=secretary.group).zone == "Europe/Berlin"
    strong.post(strong.at("today/zone/"), 422, zone="Atlantis")
    kim = browser(people.kim)
    kim.post(kim.at("today/zone/"), 403, zone="Europe/Berlin")


def test_the_days_before_can_be_read(people: People) -> None:
    pledge(people.robin, "Wednesday's.")
    with at(NOW + timedelta(days=2)):
        pledge(people.kim, "Friday's.")
        kim = browser(people.kim)
        page = kim.get(kim.at("today/"))
        assert "Wednesday's." not in page
        assert "?on=2026-03-04" in page
        before = kim.get(kim.at("today/?on=2026-03-04"))
        assert "Wednesday" in before
        assert "<textarea" not in before
        assert "Nobody said anything that day." in kim.get(kim.at("today/?on=2025-01-01"))
        assert "Friday" in kim.get(kim.at("today/?on=nonsense"))
        assert "Friday" in kim.get(kim.at("today/?on=2027-01-01"))


def test_the_thread_has_no_page_of_its_own(people: People) -> None:
    pledge(people.robin)
    thread = Share.objects.get(day=TODAY)
    kim = browser(people.kim)
    answer = kim.client.get(kim.at(f"shares/{thread.pk}/"))
    assert answer["Location"] == kim.at("today/?on=2026-03-04")
    kim.get(kim.at(f"shares/{thread.pk}/edit/"), 404)


def test_pledge_by_the_page(people: People) -> None:
    trust(people.wren)
    wren = browser(people.wren)
    assert "/check-in/" in wren.get(wren.at("today/"))
    wren.post(wren.at("today/"), text="I drink water.")
    page = wren.get(wren.at("today/"))
    assert "I drink water." in page
    assert "Change it" in page
    wren.post(wren.at("today/"), 422, text="")
    share(people.robin)
    assert "I drink water." not in wren.get(wren.at())
