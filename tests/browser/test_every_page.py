"""Every kind of page: accessible, no wider than its window, silent towards other hosts."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.pages import (
    Watch,
    axe,
    faults,
    with_and_without_javascript,
)

PAGES = [
    "/",
    "/meetings/",
    "/time-zone/",
    "/attendance/",
    "/helped/evenings/",
    "/search/?q=evenign",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == 200
    assert faults(page) == []


@with_and_without_javascript
def test_the_first_meeting_found_and_its_group_are_accessible(page: Page) -> None:
    page.goto("/meetings/")
    page.locator(
        "main a[href^='/meetings/']:not([href*='?']):not([href$='/meetings/'])"
    ).first.click()
    expect(page.locator("h1")).to_have_count(1)
    assert axe(page) == []
    group = page.locator("main a[href^='/groups/']").first
    if group.count():
        group.click()
        assert axe(page) == []


@with_and_without_javascript
def test_a_wrong_address_gets_a_page_that_helps(page: Page, watch: Watch) -> None:
    watch.expected.append("status of 404")
    answer = page.goto("/no-such-page/")
    assert answer
    assert answer.status == 404
    expect(page.locator("main a").first).to_be_visible()
    assert axe(page) == []


def test_a_request_to_another_host_is_noticed(page: Page, watch: Watch) -> None:
    page.goto("/no-such-page/")
    page.evaluate("new Image().src = 'https://example.org/pixel.png'")
    page.wait_for_timeout(200)
    watch.expected += ["example.org", "status of 404"]
    assert any("example.org" in problem for problem in watch.problems)
