"""Two people write to each other on a phone; a block that nobody notices; a report; a call."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.pages import Watch, is_good
from tests.browser.people import come_in, press

PEOPLE = {
    "Robin": "demo-member",
    "Maple": "demo-sponsor",
    "Tomas": "demo-chair",
    "Noor": "demo-treasurer",
}


@pytest.fixture(autouse=True)
def _refused_forms_are_logged(watch: Watch) -> None:
    watch.expected.append("422")


@pytest.fixture
def mark() -> str:
    """A word that only this test writes."""
    return f"lantern{uuid4().hex[:8]}"


def group_of(page: Page) -> str:
    """Give the address of the group that all are in."""
    page.goto("/my-groups/")
    found = page.get_by_role("link", name="Spool Mill Group").first.get_attribute("href")
    assert found
    return found


def page_of(page: Page, name: str) -> str:
    """Open the page of a person of the group; give its address."""
    page.goto(f"{group_of(page)}members/")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1")).to_have_text(name)
    return page.url


def write_first(page: Page, name: str, text: str) -> str:
    """Ask a person of the group to write with one; give the address of the conversation."""
    page_of(page, name)
    page.get_by_role("link", name="Write a message").click()
    page.get_by_label("Your first message").fill(text)
    is_good(page)
    press(page, "Send")
    expect(page.get_by_role("status")).to_contain_text("Sent.")
    return page.url


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    press(page, "Send")
    expect(page.get_by_role("status")).to_contain_text("Sent.")


@pytest.mark.parametrize(
    ("javascript", "one", "other"),
    [(True, "Noor", "Robin"), (False, "Tomas", "Noor")],
    ids=["javascript", "plain"],
)
def test_a_first_message_is_accepted_and_answered(
    open_page: OpenPage, mark: str, javascript: bool, one: str, other: str
) -> None:
    asking = come_in(open_page(javascript=javascript), PEOPLE[one], "/messages/")
    is_good(asking)
    talk = write_first(asking, other, f"Hello, it is me. {mark}")
    expect(asking.get_by_label("Your message")).to_have_count(0)
    is_good(asking)
    asked = come_in(open_page(javascript=javascript), PEOPLE[other], "/messages/")
    asked.get_by_role("link", name=one, exact=True).first.click()
    expect(asked.locator("main")).to_contain_text(mark)
    is_good(asked)
    press(asked, "Yes, write with them")
    say(asked, f"Good to hear from you. {mark}")
    asking.goto(talk)
    expect(asking.locator("main")).to_contain_text("Good to hear from you.")
    if javascript:  # what comes now shows on the open page by itself
        say(asked, "And one more line.")
        asking.get_by_role("link", name="1 new message").click()
        expect(asking.locator("main")).to_contain_text("And one more line.")
    say(asking, "Until Thursday.")
    is_good(asking)
    asked.goto(f"{talk}more/")
    is_good(asked)
    press(asked, "End it")
    expect(asked.locator("main")).to_contain_text("This conversation has ended.")
    asked.goto(f"{talk}delete/")
    is_good(asked)
    press(asked, "Delete")
    expect(asked.get_by_role("status")).to_contain_text("Deleted for you.")
    asking.goto(talk)
    expect(asking.locator("main")).to_contain_text(mark)


def test_a_block_closes_every_way_and_tells_nobody(open_page: OpenPage, mark: str) -> None:
    """Tomas writes with Maple, who then wants no contact: message, request, call and list."""
    tomas = come_in(open_page(javascript=False), PEOPLE["Tomas"], "/messages/")
    talk = write_first(tomas, "Maple", f"Hello Maple. {mark}")
    maple = come_in(open_page(javascript=False), PEOPLE["Maple"], "/messages/")
    maple.goto(talk)
    press(maple, "Yes, write with them")
    group = group_of(tomas)
    tomas.goto(f"{group}phone-list/")
    expect(tomas.locator("main")).to_contain_text("Maple")
    page_before = open_person(tomas, "Maple")
    asked_before = told_of_calls(maple)
    maple.goto(talk)
    maple.get_by_role("link", name="I do not want contact").click()
    press(maple, "I do not want contact")
    tomas.goto(talk)
    say(tomas, f"Are you there? {mark}2")
    expect(tomas.locator("main")).to_contain_text(f"{mark}2")
    expect(tomas.locator("main")).not_to_contain_text("ended")
    assert open_person(tomas, "Maple") == page_before
    tomas.goto(f"{group}phone-list/")
    expect(tomas.locator("main")).not_to_contain_text("Maple")
    tomas.goto(f"{group}calls/")
    expect(tomas.locator("main")).not_to_contain_text("Maple")
    tomas.goto(f"{page_before[0]}call/")
    press(tomas, "Ask for the number")
    expect(tomas.get_by_role("status")).to_contain_text("Asked.")
    maple.goto(talk)
    expect(maple.locator("main")).not_to_contain_text(f"{mark}2")
    expect(maple.locator("main")).to_contain_text("Nothing from them reaches you.")
    is_good(maple)
    maple.goto("/calls/")
    expect(maple.locator("main")).not_to_contain_text("Tomas")
    maple.goto(f"{group}phone-list/")
    expect(maple.locator("main")).not_to_contain_text("Tomas")
    assert told_of_calls(maple) == asked_before
    maple.goto("/me/contacts/")  # as it was, for other tests
    maple.locator("main button[name=row]").first.click()


def open_person(page: Page, name: str) -> tuple[str, str]:
    """Give the address of a person's page and what it says."""
    address = page_of(page, name)
    page.wait_for_load_state()  # with its styles, which part the lines
    return address, page.locator("main").inner_text()


def told_of_calls(page: Page) -> int:
    """Give how often somebody was told that another would like to call them."""
    page.goto("/notices/")
    return page.get_by_text("would like to call you").count()


def test_a_number_is_shown_to_one_person_and_taken_back(open_page: OpenPage) -> None:
    robin = come_in(open_page(), PEOPLE["Robin"], "/messages/")
    group = group_of(robin)
    robin.goto(f"{group}calls/mine/")
    is_good(robin)
    robin.get_by_label("A few words").fill("after the children sleep")
    press(robin, "Save")
    is_good(robin)
    noor = come_in(open_page(), PEOPLE["Noor"], "/calls/")
    noor.goto(f"{group}calls/")
    expect(noor.locator("main")).to_contain_text("after the children sleep")
    is_good(noor)
    noor.get_by_role("link", name=re.compile("Ask for the number.*Robin")).click()
    is_good(noor)
    press(noor, "Ask for the number")
    call = noor.url
    robin.goto("/calls/")
    is_good(robin)
    robin.get_by_role("link", name="Noor").click()
    is_good(robin)
    robin.get_by_label("Your phone number").fill("+1 202 555 0143")
    press(robin, "Show my number")
    noor.reload()
    number = noor.get_by_role("link", name="+1 202 555 0143")
    expect(number).to_be_hidden()
    noor.get_by_text("Show the number").click()
    expect(number).to_be_visible()
    assert number.get_attribute("href") == "tel:+12025550143"
    is_good(noor)
    press(robin, "Take it back")
    noor.goto(call)
    expect(noor.locator("main")).to_contain_text("This has ended.")


def test_a_line_on_the_phone_list_is_printed_for_its_reader(open_page: OpenPage) -> None:
    noor = come_in(open_page(javascript=False), PEOPLE["Noor"], "/messages/")
    group = group_of(noor)
    noor.goto(f"{group}phone-list/mine/")
    is_good(noor)
    noor.get_by_label("Your phone number").fill("not a number")
    noor.get_by_label("Everyone in this group").check()
    press(noor, "Put me on the list")
    expect(noor.get_by_role("alert").first).to_contain_text("no phone number")
    expect(noor.get_by_label("Your phone number")).to_have_value("not a number")
    noor.get_by_label("Your phone number").fill("+1 202 555 0155")
    press(noor, "Put me on the list")
    expect(noor.locator("main")).to_contain_text("+1 202 555 0155")
    is_good(noor)
    noor.get_by_role("link", name="Print it").click()
    is_good(noor)
    answer = noor.request.get(f"{group}phone-list/list.pdf?size=large")
    assert answer.headers["content-type"] == "application/pdf"
    assert re.match(rb"%PDF-", answer.body())
    noor.goto(f"{group}phone-list/")
    press(noor, "Take me off")
    expect(noor.locator("main")).not_to_contain_text("+1 202 555 0155")


def test_messages_are_reported_exactly_as_chosen(open_page: OpenPage, mark: str) -> None:
    maple = come_in(open_page(), PEOPLE["Maple"], "/messages/")
    talk = maple.get_by_role("link", name="Robin", exact=True).first.get_attribute("href")
    maple.goto(f"{talk}report/")
    is_good(maple)
    maple.get_by_label("Something else").check()
    press(maple, "Send")
    expect(maple.get_by_role("alert").first).to_contain_text("Choose at least one message.")
    maple.get_by_label("Sunday evenings are long").check()
    maple.get_by_label("Do you want to add something?").fill(mark)
    press(maple, "Send")
    expect(maple.locator("main")).to_contain_text("Somebody will look at it.")
