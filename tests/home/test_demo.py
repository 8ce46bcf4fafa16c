"""The demo: loads once, holds every kind of schedule, and every page of it works."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client, TestCase
from tests.factories import NOW, at, forget_what_was_read

from homegroup.audit.models import Entry
from homegroup.groups.models import Fellowship, Group, ServiceBody
from homegroup.home.demo import load_demo
from homegroup.meetings.dates import next_dates
from homegroup.meetings.models import DateChange, Meeting, Pause, Schedule, Slot
from homegroup.places.models import Place, Venue


@pytest.mark.django_db
@pytest.mark.sqlite_is_enough  # the whole demo is loaded below
@pytest.mark.parametrize("day", ["2026-02-28", "2027-11-06"])
def test_the_demo_loads_on_any_day(day: str) -> None:
    with at(f"{day}T10:00+00:00"):
        assert load_demo()["meetings"] > 100


@pytest.mark.xdist_group("demo")  # loaded once
class TheDemo(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        forget_what_was_read()
        with at(NOW):
            cls.made = load_demo()

    def setUp(self) -> None:
        stopped = at(NOW)
        stopped.__enter__()
        self.addCleanup(stopped.__exit__, None, None, None)
        self.client = Client()

    def counts(self) -> dict[str, int]:
        models = (Meeting, Group, Fellowship, ServiceBody, Venue, Schedule, DateChange, Pause,
                  Place, Slot, Entry)  # fmt: skip
        return {model.__name__: model._base_manager.count() for model in models}

    def test_it_says_what_it_made(self) -> None:
        assert self.made == {"groups": Group.objects.count(), "meetings": Meeting.objects.count()}

    def test_a_second_time_changes_nothing(self) -> None:
        before = self.counts()
        assert load_demo() == {"groups": 0, "meetings": 0}
        assert self.counts() == before

    def test_every_kind_of_schedule_is_in_it(self) -> None:
        kinds = Counter(Schedule.objects.values_list("repeats", flat=True))
        assert set(kinds) == {"weekly", "fortnightly", "monthly", "once", "appointment"}
        assert DateChange.objects.filter(moved_to=None).exists()
        assert DateChange.objects.exclude(moved_to=None).exists()
        assert Pause.objects.filter(until_on=None).exists()
        assert Schedule.objects.filter(last_on__gte=NOW.date()).exists()
        assert len(set(Meeting.objects.values_list("time_zone", flat=True))) >= 6
        assert set(Meeting.objects.values_list("attendance", flat=True)) == {
            "in_person", "online", "hybrid",
        }  # fmt: skip

    def test_nothing_of_it_counts_as_edited_here(self) -> None:
        assert not Meeting.objects.exclude(edited=[]).exists()

    def test_every_changed_date_falls_on_its_schedule_and_lies_ahead(self) -> None:
        for change in DateChange.objects.select_related("schedule"):
            assert change.on >= NOW.date()
            pattern = change.schedule.pattern()
            assert change.on in pattern.dates(change.on, change.on.replace(year=2099))

    def test_every_meeting_that_is_timed_has_a_date_ahead_or_is_paused(self) -> None:
        for meeting in Meeting.objects.whole():
            timed = any(schedule.timed for schedule in meeting.schedules.all())
            paused = bool(meeting.pauses.all())
            assert not timed or paused or next_dates(meeting, now=NOW), meeting.slug

    @pytest.mark.sqlite_is_enough
    def test_every_page_of_it_answers_and_asks_no_other_site(self) -> None:
        pages = {"/", "/meetings/", "/time-zone/", "/meetings/?attendance=online"}
        pages |= {meeting.get_absolute_url() for meeting in Meeting.objects.all()}
        pages |= {f"/groups/{slug}/" for slug in Group.objects.values_list("slug", flat=True)}
        for page in sorted(pages):
            answer = self.client.get(page)
            assert answer.status_code == 200, page
            html = unescape(answer.content.decode())
            hosts = {
                urlsplit(address).hostname or ""
                for address in re.findall(r'(?:href|src|action)="(https?://[^"]*)"', html)
            }
            ours = {"testserver", "www.openstreetmap.org"}
            strange = {h for h in hosts - ours if not h.endswith(("example.org", "example.com"))}
            assert not strange, (page, strange)
            loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', html)
            assert all(a.startswith(("/", "data:", "http://testserver/")) for a in loaded), page

    def test_every_page_of_results_answers(self) -> None:
        address, seen = "/meetings/", 0
        for _ in range(100):
            html = self.client.get(address).content.decode()
            seen += html.count('<li class="start')
            following = re.search(r'rel="next" href="([^"]+)"', html)
            if not following:
                break
            address = "/meetings/" + unescape(following[1])
        assert seen > 120
        assert following is None

    def test_its_towns_are_found(self) -> None:
        for city in set(Venue.objects.values_list("city", flat=True)):
            answer = self.client.get("/meetings/", {"near": city})
            assert "We do not know this place" not in answer.content.decode(), city
