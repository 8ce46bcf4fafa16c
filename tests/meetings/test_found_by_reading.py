"""What a sceptical reader found once: each test was a bug."""

import re
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.factories import NOW, by_appointment, once, weekly, whole

from homegroup.meetings import actions
from homegroup.meetings.dates import next_dates
from homegroup.meetings.queries import Search, find
from homegroup.places.distance import Point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]
UTC, NEW_YORK = ZoneInfo("UTC"), ZoneInfo("America/New_York")


def told(meeting, most=6):
    return [f"{x.starts_at:%m-%d}" for x in next_dates(whole(meeting), now=NOW, most=most)]


# queries.py -----------------------------------------------------------------------------


def test_a_page_of_meetings_without_a_time_takes_as_many_queries_for_3_as_for_1() -> None:
    """N+1: queries._for_cards does not prefetch schedules; showing._untimed_text reads them."""
    counts = []
    for number in (1, 2):
        for index in range(number):
            make.add(f"Lamp {number}{index}", schedules=(by_appointment(),))
        Client().get("/meetings/")
        with CaptureQueriesContext(connection) as caught:
            Client().get("/meetings/")
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("after", ["².0.0.0", "1.².0.0", "①.0.0.0"])
def test_a_cursor_of_digits_that_are_no_numbers_begins_anew(after: str) -> None:
    """'²'.isdigit() is true, int('²') raises: GET /meetings/?after=².0.0.0 is a 500."""
    find(Search(after=after), now=NOW, zone=UTC)


def test_the_nearest_at_one_place_come_soonest_first() -> None:
    """Ties in distance are ordered by minute of the UTC week (from Thursday), not by time."""
    make.add("Today", time_zone="UTC", schedules=(weekly("3", "20:00"),))
    make.add("Tomorrow", time_zone="UTC", schedules=(weekly("4", "20:00"),))
    search = Search(point=Point(42.6, -76.3), sort="nearest")
    starts = find(search, now=NOW, zone=UTC).starts
    assert [start.meeting.name for start in starts] == ["Today", "Tomorrow"]


def test_a_hybrid_meeting_joined_from_afar_is_filtered_by_the_time_that_is_shown() -> None:
    """attendance=online shows hybrids in the viewer's time, but filters them by the room's."""
    make.add("Room and screen", attendance="hybrid", conference_url="https://meet.example.org/x")
    tokyo = ZoneInfo("Asia/Tokyo")  # Monday 19:30 in New York is Tuesday morning there
    morning = Search(attendance="online", days=(2,), between=(5 * 60, 12 * 60))
    assert len(find(morning, now=NOW, zone=tokyo).starts) == 1


# dates.py -------------------------------------------------------------------------------


def test_next_dates_reach_beyond_a_pause() -> None:
    """The first `most + 2` dates are cut off before those in a pause are left out."""
    meeting = make.add()
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 3, 5), until_on=date(2026, 5, 10), reason="", by=None
    )
    assert told(meeting, 1) == ["05-11"]


def test_a_date_moved_from_long_ago_hides_no_others() -> None:
    """A daily meeting; a date of 20 days ago is moved to tomorrow: the loop begins there and
    stops after `most + 2` dates, all of them past."""
    meeting = make.add(schedules=(weekly("1234567"),))
    actions.move_occurrence(
        schedule=meeting.schedules.get(),
        on=date(2026, 2, 12),
        to=date(2026, 3, 5),
        at=time(8),
        reason="",
        by=None,
    )
    assert told(meeting, 3) == ["03-04", "03-05", "03-05"]


def test_a_single_date_in_five_months_is_told() -> None:
    """100 days: the search (27 weeks) shows it, its page says 'No fixed dates'."""
    assert told(make.add(schedules=(once("2026-08-01"),))) == ["08-01"]


# forms.py -------------------------------------------------------------------------------


def test_the_form_sent_without_scripts_says_no_error() -> None:
    """Without JavaScript the browser sends every empty field, and `type=` is refused."""
    make.add(types=("open",))
    html = Client().get("/meetings/").content.decode()
    form = re.search(r'<form class="search".*?</form>', html, re.DOTALL)[0]
    names = set(re.findall(r'name="(\w+)"', form)) - {"day"}
    answer = Client().get("/meetings/", dict.fromkeys(names, "") | {"unit": "km"})
    assert "Select a valid choice" not in answer.content.decode()


@pytest.mark.parametrize("name", ["fellowship", "language"])
def test_a_nul_in_a_lenient_choice_is_no_crash(name: str) -> None:
    """PostgreSQL: 500 (LenientChoice has no check for NUL)."""
    assert Client().get("/meetings/", {name: "a\0b"}).status_code == 200


def test_a_fellowship_without_meetings_now_stays_chosen() -> None:
    """An old link's fellowship filters, but the list shows 'Any fellowship'."""
    make.add()
    page = Client().get("/meetings/", {"fellowship": "gone"}).content.decode()
    assert re.search(r'<option value="gone"[^>]* selected', page)


# models.py, fulltext.py, templates --------------------------------------------------------


def test_schedules_stand_in_one_order_on_both_databases() -> None:
    """ordering = ["first_on", ...]: empty dates come first on SQLite, last on PostgreSQL.
    `listing_of` (imports, `differing`) and the demo's `schedule: N` depend on the order."""
    meeting = make.add(schedules=(weekly("1"), weekly("2", first_on=date(2026, 1, 1))))
    assert [s.weekdays for s in whole(meeting).schedules.all()] == ["1", "2"]


def test_a_word_of_2048_bytes_does_not_spoil_the_text() -> None:
    """PostgreSQL: array_to_tsvector does not check lengths; lexemes are cut modulo 2,048."""
    make.add("Lamp Light", notes="x" * 2048)
    found = find(Search(words="xxxxx"), now=NOW, zone=UTC).starts
    assert [start.meeting.name for start in found] == ["Lamp Light"]


@pytest.mark.parametrize("name", ["conference_url", "website", "source_url"])
def test_a_link_that_is_a_script_is_no_link(name: str) -> None:
    """Written by actions/imports unchecked, shown as href. CSP stops it; pages should too."""
    make.add(attendance="hybrid", **{name: "javascript:alert(1)"})
    assert 'href="javascript:' not in Client().get("/meetings/lamp-light/").content.decode()


def test_a_pause_that_is_planned_does_not_say_paused_now() -> None:
    """A meeting to be paused from autumn stands under its next start and as 'Paused' as well."""
    meeting = make.add()
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 6, 1), until_on=None, reason="", by=None
    )
    page = Client().get("/meetings/").content.decode()
    assert page.count(">Lamp Light<") == 1


def test_a_start_beyond_the_slots_is_found_by_its_words() -> None:
    """A one-off in 8 months has no slot at all: nobody can find its page."""
    make.add("Feast", schedules=(once("2026-12-24"),))
    assert find(Search(words="feast"), now=NOW, zone=UTC).starts
