"""Reminders before a day has passed, the group's figure, and forgetting."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.accounts.people import make_member
from tests.factories import NOW, at
from tests.groups.making import make_membership
from tests.support.conftest import People, answer, browser, let_through, share
from tests.support.test_sharing import moderation_subject, told

from homegroup.core.upkeep import chores
from homegroup.moderation.actions import block
from homegroup.notices.models import Notice
from homegroup.support import figures
from homegroup.support.actions import days, rota, tending, upkeep
from homegroup.support.choices import Reminded
from homegroup.support.models import Reply, Share, Space

pytestmark = pytest.mark.django_db


def after(hours: float) -> int:
    """Let the chore run so many hours later; give of how many shares it reminded."""
    with at(NOW + timedelta(hours=hours)):
        return upkeep.remind()


def test_greeters_are_reminded_at_eight_and_at_twenty_hours(people: People) -> None:
    row = share(people.robin)
    assert after(7.9) == 0
    assert after(8.1) == 1
    assert told("shares.reminder") == {"calm-stone", "tall-pine"}
    assert after(8.5) == 0
    Notice.objects.all().delete()
    assert after(20.1) == 1
    assert told("shares.reminder") == {"calm-stone", "tall-pine"}
    assert after(23) == 0
    row.refresh_from_db()
    assert row.reminded == Reminded.TWICE


def test_moderators_are_reminded_of_first_words_that_wait_for_them(people: People) -> None:
    row = share(people.wren)
    assert row.is_held
    assert after(8.1) == 1
    assert told("shares.reminder") == {"tall-pine"}
    with at(NOW + timedelta(hours=9)):
        let_through(row, people.ana)
    Notice.objects.all().delete()
    assert after(9.5) == 1  # now those who answer, of the same nine hours
    assert told("shares.reminder") == {"calm-stone", "tall-pine"}


def test_who_is_on_duty_then_is_reminded_instead(people: People) -> None:
    rota.go_on_duty(me=people.kim, weekdays=[3], from_minute=19 * 60, until_minute=23 * 60,
                    zone="UTC", key=uuid4())  # fmt: skip
    share(people.robin)
    after(8.5)  # half past eight in the evening
    assert told("shares.reminder") == {"green-hill"}


def test_who_was_answered_needs_no_reminder(people: People) -> None:
    answer(people.kim, share(people.robin))
    assert after(8.5) == 0


def test_nobody_is_reminded_of_themselves_or_of_who_is_out_of_contact(people: People) -> None:
    share(people.gus)
    block(blocker=people.gus.user, person=people.ana)
    after(8.5)
    assert told("shares.reminder") == set()


def test_a_home_that_slept_reminds_step_by_step(people: People) -> None:
    share(people.robin)
    assert after(30) == 2  # both steps of the one share
    assert after(31) == 0


def test_chores_are_registered() -> None:
    names = {chore.name for chore in chores()}
    assert {"remind-those-on-duty", "remind-hosts", "reckon-answers"} <= names


def test_a_host_is_reminded_once_when_the_week_ends(people: People) -> None:
    days.be_host(me=people.robin)
    with at(NOW + timedelta(days=5)):
        assert upkeep.remind_hosts() == 0
    with at(NOW + timedelta(days=6)):
        assert upkeep.remind_hosts() == 1
        assert upkeep.remind_hosts() == 0
    assert told("shares.hand_on") == {"quiet-river"}


def test_who_has_asked_for_the_next_is_not_reminded(people: People) -> None:
    days.be_host(me=people.robin)
    days.hand_on(me=people.robin, to=None)
    with at(NOW + timedelta(days=6)):
        assert upkeep.remind_hosts() == 0


# -- the figure ------------------------------------------------------------------------------


def shared(people: People, *hours: float | None) -> None:
    """Let shares of three days ago have been answered after so many hours, None for never."""
    came = NOW - timedelta(days=3)
    Share.objects.bulk_create(
        Share(group=people.group, author=people.kim, text="Words.", written_at=came, came_at=came,
              answered_at=None if each is None else came + timedelta(hours=each))
        for each in hours
    )  # fmt: skip


def eight_members(people: People) -> None:
    """Let the group be large enough for figures."""
    for number in range(3):
        make_membership(make_member(f"person-{number}"), people.group, f"P{number}")


def test_the_median_counts_silence_as_long(people: People) -> None:
    eight_members(people)
    shared(people, 1, 1, 2, 3, 5, 6, None, None)
    assert figures.minutes_to_answer(people.group, NOW) == 5 * 60
    shared(people, None, None, None, None)
    assert figures.minutes_to_answer(people.group, NOW) is None


def test_the_time_with_a_moderator_counts(people: People) -> None:
    eight_members(people)
    shared(people, *[5] * 8)
    Share.objects.update(came_at=NOW - timedelta(days=3) + timedelta(hours=4))
    assert figures.minutes_to_answer(people.group, NOW) == 5 * 60


def test_small_numbers_are_not_told(people: People) -> None:
    shared(people, *[1] * 8)
    assert figures.minutes_to_answer(people.group, NOW) is None
    eight_members(people)
    assert figures.minutes_to_answer(people.group, NOW) == 60
    Share.objects.first().delete()  # type: ignore[union-attr]
    assert figures.minutes_to_answer(people.group, NOW) is None


def test_what_is_not_a_day_old_says_nothing_yet(people: People) -> None:
    eight_members(people)
    shared(people, *[2] * 8)
    for number in range(9):
        share(people.robin, f"Fresh {number}")
    assert figures.minutes_to_answer(people.group, NOW) == 120


def test_it_is_reckoned_weekly_and_told_in_hours(people: People) -> None:
    eight_members(people)
    shared(people, *[1.5] * 8)
    assert upkeep.reckon() == 1
    assert upkeep.reckon() == 0
    gus = browser(people.gus)
    assert "Usually a person answers here within 2 hours." in gus.get(gus.at("waiting/"))
    with at(NOW + timedelta(days=7)):
        assert upkeep.reckon() == 1
    assert Space.objects.get().median_minutes == 90


def test_waiting_times_in_words() -> None:
    told = [figures.hours(minutes) for minutes in (5, 60, 119, 47 * 60, 49 * 60, 5 * 1440)]
    assert told == ["1 hour", "1 hour", "1 hour", "47 hours", "2 days", "5 days"]
    assert figures.hours(61, up=True) == "2 hours"


# -- forgetting ------------------------------------------------------------------------------


def test_what_was_taken_away_is_kept_for_its_author_for_a_month(people: People) -> None:
    row, other = share(people.robin), share(people.robin, "Stays.")
    reply = answer(people.kim, other)
    for kind, each in (("share", row), ("reply", reply)):
        moderation_subject(kind).remove(str(each.pk), by=people.ana.user_id, reason="Names.")
    robin = browser(people.robin)
    page = robin.get(robin.at(f"shares/{row.pk}/"))
    assert "Names." in page
    assert "for 30 days" in page
    with at(NOW + timedelta(days=29)):
        assert upkeep.forget_closed() == 0
    with at(NOW + timedelta(days=31)):
        assert upkeep.forget_closed() == 2
    assert [each.pk for each in Share.objects.all()] == [other.pk]
    assert not Reply.objects.exists()


def test_pins_of_shares_that_are_gone_are_gone(people: People) -> None:
    row = share(people.robin)
    tending.pin(share=row, by=people.ana.user_id)
    moderation_subject("share").remove(str(row.pk), by=people.ana.user_id, reason="Names.")
    assert not Share.objects.pinned().exists()
