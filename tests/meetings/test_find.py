"""Search finds exactly what a slow count finds (`oracle`), in order, page by page."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import TestCase
from tests import factories as make
from tests.factories import at, by_appointment, fortnightly, monthly, once, weekly
from tests.meetings.oracle import Expected, Oracle

from homegroup.core import clock
from homegroup.meetings import actions, queries, slots
from homegroup.meetings.listing import GroupSpec, ScheduleSpec
from homegroup.meetings.models import Meeting
from homegroup.meetings.queries import Search, Start
from homegroup.places.distance import Point
from homegroup.places.models import Region

ZONES = ["America/New_York", "Europe/London", "Asia/Kolkata", "Pacific/Auckland",
         "Australia/Lord_Howe", "America/St_Johns", "Pacific/Kiritimati", "Etc/GMT+12"]  # fmt: skip
VIEWERS = [*ZONES, "UTC", "America/Santiago"]
TOWNS = {
    "Alder Falls": (42.60, -76.30, "NY"),
    "Birch Ferry": (42.75, -76.10, "NY"),
    "Cedar Point": (51.50, -0.12, ""),
    "Fiji Side": (-17.0, 179.99, ""),
    "Samoa Side": (-17.0, -179.95, ""),
}
TYPES = ["open", "closed", "speaker", "wheelchair", "lang-es"]
BEGIN = datetime.fromisoformat("2026-02-25T12:00+00:00")
SUMMER = datetime.fromisoformat("2026-08-26T12:00+00:00")


def schedules(chance: random.Random, begin: date) -> tuple[ScheduleSpec, ...]:
    """Give one or two schedules of any kind around a date."""
    minute = chance.choice([0, 0, 15, 30, 59])
    wall = f"{chance.randrange(24):02}:{minute:02}"
    days = "".join(sorted(chance.sample("1234567", chance.choice([1, 1, 2, 3, 7]))))
    near = begin + timedelta(days=chance.randrange(-30, 90))
    kinds = [
        *[weekly(days, wall)] * 4,
        weekly(days, wall, first_on=near),
        weekly(days, wall, first_on=begin - timedelta(days=300), last_on=near),
        fortnightly(days, wall, near.isoformat()),
        fortnightly(days, wall, (begin - timedelta(days=200)).isoformat()),
        monthly(chance.choice(["1", "24", "5", "9", "59", "13"]), days[0], wall),
        once(near.isoformat(), wall),
        by_appointment(),
    ]
    return tuple(chance.sample(kinds, chance.choice([1, 1, 1, 2])))


def build(chance: random.Random, begin: datetime, count: int) -> None:
    """Add meetings of all sorts, then cancel, move, pause, change and close some."""
    for number in range(count):
        attendance = chance.choice(["in_person", "in_person", "online", "hybrid"])
        town = chance.choice(list(TOWNS))
        latitude, longitude, state = TOWNS[town]
        place = None
        if attendance != "online" or chance.random() < 0.3:
            away = chance.random() * 0.2
            place = make.venue(
                town, state=state, regions=("North", town), approximate=attendance == "online",
                latitude=None if chance.random() < 0.1 else latitude + away,
                longitude=longitude,
            )  # fmt: skip
            if place.latitude is None:
                place = make.venue(town, state=state, latitude=None, longitude=None)
        made = make.add(
            f"{chance.choice(['Lamp', 'River', 'Candle', 'Quiet'])} Group {number}",
            slug=f"m{number}",
            attendance=attendance,
            venue=place,
            time_zone=chance.choice(ZONES),
            fellowship=chance.choice(["aa", "na", "smart", ""]),
            group=GroupSpec(name=f"Group {number % 7}") if number % 3 else None,
            types=tuple(sorted(chance.sample(TYPES, chance.randrange(3)))),
            notes=chance.choice(["", "ring the bell", "tea and cake"]),
            schedules=schedules(chance, begin.date()),
        )
        disturb(chance, made, begin)


def disturb(chance: random.Random, meeting: Meeting, begin: datetime) -> None:
    today = begin.date()
    for schedule in meeting.schedules.order_by("pk"):
        if schedule.starts_at is None or chance.random() < 0.5:
            continue
        dates = list(schedule.pattern().dates(today, today + timedelta(days=60)))
        for on in chance.sample(dates, min(len(dates), 3)):
            common = {"schedule": schedule, "on": on, "reason": "", "by": None}
            if chance.random() < 0.5:
                actions.cancel_occurrence(**common)
            else:
                to = on + timedelta(days=chance.randrange(-3, 20))
                actions.move_occurrence(
                    **common, to=to, at=time(chance.randrange(24), chance.choice([0, 30]))
                )
    if chance.random() < 0.25:
        start = today + timedelta(days=chance.randrange(-10, 20))
        until = start + timedelta(days=chance.randrange(30)) if chance.random() < 0.7 else None
        actions.pause_meeting(meeting=meeting, from_on=start, until_on=until, reason="", by=None)
    first = meeting.schedules.order_by("pk")[0]
    if first.repeats in {"weekly", "fortnightly", "monthly"} and chance.random() < 0.3:
        on = today + timedelta(days=chance.randrange(5, 40))
        early = first.first_on is None or first.first_on < on
        late = first.last_on is None or first.last_on >= on
        if early and late:
            wall = time(chance.randrange(24), 30)
            actions.change_schedule(
                schedule=first, from_on=on, changes={"starts_at": wall}, by=None
            )
    if chance.random() < 0.05:
        actions.close_meeting(meeting=meeting, reason="", by=None)


def searches(chance: random.Random) -> Iterator[Search]:
    """Give every filter by itself, then mixtures."""
    points = [Point(42.6, -76.3), Point(-17.0, 179.9), Point(51.5, 0), Point(89.9, 10)]
    regions = tuple(Region.objects.values_list("pk", flat=True)[:2])
    group = Meeting.objects.exclude(group=None).values_list("group_id", flat=True)[0]
    options = {
        "hours": [1, 2, 6, 24, 100, 168, 1_000],
        "days": [(1,), (7,), (2, 4, 6), (1, 2, 3, 4, 5, 6, 7)],
        "between": [(300, 720), (1020, 1260), (1260, 300), (0, 1440), (0, 1), (1439, 0)],
        "fellowship": ["aa", "na", "nobody"],
        "types": [("open",), ("open", "speaker"), ("no-such-type",), ("lang-es",)],
        "attendance": ["online", "in_person", "hybrid"],
        "point": points,
        "words": ["lamp", "river bell", "cake", "group 7"],
        "named_place": ["birch ferry", "Cedar"],
        "region_ids": [regions, (-1,)],
        "group_id": [group, -1],
    }
    yield Search()
    for name, values in options.items():
        for value in values:
            yield Search(**{name: value})
    for _ in range(60):
        names = chance.sample(list(options), chance.choice([2, 2, 3]))
        mixture = {name: chance.choice(options[name]) for name in names}
        if mixture.get("named_place"):
            mixture.pop("point", None)
        yield Search(**mixture, km=chance.choice([5.0, 25.0, 100.0, 500.0]))


def walk(search: Search, now: datetime, zone: ZoneInfo) -> list[Start]:
    """Give the starts of all pages."""
    found = queries.find(search, now=now, zone=zone)
    starts = list(found.starts)
    for _ in range(2_000):
        if not found.after:
            return starts
        assert len(found.starts) == search.limit
        found = queries.find(replace(search, after=found.after), now=now, zone=zone)
        starts += found.starts
    raise AssertionError("The pages never end.")


def told(starts: list[Start]) -> list[Expected]:
    return [Expected(start.meeting.slug, start.starts_at) for start in starts]


class Directory(TestCase):
    """Sixty meetings, built once for all tests of a class."""

    begin, seed, count = BEGIN, 7, 60

    @classmethod
    def setUpTestData(cls) -> None:
        make.forget_what_was_read()
        with at(cls.begin):
            build(random.Random(cls.seed), cls.begin, cls.count)

    def oracle(self, renewed: date) -> Oracle:
        return Oracle(list(Meeting.objects.whole()), renewed)

    def check(self, search: Search, now: datetime, zone: str, oracle: Oracle) -> None:
        viewer = ZoneInfo(zone)
        wanted = oracle.expected(search, now=now, viewer=viewer)
        starts = walk(replace(search, limit=10_000), now, viewer)
        found = told(starts)
        about = f"{search} at {now} for {zone}"
        missing, more = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
        assert not missing, f"missing {missing} in {about}"
        assert not more, f"more {more} in {about}"
        timed = [start.starts_at for start in starts if start.starts_at]
        if search.sort == "soonest":
            assert timed == sorted(timed), about
            assert [start.starts_at for start in starts[len(timed) :]] == [None] * (
                len(starts) - len(timed)
            )


@pytest.mark.xdist_group("find")  # what is built for a class is built once
class SearchesFindWhatASlowCountFinds(Directory):
    def test_each_filter_and_mixtures_of_them(self) -> None:
        chance, oracle = random.Random(11), self.oracle(date(2026, 2, 24))
        for search in searches(chance):
            now = self.begin + timedelta(minutes=chance.randrange(6 * 24 * 60))
            self.check(search, now, chance.choice(VIEWERS), oracle)

    def test_around_the_end_of_the_utc_week(self) -> None:
        wrap = datetime.fromisoformat("2026-02-26T00:00+00:00")  # epoch weeks begin on Thursday
        assert clock.minutes(wrap) % (7 * 24 * 60) == 0
        oracle = self.oracle(date(2026, 2, 24))
        for minutes in (-61, -60, -1, 0, 1, 59, 60):
            for hours in (None, 1, 2, 168):
                now = wrap + timedelta(minutes=minutes)
                self.check(Search(hours=hours), now, "UTC", oracle)

    def test_around_clock_changes(self) -> None:
        changes = ["2026-03-08T07:00", "2026-03-29T01:00", "2026-04-04T14:00", "2026-04-04T15:00"]
        weekend = Search(days=(6, 7), attendance="in_person")
        oracle = self.oracle(date(2026, 2, 24))
        for change in changes:
            for hours in (-30, -2, 0, 1):
                moment = datetime.fromisoformat(change + "+00:00") + timedelta(hours=hours)
                for search in (Search(), Search(hours=6), weekend):
                    self.check(search, moment, "UTC", oracle)

    def test_days_and_times_of_online_meetings_around_the_viewers_clock_change(self) -> None:
        oracle = self.oracle(date(2026, 2, 24))
        changes = {
            "America/New_York": "2026-03-08T07:00",
            "Europe/London": "2026-03-29T01:00",
            "Australia/Lord_Howe": "2026-04-04T15:00",
            "America/Santiago": "2026-04-05T03:00",
        }
        kinds = [{"days": (7,)}, {"days": (1, 6)}, {"between": (1260, 300)}, {"between": (0, 60)},
                 {"days": (6,), "between": (1260, 300)}]  # fmt: skip
        for zone, change in changes.items():
            for hours in (-170, -167, -25, -1, 0, 1, 20):
                now = datetime.fromisoformat(change + "+00:00") + timedelta(hours=hours)
                for kind in kinds:
                    self.check(Search(**kind, attendance="online"), now, zone, oracle)

    def test_weeks_after_the_slots_were_worked_out(self) -> None:
        oracle = self.oracle(date(2026, 2, 24))
        for days in (20, 55, 90, 140):
            self.check(Search(), self.begin + timedelta(days=days), "Europe/London", oracle)

    def test_after_the_slots_were_worked_out_anew(self) -> None:
        for days in (56, 200, 400):
            now = self.begin + timedelta(days=days)
            with at(now):
                slots.renew_all()
            oracle = self.oracle(now.date() - timedelta(days=1))
            self.check(Search(), now, "Europe/London", oracle)

    def test_every_page_size_gives_the_same_starts(self) -> None:
        zone = ZoneInfo("Europe/London")
        for search in (
            Search(),
            Search(hours=24),
            Search(words="lamp"),
            Search(point=Point(42.6, -76.3), km=100),
            Search(point=Point(42.6, -76.3), km=100, sort="nearest"),
        ):
            whole = told(walk(replace(search, limit=10_000), self.begin, zone))
            assert len(whole) > 3, search
            sizes = {3, 10, len(whole) - 1, len(whole), len(whole) + 1} - {0}
            for size in sizes | ({1} if len(whole) < 100 else set()):
                pages = told(walk(replace(search, limit=size), self.begin, zone))
                assert pages == whole, (search, size)

    def test_pages_go_on_from_where_they_began_while_time_passes(self) -> None:
        zone, search = ZoneInfo("UTC"), Search(limit=5)
        whole = told(walk(replace(search, limit=10_000), self.begin, zone))
        found, now = queries.find(search, now=self.begin, zone=zone), self.begin
        starts = list(found.starts)
        while found.after:
            now += timedelta(minutes=37)
            found = queries.find(replace(search, after=found.after), now=now, zone=zone)
            starts += found.starts
        assert told(starts) == whole

    def test_totals_count_all_pages(self) -> None:
        zone = ZoneInfo("UTC")
        for search in (Search(), Search(hours=24), Search(words="river"), Search(words="zzzzz")):
            whole = walk(replace(search, limit=10_000), self.begin, zone)
            for size in (1, 3, len(whole) or 1, 10_000):
                found = queries.find(replace(search, limit=size), now=self.begin, zone=zone)
                assert (found.total, found.is_more) == (len(whole), False), (search, size)

    def test_the_nearest_come_first(self) -> None:
        search = Search(point=Point(42.6, -76.3), km=500, sort="nearest")
        starts = walk(replace(search, limit=4), self.begin, ZoneInfo("UTC"))
        distances = [start.km for start in starts]
        assert None not in distances
        assert distances == sorted(distances)  # type: ignore[type-var]
        soonest = walk(replace(search, sort="soonest"), self.begin, ZoneInfo("UTC"))
        assert Counter(told(starts)) == Counter(told(soonest))

    def test_nearest_without_a_place_means_soonest(self) -> None:
        zone = ZoneInfo("UTC")
        near = walk(Search(sort="nearest"), self.begin, zone)
        assert told(near) == told(walk(Search(), self.begin, zone))


class SearchesOfAnotherHalfOfTheYear(Directory):
    begin, seed, count = SUMMER, 23, 40

    def test_each_filter_and_mixtures_of_them(self) -> None:
        chance, oracle = random.Random(5), self.oracle(date(2026, 8, 25))
        for search in searches(chance):
            now = self.begin + timedelta(minutes=chance.randrange(6 * 24 * 60))
            self.check(search, now, chance.choice(VIEWERS), oracle)


@pytest.mark.django_db
def test_a_date_moved_ahead_of_a_pause_is_the_only_one_shown_of_its_kind() -> None:
    with at("2026-03-04T12:00+00:00"):
        made = make.add(schedules=(weekly("1"),))
        common = {"meeting": made, "reason": "", "by": None}
        actions.pause_meeting(from_on=date(2026, 3, 24), until_on=date(2026, 5, 3), **common)
        schedule = make.schedule_of(made)
        actions.cancel_occurrence(schedule=schedule, on=date(2026, 3, 9), reason="", by=None)
        actions.cancel_occurrence(schedule=schedule, on=date(2026, 3, 16), reason="", by=None)
        actions.cancel_occurrence(schedule=schedule, on=date(2026, 3, 23), reason="", by=None)
        actions.move_occurrence(
            schedule=schedule, on=date(2026, 4, 6), to=date(2026, 3, 20), at=time(18), reason="",
            by=None,
        )  # fmt: skip
        now = clock.now()
        (start,) = queries.find(Search(), now=now, zone=ZoneInfo("UTC")).starts
        assert start.starts_at == datetime.fromisoformat("2026-03-20T22:00+00:00")
        # Who asks for Mondays is not told of a Friday: the regular one stands there as ever.
        (monday,) = queries.find(Search(days=(1,)), now=now, zone=ZoneInfo("UTC")).starts
        assert monday.starts_at == datetime.fromisoformat("2026-05-04T23:30+00:00")
        later = datetime.fromisoformat("2026-03-21T00:00+00:00")
        (start,) = queries.find(Search(), now=later, zone=ZoneInfo("UTC")).starts
        assert start.starts_at == datetime.fromisoformat("2026-05-04T23:30+00:00")


@pytest.mark.django_db
def test_a_thousand_and_one_starts_are_more_than_a_thousand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "COUNT_TO", 3)
    with at(BEGIN):
        make.add(schedules=(weekly("1234"),))
        found = queries.find(Search(limit=2), now=BEGIN, zone=ZoneInfo("UTC"))
        assert (found.total, found.is_more) == (3, True)
        found = queries.find(Search(limit=10), now=BEGIN, zone=ZoneInfo("UTC"))
        assert (found.total, found.is_more) == (4, False)
