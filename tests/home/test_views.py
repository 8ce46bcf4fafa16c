"""The landing page, and choosing a time zone."""

import pytest
from django.http import HttpResponse
from django.test import Client
from tests import factories as make
from tests.factories import weekly

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


def said(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def test_the_landing_page_shows_what_starts_soon_online(client: Client) -> None:
    make.add_online("Soon", time_zone="UTC", schedules=(weekly("3", "13:30"),))
    make.add_online("Later", time_zone="UTC", schedules=(weekly("3", "15:30"),))
    make.add("Room", time_zone="UTC", schedules=(weekly("3", "13:30"),))
    page = said(client.get("/"))
    assert ">Soon<" in page
    assert ">Later<" not in page
    assert ">Room<" not in page


def test_the_landing_page_without_meetings_leads_on(client: Client) -> None:
    page = said(client.get("/"))
    assert "None starts in the next 2 hours." in page
    assert 'href="/meetings/?attendance=online"' in page


def test_the_landing_page_answers_get_and_head_only(client: Client) -> None:
    assert client.head("/").status_code == 200
    assert client.post("/").status_code == 405
    assert client.delete("/").status_code == 405


def choose(client: Client, zone: str, after: str | None = "/meetings/") -> HttpResponse:
    data = {"zone": zone} | ({"next": after} if after is not None else {})
    return client.post("/time-zone/", data)


@pytest.mark.parametrize("typed", ["Asia/Tokyo", " Asia/Tokyo "])
def test_a_chosen_zone_is_kept_on_the_device(client: Client, typed: str) -> None:
    answer = choose(client, typed)
    assert (answer.status_code, answer["Location"]) == (302, "/meetings/")
    cookie = answer.cookies["zone"]
    assert cookie.value == "Asia/Tokyo"
    assert (cookie["secure"], cookie["samesite"]) == (True, "Lax")
    assert "Asia/Tokyo" in said(client.get("/"))


def test_a_zone_may_be_typed_with_spaces(client: Client) -> None:
    assert choose(client, "America/New York").cookies["zone"].value == "America/New_York"


@pytest.mark.parametrize("typed", ["", "Tokyo?", "asia", "../../etc/passwd", "x" * 10_000, "\0"])
def test_a_zone_that_is_none_is_sent_back_with_what_was_typed(client: Client, typed: str) -> None:
    answer = choose(client, typed)
    assert answer.status_code == 422
    assert "We do not know this time zone" in said(answer)
    assert not answer.cookies.get("zone")
    assert 'name="next" value="/meetings/"' in said(answer)


def test_what_was_typed_is_escaped(client: Client) -> None:
    answer = choose(client, '"><script>alert(1)</script>', '"><script>alert(2)</script>')
    assert "<script>alert" not in said(answer)


@pytest.mark.parametrize(
    "after",
    ["https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example",
     "\\\\evil.example", "http:evil.example", "http:///evil.example", "javascript:alert(1)",
     "data:text/html,x", "ftp://evil.example", "mailto:a@example.org", " //evil.example",
     "\t//evil.example", "https:/evil.example", "", None],
)  # fmt: skip
def test_the_way_back_never_leaves_the_site(client: Client, after: str | None) -> None:
    answer = choose(client, "Asia/Tokyo", after)
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("after", ["/meetings/?q=lamp&day=1", "/meetings/lamp/#report", "/"])
def test_the_way_back_leads_to_where_one_was(client: Client, after: str) -> None:
    assert choose(client, "Asia/Tokyo", after)["Location"] == after


def test_a_way_back_with_a_line_break_breaks_no_header(client: Client) -> None:
    answer = choose(client, "Asia/Tokyo", "/meetings/\r\nSet-Cookie: a=b")
    assert "\n" not in answer["Location"]
    assert "a" not in answer.cookies


def test_the_page_of_zones_is_there_and_takes_no_other_method(client: Client) -> None:
    assert client.get("/time-zone/").status_code == 200
    assert client.get("/time-zone/?next=//evil.example").status_code == 200
    page = said(client.get("/time-zone/?next=//evil.example"))
    assert 'name="next" value="/"' in page
    assert client.put("/time-zone/").status_code == 405


def test_choosing_needs_the_forms_own_token() -> None:
    guarded = Client(enforce_csrf_checks=True)
    assert choose(guarded, "Asia/Tokyo").status_code == 403
