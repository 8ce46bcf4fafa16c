"""What helped, on a phone: words are asked for, given, edited, found, and taken back."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.pages import (
    Watch,
    faults,
    is_good,
    with_and_without_javascript,
)
from tests.browser.people import come_in, press

PASSAGE = "I slept in the armchair and woke up without a bad thought."
EDITED = "On a rainy Sunday I slept in the armchair and woke up without a bad thought."
MISSPELT = "/search/?q=thougth&kind=wisdom"


@pytest.fixture(autouse=True)
def _a_used_code_is_logged(watch: Watch) -> None:
    watch.expected.append("422")


def follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=name).first.click()


def ask(page: Page) -> None:
    """Ask whether words of a share may be kept."""
    come_in(page, "demo-chair")
    page.goto("/search/?q=armchair")
    page.locator("article.card").get_by_role("link", name="Share").first.click()
    follow(page, "Keep words for others")
    page.get_by_label("Which words?").fill(PASSAGE)
    page.get_by_label("What does it help with?").select_option(label="Weekends")
    is_good(page)
    press(page, "Ask")
    expect(page.get_by_role("status").first).to_contain_text("Whoever wrote it is asked")


def say_yes(page: Page) -> None:
    """Let one's words be kept, from the notice on."""
    come_in(page, "demo-sponsor")
    page.goto("/notices/")
    follow(page, "May it be kept, without your name?")
    expect(page.get_by_label("Your words")).to_have_value(PASSAGE)
    page.get_by_label("All members here").check()
    is_good(page)
    press(page, "Yes, keep it")


def edit(page: Page) -> None:
    """Put it a little differently."""
    come_in(page, "demo-caretaker")
    page.goto("/helped/desk/")
    is_good(page)
    card = page.locator("article.card", has_text=PASSAGE)
    card.get_by_role("link", name="Read and decide").click()
    page.get_by_label("Words", exact=True).fill(EDITED)
    is_good(page)
    press(page, "Put it on the page")
    expect(page.get_by_role("status").first).to_contain_text("asked about the new words")


def test_words_are_asked_for_given_edited_found_and_taken_back(open_page: OpenPage) -> None:
    asker, author, editor, reader = (
        open_page(javascript=javascript) for javascript in (True, False, True, True)
    )
    ask(asker)
    say_yes(author)
    edit(editor)
    author.goto("/helped/own/")
    author.locator("article.card", has_text=PASSAGE).get_by_role("link", name="Answer").click()
    is_good(author)
    press(author, "Yes, in these words")
    come_in(reader, "demo-treasurer")
    reader.goto(MISSPELT)
    expect(reader.locator("#results")).to_contain_text("We looked for “thought”")
    is_good(reader)
    follow(reader, "Weekends")
    words = reader.locator("article.card", has_text=EDITED)
    expect(words).to_be_visible()
    expect(words).not_to_contain_text("Rowan")
    words.get_by_role("button", name="This helped me").click()
    expect(words.get_by_role("button", pressed=True)).to_be_visible()
    is_good(reader)
    author.goto("/helped/own/")
    author.locator("article.card", has_text=EDITED).get_by_role("link", name="Take it back").click()
    is_good(author)
    press(author, "Take them back")
    reader.reload()
    expect(reader.locator("main")).not_to_contain_text("armchair")
    reader.goto(MISSPELT)
    expect(reader.locator("#results")).not_to_contain_text("armchair")


@with_and_without_javascript
def test_what_helped_is_pressed_and_taken_back(open_page: OpenPage, *, javascript: bool) -> None:
    page = open_page(javascript=javascript)
    come_in(page, "demo-family")
    page.goto("/helped/pay-day/")
    words = page.locator("article.card", has_text="I asked for my pay on a Tuesday")
    words.get_by_role("button", name="This helped me", pressed=False).click()
    words.get_by_role("button", name="This helped me", pressed=True).click()
    expect(words.get_by_role("button", name="This helped me", pressed=False)).to_be_visible()


def test_each_page_of_a_member_is_accessible_and_fits(page: Page) -> None:
    come_in(page, "demo-member")
    for path in ("/helped/", "/helped/evenings/", "/helped/own/", "/helped/offer/?with=sleep"):
        page.goto(path)
        assert faults(page) == [], path


@with_and_without_javascript
def test_an_editor_introduces_a_page(open_page: OpenPage, *, javascript: bool) -> None:
    page = open_page(javascript=javascript)
    come_in(page, "demo-caretaker")
    page.goto("/helped/pay-day/")
    follow(page, "Introduction for everybody")
    page.get_by_label("Introduction").fill("Money comes, and with it an old wish.")
    is_good(page)
    press(page, "Save")
    expect(page.get_by_text("Money comes, and with it an old wish.")).to_be_visible()
    is_good(page)
    follow(page, "Introduction for everybody")
    page.get_by_label("Introduction").fill("")
    press(page, "Save")
    expect(page.locator("main")).not_to_contain_text("Money comes")
    follow(page, "Change")
    press(page, re.compile(r"Put it first\s*: Pay day"))
    is_good(page)
    press(page, re.compile(r"Not first any more\s*: Pay day"))


def test_a_printed_page_keeps_the_words_alone(page: Page) -> None:
    page.goto("/helped/evenings/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Evenings")).to_be_visible()
    expect(page.get_by_text("the old habit knocks")).to_be_visible()
    expect(page.get_by_text("even if it is only once round the block")).to_be_visible()
    for selector in ("body > header", "body > footer", ".keep", ".pocket .links"):
        expect(page.locator(selector).first).to_be_hidden()
