"""Real lists, imported and told again: the strict reader keeps every row as it was meant."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.exchange.strict_reader import read

from homegroup.exchange.feeds import meeting_guide
from homegroup.exchange.feeds.outlet import outlet_now
from homegroup.exchange.feeds.selection import Selection
from homegroup.meetings.models import Meeting

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "meeting-guide"
FILES = ["philadelphia", "orange-county", "edmonton", "sussex", "al-anon", "times", "appointment"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.realdata,
    pytest.mark.sqlite_is_enough,
    pytest.mark.skipif(not DATA.exists(), reason="needs the shared development data"),
]


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_kept_as_intended(name, settings):
    settings.SITE_URL = "https://recovery.example"
    source = str(DATA / f"{name}.json")
    call_command("import_meetings", source, name=name, time_zone="America/New_York", json=True)
    outlet = outlet_now(settings.SITE_URL)
    meetings = list(Meeting.objects.listed().whole().order_by("pk"))
    wanted = sum(
        len(schedule.weekdays or "a")
        for meeting in meetings
        for schedule in meeting.schedules.all()
        if schedule.repeats in {"weekly", "appointment"}
    )
    rows = list(meeting_guide.rows(meetings, outlet))
    assert len(rows) == wanted > 0
    kept = read(rows)
    assert len(kept) == wanted
    by_page = {outlet.page_of(meeting): meeting for meeting in meetings}
    seen: Counter[str] = Counter()
    for row in rows:
        meeting, told = by_page[row["url"]], kept[row["slug"]]
        paused = meeting.pause_on(outlet.today(meeting.zone)) is not None
        seen[_kind(told)] += 1
        assert told.updated
        if paused:
            assert not told.active
        else:
            precise = meeting.venue is not None and row["approximate"] == "no"
            assert told.in_person == (meeting.is_in_person and precise)
            assert told.online == ("conference_url" in row or "conference_phone" in row)
    assert Selection().meetings().count() == len(meetings)
    assert seen["online"] + seen["in person"] + seen["both"] > 0


def _kind(told):
    if told.online and told.in_person:
        return "both"
    return "online" if told.online else "in person" if told.in_person else "inactive"
