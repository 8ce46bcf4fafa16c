""" "I need help now": for anybody, in any country, whatever else is broken."""

import gzip
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils.html import format_html
from tests import factories as make
from tests.accounts.people import make_member, sign_in
from tests.factories import at, weekly

from homegroup.core import help_panels, site
from homegroup.core.help_panels import Panel
from homegroup.moderation import weighing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


def page(client: Client, path: str = "/help-now/") -> str:
    return " ".join(client.get(path).content.decode().split())


@pytest.fixture(autouse=True)
def _no_other_panels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(help_panels, "_providers", [])


def test_a_country_that_is_chosen_is_kept_on_the_device(client: Client) -> None:
    answer = client.get("/help-now/?country=nz")
    cookie = answer.cookies["__Host-place"]
    assert cookie.value == "NZ"
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    said = page(client)
    assert 'href="tel:111"' in said
    assert 'href="sms:1737"' in said
    assert '<option value="NZ" selected>' in said


def test_the_sites_country_comes_before_the_zone(client: Client) -> None:
    client.cookies["zone"] = "Europe/Vienna"
    assert 'href="tel:142"' in page(client)
    site.change_site(country="AU")
    said = page(client)
    assert 'href="tel:000"' in said
    assert "National Alcohol and Other Drug Hotline" in said
    assert 'href="tel:142"' not in said


def test_a_guess_is_not_kept(client: Client) -> None:
    client.cookies["zone"] = "Europe/Vienna"
    assert "__Host-place" not in client.get("/help-now/").cookies


@pytest.mark.parametrize("typed", ["", "XX", "Germany", "<script>", "\0", "D" * 5000])
def test_a_country_that_is_none_is_passed_over(client: Client, typed: str) -> None:
    answer = client.get("/help-now/", {"country": typed})
    assert answer.status_code == 200
    assert dict(answer.cookies) == {}
    assert b"<script>" not in answer.content


def test_where_we_know_nothing_there_is_still_a_way(client: Client) -> None:
    said = page(client)  # the home's zone is UTC, which lies nowhere
    assert 'href="tel:112"' in said
    assert "Choose your country below" in said
    assert "https://findahelpline.com/" in said
    said = page(client, "/help-now/?country=ZW")
    assert "We know no helpline in Zimbabwe for certain" in said


def test_a_line_says_what_it_is_for_and_when_and_in_which_words(client: Client) -> None:
    said = page(client, "/help-now/?country=GB")
    assert "For: when it is too much, or you think of ending your life." in said
    assert "Text SHOUT to 85258" in said
    assert 'href="sms:85258?body=SHOUT"' in said
    assert "Day and night. English." in said
    assert "https://www.samaritans.org/" in said


def test_what_is_stale_says_so_and_comes_last(client: Client, tmp_path: Any, settings: Any) -> None:
    settings.HOME = tmp_path
    line = 'for: [crisis], call: ["1"], languages: [en], source: "https://l.example/"'
    (tmp_path / "helplines.yaml").write_text(
        "countries: {NZ: {lines: ["
        f"{{name: Old, {line}, verified_on: 2025-01-01}},"
        f"{{name: New, {line}, verified_on: 2026-03-01}}]}}}}"
    )
    said = page(client, "/help-now/?country=NZ")
    assert said.index("<h3>New</h3>") < said.index("<h3>Old</h3>")
    assert said.count("We have not checked this number for a long time") == 1
    assert said.index("We have not checked") > said.index("<h3>Old</h3>")
    assert "Confirmed on 1 March 2026." in said


def test_ours_are_not_stale_today_and_say_so_one_day(client: Client) -> None:
    note = "We have not checked this number"
    for moment, stale in (("2027-05-21T12:00+00:00", 0), ("2027-05-22T12:00+00:00", 2)):
        with at(datetime.fromisoformat(moment)):
            assert page(client, "/help-now/?country=NZ").count(note) == stale


def test_it_shows_what_starts_soon_online(client: Client) -> None:
    make.add_online("Soon", time_zone="UTC", schedules=(weekly("3", "13:30"),))
    make.add_online("Later", time_zone="UTC", schedules=(weekly("3", "15:30"),))
    said = page(client)
    assert ">Soon<" in said
    assert ">Later<" not in said
    assert "None starts in" not in said
    assert ">Soon<" not in page(client, "/help-now/kept/")


def test_rooms_add_their_part_in_their_order(client: Client) -> None:
    def plan(request: HttpRequest) -> Panel | None:
        return Panel("My plan", format_html("<p>{}</p>", "Ring <Ana>"))

    def people(request: HttpRequest) -> Panel | None:
        return (
            Panel("People", format_html("<p>{}</p>", "Bo"))
            if request.user.is_authenticated
            else None
        )

    help_panels.register(plan, order=20)
    help_panels.register(people, order=10)
    assert "People</h2>" not in page(client)
    sign_in(client, make_member())
    said = page(client)
    assert "<h2>My plan</h2><p>Ring &lt;Ana&gt;</p>" in said
    assert said.index("<h2>People</h2>") < said.index("<h2>My plan</h2>")
    assert said.index('id="urgent"') < said.index("<h2>People</h2>") < said.index('id="lines"')
    assert "Ring" not in page(client, "/help-now/kept/")


def test_in_a_crisis_only_parts_for_it_are_asked_for() -> None:
    def people(request: HttpRequest) -> Panel | None:
        return Panel("People", format_html("<p>{}</p>", "Bo"))

    def calm(request: HttpRequest) -> Panel | None:
        return Panel("Tea", format_html("<p>{}</p>", "Tea"))

    help_panels.register(people)
    help_panels.register(calm, for_crisis=False)
    request = RequestFactory().get("/")
    assert [each.heading for each in help_panels.panels_for(request)] == ["People", "Tea"]
    shown = help_panels.panels_for(request, in_crisis=True)
    assert [each.heading for each in shown] == ["People"]
    assert weighing.help_for(request).panels == shown


def test_a_part_that_fails_does_not_take_the_page_with_it(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(request: HttpRequest) -> Panel | None:
        raise RuntimeError("no plan")

    help_panels.register(broken)
    assert "tel:112" in page(client)
    assert "A part of the help page failed" in caplog.text


def test_it_weighs_little(client: Client) -> None:
    for country in ("US", "AU", "GB"):
        whole = client.get(f"/help-now/?country={country}").content
        assert len(gzip.compress(whole)) < 8_000


def test_it_takes_the_same_queries_for_one_line_and_for_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.get("/help-now/?country=AT")  # what is kept in memory
    with django_assert_num_queries(3):
        client.get("/help-now/?country=AT")
    with django_assert_num_queries(3):
        client.get("/help-now/?country=GB")


@pytest.mark.parametrize("path", ["/help-now/", "/help-now/kept/"])
def test_it_is_only_read(client: Client, path: str) -> None:
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_every_page_leads_to_it(client: Client) -> None:
    for path in ("/", "/meetings/", "/time-zone/", "/no-such-page/"):
        assert 'href="/help-now/"' in page(client, path)
