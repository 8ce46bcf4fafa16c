import gzip
import json
from email.utils import parsedate_to_datetime

import brotli
import pytest
from django.db import DatabaseError
from tests.exchange.feed_making import FEED, made, rows_in, slugs
from tests.factories import forget_what_was_read

from homegroup.exchange.feeds import kinds, store
from homegroup.groups.models import ServiceBody
from homegroup.meetings import actions
from homegroup.meetings.listing import BodySpec, GroupSpec, VenueSpec
from homegroup.meetings.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.HOME = tmp_path
    forget_what_was_read()
    yield
    forget_what_was_read()


def test_it_works(client):
    made()
    response = client.get(FEED)
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "public, max-age=300"
    assert "Accept-Encoding" in response["Vary"]
    assert not response.cookies
    (row,) = rows_in(response)
    assert row["url"] == "http://testserver/meetings/harbour-lights/"


def test_addresses_are_of_the_site_where_it_is_set(client, settings):
    settings.SITE_URL = "https://recovery.example"
    made()
    (row,) = rows_in(client.get(FEED))
    assert row["url"] == "https://recovery.example/meetings/harbour-lights/"
    assert row["entity_url"] == "https://recovery.example/"


def test_filters(client):
    made(name="South", fellowship="aa", venue=VenueSpec(city="Hove", regions=("England", "South")))
    made(name="North", fellowship="na", venue=VenueSpec(city="York", regions=("England", "North")))
    made(name="Ours", fellowship="", venue=None, group=GroupSpec(name="Ours"),
         body=BodySpec(name="Office"))  # fmt: skip
    whole = ServiceBody.objects.create(slug="whole", name="Whole")
    ServiceBody.objects.exclude(pk=whole.pk).update(parent=whole)

    def told(query):
        return slugs(rows_in(client.get(f"{FEED}?{query}")))

    assert told("") == ["south", "north", "ours"]
    assert told("fellowship=na") == ["north"]
    assert told("region=england") == ["south", "north"]
    assert told("region=south") == ["south"]
    assert told("region=south&fellowship=na") == []
    assert told("q=hove") == told("q=Hoev+SOUTH") == ["south"]  # as the search, errors and all
    assert told("q=hove&fellowship=na") == told("q=%3F") == []
    assert told("q=+") == ["south", "north", "ours"]
    assert told("group=ours") == ["ours"]
    assert told("service_body=whole") == ["ours"]
    assert told("service_body=office") == ["ours"]
    assert told("1699999999999&region=&other=1") == ["south", "north", "ours"]


def test_a_group_lends_its_service_body(client):
    meeting = made(body=BodySpec(name="Office"))
    Meeting.objects.filter(pk=meeting.pk).update(service_body=None)
    (row,) = rows_in(client.get(f"{FEED}?service_body=office"))
    assert row["entity"] == "Office"


@pytest.mark.parametrize("name", ["fellowship", "region", "group", "service_body"])
@pytest.mark.parametrize("value", ["nowhere", "a%00b", "x" * 300])
def test_unknown_filters_are_404_and_never_an_empty_list(client, name, value):
    made()
    response = client.get(f"{FEED}?{name}={value}")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == f"unknown_{name}"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_failing_database_is_503_and_never_an_empty_list(client, monkeypatch):
    def fail(name):
        raise DatabaseError("gone")

    monkeypatch.setattr("homegroup.core.editions.current", fail)
    response = client.get(FEED)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "error" in response.json()


def test_a_build_that_fails_leaves_nothing_behind(client, monkeypatch):
    made()

    def fail(*args):
        yield b"["
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr("homegroup.exchange.feeds.meeting_guide.chunks", fail)
        assert client.get(FEED).status_code == 503
    assert not [path for path in store.folder().rglob("*") if path.is_file()]
    assert rows_in(client.get(FEED))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_refused(client, method):
    response = getattr(client, method)(FEED)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_head_and_options(client):
    made()
    head = client.head(FEED)
    assert head.status_code == 200
    assert int(head["Content-Length"]) > 100
    options = client.options(FEED, HTTP_ORIGIN="https://other.example")
    assert options.status_code == 204
    assert options["Access-Control-Allow-Headers"] == "*"


@pytest.mark.parametrize(
    ("accept", "coding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip;q=1.0, br;q=0", "gzip", gzip.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("", "", bytes),
        ("deflate", "", bytes),
    ],
)
def test_codings(client, accept, coding, unpack):
    made()
    response = client.get(FEED, HTTP_ACCEPT_ENCODING=accept)
    assert response.get("Content-Encoding", "") == coding
    body = response.content
    assert int(response["Content-Length"]) == len(body)
    assert slugs(json.loads(unpack(body))) == ["harbour-lights"]


@pytest.mark.parametrize("accept", ["", "gzip", "br"])
def test_not_modified(client, accept, django_assert_num_queries):
    made()
    first = client.get(FEED, HTTP_ACCEPT_ENCODING=accept)
    tag = first["ETag"]
    assert tag.startswith('"')
    for tags in (tag, f'"other", W/{tag}', "*"):
        with django_assert_num_queries(2):
            again = client.get(FEED, HTTP_ACCEPT_ENCODING=accept, HTTP_IF_NONE_MATCH=tags)
        assert again.status_code == 304
        assert again["Last-Modified"] == first["Last-Modified"]
        assert again["Access-Control-Allow-Origin"] == "*"
        assert not again.content
    since = client.get(FEED, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    assert since.status_code == 304
    assert parsedate_to_datetime(first["Last-Modified"])
    both = client.get(
        FEED, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"], HTTP_IF_NONE_MATCH='"other"'
    )
    assert both.status_code == 200


def test_a_change_makes_a_new_edition_and_removes_the_old_files(client):
    meeting = made()
    first = client.get(FEED)
    client.get(f"{FEED}?group={meeting.group.slug}")
    assert len(list(store.folder().rglob("*.br"))) == 2
    actions.edit_meeting(meeting=meeting, changes={"name": "New Name"}, by=None)
    second = client.get(FEED, HTTP_IF_NONE_MATCH=first["ETag"])
    assert rows_in(second)[0]["name"] == "New Name"
    assert second["ETag"] != first["ETag"]
    assert len(list(store.folder().rglob("*.br"))) == 1
    assert len(list(store.folder().iterdir())) == 1


def test_a_new_day_makes_a_new_feed(client, time_machine):
    time_machine.move_to("2026-03-04 12:00Z", tick=False)
    made()
    first = client.get(FEED)
    time_machine.move_to("2026-03-05 12:00Z", tick=False)
    second = client.get(FEED, HTTP_IF_NONE_MATCH=first["ETag"])
    assert second.status_code == 200
    assert second["Last-Modified"] == "Thu, 05 Mar 2026 00:00:00 GMT"


def test_what_is_there_is_not_built_again(client, monkeypatch):
    made()
    first = client.get(FEED).content
    monkeypatch.setattr("homegroup.exchange.feeds.meeting_guide.chunks", None)
    assert client.get(FEED).content == first


def test_the_store_keeps_a_bounded_number_of_feeds_each_whole(monkeypatch):
    monkeypatch.setattr(store, "MOST_FEEDS", 3)
    for number in range(6):
        store.built(f"feed {number}", "state", lambda: [b"[]"])
    kept = sorted(file.name for file in (store.folder() / "state").iterdir())
    plain = [name for name in kept if "." not in name]
    assert len(plain) == 3
    assert kept == sorted(name + ending for name in plain for ending in ("", ".br", ".gz"))


def test_languages_of_readers_do_not_change_a_feed(client):
    made()
    assert client.get(FEED, HTTP_ACCEPT_LANGUAGE="de").content == client.get(FEED).content


def test_every_page_announces_the_feed_by_its_absolute_address(client):
    page = client.get("/meetings/").content.decode()
    link = next(line for line in page.splitlines() if "Meetings Feed" in line)
    for part in ('rel="alternate"', 'type="application/json"', f'href="http://testserver{FEED}"'):
        assert part in link


def test_the_feed_can_be_built_beforehand(client, settings, monkeypatch):
    made()
    assert not kinds.build_beforehand()
    settings.SITE_URL = "https://recovery.example"
    assert kinds.build_beforehand()
    monkeypatch.setattr("homegroup.exchange.feeds.meeting_guide.chunks", None)
    assert slugs(rows_in(client.get(FEED))) == ["harbour-lights"]


def test_the_whole_feed_takes_few_queries(client, django_assert_max_num_queries):
    made()
    with django_assert_max_num_queries(12):
        client.get(FEED)


def test_a_search_leads_to_the_calendar_of_its_words(client):
    made(name="Lantern"), made(name="Kettle")
    page = client.get("/meetings/?q=lantern&hours=999").content.decode()
    assert 'href="/feeds/meetings.ics?q=lantern"' in page
    told = client.get("/feeds/meetings.ics?q=lantern").content.decode()
    assert "SUMMARY:Lantern" in told
    assert "SUMMARY:Kettle" not in told
