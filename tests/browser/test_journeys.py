"""The ways of people through the house, in a real browser."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.pages import (
    Watch,
    Weight,
    axe,
    is_wider_than_its_window,
    on_a_phone_and_a_plain_desk,
    with_and_without_javascript,
)

STARTS = ".starts .name a"


def filters(page: Page) -> dict[str, list[str]]:
    """Give the filters that stand in the address."""
    return parse_qs(urlsplit(page.url).query)


@on_a_phone_and_a_plain_desk
def test_a_visitor_in_trouble_reaches_an_online_meeting_in_three_taps(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="All online meetings in the next six hours").click()
    page.locator(STARTS).first.click()
    join = page.locator(".join a").first
    expect(join).to_be_visible()
    page.wait_for_load_state()  # with its styles
    assert re.match(r"https://|tel:", join.get_attribute("href") or "")
    box = join.bounding_box()
    assert box
    assert box["height"] >= 24


@on_a_phone_and_a_plain_desk
def test_a_visitor_finds_a_meeting_near_a_town(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Town or postcode").fill("Wrenbrige")  # a letter is missing
    page.get_by_role("button", name="Find a meeting").click()
    expect(page.locator("#count")).to_contain_text("near Wrenbridge")
    expect(page.locator(STARTS).first).to_be_visible()
    assert filters(page)["near"] == ["Wrenbrige"]
    assert "hours" not in filters(page) or filters(page)["hours"] == [""]
    assert not is_wider_than_its_window(page)


@with_and_without_javascript
def test_every_filter_stands_in_the_address_and_comes_back(
    page: Page, open_page: OpenPage, javascript: bool
) -> None:
    page.goto("/meetings/")
    page.get_by_text("More choices").click()
    page.get_by_label("Tuesday").check()
    page.get_by_label("How").select_option("online")
    page.get_by_label("Time of day").select_option("evening")
    page.get_by_role("button", name="Show meetings").click()
    page.wait_for_url(re.compile("time=evening"))
    shared = filters(page)
    assert (shared["day"], shared["attendance"]) == (["2"], ["online"])
    other = open_page(javascript=javascript)
    other.goto(page.url)
    other.wait_for_load_state("networkidle")
    expect(other.get_by_label("Tuesday")).to_be_checked()
    expect(other.get_by_label("How")).to_have_value("online")
    found = other.locator(STARTS).all_inner_texts()
    assert found
    expect(page.locator(STARTS)).to_have_text(found)


def test_choosing_a_filter_changes_the_results_in_place(page: Page) -> None:
    page.goto("/meetings/")
    page.evaluate("window.sameDocument = true")
    before = page.locator("#count").inner_text()
    page.get_by_label("Town or postcode").fill("Pozoclaro")
    page.get_by_label("Starts within").focus()  # leaving the field is the change
    expect(page.locator("#count")).to_contain_text("near Pozoclaro")
    expect(page.locator("#count")).not_to_have_text(before)
    assert page.evaluate("window.sameDocument") is True
    assert filters(page) == {"near": ["Pozoclaro"]}
    page.go_back()
    expect(page.locator("#count")).to_have_text(before)


def test_where_i_am_sends_a_rounded_place(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/meetings/?near=Alder+Falls")
    page.context.grant_permissions(["geolocation"])
    meeting = page.locator(STARTS).first
    expect(meeting).to_be_visible()
    page.context.set_geolocation({"latitude": 52.123456, "longitude": -1.987654})
    page.get_by_role("button", name="Where I am").click()
    page.wait_for_url(re.compile("at="))
    assert filters(page)["at"] == ["52.12,-1.99"]
    assert "near" not in filters(page)


@with_and_without_javascript
def test_more_pages_follow_without_losing_or_repeating(page: Page) -> None:
    page.goto("/meetings/?attendance=online")
    seen: list[tuple[str, str]] = []
    for _page in range(30):
        links = page.locator(".start")
        seen += [
            (links.nth(n).locator("time, .when").first.get_attribute("datetime") or "",
             links.nth(n).locator("a").get_attribute("href") or "")
            for n in range(links.count())
        ]  # fmt: skip
        following = page.get_by_role("link", name="Show more")
        if not following.count():
            break
        following.click()
        page.wait_for_load_state()
    assert len(seen) > 50
    timed = [start for start in seen if start[0]]
    assert len(set(timed)) == len(timed)
    assert [start[0] for start in timed] == sorted(start[0] for start in timed)


def test_the_script_learns_the_zone_and_online_times_follow(open_page: OpenPage) -> None:
    page = open_page(zone="Asia/Tokyo")
    page.goto("/meetings/?attendance=online")
    expect(page.locator("[data-zone]")).to_have_text("Asia/Tokyo")
    page.goto("/meetings/?attendance=online")
    shown = page.locator(".start time").first
    wall = page.evaluate(
        "(moment) => new Intl.DateTimeFormat('en-US', {hour: 'numeric', minute: 'numeric'})"
        ".format(new Date(moment))",
        shown.get_attribute("datetime"),
    )
    hour, minute = re.match(r"(\d+):(\d+)", wall).groups()  # type: ignore[union-attr]
    expected = hour if minute == "00" else f"{hour}:{minute}"
    text = shown.inner_text()
    assert text.split()[0] == expected or text in {"noon", "midnight"}


@pytest.mark.usefixtures("unhappy")
@with_and_without_javascript
def test_a_visitor_chooses_a_zone_and_keeps_what_was_open(page: Page) -> None:
    page.goto("/meetings/?attendance=online")
    page.locator("footer a[data-zone]").click()
    field = page.get_by_role("combobox", name="Time zone")
    field.fill("Nowhere/Town")
    page.get_by_role("button", name="Use this zone").click()
    expect(page.get_by_role("alert")).to_contain_text("do not know")
    expect(field).to_have_value("Nowhere/Town")
    field.fill("Asia/Kolkata")
    page.get_by_role("button", name="Use this zone").click()
    assert filters(page) == {"attendance": ["online"]}
    expect(page.locator("footer a[data-zone]")).to_have_text("Asia/Kolkata")


@pytest.fixture
def unhappy(watch: Watch) -> None:
    """A refused form answers 422, which the browser logs."""
    watch.expected.append("422")


@pytest.mark.usefixtures("unhappy")
@with_and_without_javascript
def test_a_reader_reports_a_mistake(page: Page) -> None:
    page.goto("/meetings/")
    page.locator(STARTS).first.click()
    page.get_by_text("Something is wrong here").click()
    page.get_by_role("button", name="Send the correction").click()
    expect(page.get_by_role("alert")).to_contain_text("Tell us what is wrong")
    page.get_by_label("What should we change?").fill("The door is on the other side.")
    page.get_by_role("button", name="Send the correction").click()
    expect(page.locator("#report")).to_contain_text("Thank you")
    assert axe(page) == []


@with_and_without_javascript
def test_all_can_be_done_with_the_keyboard(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Town or postcode")).to_be_focused()
    page.keyboard.type("Kijani Springs")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("near Kijani Springs")


@pytest.mark.parametrize("path", ["/", "/meetings/"])
def test_a_first_load_weighs_at_most_50_kb_with_25_of_script(page: Page, path: str) -> None:
    weight = Weight(page)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert len(weight.scripts) == 2
    assert weight.total <= 50_000
    assert sum(weight.scripts.values()) <= 25_000


def test_a_page_can_be_read_at_four_times_the_size(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})  # 1280x1024 at 400 %
    for path in ("/", "/meetings/?near=Wrenbridge"):
        page.goto(path)
        assert not is_wider_than_its_window(page)
