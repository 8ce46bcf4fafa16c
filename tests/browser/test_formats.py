"""A secretary makes a format the group's own, changes it, sees a mistake by its line, prints it."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.pages import (
    Watch,
    is_good,
    with_and_without_javascript,
)
from tests.browser.people import press, sign_up
from tests.browser.test_groups import make_group


@pytest.fixture(autouse=True)
def _refused_forms_are_logged(watch: Watch) -> None:
    watch.expected.append("422")


def go(page: Page, words: str, address: str) -> None:
    """Follow a link and wait for the page it leads to."""
    page.get_by_role("link", name=words, exact=True).click()
    page.wait_for_url(re.compile(address))


def make_and_mend_a_mistake(page: Page) -> None:
    """Write a wrong number into the text, see its line, and put it right."""
    go(page, "All of it as text", "/text/")
    text = page.get_by_label("The whole format as text")
    before = text.input_value()
    wrong = before.replace("minutes: 30", "minutes: lots")
    text.fill(wrong)
    press(page, "Save")
    line = wrong.split("\n").index("    minutes: lots") + 1
    expect(page.locator(".wrong")).to_contain_text(f"Line {line}, place 14")
    expect(page.locator(".wrong mark")).to_contain_text("minutes: lots")
    expect(text).to_have_value(wrong)
    is_good(page)
    text.fill(wrong.replace("minutes: lots", "minutes: 34"))
    press(page, "Save")
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(page.locator("main")).not_to_contain_text("The parts take")


@with_and_without_javascript
def test_a_secretary_makes_a_format_the_groups_own(open_page: OpenPage, javascript: bool) -> None:
    page = open_page(javascript=javascript)
    sign_up(page)
    group = make_group(page, f"Evening Group {javascript}")
    page.goto(f"{group}formats/")
    is_good(page)
    go(page, "Open discussion", "/ready/open-discussion/")
    page.get_by_text("How we share").click()
    expect(page.get_by_text("Please speak of yourself")).to_be_visible()
    is_good(page)
    go(page, "Make it our own", "/copy/")
    page.get_by_label("What do you call it?").fill("Our evening")
    press(page, "Make the copy")
    expect(page.get_by_role("status")).to_contain_text("This copy is yours")
    is_good(page)

    page.locator("main").get_by_role("link", name="Shares : change").click()
    page.wait_for_url(re.compile("/parts/shares/"))
    is_good(page)
    page.locator("#id_minutes").fill("30")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("The parts take 56 minutes together.")
    with page.expect_navigation():
        page.get_by_role("button", name="Move “A quiet minute” up").click()
    expect(page.locator(".parts li").first).to_contain_text("A quiet minute")
    make_and_mend_a_mistake(page)

    script = page.get_by_role("link", name="Print", exact=True).get_attribute("href")
    printed = page.request.get(script or "")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF")
    go(page, "History", "/history/")
    is_good(page)
    page.get_by_role("link", name="Look at version 1", exact=True).click()
    page.wait_for_url(re.compile("/history/1/"))
    is_good(page)
    press(page, "Go back to this version")
    expect(page.locator(".agenda summary").first).to_contain_text("Welcome")
