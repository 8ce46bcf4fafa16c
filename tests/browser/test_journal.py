"""A journal on a phone: written, found, changed, deleted; drafts; people to call; check-in."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.pages import (
    axe,
    faults,
    with_and_without_javascript,
)
from tests.browser.people import ROWS, come_in, sign_in

NAME = "demo-member"
PAGES = ["/journal/", "/journal/new/", "/journal/shared/", "/people/", "/people/new/", "/check-in/"]


def write(page: Page, text: str) -> None:
    page.goto("/journal/new/")
    page.get_by_label("What you write").fill(text)
    page.get_by_role("button", name="Keep", exact=True).click()
    said(page, "Kept. Only you can read it.")


def begun(page: Page, mark: str) -> Locator:
    """Give the card that offers a draft."""
    return page.locator("section.card", has_text=mark)


def said(page: Page, text: str) -> None:
    """Wait for the page that says so."""
    expect(page.get_by_role("status")).to_contain_text(text)


@pytest.fixture
def mark() -> str:
    """A word that only this test writes."""
    return f"lantern{uuid4().hex[:8]}"


def test_each_page_is_accessible_and_fits(page: Page) -> None:
    come_in(page, NAME, "/journal/")
    for path in PAGES:
        page.goto(path)
        assert faults(page) == [], path


@with_and_without_javascript
def test_a_page_is_written_found_changed_and_deleted(page: Page, mark: str) -> None:
    come_in(page, NAME, "/journal/")
    write(page, f"{mark} rained all day.\nI called Kim.")
    assert axe(page) == []
    page.goto("/journal/")
    page.get_by_label("Find words in your pages").fill(f"KIM {mark}")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("mark")).to_have_count(2)
    assert mark not in page.url
    assert axe(page) == []
    page.get_by_role("link", name=f"{mark} rained").click()
    page.get_by_role("link", name="Change").click()
    page.get_by_label("What you write").fill(f"{mark} stopped.")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text(f"{mark} stopped.")).to_be_visible()
    page.get_by_role("link", name="Open it to one person").click()
    expect(page.get_by_text("Only you, so far.")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Back to the page").click()
    page.get_by_role("link", name="Delete").click()
    expect(page.get_by_role("heading", name="Delete this for good?")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Delete").click()
    said(page, "Deleted.")
    expect(page.get_by_text(mark)).to_have_count(0)


def test_a_script_keeps_what_is_typed(page: Page, mark: str) -> None:
    come_in(page, NAME, "/journal/")
    page.goto("/journal/new/")
    page.get_by_label("What you write").press_sequentially(f"{mark} and then")
    expect(page.locator("#draft-said")).to_contain_text("Draft kept at")
    with page.expect_response(re.compile("/journal/draft/")):
        page.get_by_label("What you write").press_sequentially(" more")
    page.goto("/journal/")
    begun(page, mark).get_by_role("link", name="Go on writing").click()
    expect(page.get_by_label("What you write")).to_have_value(f"{mark} and then more")
    assert axe(page) == []
    page.get_by_role("button", name="Keep", exact=True).click()
    page.goto("/journal/")
    expect(page.get_by_role("heading", name="Journal")).to_be_visible()
    expect(begun(page, mark)).to_have_count(0)


def test_locked_meanwhile_nothing_typed_is_lost(page: Page, mark: str) -> None:
    sign_in(page, NAME, ROWS[NAME]["passphrase"])  # a visit of its own, which is locked here
    page.goto("/journal/new/")
    other = page.context.new_page()
    other.goto("/me/")
    other.get_by_role("button", name="Lock them now").click()
    page.get_by_label("What you write").press_sequentially(f"{mark} while locked")
    expect(page.locator("#draft-said")).to_contain_text("private pages have locked")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_label("Passphrase").fill(ROWS[NAME]["passphrase"])
    page.locator("main").get_by_role("button").first.click()
    whole = page.locator("section", has_text=f"{mark} while locked").last
    whole.get_by_role("button", name="Send it now").click()
    page.goto("/journal/")
    expect(page.get_by_text(f"{mark} while locked").first).to_be_visible()


@pytest.mark.parametrize("javascript", [False], ids=["plain"])
def test_a_button_keeps_a_draft(page: Page, mark: str) -> None:
    come_in(page, NAME, "/journal/")
    page.goto("/journal/new/")
    page.get_by_label("What you write").fill(f"{mark} begun")
    page.get_by_role("button", name="Keep as a draft").click()
    said(page, "Kept as a draft.")
    assert axe(page) == []
    begun(page, mark).get_by_role("button", name="Throw away").click()
    expect(page.get_by_text(mark)).to_have_count(0)


@with_and_without_javascript
def test_people_to_call_stay_open_while_locked(page: Page, mark: str) -> None:
    sign_in(page, NAME, ROWS[NAME]["passphrase"])  # a visit of its own, which is locked here
    page.goto("/people/new/")
    page.get_by_label("Name").fill(mark)
    page.get_by_label("Phone numbers").fill("+49 30 555 0101")
    page.get_by_label("When you may call").fill("evenings")
    page.get_by_role("button", name="Keep", exact=True).click()
    said(page, "Kept.")
    assert axe(page) == []
    page.get_by_role("button", name="Keep them open on this device").click()
    said(page, "They stay open on this device.")
    assert axe(page) == []
    page.goto("/me/")
    page.get_by_role("button", name="Lock them now").click()
    page.goto("/help-now/")
    card = page.locator("article", has_text=mark)
    expect(card.get_by_role("link", name="Call +49 30 555 0101")).to_have_attribute(
        "href", "tel:+49305550101"
    )
    assert axe(page) == []


@with_and_without_javascript
def test_a_check_in(page: Page, mark: str) -> None:
    come_in(page, NAME, "/check-in/")
    page.get_by_label("This morning").fill(f"call {mark}")
    page.get_by_role("button", name="Keep", exact=True).click()
    said(page, "Kept. Only you can read it.")
    expect(page.get_by_label("This morning")).to_have_value(f"call {mark}")
    assert axe(page) == []
