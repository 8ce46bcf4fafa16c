"""A whole meeting in four browsers: chair, reserve, a member without scripts, and a troll."""

import re
from dataclasses import dataclass

import pyotp
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.pages import Watch, axe, is_wider_than_its_window

from homegroup.home.demo.people import published

PEOPLE = {row["name"]: row for row in published()["people"]}
REFRESH = "meta-refresh"  # within noscript: without scripts the room must show what is new


def sign_in(page: Page, name: str) -> None:
    row = PEOPLE[name]
    page.goto("/sign-in/")
    page.get_by_label("Sign-in name").fill(row["name"])
    page.get_by_label("Passphrase", exact=True).fill(row["passphrase"])
    page.get_by_role("button", name="Sign in").click()
    if "secret" in row:
        page.get_by_label("Code").fill(pyotp.TOTP(row["secret"]).now())
        page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/today/")


def problems(page: Page) -> list[str]:
    return [each for each in axe(page) if not each.startswith(REFRESH)]


def come_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}door/")
    page.get_by_label("Your name for this meeting").fill(name)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile(r"/rooms/\w+/$"))


@pytest.fixture
def room(open_page: OpenPage) -> tuple[Page, str]:
    """The chair, in a room that they have just opened."""
    chair = open_page()
    sign_in(chair, "demo-chair")
    chair.goto("/groups/spool-mill/rooms/")
    chair.get_by_label("Come in at once").check()
    chair.get_by_role("button", name="Open it").click()
    address = chair.url.removesuffix("door/")
    chair.get_by_role("button", name="Come in").click()
    chair.wait_for_url(address)
    return chair, address


@dataclass
class Four:
    """The four browsers, and the address of the room."""

    chair: Page
    reserve: Page
    plain: Page
    troll: Page
    address: str


def _begin(four: Four) -> None:
    """The chair gives the reserve, and begins; all see the same words."""
    four.chair.goto(f"{four.address}people/")
    four.chair.get_by_role("link", name="Maple").click()
    four.chair.get_by_role("button", name="Reserve chair").click()
    four.chair.goto(four.address)
    expect(four.reserve.get_by_text("You are the reserve for Tomas.")).to_be_visible()
    four.chair.get_by_role("button", name="Begin the meeting").click()
    for page in (four.chair, four.reserve, four.troll):
        expect(page.get_by_text("Hello and welcome.")).to_be_visible()
    four.plain.reload()
    expect(four.plain.get_by_text("Hello and welcome.")).to_be_visible()
    four.chair.get_by_role("button", name="Next line").click()
    expect(four.troll.get_by_text("We are people who want to stop")).to_be_visible()
    assert problems(four.chair) == []
    assert not is_wider_than_its_window(four.chair)


def _share(four: Four) -> None:
    """To the shares; two hands go up, one of them without scripts."""
    four.chair.goto(f"{four.address}lead/")
    four.chair.get_by_role("button", name="Shares", exact=True).click()
    four.chair.wait_for_url(four.address)
    four.plain.reload()
    four.plain.get_by_role("button", name="Raise my hand").click()
    expect(four.plain.get_by_role("button", name="Take my hand down")).to_be_visible()
    four.chair.get_by_role("button", name="Call Wren").click()
    expect(four.troll.get_by_text("Wren has the word.")).to_be_visible()
    four.plain.reload()
    four.plain.get_by_role("link", name="Write your share").click()
    four.plain.get_by_label("What would you like to say?").fill("I am here.\nThat is a lot today.")
    four.plain.get_by_role("button", name="Send, and write on").click()
    expect(four.reserve.get_by_text("That is a lot today.")).to_be_visible()
    four.plain.get_by_label("What would you like to say?").fill("Thank you.")
    four.plain.get_by_role("button", name="Send, and I am done").click()
    expect(four.reserve.get_by_text("Thank you.", exact=True)).to_be_visible()
    assert problems(four.plain) == []


def _put_out(four: Four, open_page: OpenPage) -> None:
    """The troll writes into the quiet, is put out, and does not come back."""
    expect(four.troll.locator("[data-composer]")).to_be_hidden()
    four.chair.goto(f"{four.address}people/")
    four.chair.get_by_role("link", name="Rowdy").click()
    four.chair.get_by_role("button", name="Put Rowdy out and keep them out").click()
    expect(
        four.troll.get_by_role("heading", name="You cannot take part in this meeting")
    ).to_be_visible()
    again = open_page()
    again.goto(f"{four.address}door/")
    again.get_by_label("Your name for this meeting").fill("Rose")
    again.get_by_role("button", name="Come in").click()
    expect(again.get_by_text("You cannot take part in this meeting.")).to_be_visible()


def _not_ok(four: Four) -> None:
    """Somebody is not OK: only those who look after people see it, and help is there at once."""
    four.plain.goto(four.address)
    four.plain.get_by_role("button", name="I am not OK").click()
    told = four.plain.get_by_text("We have quietly told those who look after people")
    expect(told).to_be_visible()
    expect(four.plain.get_by_role("heading", name="People you can reach at once")).to_be_visible()
    expect(four.reserve.get_by_text("Wren is not OK.")).to_be_visible()


def _end(four: Four) -> None:
    """The chair hands over; the reserve ends the meeting, and the room is gone."""
    four.chair.goto(f"{four.address}people/")
    four.chair.get_by_role("link", name="Maple").click()
    four.chair.get_by_role("button", name="Hand the chair over").click()
    four.reserve.goto(f"{four.address}lead/")
    four.reserve.get_by_role("button", name="End the meeting").click()
    four.plain.goto(four.address)
    expect(four.plain.get_by_role("heading", name="Thank you all")).to_be_visible()
    four.reserve.goto(four.address)
    four.reserve.get_by_role("button", name="Close the room now").click()
    expect(four.reserve.get_by_text("Nothing of it is kept.")).to_be_visible()
    four.plain.goto(four.address)
    expect(four.plain.get_by_role("heading", name="This meeting is over")).to_be_visible()


def test_a_whole_meeting(room: tuple[Page, str], open_page: OpenPage, watch: Watch) -> None:
    chair, address = room
    reserve, plain, troll = open_page(), open_page(javascript=False), open_page()
    sign_in(reserve, "demo-sponsor")
    reserve.goto(f"{address}door/")
    reserve.get_by_role("button", name="Come in").click()
    come_in(plain, address, "Wren")
    come_in(troll, address, "Rowdy")
    watch.expected += ["403 (Forbidden)", "status of 403", "status of 422", "MIME type"]
    watch.expected += ["404 (Not Found)", "status of 404"]
    four = Four(chair, reserve, plain, troll, address)
    _begin(four)
    _share(four)
    _put_out(four, open_page)
    _not_ok(four)
    _end(four)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_demo_has_a_meeting_that_is_on(open_page: OpenPage, scheme: str) -> None:
    page = open_page(scheme=scheme)
    sign_in(page, "demo-member")
    page.get_by_role("link", name="Spool Mill Group").first.click()
    page.wait_for_url(re.compile(r"/rooms/\w+/$"))
    expect(page.get_by_text("This morning I stood in front of the old corner")).to_be_visible()
    assert problems(page) == []
    assert not is_wider_than_its_window(page)
    for name in ("Raise my hand", "I am not OK", "I am done, thank you"):
        button = page.get_by_role("button", name=name)
        if button.is_visible():
            box = button.bounding_box()
            assert box
            assert box["height"] >= 44
