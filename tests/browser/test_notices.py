"""Notices in a browser: the pages, turning pushes on, and what a push shows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import chromium
from tests.browser.pages import (
    SIZES,
    axe,
    faults,
    with_and_without_javascript,
)
from tests.browser.people import sign_up

from homegroup.core.outing import outing_words_in

SETTINGS = "/notices/settings/"
# A browser of a test has no push service of its maker: it answers as one that has.
SUBSCRIBES = """
PushManager.prototype.subscribe = async () => {
  const kind = { name: "ECDH", namedCurve: "P-256" };
  const pair = await crypto.subtle.generateKey(kind, true, ["deriveBits"]);
  const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
  const point = text(await crypto.subtle.exportKey("raw", pair.publicKey));
  const endpoint = "https://fcm.googleapis.com/fcm/send/" + crypto.randomUUID();
  const auth = text(crypto.getRandomValues(new Uint8Array(16)));
  return { toJSON: () => ({ endpoint, keys: { p256dh: point, auth } }) };
};
"""


def test_the_pages_are_accessible_and_fit(page: Page) -> None:
    sign_up(page)
    for path in ("/notices/", SETTINGS):
        page.goto(path)
        assert faults(page) == []
        assert outing_words_in(page.title()) == []


@with_and_without_javascript
def test_a_member_without_anything_new_learns_what_will_stand_here(page: Page) -> None:
    sign_up(page)
    page.goto("/notices/")
    expect(page.get_by_text("Nothing new.")).to_be_visible()
    page.get_by_role("link", name="Hear of it by mail or push").click()
    expect(page.get_by_role("heading", name="E-mail")).to_be_visible()


@pytest.fixture
def own_phone(browser: Browser, site: str) -> Iterator[Page]:
    """A page of a phone that may show notices."""
    width, height = SIZES["phone"]
    with chromium.started(browser.browser_type, whole=True) as shows_notices:
        context = shows_notices.new_context(
            base_url=site, viewport={"width": width, "height": height}, service_workers="allow"
        )
        context.grant_permissions(["notifications"])
        context.add_init_script(SUBSCRIBES)
        yield context.new_page()


def test_pushes_are_turned_on_shown_and_turned_off(own_phone: Page) -> None:
    page = own_phone
    sign_up(page)
    page.goto(SETTINGS)
    page.get_by_role("button", name="Turn pushes on for this device").click()
    expect(page.get_by_text("Pushes are on for this device.")).to_be_visible()
    assert axe(page) == []
    assert push(page) == ["Notes", "There is something new for you."]
    page.get_by_role("button", name="Turn it off").click()
    expect(page.get_by_text("Pushes are off for this device.")).to_be_visible()
    expect(page.get_by_role("button", name="Turn it off")).to_have_count(0)


def push(page: Page) -> list[str]:
    """Let a push arrive, as the site sends it; give title and text of what is shown."""
    devtools = page.context.new_cdp_session(page)
    registrations: list[str] = []

    def updated(event: dict[str, list[dict[str, str]]]) -> None:
        registrations.extend(each["registrationId"] for each in event["registrations"])

    devtools.on("ServiceWorker.workerRegistrationUpdated", updated)
    devtools.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.ready")
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": page.evaluate("location.origin"),
            "registrationId": registrations[-1],
            "data": '{"title": "Notes", "text": "There is something new for you.",'
            ' "path": "/notices/"}',
        },
    )
    page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications()).length"
    )
    shown: list[str] = page.evaluate(
        """async () => {
          const [one] = await (await navigator.serviceWorker.ready).getNotifications();
          return [one.title, one.body];
        }"""
    )
    return shown
