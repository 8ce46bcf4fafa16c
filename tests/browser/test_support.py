"""Shares on a phone: a newcomer's first words, without scripts, and the nudge."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.pages import Watch, is_good, with_and_without_javascript
from tests.browser.people import come_in, press, sign_up

ADVICE = "You should see a doctor, and you must stop going there."


@pytest.fixture(autouse=True)
def _refused_forms_are_logged(watch: Watch) -> None:
    watch.expected.append("422")


def join(page: Page, name: str) -> None:
    """Make an account and join the group for everyone under a name."""
    sign_up(page)
    page.goto("/shares/")
    is_good(page)
    page.get_by_label("Your name in this group").fill(name)
    page.get_by_label("I have read").check()
    press(page, "Join")
    expect(page.locator("h1")).to_have_text("Everyone here")


def test_a_newcomer_who_struggles_is_answered_before_a_moderator_has_read(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expected.append("404")
    new = open_page()
    join(new, "Linnet")
    new.get_by_role("link", name="I am struggling right now").click()
    is_good(new)
    new.get_by_label("What would you like to say?").fill("First words. Tonight is long.")
    press(new, "Share it")
    expect(new.locator("main")).to_contain_text("Only you see this yet.")
    expect(new.locator("main")).to_contain_text("You are not alone with this.")
    is_good(new)
    here = new.url
    other = open_page()
    come_in(other, "demo-member")
    other.goto(here)
    expect(other.locator("h1")).to_have_text("Page not found")
    greeter = open_page()
    come_in(greeter, "demo-sponsor")
    greeter.goto(f"{here.split('/shares/')[0]}/waiting/")
    is_good(greeter)
    greeter.locator("article.share").filter(has_text="Linnet").get_by_role("link").click()
    greeter.get_by_label("Your answer").fill("I am here, and I read you.")
    press(greeter, "Send")
    new.goto("/notices/")
    expect(new.locator("main")).to_contain_text("Somebody answered what you wrote")
    new.goto(here)
    expect(new.locator("main")).to_contain_text("I am here, and I read you.")


@with_and_without_javascript
def test_the_nudge_comes_once_and_keeps_the_words(open_page: OpenPage, javascript: bool) -> None:
    page = open_page(javascript=javascript)
    come_in(page, "demo-sponsor")
    page.goto("/shares/")
    page.locator("article.share").filter(has_text="Cannot sleep").get_by_role("link").click()
    page.get_by_label("Your answer").fill(ADVICE)
    press(page, "Send")
    expect(page.get_by_role("alert").first).to_contain_text("This reads like advice.")
    expect(page.get_by_label("Your answer")).to_have_value(ADVICE)
    is_good(page)
    page.get_by_label("Your answer").fill(f"I lay awake, too. {javascript}")
    press(page, "Send it")
    expect(page.locator("main")).to_contain_text(f"I lay awake, too. {javascript}")


def test_a_share_without_scripts(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    come_in(page, "demo-secretary")
    page.goto("/my-groups/")
    page.get_by_role("link", name="Spool Mill Group").first.click()
    page.get_by_role("link", name="Shares", exact=True).last.click()
    is_good(page)
    page.get_by_role("link", name="Share something").click()
    page.get_by_label("What would you like to say?").fill("Words without any script.")
    page.get_by_label("Something I am thankful for").check()
    press(page, "Share it")
    expect(page.locator("main")).to_contain_text("Words without any script.")
    expect(page.get_by_role("link", name="See what is new")).to_be_visible()


def test_what_is_typed_is_kept_until_it_is_shared(open_page: OpenPage) -> None:
    page = open_page()
    come_in(page, "demo-sponsor")
    page.goto("/shares/")
    page.get_by_role("link", name="Share something").click()
    box = page.get_by_label("What would you like to say?")
    said = page.locator("#draft-said")
    room = said.evaluate("(e) => e.offsetHeight")
    with page.expect_response(lambda answer: "thought" in (answer.request.post_data or "")):
        box.press_sequentially("half a thought")
    expect(said).to_contain_text("Draft kept at")
    assert said.evaluate("(e) => e.offsetHeight") == room  # no button moves under a thumb
    is_good(page)
    page.reload()
    expect(box).to_have_value("half a thought")
    is_good(page)
    press(page, "Throw it away")
    expect(box).to_have_value("")


def test_a_share_that_is_quicker_than_its_draft_leaves_none(open_page: OpenPage) -> None:
    page = open_page()
    come_in(page, "demo-sponsor")
    page.goto("/shares/")
    page.get_by_role("link", name="Share something").click()
    composer = page.url
    # It is kept, and the page never hears of it.
    page.route("**/begun/", lambda route: (route.fetch(), route.fulfill(status=204)))
    with page.expect_response("**/begun/"):
        page.get_by_label("What would you like to say?").press_sequentially("Quick words.")
    press(page, "Share it")
    expect(page.locator("main")).to_contain_text("Quick words.")
    page.goto(composer)
    expect(page.get_by_label("What would you like to say?")).to_have_value("")
