"""What our calendars say over time, read by another library, is what our own recurrence says."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.calendar_reading import starts_of
from tests.exchange.feed_making import outlet

from homegroup.exchange.feeds import calendar
from homegroup.meetings.models import DateChange, Meeting, Pause, Schedule
from homegroup.places.recurrence import moment_of

ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata",
         "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia", "UTC"]  # fmt: skip
START, END = date(2026, 1, 1), date(2027, 1, 8)
DAYS = st.dates(START, END)
WEEKDAYS = st.sets(st.sampled_from("1234567"), min_size=1).map(lambda days: "".join(sorted(days)))
ORDINALS = st.sets(st.sampled_from("123459"), min_size=1).map(lambda each: "".join(sorted(each)))
# Any time, and often one that a clock change skips or repeats.
TIMES = st.one_of(
    st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    st.sampled_from([time(0, 30), time(1, 30), time(2, 0), time(2, 15), time(2, 30), time(3, 0)]),
)


@st.composite
def schedules(draw):
    repeats = draw(st.sampled_from(["weekly", "fortnightly", "monthly", "once"]))
    first = draw(st.none() | st.dates(date(2020, 1, 1), END))
    if repeats in {"fortnightly", "once"}:
        first = first or draw(DAYS)
    last = draw(st.none() | st.dates(first or START, END)) if repeats != "once" else None
    return Schedule(
        pk=draw(st.integers(1, 99)),
        repeats=repeats,
        weekdays="" if repeats == "once" else draw(WEEKDAYS),
        ordinals=draw(ORDINALS) if repeats == "monthly" else "",
        starts_at=draw(TIMES),
        minutes=draw(st.sampled_from([30, 60, 90, 24 * 60])),
        first_on=first,
        last_on=last,
    )


@st.composite
def pauses(draw):
    begin = draw(DAYS)
    return Pause(from_on=begin, until_on=begin + timedelta(days=draw(st.integers(0, 60))))


def meeting_of(schedule, changes, breaks, zone):
    """A whole meeting as `Meeting.objects.whole()` would give it, without a database."""
    meeting = Meeting(
        pk=1, uid=UUID(int=7), slug="m", name="M", time_zone=zone, status="listed",
        created_at=datetime(2025, 1, 1, tzinfo=UTC), updated_at=datetime(2026, 1, 1, tzinfo=UTC),
        attendance="in_person",
    )  # fmt: skip
    schedule._prefetched_objects_cache = {"date_changes": changes}
    meeting._prefetched_objects_cache = {"schedules": [schedule], "pauses": breaks, "types": []}
    return meeting


def told(meeting):
    feed = outlet(datetime(2026, 6, 1, tzinfo=UTC))
    data = b"".join(calendar.single_chunks(meeting, feed, source="https://example.org/m.ics"))
    return starts_of(data, START, END)


def expected(schedule, changes, breaks, zone):
    """The rule of `meetings.slots`: the pattern, not paused nor changed; and moved dates."""
    place, by_day = ZoneInfo(zone), {change.on for change in changes}
    starts = [
        moment_of(day, schedule.starts_at, place)
        for day in schedule.pattern().dates(START - timedelta(days=2), END + timedelta(days=2))
        if day not in by_day and not any(each.covers(day) for each in breaks)
    ]
    starts += [moment_of(c.moved_to, c.moved_at, place) for c in changes if c.moved_to]
    return sorted(starts)


def within(starts):
    """Those that both sides must agree on: away from the edges of the span read."""
    low = datetime(2026, 1, 3, tzinfo=UTC)
    high = datetime(2027, 1, 4, tzinfo=UTC)
    return sorted({start for start in starts if low <= start < high})


@settings(max_examples=150, deadline=None)
@given(schedules(), st.sampled_from(ZONES))
def test_schedules(schedule, zone):
    meeting = meeting_of(schedule, [], [], zone)
    assert within(told(meeting)) == within(expected(schedule, [], [], zone))


@settings(max_examples=150, deadline=None)
@given(
    schedules(), st.sampled_from(ZONES), st.lists(pauses(), max_size=2), st.none() | DAYS, st.data()
)
def test_schedules_with_pauses_and_changed_dates(schedule, zone, breaks, open_from, data):
    if open_from:
        breaks = [*breaks, Pause(from_on=open_from)]
    days = list(schedule.pattern().dates(date(2026, 1, 3), date(2027, 1, 1)))
    changed = data.draw(st.sets(st.sampled_from(days), max_size=4)) if days else []
    changes = [
        DateChange(on=day, **data.draw(st.sampled_from(_changes_of(day)))) for day in changed
    ]
    meeting = meeting_of(schedule, changes, breaks, zone)
    assert within(told(meeting)) == within(expected(schedule, changes, breaks, zone))


def _changes_of(day):
    return [
        {},
        {"moved_to": day, "moved_at": time(5, 5)},
        {"moved_to": day + timedelta(days=1), "moved_at": time(23, 59)},
        {"moved_to": day - timedelta(days=3), "moved_at": time(12, 0)},
    ]
