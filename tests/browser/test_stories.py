"""A story on a phone: written, looked through, read by an editor, published, taken back."""

import re
from uuid import uuid4

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

AUTHOR = "demo-member"
# A code counts once: each run of the journey has an editor of its own.
EDITORS = {True: "demo-caretaker", False: "demo-peacekeeper"}
PAGES = ["/stories/", "/stories/mine/", "/stories/write/"]
FIRST = "My sister Anna lived in Leeds then. I counted tiles and waited for it to be late. "


def write(page: Page, title: str) -> None:
    """Write a story in chapters, and look it through."""
    page.goto("/stories/write/")
    page.get_by_label("How it was, what happened, how it is now").check()
    press(page, "Begin")
    expect(page.get_by_text("What were your days like?")).to_be_visible()
    page.get_by_label("What you write").fill(FIRST * 3)
    is_good(page)
    press(page, "Keep and go on")
    page.get_by_label("What you write").fill("Somebody rang.\n\n+++ a hard hour\nIt was long.\n+++")
    press(page, "Keep and go on")
    page.get_by_label("What you write").fill("I walk at eleven now, and the tiles are only tiles.")
    press(page, "Keep")
    page.get_by_label("Title").fill(title)
    is_good(page)
    press(page, "Keep, and look it through")
    is_good(page)
    anna = page.get_by_role("group", name=re.compile("Anna"))
    anna.get_by_label("Leave it out, or write instead:").check()
    leeds = page.get_by_role("group", name=re.compile("Leeds"))
    leeds.get_by_label("It can stay").check()
    press(page, "Do it so")


def hand_in(page: Page) -> None:
    page.get_by_label("Everybody, also people without an account").check()
    page.get_by_label("Name under this story").fill("Curlew")
    page.get_by_label("Evenings").check()
    page.get_by_label(re.compile("these words may be published")).check()
    is_good(page)
    press(page, "Hand it in")
    expect(page.get_by_role("status")).to_contain_text("Handed in.")


@with_and_without_javascript
def test_a_story_is_written_read_published_and_taken_back(
    open_page: OpenPage, watch: Watch, *, javascript: bool
) -> None:
    title = f"Tiles {uuid4().hex[:6]}"
    author, editor, visitor = (open_page(javascript=javascript) for _ in range(3))
    come_in(author, AUTHOR, "/stories/")
    write(author, title)
    hand_in(author)
    come_in(editor, EDITORS[javascript], "/stories/desk/")
    is_good(editor)
    editor.get_by_role("link", name=title).click()
    expect(editor.get_by_text("My sister lived in Leeds then.").first).to_be_visible()
    is_good(editor)
    press(editor, "Publish these words")
    visitor.goto("/stories/?topic=evenings")
    visitor.get_by_role("link", name=title).click()
    expect(visitor.get_by_text("by Curlew")).to_be_visible()
    expect(visitor.get_by_text("It was long.")).to_be_hidden()
    visitor.get_by_text("a hard hour").click()
    expect(visitor.get_by_text("It was long.")).to_be_visible()
    is_good(visitor)
    address = visitor.url
    visitor.goto(f"/search/?q={title.replace(' ', '+')}")
    expect(visitor.locator("main").get_by_role("link", name=title)).to_be_visible()
    author.goto("/stories/mine/")
    author.locator("section.card", has_text=title).get_by_role("link", name="Take it back").click()
    is_good(author)
    press(author, "Take it back")
    watch.expected.append("status of 404")
    answer = visitor.goto(address)
    assert answer
    assert answer.status == 404
    visitor.goto(f"/search/?q={title.replace(' ', '+')}")
    expect(visitor.locator("main").get_by_role("link", name=title)).to_have_count(0)


def test_each_page_is_accessible_and_fits(page: Page) -> None:
    come_in(page, AUTHOR, "/stories/")
    for path in PAGES:
        page.goto(path)
        assert faults(page) == [], page.url
    page.goto("/stories/")
    page.get_by_role("link", name="The tablet and the bicycle").click()
    assert faults(page) == [], page.url
    page.goto("/stories/")
    page.get_by_role("link", name="Soup for one").click()
    page.get_by_role("link", name="Something in it helped me").click()
    assert faults(page) == [], page.url


def test_a_script_keeps_what_is_typed_and_folds_what_is_marked(page: Page) -> None:
    come_in(page, AUTHOR, "/stories/write/")
    page.get_by_label("My own way").check()
    press(page, "Begin")
    box = page.get_by_label("What you write")
    box.press_sequentially("hard words")
    expect(page.locator("#draft-said")).to_contain_text("Draft kept at")
    box.select_text()
    page.get_by_role("button", name="Fold the part I have marked").click()
    expect(box).to_have_value("+++ \nhard words\n+++\n\n")
    box.press_sequentially("a night")
    expect(box).to_have_value("+++ a night\nhard words\n+++\n\n")
    with page.expect_response(re.compile("/chapter/")):
        pass
    page.reload()
    expect(page.get_by_label("What you write")).to_have_value(re.compile("a night\\s+hard words"))


@pytest.mark.parametrize("javascript", [False], ids=["plain"])
def test_the_prompt_of_the_day_begins_a_story(page: Page) -> None:
    come_in(page, AUTHOR, "/stories/write/")
    prompt = page.locator(".question").inner_text()
    press(page, "Write about this")
    expect(page.locator(".question")).to_have_text(prompt)
    page.get_by_label("What you write").fill("A few words.")
    press(page, "Keep")
    expect(page.get_by_role("status")).to_contain_text("Kept. Only you can read it.")
