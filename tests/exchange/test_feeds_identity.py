from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from homegroup.exchange.feeds.identity import LONGEST, row_slugs
from homegroup.meetings.models import Schedule


def schedule(pk, days, at=time(19), first=None, last=None):
    repeats = "weekly" if days else "appointment"
    start = at if days else None
    return Schedule(
        pk=pk, repeats=repeats, weekdays=days, starts_at=start, first_on=first, last_on=last
    )


def test_a_single_row_has_the_meetings_slug():
    assert row_slugs("m", [schedule(1, "2")]) == {(1, "2"): "m"}
    assert row_slugs("m", [schedule(1, "")]) == {(1, ""): "m"}


def test_a_schedule_added_does_not_rename_what_was_there():
    before = row_slugs("m", [schedule(5, "4")])
    after = row_slugs("m", [schedule(6, "1"), schedule(5, "4"), schedule(7, "4", time(7))])
    assert before.items() <= after.items()
    assert after == {(5, "4"): "m", (6, "1"): "m_1", (7, "4"): "m_4_0700"}


def test_a_further_time_of_a_day_is_told_by_its_time():
    named = row_slugs("m", [schedule(1, "47"), schedule(2, "7", time(7, 15)), schedule(3, "")])
    assert named == {(1, "4"): "m", (1, "7"): "m_0", (2, "7"): "m_0_0715", (3, ""): "m_a"}


def test_a_day_that_takes_anothers_place_takes_its_slug():
    change = date(2026, 3, 9)
    old = schedule(1, "24", last=change - timedelta(days=1))
    named = row_slugs("m", [old, schedule(3, "25", first=change), schedule(2, "6")])
    assert named[3, "2"] == "m"
    assert named[3, "5"] == named[1, "4"] == "m_4"
    assert named[2, "6"] == "m_6"


def test_long_slugs_stay_short_and_different():
    one, other = "x" * 79 + "1", "x" * 79 + "2"
    names = [*row_slugs(one, [schedule(1, "1234567")]).values()]
    names += row_slugs(other, [schedule(1, "1234567"), schedule(2, "1", time(7))]).values()
    assert len(set(names)) == 15
    assert max(map(len, names)) <= LONGEST


DAYS = st.sets(st.sampled_from("1234567"), max_size=7).map(lambda days: "".join(sorted(days)))


@given(st.lists(st.tuples(DAYS, st.times()), min_size=1, max_size=6), DAYS)
def test_slugs_are_unique_and_never_change_when_a_schedule_is_added(times, more):
    schedules = [schedule(pk, days, at) for pk, (days, at) in enumerate(times, start=1)]
    before = row_slugs("m", schedules)
    after = row_slugs("m", [*schedules, schedule(99, more)])
    assert before.items() <= after.items()
    assert len(set(after.values())) == len(after)
