"""The shell of every page: help now, leaving, discreet mode, without a network."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import PATIENCE, OpenPage
from tests.browser.pages import (
    Watch,
    axe,
    faults,
    is_wider_than_its_window,
    on_a_phone_and_a_plain_desk,
    on_both_sizes,
    with_and_without_javascript,
)

EXIT = "https://www.bbc.com/weather"
PAGES = ["/help-now/", "/help-now/?country=AU", "/help-now/kept/", "/exit/about/"]


@pytest.fixture
def weather(page: Page, watch: Watch) -> Page:
    """The page, in a world in which the place to leave to answers."""
    watch.expected.append(EXIT)
    page.context.route(EXIT, lambda route: route.fulfill(body="<title>Weather</title>Sunny"))
    return page


def go_discreet(page: Page) -> None:
    page.get_by_role("button", name="Discreet mode").click()
    expect(page.get_by_role("button", name="Turn discreet mode off")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits(page: Page, path: str) -> None:
    page.goto(path)
    leave = page.get_by_role("link", name="Leave", exact=True)
    expect(leave).to_be_in_viewport()
    assert faults(page) == []
    expect(leave).to_be_in_viewport()


@with_and_without_javascript
def test_a_discreet_page_is_accessible(page: Page, javascript: bool) -> None:
    look = faults if javascript else axe  # the same page, but slow to copy for axe
    page.goto("/help-now/?country=AU")
    go_discreet(page)
    assert look(page) == []
    page.goto("/meetings/")
    assert look(page) == []


def test_the_header_takes_two_rows_of_a_phone(page: Page) -> None:
    page.goto("/meetings/")
    header = page.locator("body > header").bounding_box()
    assert header
    assert header["height"] <= 120
    name = page.locator(".sign span")
    assert name.evaluate("(e) => e.scrollWidth <= e.clientWidth && e.scrollHeight <= 30")


def test_many_links_scroll_in_their_row(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        """() => {
            const row = document.querySelector("header nav div");
            row.innerHTML = "<a href='/'>Another page</a>".repeat(5) + row.innerHTML;
        }"""
    )
    assert page.locator("header nav div").evaluate("(e) => e.scrollWidth > e.clientWidth")
    assert not is_wider_than_its_window(page)
    assert page.locator("body > header").bounding_box()["height"] <= 120  # type: ignore[index]
    page.get_by_role("link", name="More", exact=True).click()
    expect(page.get_by_role("navigation", name="All pages")).to_be_in_viewport()


@on_both_sizes
def test_what_one_taps_in_the_shell_is_large(page: Page) -> None:
    page.goto("/help-now/?country=GB")
    taps = page.locator(
        "body > header a:not(.skip), .reach a, footer button, footer form a, footer nav a"
    )
    expect(taps.nth(9)).to_be_attached()
    for number in range(taps.count()):
        box = taps.nth(number).bounding_box()
        if box is None:  # only on another screen
            continue
        assert box["height"] >= 44, taps.nth(number).inner_text()


# -- leaving ---------------------------------------------------------------------------------


def test_leaving_opens_another_page_and_forgets_this_one(weather: Page) -> None:
    weather.goto("/help-now/?country=NZ")
    assert weather.context.cookies()
    weather.get_by_role("link", name="Leave", exact=True).click()
    weather.wait_for_url(EXIT)
    expect(weather).to_have_title("Weather")
    assert weather.context.cookies() == []


def test_shift_three_times_leaves(weather: Page) -> None:
    weather.goto("/help-now/?country=NZ")
    for _press in range(3):
        weather.keyboard.press("Shift")
    weather.wait_for_url(EXIT)
    assert weather.context.cookies() == []


def test_writing_capitals_does_not_leave(weather: Page) -> None:
    weather.goto("/")
    field = weather.get_by_label("Town or postcode")
    field.focus()
    for letter in "ABCD":
        weather.keyboard.press(f"Shift+{letter}")
    weather.keyboard.press("Shift")
    weather.keyboard.press("Shift")
    expect(field).to_have_value("ABCD")
    expect(field).to_be_visible()
    assert EXIT not in weather.url


def test_the_page_is_covered_at_once_and_gone_from_the_way_back(weather: Page) -> None:
    weather.goto("/meetings/")
    weather.goto("/help-now/")
    held = weather.evaluate(
        """() => {
            document.querySelector("[data-leave]").click();
            return [document.title, document.body.hidden, history.length];
        }"""
    )
    assert held[:2] == ["www.bbc.com", True]
    weather.wait_for_url(EXIT)
    assert weather.evaluate("history.length") == held[2]  # no entry was added
    weather.go_back()
    assert "/help-now/" not in weather.url


def test_leaving_works_when_our_site_does_not_answer(weather: Page, watch: Watch) -> None:
    watch.expected.append("ERR_FAILED")
    weather.goto("/help-now/")
    weather.context.route("**/exit/", lambda route: route.abort())
    weather.get_by_role("link", name="Leave", exact=True).click()
    weather.wait_for_url(EXIT)


@pytest.mark.parametrize("javascript", [False])
def test_leaving_is_a_plain_link_without_scripts(page: Page, watch: Watch) -> None:
    watch.expected.append(EXIT)
    page.goto("/help-now/?country=NZ")
    assert page.context.cookies()
    with page.expect_event("requestfailed", lambda request: request.url == EXIT) as failed:
        page.get_by_role("link", name="Leave", exact=True).click(no_wait_after=True)
    asked = failed.value.redirected_from
    assert asked.url.endswith("/exit/")
    assert asked.response().status == 303
    assert page.context.cookies() == []


def test_leaving_asks_no_other_site_than_the_one_it_opens(page: Page, watch: Watch) -> None:
    watch.expected.append(EXIT)
    page.goto("/")
    with page.expect_event("requestfailed", lambda request: request.url == EXIT):
        page.get_by_role("link", name="Leave", exact=True).click()
    foreign = {problem for problem in watch.problems if "another host" in problem}
    assert foreign == {f"request to another host: {EXIT}"}


# -- discreet mode ---------------------------------------------------------------------------


@on_a_phone_and_a_plain_desk
def test_discreet_mode_hides_the_name_and_stays(page: Page) -> None:
    page.goto("/meetings/?attendance=online")
    warm = page.evaluate("getComputedStyle(document.body).backgroundColor")
    go_discreet(page)
    assert page.url.endswith("/meetings/?attendance=online")
    for path in ("", "/", "/help-now/", "/time-zone/", "/exit/about/"):
        if path:
            page.goto(path)
        expect(page).to_have_title("Notes")
        expect(page.locator(".sign")).to_have_text("Notes")
        assert "sheet" in (page.locator("link[rel=icon]").get_attribute("href") or "")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != warm
    page.get_by_role("button", name="Turn discreet mode off").click()
    expect(page.get_by_role("button", name="Discreet mode")).to_be_visible()
    expect(page).not_to_have_title("Notes")


def test_going_discreet_keeps_what_was_typed(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Town or postcode").fill("Wrenbridge")
    go_discreet(page)
    expect(page).to_have_title("Notes")
    expect(page.get_by_label("Town or postcode")).to_have_value("Wrenbridge")


# -- help now --------------------------------------------------------------------------------


@on_a_phone_and_a_plain_desk
def test_a_person_finds_help_in_another_country(page: Page) -> None:
    page.goto("/meetings/")
    page.get_by_role("link", name="Help now").click()
    page.get_by_label("Your country").select_option("New Zealand")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Call 111")).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name="Help now").click()
    expect(page.get_by_role("link", name="Text 1737")).to_have_attribute("href", "sms:1737")


def test_the_country_follows_the_zone_that_the_script_learns(open_page: OpenPage) -> None:
    page = open_page(zone="Australia/Sydney")
    page.goto("/help-now/")
    expect(page.get_by_role("link", name="Call 000")).to_be_visible()


def test_the_first_number_is_on_the_first_screen_of_a_phone(open_page: OpenPage) -> None:
    page = open_page(zone="America/New_York")
    page.goto("/help-now/")
    expect(page.get_by_role("link", name="Call 911")).to_be_in_viewport(ratio=1)


@pytest.fixture
def own_phone(browser: Browser, site: str, watch: Watch) -> Iterator[Page]:
    """A page of a phone on which service workers may work."""
    watch.expected += ["ERR_INTERNET_DISCONNECTED", EXIT]
    context = browser.new_context(
        base_url=site,
        viewport={"width": 360, "height": 640},
        timezone_id="Europe/Berlin",
        service_workers="allow",
    )
    context.set_default_timeout(PATIENCE)
    watch.over(context)
    yield context.new_page()
    context.close()
    assert watch.left() == []


def wait_until(page: Page, condition: str) -> None:
    """Wait until an async JavaScript function gives true (the policy of pages forbids eval)."""
    page.evaluate(
        f"""async () => {{
            for (let turn = 0; turn < 200; turn++) {{
                if (await ({condition})()) return;
                await new Promise((done) => setTimeout(done, 50));
            }}
            throw new Error("It did not become true.");
        }}"""
    )


def is_kept(page: Page) -> None:
    """Wait until the worker has kept the page."""
    page.goto("/")
    wait_until(page, "async () => navigator.serviceWorker.controller !== null")


def test_help_opens_without_a_network(own_phone: Page) -> None:
    is_kept(own_phone)
    own_phone.context.set_offline(True)
    own_phone.goto("/help-now/")
    expect(own_phone.get_by_role("link", name="Call 112")).to_be_visible()
    expect(own_phone.locator("main")).to_contain_text("TelefonSeelsorge")
    expect(own_phone.locator("main")).to_contain_text("There is no network just now")
    weight = own_phone.locator(".reach .act").evaluate("(e) => getComputedStyle(e).fontWeight")
    assert weight == "600"  # the styles are there, too
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        own_phone.goto("/meetings/")


def test_what_is_kept_follows_the_country_and_discreet_mode(own_phone: Page) -> None:
    is_kept(own_phone)
    own_phone.goto("/help-now/?country=NZ")
    go_discreet(own_phone)
    own_phone.goto("/")  # names another worker
    wait_until(
        own_phone,
        """async () => {
            const page = await caches.match("/help-now/kept/");
            const text = page ? await page.text() : "";
            return text.includes("tel:1737") && text.includes("<title>Notes</title>");
        }""",
    )
    wait_until(own_phone, "async () => (await caches.keys()).length === 1")
    own_phone.context.set_offline(True)
    own_phone.goto("/help-now/")
    expect(own_phone).to_have_title("Notes")
    expect(own_phone.get_by_role("link", name="Call 111")).to_be_visible()


def test_only_one_page_and_its_looks_are_kept(own_phone: Page) -> None:
    is_kept(own_phone)
    own_phone.goto("/meetings/")
    own_phone.goto("/help-now/")
    kept = own_phone.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys())
                for (const one of await (await caches.open(name)).keys())
                    found.push(new URL(one.url).pathname);
            return found.sort();
        }"""
    )
    assert kept[0] == "/help-now/kept/"
    assert len(kept) == 5
    assert all(re.match(r"/static/(house|vendor)/(house|sign|pico)", path) for path in kept[1:])


def test_leaving_takes_the_kept_page_as_well(own_phone: Page) -> None:
    own_phone.context.route(EXIT, lambda route: route.fulfill(body="<title>Weather</title>"))
    is_kept(own_phone)
    own_phone.get_by_role("link", name="Leave", exact=True).click()
    own_phone.wait_for_url(EXIT)
    own_phone.goto("/manifest.webmanifest")
    assert own_phone.evaluate("caches.keys()") == []
    assert (
        own_phone.evaluate("navigator.serviceWorker.getRegistrations().then((r) => r.length)") == 0
    )
