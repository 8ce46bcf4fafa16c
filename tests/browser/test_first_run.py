"""From an empty home to a site with meetings, on a phone without JavaScript."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.pages import PLAIN, SIZES, Watch, axe, is_wider_than_its_window
from tests.browser.people import press
from tests.browser.site import starting
from tests.exchange.importing import row

LINK = re.compile(r"(http://localhost:\d+)(/first-run/\S+/)")
REFUSED = re.compile(r"status of (404|422)")  # provoked on purpose


@pytest.fixture
def empty_home(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A real `homegroup serve` of a home in which there is nobody yet."""
    with starting(tmp_path / "home") as process:
        yield process


def link_of(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """Give the address and the path of the link that the start has printed."""
    assert process.stdout
    found = None
    for line in process.stdout:
        found = LINK.search(line) or found
        if " answers at " in line:
            break
    assert found, "no link was printed"
    return found[1], found[2]


@pytest.fixture
def page(empty_home: "subprocess.Popen[str]", browser: Browser) -> Iterator[Page]:
    """A watched page on a phone, at the link, without scripts."""
    address, path = link_of(empty_home)
    width, height = SIZES["phone"]
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, java_script_enabled=False
    )
    watch = Watch(host=address.removeprefix("http://"))
    watch.over(context)
    page = context.new_page()
    setattr(page, PLAIN, True)
    page.goto(path)
    yield page
    context.close()
    assert [each for each in watch.left() if not REFUSED.search(each)] == []


def check(page: Page, heading: str) -> None:
    """Say that this is the page, that all can use it and that it fits."""
    expect(page.locator("h1")).to_have_text(heading)
    assert axe(page) == []
    assert not is_wider_than_its_window(page)


def test_an_empty_home_is_set_up_on_a_phone(page: Page, tmp_path: Path) -> None:
    link = page.url
    _name_it(page)
    _choose_fellowships(page)
    _make_account(page)
    _write_card_down(page)
    _add_code_app(page)
    _bring_in_meetings(page, tmp_path)
    _look_around(page)
    answer = page.goto(link)
    assert answer
    assert answer.status == 404


def _name_it(page: Page) -> None:
    check(page, "What is this site called?")
    page.get_by_label("Name of the site").fill("Kettle House")
    page.get_by_label("Country").select_option("New Zealand")
    page.get_by_label("Português", exact=True).check()
    press(page, "Save and go on")


def _choose_fellowships(page: Page) -> None:
    check(page, "Who meets here?")
    expect(page.locator("body > header")).to_contain_text("Kettle House")
    page.get_by_label("SMART Recovery", exact=True).check()
    link = page.url
    press(page, "Save and go on")
    page.goto(link)  # left and continued
    expect(page.get_by_label("SMART Recovery", exact=True)).to_be_checked()
    press(page, "Save and go on")


def _make_account(page: Page) -> None:
    check(page, "Your account")
    page.get_by_label("Sign-in name").fill("admin")
    press(page, "Make my account")
    expect(page.locator("main")).to_contain_text("looks like a servant")
    phrase = page.locator(".phrase").inner_text()
    assert len(phrase.split()) == 6
    page.get_by_label("Sign-in name").fill("tall-birch")
    press(page, "Make my account")


def _write_card_down(page: Page) -> None:
    check(page, "Your card")
    press(page, "Show my card")
    expect(page.locator(".words li")).to_have_count(10)
    press(page, "I have written them down")


def _add_code_app(page: Page) -> None:
    check(page, "Second step at sign-in")
    page.get_by_role("link", name="Add a code app").click()
    secret = page.locator(".phrase").inner_text().replace(" ", "")
    page.get_by_label("Six digits").fill(pyotp.TOTP(secret).now())
    press(page, "Add it")


def _bring_in_meetings(page: Page, tmp_path: Path) -> None:
    check(page, "Bring in meetings")
    press(page, "Bring them in")
    expect(page.locator("main")).to_contain_text("Give an address, or choose a file.")
    check(page, "Bring in meetings")
    file = tmp_path / "our-list.json"
    file.write_text(json.dumps([row("a"), row("b")]))
    page.get_by_label("Or a file").set_input_files(file)
    press(page, "Bring them in")
    check(page, "Meeting lists")
    expect(page.locator("main")).to_contain_text("2 new, 0 changed, 0 closed.")


def _look_around(page: Page) -> None:
    page.get_by_role("link", name="Console").first.click()
    check(page, "All is well.")
    page.goto("/today/")
    check(page, "Today")
    page.goto("/console/site/")
    check(page, "This site")
    page.goto("/meetings/")
    expect(page.locator("li.start").nth(1)).to_be_visible()


def test_a_second_visitor_cannot_take_over(page: Page, browser: Browser) -> None:
    account = page.url + "account/"
    other = browser.new_context(java_script_enabled=False).new_page()
    page.goto(account)
    other.goto(account)
    for each in (page, other):
        each.get_by_label("Sign-in name").fill("tall-birch" if each is page else "grey-heron")
        press(each, "Make my account")
    expect(page.locator("h1")).to_have_text("Your card")
    expect(other.locator("h1")).to_have_text("Page not found")
    other.context.close()


def test_a_wrong_link_opens_nothing(page: Page) -> None:
    for path in ("/first-run/abc/", "/first-run/abc/account/"):
        answer = page.goto(path)
        assert answer
        assert answer.status == 404
