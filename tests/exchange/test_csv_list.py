import csv
import io
from datetime import date

import pytest
from tests.exchange.feed_making import ZOOM, made, outlet, weekly, whole

from homegroup.exchange.feeds import csv_list
from homegroup.exchange.feeds.csv_list import guarded
from homegroup.meetings import actions
from homegroup.meetings.listing import ScheduleSpec

pytestmark = pytest.mark.django_db
CSV = "/feeds/meetings.csv"


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.HOME = tmp_path


def rows_in(response):
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def rows_of(meeting):
    return list(csv_list.rows_of(whole(meeting), outlet()))


def test_it_works(client):
    made(weekly("27", minutes=90), types=("open", "step"), notes="One\nTwo, \"three\"",
         attendance="hybrid", conference_url=ZOOM,
         contacts=({"name": "Ann", "email": "ann@example.org"},))  # fmt: skip
    response = client.get(CSV)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="meetings.csv"'
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.content.startswith(b"\xef\xbb\xbfSchedule,Name,Day,Time,End Time,Types,")
    tuesday, sunday = rows_in(response)
    assert tuesday["Name"] == "Harbour Lights"
    assert (tuesday["Day"], tuesday["Time"], tuesday["End Time"]) == (
        "Tuesday", "7:30 PM", "9:00 PM")  # fmt: skip
    assert sunday["Day"] == "Sunday"
    assert tuesday["Types"] == "O, ST"
    assert tuesday["Types In Words"] == "Open, Step study"
    assert tuesday["Notes"] == 'One\nTwo, "three"'
    assert tuesday["Address"] == "12 High Street, Brighton, BN1 1AA, United Kingdom"
    assert tuesday["Conference URL"] == ZOOM
    assert tuesday["Timezone"] == "Europe/London"
    assert tuesday["Contact 1 Name"] == "Ann"
    assert (tuesday["Slug"], sunday["Slug"]) == ("harbour-lights", "harbour-lights_0")
    assert (tuesday["Latitude"], tuesday["Longitude"]) == ("50.8225", "-0.1372")
    assert tuesday["Author"] == ""


def test_all_headers_of_the_field_are_there():
    assert len(csv_list.FIELD_HEADERS) == 45
    assert len(set(csv_list.HEADERS)) == len(csv_list.HEADERS)


def test_what_is_not_weekly_is_told_in_words_and_not_as_weekly():
    monthly = ScheduleSpec(repeats="monthly", weekdays="2", ordinals="2", starts_at="19:00")
    (row,) = rows_of(made(monthly))
    assert row["Schedule"].startswith("Every second Tuesday of the month, 7 p.m.")
    assert not row.keys() & {"Day", "Time"}
    once = ScheduleSpec(repeats="once", starts_at="19:00", first_on=date(2026, 3, 10))
    assert rows_of(made(once))
    past = ScheduleSpec(repeats="once", starts_at="19:00", first_on=date(2026, 3, 3))
    assert not rows_of(made(past))


def test_what_has_not_begun_has_no_day_yet_and_what_ended_is_gone():
    (row,) = rows_of(made(weekly(first_on=date(2026, 3, 10))))
    assert "Day" not in row
    assert "from 10 March 2026" in row["Schedule"]
    assert not rows_of(made(weekly(last_on=date(2026, 3, 3))))


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+SUM(1)", "'+SUM(1)"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(1+1)", "'@SUM(1+1)"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("\uff1d1", "'\uff1d1"),
        ("+44 20 7946 0018,,123#", "+44 20 7946 0018,,123#"),
        ("-0.1372", "-0.1372"),
        ("@harbour-lights", "@harbour-lights"),
        ("1=2", "1=2"),
        ("", ""),
    ],
)
def test_formulas_are_guarded(cell, safe):
    assert guarded(cell) == safe


def test_names_cannot_be_formulas(client):
    made(name="=cmd|' /C calc'!A0")
    (row,) = rows_in(client.get(CSV))
    assert row["Name"] == "'=cmd|' /C calc'!A0"


def test_filters_conditions_and_methods(client, django_assert_num_queries):
    made(fellowship="aa")
    made(fellowship="na", name="Other")
    assert [row["Name"] for row in rows_in(client.get(f"{CSV}?fellowship=na"))] == ["Other"]
    assert client.get(f"{CSV}?group=nobody").status_code == 404
    first = client.get(CSV)
    with django_assert_num_queries(2):
        assert client.get(CSV, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    assert client.post(CSV).status_code == 405
    assert client.head(CSV).status_code == 200


def test_closed_meetings_are_left_out(client):
    actions.close_meeting(meeting=made(), reason="", by=None)
    assert rows_in(client.get(CSV)) == []
