"""People in a browser: who makes an account, and the people of the demo."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import Page

from homegroup.home.demo.people import published

ROWS = {row["name"]: row for row in published()["people"]}
CODE_SECONDS = 30
_cookies: dict[str, Any] = {}  # of who came in before; one site holds them all


def press(page: Page, words: str | re.Pattern[str]) -> None:
    """Press a button that sends its form, and wait for the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).click()


def sign_up(page: Page) -> tuple[str, str]:
    """Make an account with what the house offers; give its name and passphrase."""
    page.goto("/sign-up/")
    name = page.get_by_label("Sign-in name").input_value()
    phrase = page.locator(".phrase").inner_text()
    press(page, "Make my account")
    page.wait_for_url("**/me/card/")
    return name, phrase


def sign_in(page: Page, name: str, phrase: str) -> None:
    """Sign somebody in at the door."""
    page.goto("/sign-in/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Passphrase").fill(phrase)
    press(page, "Sign in")


def come_in(page: Page, name: str, after: str = "/today/") -> Page:
    """Bring one of the demo's people in: by the door the first time, later by their cookies.

    Whoever locks or ends the visit signs in for one of their own: this one is shared.
    """
    if name in _cookies:
        page.context.add_cookies(_cookies[name])
        page.goto(after)
        if urlsplit(page.url).path == after:
            return page
        page.context.clear_cookies()
    sign_in(page, name, ROWS[name]["passphrase"])
    for ahead in (0, CODE_SECONDS) if "secret" in ROWS[name] else ():
        if page.locator("[name=code]").count():  # a code that was used opens no second door
            code = pyotp.TOTP(ROWS[name]["secret"]).at(int(time.time()) + ahead)
            page.locator("[name=code]").fill(code)
            with page.expect_navigation():
                page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/today/")
    _cookies[name] = page.context.cookies()
    if after != "/today/":
        page.goto(after)
    return page
