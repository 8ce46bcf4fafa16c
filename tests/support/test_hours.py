"""Duty goes by the wall clock of who is on duty, through changes of clocks and past midnight."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from tests.factories import NOW, at
from tests.support.conftest import People, share, struggling
from tests.support.test_sharing import told

from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.support import hours, wording
from homegroup.support.access import duties_in, is_willing, on_duty_now
from homegroup.support.actions import rota
from homegroup.support.choices import MOST_DUTIES
from homegroup.support.hours import Span
from homegroup.support.models import Duty

NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"


def moment(text: str) -> datetime:
    """Give a moment in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")


def row(weekday: int, start: str, end: str, zone: str = NEW_YORK) -> Duty:
    """Give hours of duty, not saved."""
    first, last = (int(each[:2]) * 60 + int(each[3:]) for each in (start, end))
    return Duty(weekday=weekday, from_minute=first, until_minute=last, zone=zone)


@pytest.mark.parametrize(
    ("now", "on"),
    [
        ("2026-03-02T22:59", False),  # Monday, 17:59 in winter
        ("2026-03-02T23:00", True),
        ("2026-03-03T02:59", True),
        ("2026-03-03T03:00", False),
        ("2026-03-09T21:59", False),  # clocks went forward the day before
        ("2026-03-09T22:00", True),
        ("2026-03-10T01:59", True),
        ("2026-03-10T02:00", False),
    ],
)
def test_evenings_stay_evenings_when_clocks_change(now: str, on: bool) -> None:
    assert hours.is_on(row(1, "18:00", "22:00"), moment(now)) is on


@pytest.mark.parametrize(
    ("now", "on"),
    [
        ("2026-03-01T02:59", False),  # Saturday, 21:59
        ("2026-03-01T03:00", True),
        ("2026-03-01T06:59", True),  # Sunday, 01:59
        ("2026-03-01T07:00", False),
    ],
)
def test_past_midnight_belongs_to_the_evening_before(now: str, on: bool) -> None:
    assert hours.is_on(row(6, "22:00", "02:00"), moment(now)) is on


def test_equal_hours_are_a_whole_day_and_a_lost_zone_none() -> None:
    whole = row(3, "00:00", "00:00", BERLIN)
    assert hours.is_on(whole, moment("2026-03-04T12:00"))
    assert not hours.is_on(whole, moment("2026-03-05T00:00"))
    assert not hours.is_on(row(3, "00:00", "00:00", "Atlantis/Town"), moment("2026-03-04T12:00"))
    assert hours.covered([row(3, "00:00", "00:00", "Atlantis/Town")], NOW, NOW) == []


def test_what_is_covered_is_joined_and_cut_at_both_ends() -> None:
    start, end = moment("2026-03-02T23:30"), moment("2026-03-04T00:00")
    found = hours.covered(
        [row(1, "18:00", "20:00"), row(1, "19:30", "22:00"), row(2, "18:00", "22:00")], start, end
    )
    assert found == [
        Span(start, moment("2026-03-03T03:00")),
        Span(moment("2026-03-03T23:00"), end),
    ]


def test_a_reader_sees_it_by_their_own_clock() -> None:
    spans = [
        Span(moment("2026-03-02T23:00"), moment("2026-03-03T03:00")),
        Span(moment("2026-03-03T23:00"), moment("2026-03-05T01:00")),
    ]
    told = wording.covered_by_day(spans, ZoneInfo(BERLIN))
    assert {day.isoformat(): words for day, words in told.items()} == {
        "2026-03-03": ["00:00 to 04:00"],
        "2026-03-04": ["00:00 to Thursday, 02:00"],
    }


# -- the rota --------------------------------------------------------------------------------

pytest_db = pytest.mark.django_db


def go(people: People, **more: object) -> bool:
    """Put Kim on the rota: Wednesdays from 11 to 15, in London."""
    told = {"me": people.kim, "weekdays": [3], "from_minute": 660, "until_minute": 900,
            "zone": "Europe/London", "key": uuid4()} | more  # fmt: skip
    return rota.go_on_duty(**told)  # type: ignore[arg-type]


@pytest_db
def test_who_is_on_duty_hears_at_once_and_the_greeters_do_not(people: People) -> None:
    assert not is_willing(people.kim)
    assert go(people)
    assert is_willing(people.kim)
    assert on_duty_now(people.group) == {people.kim.user_id}
    struggling(people.robin)
    assert told("shares.now") == {"green-hill"}
    share(people.robin)
    assert told("shares.waits") == {"green-hill"}


@pytest_db
def test_out_of_hours_only_who_struggles_is_told_of(people: People) -> None:
    go(people)
    with at(NOW + timedelta(hours=6)):
        share(people.robin)
        assert told("shares.waits") == set()
        struggling(people.robin)
        assert told("shares.now") == {"calm-stone", "tall-pine"}


@pytest_db
def test_ones_own_share_is_not_told_to_oneself(people: People) -> None:
    go(people)
    share(people.kim)
    struggling(people.kim)
    assert told("shares.waits") == told("shares.now") == set()


@pytest_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"weekdays": []},
        {"weekdays": [0]},
        {"weekdays": [8]},
        {"from_minute": 1440},
        {"until_minute": -1},
        {"zone": "Atlantis/Town"},
    ],
)
def test_hours_that_there_are_not(people: People, wrong: dict[str, object]) -> None:
    with pytest.raises(HouseError):
        go(people, **wrong)
    assert not Duty.objects.exists()


@pytest_db
def test_newcomers_do_not_stand_in_for_others_yet(people: People) -> None:
    with pytest.raises(NotAllowed, match="30 days"):
        go(people, me=people.wren)


@pytest_db
def test_the_same_hours_twice_are_once_and_not_too_many(people: People) -> None:
    key = uuid4()
    assert go(people, key=key)
    assert not go(people, key=key)
    assert go(people)
    assert Duty.objects.count() == 1
    for hour in range(2):
        go(people, weekdays=[1, 2, 3, 4, 5, 6, 7], from_minute=hour * 60, until_minute=600)
    with pytest.raises(Conflict):
        go(people, weekdays=[1, 2, 3, 4, 5, 6, 7], from_minute=180)
    assert Duty.objects.count() <= MOST_DUTIES


@pytest_db
def test_off_duty_again_only_oneself(people: People) -> None:
    go(people)
    mine = Duty.objects.get()
    rota.go_off_duty(me=people.robin, duties=[mine.pk])
    assert Duty.objects.exists()
    rota.go_off_duty(me=people.kim, duties=[mine.pk])
    rota.go_off_duty(me=people.kim, duties=[mine.pk])
    assert not duties_in(people.group).exists()


@pytest_db
def test_the_tables_know_what_hours_are(people: People) -> None:
    for wrong in ({"weekday": 0}, {"from_minute": 1440}, {"until_minute": 2000}):
        told = {"weekday": 1, "from_minute": 0, "until_minute": 60, "zone": BERLIN} | wrong
        with pytest.raises(IntegrityError), transaction.atomic():
            Duty.objects.create(membership=people.kim, **told)


def test_equal_hours_stand_in_one_line() -> None:
    rows = [row(day, "19:00", "23:30") for day in range(1, 8)] + [row(3, "06:00", "09:00")]
    for number, each in enumerate(rows):
        each.pk = number
    assert [(each.ids, each.words) for each in wording.hours_of(rows)] == [
        ("0 1 2 3 4 5 6", "Every day: 19:00 to 23:30 (America/New_York)"),
        ("7", "Wednesday: 06:00 to 09:00 (America/New_York)"),
    ]
