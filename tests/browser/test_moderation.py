"""A desk on a phone: what waits and why, a first share, a reported message, a time away."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.pages import Watch, faults, is_good
from tests.browser.people import come_in, press

GROUP = "/groups/spool-mill/"
DESK = f"{GROUP}desk/"
JOAN, INES, CARETAKER = "demo-peacekeeper", "demo-secretary", "demo-caretaker"


@pytest.fixture(autouse=True)
def _refused_forms_are_logged(watch: Watch) -> None:
    watch.expected += ["422", "404"]


def open_case(page: Page, words: str, author: str | None = None) -> None:
    """Open the case on the desk that holds these words."""
    page.goto(DESK)
    page.locator("article.card").filter(has_text=words).get_by_role("link", name=author).click()
    expect(page.locator("main")).to_contain_text(words)


def unfold(page: Page, words: str) -> None:
    page.locator("summary").get_by_text(words, exact=True).click()


def test_pages_of_a_desk_are_accessible_and_fit(page: Page) -> None:
    come_in(page, JOAN)
    pages = ("desk/", "desk/tending/", "log/")
    for path in (*(f"{GROUP}{name}" for name in pages), "/reports/", "/reports/told/"):
        page.goto(path)
        assert faults(page) == [], path
    open_case(page, "We lost the flat.")
    for name in ("Change its words", "Fold it under a label", "Take it away"):
        unfold(page, name)
    assert faults(page) == []
    page.goto(f"{GROUP}members/")
    page.get_by_role("link", name="Robin", exact=True).click()
    page.get_by_role("link", name="As a moderator").click()
    unfold(page, "A longer time away")
    assert faults(page) == []


def test_a_post_that_asks_where_to_get_something_is_not_let_through(open_page: OpenPage) -> None:
    noor = come_in(open_page(javascript=False), "demo-treasurer")
    noor.goto(f"{GROUP}shares/new/")
    noor.get_by_label("What would you like to say?").fill("Who knows where to get oxy tonight?")
    press(noor, "Share it")
    here = noor.url
    expect(noor.locator("main")).to_contain_text("Only you see this yet.")
    expect(noor.locator("main")).to_contain_text("it may ask or tell where to get drugs")
    is_good(noor)
    joan = come_in(open_page(javascript=False), JOAN)
    open_case(joan, "oxy tonight")
    unfold(joan, "Do not let it through")
    joan.get_by_label("Why? The author reads this.").fill("This is not the place. I am here.")
    press(joan, "Do not let it through")
    expect(joan.locator("main")).not_to_contain_text("oxy tonight")
    noor.goto("/notices/")
    expect(noor.locator("main")).to_contain_text("did not let something of yours stand")
    noor.goto(here)
    expect(noor.locator("main")).to_contain_text("This is not the place. I am here.")
    is_good(noor)
    noor.get_by_role("link", name="Change it and send it again").click()
    is_good(noor)
    noor.locator("main textarea").fill("I want to use tonight. Who is awake?")
    press(noor, "Send it again")
    expect(noor.locator("main")).to_contain_text("now reads what you changed")
    open_case(joan, "Who is awake?")
    press(joan, "Let it through")
    noor.goto(here)
    expect(noor.locator("main")).not_to_contain_text("Only you see this yet.")


def test_a_newcomers_first_share_is_let_through_and_answered(open_page: OpenPage) -> None:
    hazel = come_in(open_page(), "demo-first-days")
    hazel.goto(f"{GROUP}shares/new/")
    hazel.get_by_label("What would you like to say?").fill("Day ten, and I made porridge.")
    press(hazel, "Share it")
    here = hazel.url
    expect(hazel.locator("main")).to_contain_text("the first things that somebody writes")
    maple = come_in(open_page(), "demo-sponsor")
    maple.goto(here)
    expect(maple.locator("h1")).to_have_text("Page not found")
    joan = come_in(open_page(), JOAN)
    open_case(joan, "porridge")
    press(joan, "Let it through")
    maple.goto(f"{GROUP}shares/")
    maple.locator("article.share").filter(has_text="porridge").get_by_role("link").click()
    maple.get_by_label("Your answer").fill("Ten days and porridge. I am glad you are here.")
    press(maple, "Send")
    hazel.goto(here)
    expect(hazel.locator("main")).to_contain_text("I am glad you are here.")


def test_a_reported_message_is_opened_at_the_desk_and_the_reporter_hears(
    open_page: OpenPage,
) -> None:
    robin = come_in(open_page(javascript=False), "demo-member")
    robin.goto("/messages/")
    robin.get_by_role("link", name="Maple", exact=True).first.click()
    robin.goto(f"{robin.url}report/")
    robin.get_by_label("How is the radiator?").check()
    robin.get_by_label("Something else").check()
    robin.get_by_label("Do you want to add something?").fill("I would like somebody to look.")
    press(robin, "Send")
    joan = come_in(open_page(javascript=False), JOAN)
    open_case(joan, "Reported: Something else", author="Maple")
    expect(joan.locator("main")).not_to_contain_text("radiator")
    joan.get_by_role("link", name="Open what was shown to you").click()
    expect(joan.locator("main")).to_contain_text("How is the radiator?")
    is_good(joan)
    joan.get_by_role("link", name="Go back").click()
    press(joan, "It can stay")
    robin.goto("/reports/")
    row = robin.locator("section.told").filter(has_text="I would like somebody to look.")
    expect(row).to_contain_text("We have looked at it. It can stay.")


def test_two_decide_on_a_time_away_and_a_third_looks_again(open_page: OpenPage) -> None:
    """Ines has proposed it in the demo; Joan agrees; Curtis asks again; the operator answers."""
    joan = come_in(open_page(javascript=False), JOAN)
    joan.goto(DESK)
    joan.get_by_role("link", name="A second moderator is needed: Curtis").click()
    is_good(joan)
    press(joan, "I agree")
    curtis = come_in(open_page(javascript=False), "demo-visitor")
    curtis.goto(f"{GROUP}shares/")
    expect(curtis.locator("h1")).to_have_text("Page not found")
    curtis.goto("/reports/told/")
    curtis.get_by_role("link", name="Read why, or ask again").click()
    is_good(curtis)
    curtis.get_by_label("What should they know?").fill("I have told my doctor. I want to stop.")
    press(curtis, "Ask somebody else to look")
    expect(curtis.locator("main")).to_contain_text("Somebody else looks at it again.")
    third = come_in(open_page(javascript=False), CARETAKER)
    third.goto("/console/desk/")
    third.get_by_role("link", name="Curtis asks that somebody else looks again").click()
    is_good(third)
    third.get_by_label("Why? The person reads this.").fill("Welcome back. Talk to Joan first.")
    press(third, "They may come back")
    curtis.goto("/notices/")
    curtis.get_by_role("link", name="You may come back to Spool Mill Group").click()
    expect(curtis.locator("main")).to_contain_text("Welcome back. Talk to Joan first.")
    is_good(curtis)
