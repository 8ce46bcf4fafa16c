import json
from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from tests.exchange.feed_making import ZOOM, made, weekly

from homegroup.meetings import actions
from homegroup.meetings.listing import GroupSpec, ScheduleSpec, VenueSpec

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def _at_a_known_moment(time_machine):
    time_machine.move_to("2026-03-04 12:00Z", tick=False)  # a Wednesday


def get(client, address, **query):
    response = client.get(API + address, query)
    assert response.status_code == 200, response.content
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def names(found):
    return [start["meeting"]["name"] for start in found["starts"]]


def test_a_meeting(client):
    meeting = made(
        weekly("24", "19:30", minutes=75), types=("open", "step"), attendance="hybrid",
        conference_url=ZOOM, contacts=({"name": "Ann"},),
    )  # fmt: skip
    actions.cancel_occurrence(
        schedule=meeting.schedules.get(), on=date(2026, 3, 10), reason="Holiday.", by=None
    )
    told = get(client, "/meetings/harbour-lights")
    assert told["name"] == "Harbour Lights"
    assert told["page"] == "http://testserver/meetings/harbour-lights/"
    assert told["calendar"] == "http://testserver/meetings/harbour-lights.ics"
    assert told["status"] == "listed"
    assert told["attendance"] == "hybrid"
    assert told["fellowship"] == {"slug": "aa", "name": "Alcoholics Anonymous"}
    assert sorted(told["types"]) == ["open", "step"]
    assert told["place"]["latitude"] == 50.8225
    assert told["place"]["regions"] == ["South", "Brighton"]
    assert told["contacts"] == [{"name": "Ann", "email": "", "phone": ""}]
    (schedule,) = told["schedules"]
    assert schedule["weekdays"] == [2, 4]
    assert schedule["starts_at"] == "19:30"
    assert schedule["changes"] == [
        {"on": "2026-03-10", "moved_to": None, "moved_at": None, "reason": "Holiday."}
    ]


def test_a_meeting_by_appointment_online_only_without_a_place(client):
    made(ScheduleSpec(repeats="appointment"), venue=None, attendance="online", group=None,
         fellowship="")  # fmt: skip
    told = get(client, "/meetings/harbour-lights")
    assert told["schedules"][0]["starts_at"] is None
    assert told["place"]["approximate"] is True
    assert told["place"]["latitude"] is None
    assert told["group"] is told["fellowship"] is None


def test_status(client):
    paused, closed = made(name="Paused"), made(name="Closed")
    actions.pause_meeting(
        meeting=paused, from_on=date(2026, 3, 1), until_on=None, reason="", by=None
    )
    actions.close_meeting(meeting=closed, reason="", by=None)
    told = get(client, "/meetings/paused")
    assert told["status"] == "paused"
    assert told["pauses"] == [{"from_on": "2026-03-01", "until_on": None, "reason": ""}]
    assert get(client, "/meetings/closed")["status"] == "closed"


def test_search_finds_the_soonest_first(client):
    made(weekly("4", "08:00"), name="Tomorrow")
    made(weekly("3", "20:00"), name="Tonight")
    found = get(client, "/meetings")
    assert names(found) == ["Tonight", "Tomorrow"]
    assert found["starts"][0]["starts_at"] == "2026-03-04T20:00:00Z"
    assert found["starts"][0]["ends_at"] == "2026-03-04T21:00:00Z"
    assert found["total"] == 2
    assert found["next"] is None


def test_search_pages(client):
    for number in range(5):
        made(weekly("4", f"0{number}:00"), name=f"Meeting {number}")
    seen, after = [], ""
    while after is not None:
        found = get(client, "/meetings", limit=2, **({"after": after} if after else {}))
        seen += names(found)
        assert (found["total"] is None) == bool(after)
        after = found["next"]
    assert seen == [f"Meeting {number}" for number in range(5)]


def test_search_filters(client):
    york = VenueSpec(city="York", formatted_address="1 Gate, York", latitude=53.96,
                     longitude=-1.08, regions=("North",))  # fmt: skip
    made(weekly("4", "08:00"), name="Early", types=("step",))
    made(weekly("5", "20:00"), name="Late", fellowship="na", venue=york,
         group=GroupSpec(name="Night Owls"))  # fmt: skip
    made(weekly("6", "12:00"), name="Online", attendance="online", conference_url=ZOOM, venue=None)

    def told(**query):
        return names(get(client, "/meetings", **query))

    assert told(q="early") == ["Early"]
    assert told(day=[4]) == ["Early"]
    assert told(day=[4, 5]) == ["Early", "Late"]
    assert told(start=18 * 60) == ["Late"]
    assert told(hours=24) == ["Early"]
    assert told(fellowship="na") == ["Late"]
    assert told(type=["step"]) == ["Early"]
    assert told(attendance="online") == ["Online"]
    assert told(region="north") == ["Late"]
    assert told(group="night-owls") == ["Late"]
    assert told(near="York") == ["Late"]
    assert told(at="50.82,-0.13") == ["Early"]
    assert told(at="50.82,-0.13", within=500, sort="nearest") == ["Early", "Late"]
    (near,) = get(client, "/meetings", at="50.82,-0.13", within=1)["starts"]
    assert 0 < near["distance_km"] < 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=1000", "limit"),
        ("day=8", "day"),
        ("day=x", "day"),
        ("at=here", "at"),
        ("at=99,0", "at"),
        ("within=0", "within"),
        ("hours=-1", "hours"),
        ("attendance=no", "attendance"),
        ("sort=no", "sort"),
        ("after=no", "after"),
        ("after=1.2.3.%C2%B2", "after"),
        ("q=a%00b", "q"),
        ("q=" + "x" * 201, "q"),
        ("at=1,181", "at"),
        ("start=1440", "start"),
        ("type=a b", "type"),
    ],
)
def test_bad_parameters_are_422(client, query, field):
    response = client.get(f"{API}/meetings?{query}")
    assert response.status_code == 422
    error = response.json()["error"]
    assert error["field"] == field
    assert error["code"]
    assert error["message"]


@pytest.mark.parametrize("name", ["zone", "type", "fellowship", "region", "group"])
def test_unknown_names_are_404(client, name):
    response = client.get(f"{API}/meetings", {name: "nowhere"})
    assert response.status_code == 404
    assert response.json()["error"]["code"] == f"unknown_{name}"


@pytest.mark.parametrize("at", ["90,180", "-90.0,-180", "0.5, -0.5", "12,99.5", "8,8", "50.1,120"])
def test_every_place_on_the_map_can_be_asked_for(client, at):
    get(client, "/meetings", at=at)


def test_equal_times_mean_the_whole_day(client):
    made()
    assert names(get(client, "/meetings", start=60, end=60)) == ["Harbour Lights"]
    assert names(get(client, "/meetings", start=0, end=1440)) == ["Harbour Lights"]


def test_lists(client):
    made(types=("open",))
    assert get(client, "/fellowships") == [
        {"slug": "aa", "name": "Alcoholics Anonymous", "abbreviation": "AA",
         "for_families": False}]  # fmt: skip
    assert get(client, "/regions") == [
        {"slug": "south", "name": "South", "parent": None, "names": ["South"]},
        {"slug": "brighton", "name": "Brighton", "parent": "south",
         "names": ["South", "Brighton"]},
    ]  # fmt: skip
    (kind,) = get(client, "/types")
    assert kind["slug"] == "open"


def test_a_group(client):
    made(name="One", group=GroupSpec(name="Group"))
    closed = made(name="Two", group=GroupSpec(name="Group"))
    actions.close_meeting(meeting=closed, reason="", by=None)
    told = get(client, "/groups/group")
    assert told["name"] == "Group"
    assert [meeting["name"] for meeting in told["meetings"]] == ["One"]


@pytest.mark.parametrize("address", ["/meetings/none", "/groups/none", "/nothing", "/", "/types/"])
def test_404_is_told_in_the_one_form(client, address):
    response = client.get(API + address)
    assert response.status_code == 404
    assert response.json()["error"]["code"].startswith("unknown_")
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/meetings", "/types", "/openapi.json", "/nothing"])
def test_methods(client, address):
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(API + address)
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert "error" in response.json()
    assert client.options(API + address).status_code == 204
    assert client.head(API + address).status_code == client.get(API + address).status_code


@pytest.mark.parametrize(
    "address", ["/meetings/harbour-lights", "/groups/harbour-lights-group", "/types",
                "/fellowships", "/regions", "/openapi.json"]
)  # fmt: skip
def test_not_modified(client, address, django_assert_num_queries):
    made()
    first = client.get(API + address)
    with django_assert_num_queries(2):
        again = client.get(API + address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"
    made(name="Other")
    assert client.get(API + address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_a_failing_database_is_503(client, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr("homegroup.meetings.queries.find", fail)
    response = client.get(f"{API}/meetings")
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "unavailable"


@pytest.mark.parametrize("address", ["/meetings", "/groups/group"])
def test_the_same_number_of_queries_for_1_and_3_meetings(client, address):
    def count():
        get(client, address)  # what is kept in memory until the next edition
        with CaptureQueriesContext(connection) as captured:
            get(client, address)
        return len(captured)

    made(name="One", group=GroupSpec(name="Group"))
    first = count()
    made(name="Two", group=GroupSpec(name="Group"))
    made(name="Three", group=GroupSpec(name="Group"))
    assert count() == first


def test_the_description_loads_nothing_from_elsewhere(client):
    description = client.get(f"{API}/openapi.json")
    told = json.loads(description.content)
    assert set(told["paths"]) == {
        f"{API}{path}"
        for path in ("/meetings", "/meetings/{slug}", "/groups/{slug}", "/fellowships",
                     "/regions", "/types")
    }  # fmt: skip
    for path in told["paths"].values():
        assert set(path) == {"get"}
        assert {"200", "422", "503"} <= set(path["get"]["responses"])
    assert client.get(f"{API}/docs").status_code == 404
