"""Leaving, discreet mode, the installed app, the service worker."""

import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.test import Client
from tests.accounts.people import make_member, sign_in

from homegroup.core import discreet, leaving, site

pytestmark = pytest.mark.django_db
HERE = {"sec-fetch-site": "same-origin"}
CLEARED = '"cache", "cookies", "storage"'


@pytest.fixture
def cleared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a room that registered was asked to clear."""
    asked: list[str] = []

    def clear(request: HttpRequest, response: HttpResponse) -> None:
        asked.append(request.path)
        response.headers["X-Cleared"] = "yes"

    monkeypatch.setattr(leaving, "_clearers", [clear])
    return asked


# -- leaving ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        HERE,
        {"sec-fetch-site": "none"},  # typed
        {"referer": "http://testserver/meetings/"},  # browsers that do not send the other
        {"origin": "http://testserver"},
    ],
)
def test_leaving_forgets_this_device(
    client: Client, cleared: list[str], headers: dict[str, str]
) -> None:
    site.change_site(exit_url="https://weather.example/today")
    client.cookies["zone"] = "Asia/Tokyo"
    client.cookies["__Host-plain"] = "1"
    answer = client.get("/exit/", headers=headers)
    assert (answer.status_code, answer["Location"]) == (303, "https://weather.example/today")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Clear-Site-Data"] == CLEARED
    assert answer["X-Cleared"] == "yes"
    assert cleared == ["/exit/"]
    assert {name: cookie["max-age"] for name, cookie in answer.cookies.items()} == {
        "zone": 0,
        "__Host-plain": 0,
    }
    assert answer.cookies["__Host-plain"]["secure"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"referer": "https://evil.example/"},
        {"referer": "http://testserver.evil.example/"},
        {"referer": "https://testserver/"},  # another scheme
        {"referer": "http://[broken"},
        {"origin": "null"},
        HERE | {"sec-purpose": "prefetch;prerender"},
    ],
)
def test_another_site_signs_nobody_out(
    client: Client, cleared: list[str], headers: dict[str, str]
) -> None:
    client.cookies["zone"] = "Asia/Tokyo"
    answer = client.get("/exit/", headers=headers)
    assert (answer.status_code, answer["Location"]) == (303, site.current().exit_url)
    assert "Clear-Site-Data" not in answer.headers
    assert (dict(answer.cookies), cleared) == ({}, [])


def test_a_member_who_leaves_is_a_visitor_afterwards(client: Client) -> None:
    sign_in(client, make_member())
    assert 'href="/me/"' in client.get("/").content.decode()
    client.get("/exit/", headers=HERE)
    assert 'href="/me/"' not in client.get("/").content.decode()


def test_leaving_takes_no_other_method(client: Client) -> None:
    assert client.post("/exit/", headers=HERE).status_code == 405
    assert client.delete("/exit/", headers=HERE).status_code == 405


@pytest.mark.parametrize("path", ["/", "/help-now/", "/exit/about/", "/no-such-page/"])
def test_every_page_has_the_way_out(client: Client, path: str) -> None:
    site.change_site(exit_url="https://weather.example/?a=1&b=2")
    page = client.get(path).content.decode()
    assert 'href="/exit/"' in page
    assert 'data-leave="https://weather.example/?a=1&amp;b=2"' in page


def test_the_page_about_leaving_names_where_it_leads(client: Client) -> None:
    page = client.get("/exit/about/").content.decode()
    assert site.current().exit_url in page
    assert "can't do" in page or "can&#x27;t do" in page
    assert client.post("/exit/about/").status_code == 405


# -- discreet mode ---------------------------------------------------------------------------


def choose(client: Client, on: str, after: str = "/meetings/?q=lamp", **headers: str) -> Any:
    return client.post("/discreet/", {"on": on, "next": after}, headers=headers or HERE)


def title(client: Client, path: str) -> str:
    found = re.search(r"<title>(.*?)</title>", client.get(path).content.decode())
    assert found
    return found[1]


def test_discreet_mode_goes_on_and_off_and_keeps_where_one_was(client: Client) -> None:
    site.change_site(name="Sober Lamp House")
    assert "Sober" in title(client, "/meetings/")
    answer = choose(client, "1")
    assert (answer.status_code, answer["Location"]) == (303, "/meetings/?q=lamp")
    cookie = answer.cookies["__Host-plain"]
    assert (cookie.value, cookie["secure"], cookie["httponly"]) == ("1", True, True)
    assert title(client, "/meetings/") == "Notes"
    assert choose(client, "0").cookies["__Host-plain"]["max-age"] == 0
    assert "Sober" in title(client, "/meetings/")


@pytest.mark.parametrize(
    "path", ["/", "/meetings/", "/help-now/", "/time-zone/", "/exit/about/", "/no-such-page/"]
)
def test_discreet_pages_have_one_title_and_a_grey_sheet(client: Client, path: str) -> None:
    site.change_site(name="Sober Lamp House")
    client.cookies[discreet.COOKIE] = "1"
    page = client.get(path).content.decode()
    assert title(client, path) == "Notes"
    assert "Sober" not in page
    head = page[: page.index("</head>")]
    assert "data-plain>" in head or "data-plain " in head
    assert "house/sheet" in head
    assert "house/sign" not in head
    assert 'name="description"' not in head
    assert 'rel="alternate"' not in head
    assert "Turn discreet mode off" in page


def test_another_site_cannot_change_it(client: Client) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"},
                    {"sec-fetch-site": "none"}):  # fmt: skip
        answer = choose(client, "1", **headers)
        assert answer.status_code == 403
        assert dict(answer.cookies) == {}
    assert client.post("/discreet/", {"on": "1"}).status_code == 403


def test_an_older_browser_names_its_origin(client: Client) -> None:
    assert choose(client, "1", origin="http://testserver").status_code == 303


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_the_way_back_never_leaves_the_site(client: Client, after: str) -> None:
    assert choose(client, "1", after)["Location"] == "/"


def test_it_is_chosen_by_post_only(client: Client) -> None:
    assert client.get("/discreet/", headers=HERE).status_code == 405


# -- the installed app -----------------------------------------------------------------------


def manifest(client: Client) -> dict[str, Any]:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told: dict[str, Any] = json.loads(answer.content)
    return told


def test_the_app_is_called_as_the_site_is(client: Client) -> None:
    site.change_site(name="The Kettle House of Wrenbridge")
    told = manifest(client)
    assert told["name"] == "The Kettle House of Wrenbridge"
    assert told["short_name"] == "The Kettle H"
    assert "sign" in told["icons"][0]["src"]
    for icon in told["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_the_discreet_app_tells_nothing(client: Client) -> None:
    site.change_site(name="Sober Lamp House")
    client.cookies[discreet.COOKIE] = "1"
    told = manifest(client)
    assert (told["name"], told["short_name"]) == ("Notes", "Notes")
    assert all("sheet" in icon["src"] for icon in told["icons"])
    assert "Sober" not in json.dumps(told)


# -- what works without a network ------------------------------------------------------------


def test_the_worker_keeps_one_page_and_its_looks(client: Client) -> None:
    answer = client.get("/worker.js?for=DE")
    said = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert re.findall(r'PAGE = "([^"]*)"', said) == ["/help-now/kept/"]
    files = re.findall(r'"(.*?)", ', said[said.index("FILES") :].split("]")[0])
    assert len(files) == 4
    assert all("house" in name or "pico" in name for name in files)


def test_another_country_or_mode_makes_another_worker(client: Client) -> None:
    first, second = (client.get(f"/worker.js?for={x}").content for x in ("DE", "NZ"))
    client.cookies[discreet.COOKIE] = "1"
    third = client.get("/worker.js?for=DE").content
    assert len({first, second, third}) == 3


def test_what_stands_in_the_address_does_not_get_into_the_script(client: Client) -> None:
    said = client.get("/worker.js", {"for": '";alert(1)//'}).content.decode()
    assert "alert" not in said


def test_pages_name_the_worker_but_not_on_a_shared_phone(client: Client) -> None:
    client.cookies["zone"] = "Europe/Berlin"
    assert 'data-worker="/worker.js?for=DE"' in client.get("/").content.decode()
    sign_in(client, make_member(), shared=True)
    page = client.get("/").content.decode()
    assert "data-worker" not in page
    assert "data-shared" in page


def test_the_kept_copy_is_the_same_for_everybody(client: Client) -> None:
    client.cookies["__Host-place"] = "NZ"
    visitors = client.get("/help-now/kept/").content
    sign_in(client, make_member())
    assert client.get("/help-now/kept/").content == visitors
    assert b"/me/" not in visitors
    assert b"tel:1737" in visitors
    assert b"<form" not in visitors


def test_a_page_of_a_member_says_what_is_true_for_members(client: Client) -> None:
    assert "No sign-up needed" in client.get("/").content.decode()
    sign_in(client, make_member())
    page = client.get("/").content.decode()
    assert "No sign-up needed" not in page
    assert "keeps no list of the pages you open" in page
