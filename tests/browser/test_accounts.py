"""Members without identities, in a real browser: sign-up, card, lock, passkey, shared phone."""

import re

import pyotp
import pytest
from playwright.sync_api import CDPSession, Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.pages import (
    Watch,
    axe,
    faults,
    is_wider_than_its_window,
    on_a_phone_and_a_plain_desk,
    with_and_without_javascript,
)
from tests.browser.people import press, sign_in, sign_up

OWN = "lantern pebble orchard quilt"


@pytest.fixture(autouse=True)
def _refused_forms_are_logged(watch: Watch) -> None:
    watch.expected.append("422")


@on_a_phone_and_a_plain_desk
def test_one_tap_makes_an_account_and_three_more_end_with_a_card(page: Page) -> None:
    name, phrase = sign_up(page)
    assert len(phrase.split()) == 6
    press(page, "Show my card")
    words = page.locator(".words li").all_inner_texts()
    assert len(words) == 10
    assert axe(page) == []
    assert not is_wider_than_its_window(page)
    press(page, "I have written them down")
    page.wait_for_url(re.compile("/today/"))
    page.goto("/me/")
    expect(page.locator("main")).to_contain_text(name)
    press(page, "Sign out")
    page.goto("/forgotten/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("The ten words of your card").fill(" ".join(words))
    page.get_by_label("New passphrase").fill(OWN)
    press(page, "Set my new passphrase")
    page.wait_for_url(re.compile("/me/card/"))


@pytest.mark.parametrize("path", ["/sign-up/", "/sign-in/", "/forgotten/"])
def test_the_door_is_accessible(page: Page, path: str) -> None:
    page.goto(path)
    assert faults(page) == []


@pytest.mark.parametrize(
    "path", ["/me/", "/me/card/", "/me/passphrase/", "/me/devices/", "/me/steps/",
             "/me/steps/code/", "/me/steps/passkey/"]
)  # fmt: skip
def test_pages_of_the_account_are_accessible(page: Page, path: str) -> None:
    sign_up(page)
    page.goto(path)
    assert axe(page) == []
    assert not is_wider_than_its_window(page)


@with_and_without_javascript
def test_a_wrong_passphrase_keeps_the_name_and_says_one_thing(page: Page) -> None:
    sign_in(page, "nobody-at-all", "something that is not right")
    expect(page.get_by_role("alert")).to_contain_text("do not fit together")
    expect(page.get_by_label("Sign-in name")).to_have_value("nobody-at-all")
    assert axe(page) == []


@with_and_without_javascript
def test_locked_pages_open_with_the_passphrase(page: Page) -> None:
    _name, phrase = sign_up(page)
    page.goto("/me/")
    press(page, "Lock them now")
    page.goto("/me/card/")
    page.wait_for_url(re.compile("/unlock/"))
    assert axe(page) == []
    page.get_by_label("Passphrase").fill(phrase)
    press(page, "Open")
    page.wait_for_url(re.compile("/me/card/"))


@with_and_without_javascript
def test_a_code_app_becomes_the_second_step(page: Page) -> None:
    name, phrase = sign_up(page)
    page.goto("/me/steps/code/")
    secret = page.locator(".phrase").inner_text().replace(" ", "")
    page.get_by_label("Six digits").fill(pyotp.TOTP(secret).now())
    press(page, "Add it")
    page.wait_for_url(re.compile("/me/steps/$"))
    page.goto("/me/")
    press(page, "Sign out")
    sign_in(page, name, phrase)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Six digits").fill("000000")
    press(page, "Go on")
    expect(page.get_by_role("alert")).to_contain_text("not right")


def virtual_authenticator(page: Page) -> CDPSession:
    """Give the page a finger sensor that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                     "hasUserVerification": True, "isUserVerified": True,
                     "automaticPresenceSimulation": True}},
    )  # fmt: skip
    return session


def test_a_passkey_becomes_the_second_step(page: Page) -> None:
    name, phrase = sign_up(page)
    virtual_authenticator(page)
    page.goto("/me/steps/passkey/")
    page.get_by_label("What you call it").fill("my phone")
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url(re.compile("/me/steps/$"))
    expect(page.locator("main")).to_contain_text("my phone")
    page.goto("/me/")
    press(page, "Sign out")
    sign_in(page, name, phrase)
    assert axe(page) == []
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(re.compile("/today/"))


def test_a_device_without_a_passkey_is_told_what_to_do(open_page: OpenPage) -> None:
    page = open_page()
    name, phrase = sign_up(page)
    session = virtual_authenticator(page)
    page.goto("/me/steps/passkey/")
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url(re.compile("/me/steps/$"))
    session.send("WebAuthn.disable")
    session.send("WebAuthn.enable")  # another device: it knows no passkey
    virtual_authenticator(page)
    page.goto("/me/")
    press(page, "Sign out")
    sign_in(page, name, phrase)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.locator("[data-said]")).to_contain_text("did not answer")
    page.goto("/me/")
    page.wait_for_url(re.compile("/sign-in/"))


@with_and_without_javascript
def test_a_shared_phone_keeps_nothing(page: Page) -> None:
    name, phrase = sign_up(page)
    page.goto("/me/")
    press(page, "Sign out")
    page.goto("/sign-in/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Passphrase").fill(phrase)
    page.get_by_label("This is a shared phone").check()
    press(page, "Sign in")
    page.wait_for_url(re.compile("/today/"))
    kept = [each["name"] for each in page.context.cookies() if each["expires"] > 0]
    assert [each for each in kept if each.startswith("__Host-") and each != "__Host-form"] == []
    page.goto("/me/")
    press(page, "Sign out")
    page.wait_for_load_state()
    assert [each["name"] for each in page.context.cookies() if "visit" in each["name"]] == []
    page.go_back()
    expect(page.locator("main")).not_to_contain_text(name)
