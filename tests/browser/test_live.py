"""A whole meeting in four browsers: chair, reserve, a member without scripts, and a troll."""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

import pytest
from playwright.sync_api import Error, Locator, Page, expect
from pypdf import PdfReader
from tests.browser import people
from tests.browser.conftest import OpenPage
from tests.browser.pages import (
    Watch,
    Weight,
    faults,
)

REFRESH = "meta-refresh"  # within noscript: without scripts the room must show what is new
SHARE = "I am here.\nThat is a lot today."


def is_good(page: Page) -> None:
    """Accessible and no wider than its window, on a phone and a desk, light and dark."""
    assert [each for each in faults(page) if REFRESH not in each] == []


def shows(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until a page shows a text; one without scripts is asked again, as it does itself."""
    wanted = page.get_by_text(text).first
    if getattr(page, "_homegroup_plain", False):
        with suppress(Error):  # its own refresh came in between
            page.reload()
    expect(wanted).to_be_visible()


def go(page: Page, address: str) -> None:
    """Open a page, also when one's own refresh comes in between."""
    for _ in range(2):
        try:
            page.goto(address)
        except Error:
            page.wait_for_load_state()
        else:
            return
    page.goto(address)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def come_in(page: Page, address: str, name: str = "") -> None:
    """Come in under a name, or under the one that a member has in the group."""
    page.goto(f"{address}door/")
    if name:
        page.get_by_label("Your name for this meeting").fill(name)
    press(page, "Come in")
    page.wait_for_url(re.compile(r"/rooms/\w+/$"))


def row_of(page: Page, name: str) -> Locator:
    """Somebody in the list of who is here."""
    return page.locator("li.person").filter(has_text=name)


@dataclass
class Four:
    """The four browsers, and the address of the room."""

    chair: Page
    reserve: Page
    plain: Page
    troll: Page
    address: str

    @property
    def all(self) -> tuple[Page, Page, Page, Page]:
        return self.chair, self.reserve, self.plain, self.troll

    def all_show(self, text: str) -> None:
        for page in self.all:
            shows(page, text)


@pytest.fixture
def four(open_page: OpenPage, watch: Watch) -> Four:
    """Chair and reserve of the demo's group and one of its members, in a room that was just
    opened; and a guest who waits at its door."""
    watch.expected += ["403 (Forbidden)", "status of 403", "status of 422", "MIME type"]
    watch.expected += ["404 (Not Found)", "status of 404", "ERR_INTERNET_DISCONNECTED", "htmx:"]
    chair, reserve, troll = open_page(), open_page(), open_page()
    plain = open_page(javascript=False)
    for page, name in ((chair, "chair"), (reserve, "sponsor"), (plain, "member")):
        people.come_in(page, f"demo-{name}")
    chair.goto("/groups/spool-mill/rooms/")
    press(chair, "Open it")
    address = chair.url.removesuffix("door/")
    press(chair, "Come in")
    chair.wait_for_url(address)
    come_in(reserve, address)
    come_in(plain, address)
    come_in(troll, address, "Rowdy")
    return Four(chair, reserve, plain, troll, address)


def _let_in(four: Four) -> None:
    """A guest waits at the door, and their page goes on by itself."""
    shows(four.troll, "Somebody lets you in soon.")
    go(four.chair, f"{four.address}people/")
    row_of(four.chair, "Rowdy").get_by_role("button", name="Let in").click()
    shows(four.troll, "Tomas leads today.")


def _begin(four: Four) -> None:
    """The chair names a reserve, and begins; all see the same words, line by line."""
    go(four.chair, f"{four.address}people/")
    four.chair.get_by_role("link", name="Maple").click()
    press(four.chair, "Reserve chair")
    go(four.chair, four.address)
    shows(four.reserve, "You are the reserve for Tomas.")
    press(four.chair, "Begin the meeting")
    four.all_show("Hello and welcome.")
    for line in ("We are people who want to stop", "You do not have to speak."):
        press(four.chair, "Next line")
        four.all_show(line)


def _share(four: Four) -> None:
    """A hand goes up without scripts, is called, and its share is seen, thanked, given time."""
    go(four.chair, f"{four.address}lead/")
    press(four.chair, "Shares")
    four.chair.wait_for_url(four.address)
    shows(four.plain, "Who would like to begin?")
    press(four.plain, "Raise my hand")
    for page in (four.chair, four.reserve, four.troll):
        expect(page.locator("[data-queue]")).to_have_text("Robin")
    press(four.chair, "Call Robin")
    expect(four.troll.get_by_text("Robin has the word.")).to_be_visible()
    clock = four.chair.locator("[data-chair-clock]")
    until = int(clock.get_attribute("data-until") or 0)
    press(four.chair, "+1 min")
    expect(clock).to_have_attribute("data-until", str(until + 60))
    shows(four.plain, re.compile("About [45] minutes left."))
    four.plain.get_by_role("link", name="Write your share").click()
    four.plain.get_by_label("What would you like to say?").fill(SHARE)
    press(four.plain, "Send, and write on")
    for page in (four.chair, four.reserve, four.troll):
        shows(page, "That is a lot today.")
    press(four.reserve, "Thank you")
    go(four.plain, four.address)
    shows(four.plain, "Somebody thanks you for sharing.")
    press(four.plain, "I am done, thank you")
    expect(four.troll.get_by_text("Robin has the word.")).to_be_hidden()


def _lose_the_chair(four: Four) -> None:
    """The chair's connection goes, and the reserve leads."""
    four.chair.context.set_offline(True)
    shows(four.troll, "Maple leads the meeting now.")
    four.chair.context.set_offline(False)


def _put_out(four: Four, open_page: OpenPage) -> None:
    """The troll writes into the quiet, is put out, and does not come back."""
    expect(four.troll.locator("[data-composer]")).to_be_hidden()
    go(four.reserve, f"{four.address}people/")
    four.reserve.get_by_role("link", name="Rowdy").click()
    press(four.reserve, "Put Rowdy out and keep them out")
    expect(
        four.troll.get_by_role("heading", name="You cannot take part in this meeting")
    ).to_be_visible()
    go(four.troll, f"{four.address}door/")
    shows(four.troll, "You cannot take part in this meeting")
    again = open_page()
    again.goto(f"{four.address}door/")
    again.get_by_label("Your name for this meeting").fill("Rose")
    press(again, "Come in")
    expect(again.get_by_text("You cannot take part in this meeting.")).to_be_visible()


def _not_ok(four: Four) -> None:
    """Somebody is not OK: only those who look after people see it, and help is there at once."""
    go(four.reserve, four.address)
    go(four.plain, four.address)
    press(four.plain, "I am not OK")
    told = four.plain.get_by_text("We have quietly told those who look after people")
    expect(told).to_be_visible()
    expect(four.plain.get_by_role("heading", name="People you can reach at once")).to_be_visible()
    shows(four.reserve, "Robin is not OK.")


def _keep(four: Four) -> None:
    """A member keeps what they said themselves in their journal."""
    go(four.plain, four.address)
    four.plain.get_by_role("link", name="Keep what I shared").click()
    press(four.plain, re.compile("^Keep"))
    expect(four.plain.get_by_text("Kept in your journal.")).to_be_visible()


def _end(four: Four) -> None:
    """The new chair ends the meeting, and the room and its words are gone; the journal is not."""
    go(four.reserve, f"{four.address}lead/")
    press(four.reserve, "End the meeting")
    shows(four.plain, "The room stays open for a few minutes")
    go(four.reserve, four.address)
    press(four.reserve, "Close the room now")
    shows(four.reserve, "Nothing of it is kept.")
    for page in (four.plain, four.chair, four.reserve):
        go(page, four.address)
        expect(page.get_by_role("heading", name="This meeting is over")).to_be_visible()
        expect(page.get_by_text("That is a lot today.")).to_have_count(0)
    go(four.plain, "/journal/")
    four.plain.get_by_role("link", name="I am here.").first.click()
    expect(four.plain.get_by_text("That is a lot today.")).to_be_visible()


def test_a_whole_meeting(four: Four, open_page: OpenPage) -> None:
    _let_in(four)
    _begin(four)
    _share(four)
    _lose_the_chair(four)
    _put_out(four, open_page)
    _not_ok(four)
    _keep(four)
    _end(four)


@pytest.fixture
def demo_room(open_page: OpenPage, size: str, scheme: str) -> Page:
    """Who leads in the demo's meeting that is on."""
    page = open_page(size, scheme=scheme)
    people.come_in(page, "demo-chair")
    page.get_by_role("link", name="Spool Mill Group").first.click()
    page.wait_for_url(re.compile(r"/rooms/\w+/$"))
    return page


def test_the_pages_of_a_room_are_good(demo_room: Page) -> None:
    page, room = demo_room, demo_room.url
    expect(page.get_by_text("This morning I stood in front of the old corner")).to_be_visible()
    is_good(page)
    for button in page.locator(".mine button:visible, .lead-bar button.big").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
    for path in ("people/", "lead/", "write/", "not-ok/", "attendance/"):
        page.goto(f"{room}{path}")
        is_good(page)
    page.goto(f"{room}people/")
    page.get_by_role("link", name="Juno").click()
    is_good(page)


def test_the_page_of_a_room_weighs_at_most_50_kb(demo_room: Page) -> None:
    """Its HTML, styles, scripts and sign with all headers, as a first load of who leads."""
    weight = Weight(demo_room)
    demo_room.goto(demo_room.url)
    weight.wait_for("live", "pulse", "streams", "house", "htmx-2", "pico-2")
    parts = {name: size for name, size in weight.parts.items() if "/static/" in name}
    assert weight.pages + sum(parts.values()) <= 50_000, parts | {"page": weight.pages}


def test_a_proof_is_taken_and_checked_without_scripts(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    people.come_in(page, "demo-sponsor")
    page.get_by_role("link", name="Spool Mill Group").first.click()
    page.wait_for_url(re.compile(r"/rooms/\w+/$"))
    page.get_by_role("link", name="Proof that I was here").click()
    page.get_by_label("The name on the paper").fill("Maple R.")
    with page.expect_download() as paper:
        press(page, "Make the paper (PDF)")
    assert paper.value.suggested_filename == "attendance.pdf"
    (sheet,) = PdfReader(paper.value.path()).pages
    link: str = cast(Any, sheet)["/Annots"][0].get_object()["/A"]["/URI"]
    other = open_page(javascript=False)
    other.goto(link)
    expect(other.get_by_role("heading", name="This proof is good")).to_be_visible()
    expect(other.get_by_text("Maple R.")).to_be_visible()
    is_good(other)
    other.get_by_label("The code, or the link, from the paper").fill(f"{link[:-3]}AAA")
    press(other, "Check it")
    expect(other.get_by_role("heading", name="This proof was changed")).to_be_visible()
