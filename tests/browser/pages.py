"""What browser tests say about pages: sizes, schemes, accessibility, and what must not happen.

    @on_both_sizes
    @with_and_without_javascript
    def test_landing(page: Page, site: str) -> None:
        page.goto(site)
        assert axe(page) == []

`page` reads `size`, `javascript` and `scheme`; a test that names none gets a phone with
JavaScript in the light scheme.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    WebError,
)

SIZES = {"phone": (360, 640), "desk": (1280, 800)}
PLAIN = "_homegroup_plain"  # marks a page whose scripts are off
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

on_both_sizes = pytest.mark.parametrize("size", list(SIZES))
in_both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])
with_and_without_javascript = pytest.mark.parametrize(
    "javascript", [True, False], ids=["javascript", "plain"]
)

# For what both change little: each of them once, not all four together.
on_a_phone_and_a_plain_desk = pytest.mark.parametrize(
    ("size", "javascript"), [("phone", True), ("desk", False)], ids=["phone", "plain-desk"]
)


@dataclass
class Watch:
    """Keeps what a page did wrong: requests to other hosts, errors of the console and of scripts.

    `expected` holds parts of messages that a test provokes on purpose.
    """

    host: str
    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch all pages of the context. Other hosts have no address (`chromium.started`)."""
        context.on("request", self._asked)
        context.on("console", self._heard)
        context.on("weberror", self._broke)

    def left(self) -> list[str]:
        """Give the problems that the test did not expect."""
        return [each for each in self.problems if not any(part in each for part in self.expected)]

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != self.host:
            self.problems.append(f"request to another host: {request.url}")

    def _heard(self, message: ConsoleMessage) -> None:
        blocked = "Service Worker registration blocked" in message.text  # by these tests
        if message.type in {"error", "warning"} and not blocked:
            self.problems.append(f"console {message.type}: {message.text}")

    def _broke(self, error: WebError) -> None:
        self.problems.append(f"script error: {error.error}")


class Weight:
    """What a page weighs on the wire from here on, as a first load: each address once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.pages = 0  # a page may be read again, once its script has learned the zone
        self.parts: dict[str, int] = {}  # by address
        self._seen: dict[str, tuple[str, str]] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._came)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    @property
    def scripts(self) -> dict[str, int]:
        """The scripts among the parts."""
        return {address: size for address, size in self.parts.items() if address.endswith(".js")}

    @property
    def total(self) -> int:
        """All bytes that came, with headers."""
        return self.pages + sum(self.parts.values())

    def wait_for(self, *names: str) -> None:
        """Wait until parts of these names have come, as "house" for house.6ea.js."""
        missing = set(names)
        for _ in range(100):
            missing -= {address.rpartition("/")[2].partition(".")[0] for address in self.parts}
            if not missing:
                return
            self._page.wait_for_timeout(100)
        raise AssertionError(f"These did not come: {missing}")

    def _came(self, event: dict[str, Any]) -> None:
        self._seen[event["requestId"]] = (event["type"], event["response"]["url"])

    def _finished(self, event: dict[str, Any]) -> None:
        kind, address = self._seen.get(event["requestId"], ("", ""))
        weight = int(event["encodedDataLength"])
        if kind == "Document":
            self.pages += weight
        else:
            self.parts[address] = max(weight, self.parts.get(address, 0))  # later from its cache


@cache
def _axe_source() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


_RUN_AXE = """([within, options]) => Promise.race([
    axe.run(within, options),
    new Promise((_, fail) => setTimeout(() => fail(new Error("axe took too long")), 30000)),
])"""


def axe(page: Page, *, within: str = "html", rules: list[str] | None = None) -> list[str]:
    """Give axe's violations on the page, one line for each: rule, what it means, where.

    `rules` are the only ones to ask; without them, all.
    """
    page.wait_for_load_state()  # all of it, with its styles
    asked = {"type": "rule", "values": rules} if rules else AXE_RULES
    if getattr(page, PLAIN, False):
        page = _copy_with_scripts(page)
    return _violations(page, within, asked)


def _violations(page: Page, within: str, asked: object) -> list[str]:
    options = {"runOnly": asked, "resultTypes": ["violations"]}
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_axe_source())
    found: dict[str, Any] = page.evaluate(_RUN_AXE, [within, options])
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


_copies: dict[Browser, Page] = {}  # a page for all copies: who comes again has the styles


def _copy_with_scripts(page: Page) -> Page:
    """Give the same page where axe can run: its timers stand still where scripts are off.

    Scripts of the page's own are taken out, and what is for people without them is shown.
    """
    assert page.context.browser
    assert page.viewport_size
    html = re.sub(r"<script\b.*?</script>|</?noscript>", "", page.content(), flags=re.DOTALL)
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    if page.context.browser not in _copies:
        _copies[page.context.browser] = page.context.browser.new_page()
    copy = _copies[page.context.browser]
    copy.goto("about:blank")
    copy.set_viewport_size(page.viewport_size)
    copy.emulate_media(color_scheme="dark" if dark else "light")
    copy.unroute_all()
    copy.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
    copy.goto(page.url)
    return copy


# Each rule is asked on both sizes and in both schemes; colours, which take the other half of the
# work, on each of the four.
_SCREENS: list[tuple[str, Literal["light", "dark"], list[str] | None]] = [
    ("phone", "light", None),
    ("phone", "dark", ["color-contrast"]),
    ("desk", "light", ["color-contrast"]),
    ("desk", "dark", None),
]


def faults(page: Page) -> list[str]:
    """Give what is wrong with a page on any screen, in either scheme: axe's rules, its width.

    Cheaper than four tests; the page is left on a dark desk.
    """
    found = []
    for size, scheme, rules in _SCREENS:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours at once
        wrong = axe(page, rules=rules)
        if is_wider_than_its_window(page):
            wrong.append("it is wider than its window")
        found += [f"{size}, {scheme}: {each}" for each in wrong]
    return found


def is_wider_than_its_window(page: Page) -> bool:
    """Tell whether one has to scroll sideways, once the page has its styles."""
    page.wait_for_load_state()
    try:
        return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
    except Error as problem:
        raise AssertionError(f"The page could not be measured: {problem}") from problem


def is_good(page: Page) -> None:
    """See that the page as it stands is accessible, and no wider than its window."""
    assert axe(page) == [], page.url
    assert not is_wider_than_its_window(page), page.url
