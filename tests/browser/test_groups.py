"""A group from its making to its first meeting, in a real browser, by two people."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.pages import (
    Watch,
    is_good,
    with_and_without_javascript,
)
from tests.browser.people import press, sign_up


@pytest.fixture(autouse=True)
def _refused_forms_are_logged(watch: Watch) -> None:
    watch.expected.append("422")


def make_group(page: Page, name: str) -> str:
    """Make a group by its form; give its address."""
    page.goto("/groups/new/")
    is_good(page)
    page.get_by_label("Name of the group").fill(name)
    page.get_by_label("Your name in this group").fill("Ines")
    press(page, page.locator("main form button[type=submit]").last.inner_text().strip())
    page.goto("/my-groups/")
    address = page.get_by_role("link", name=name, exact=True).get_attribute("href")
    assert address
    return address


def add_code_app(page: Page) -> None:
    """Add the second step that work with people needs."""
    page.goto("/me/steps/code/")
    secret = page.locator(".phrase").inner_text().replace(" ", "")
    page.get_by_label("Six digits").fill(pyotp.TOTP(secret).now())
    press(page, "Add it")


@with_and_without_javascript
def test_a_group_is_made_and_somebody_comes_in_by_invitation(
    open_page: OpenPage, javascript: bool
) -> None:
    ines = open_page(javascript=javascript)
    sign_up(ines)
    group = make_group(ines, f"Kettle Group {javascript}")
    ines.goto(f"{group}invitations/")
    is_good(ines)
    press(ines, "Make the invitation")
    code = ines.locator("code.code").first.inner_text()
    tom = open_page(javascript=javascript)
    tom.goto(f"/join/{code}/")
    is_good(tom)
    expect(tom.locator("main")).to_contain_text("Kettle Group")
    sign_up(tom)
    tom.goto(f"/join/{code}/")
    tom.get_by_label("Your name in this group").fill("Ines")  # taken there
    tom.get_by_label("I have read").check()
    press(tom, "Join")
    expect(tom.get_by_role("alert").first).to_contain_text("Choose another")
    tom.get_by_label("Your name in this group").fill("Tom")
    press(tom, "Join")
    tom.goto(f"{group}members/")
    expect(tom.locator("main")).to_contain_text("Ines")
    expect(tom.locator("main")).to_contain_text("Tom")
    is_good(tom)
    tom.goto(f"{group}people/")  # not his task
    expect(tom.locator("h1")).to_contain_text("Not open to you")


@pytest.fixture(autouse=True)
def _closed_doors_are_logged(watch: Watch) -> None:
    watch.expected.append("403")


@with_and_without_javascript
def test_a_secretary_lists_a_meeting_and_cancels_a_date(
    open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    sign_up(page)
    group = make_group(page, f"Harbour Group {javascript}")
    page.goto(f"{group}meetings/new/")
    is_good(page)
    page.get_by_label("Name of the meeting").fill("Harbour Light")
    page.get_by_label("Tuesday").check()
    page.get_by_label("Starts at").fill("19:30")
    page.get_by_label("Time zone").fill("Europe/London")
    page.get_by_label("In person", exact=True).check()
    press(page, "Save")
    expect(page.get_by_role("alert").first).to_be_visible()  # the town is missing
    expect(page.get_by_label("Name of the meeting")).to_have_value("Harbour Light")
    expect(page.get_by_label("Tuesday")).to_be_checked()
    is_good(page)
    page.get_by_label("Town").fill("Wrenbridge")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("Harbour Light")
    is_good(page)
    page.get_by_role("link", name="Dates, pause, close").click()
    page.wait_for_url(re.compile("/dates/"))
    is_good(page)
    page.locator("details.card summary").first.click()
    page.get_by_label("Why?").first.fill("The hall is painted.")
    press(page, "Change this date")
    expect(page.locator("main")).to_contain_text("not on this date")


def test_people_are_looked_after_only_past_a_second_step(open_page: OpenPage) -> None:
    page = open_page()
    sign_up(page)
    group = make_group(page, "Lantern Group")
    page.goto(f"{group}people/")
    page.wait_for_url(re.compile("/me/steps/"))
    expect(page.locator("main")).to_contain_text("needs a second step")
    is_good(page)
    add_code_app(page)
    page.goto(f"{group}people/")
    expect(page.locator("h1")).to_contain_text("Look after people")
    is_good(page)
