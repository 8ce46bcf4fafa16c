"""A real server, a real Chromium, and pages that are watched."""

import re
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.browser import chromium
from tests.browser.pages import PLAIN, SIZES, Watch
from tests.browser.site import filled_demo, served
from tests.live import real_janus

RESULTS = Path(__file__).parents[2] / "test-results"
OpenPage = Callable[..., Page]
PATIENCE = 20_000  # ms; a busy machine shows everything, only later
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def voice_port() -> int:
    """Where the served demo looks for a Janus; test_voice.py starts one there."""
    return real_janus.free_port()


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, voice_port: int
) -> Iterator[str]:
    """The address of the served demo; each worker has a copy of one that is filled once."""
    run = tmp_path_factory.getbasetemp()
    filled = filled_demo(run if worker_id == "master" else run.parent)
    voice = {
        "HOMEGROUP_JANUS": f"http://127.0.0.1:{voice_port}/janus",
        "HOMEGROUP_JANUS_SECRET": real_janus.SECRET,
    }
    home = Path(shutil.copytree(filled, tmp_path_factory.mktemp("browser") / "demo"))
    with served(home, "--demo", settings=voice) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for all tests of this worker."""
    with sync_playwright() as playwright, chromium.started(playwright.chromium) as browser:
        yield browser


@pytest.fixture
def watch(site: str) -> Watch:
    """What the test's pages do wrong; whatever is not in `watch.expected` fails the test."""
    return Watch(host=site.removeprefix("http://"))


@pytest.fixture
def open_page(
    browser: Browser, site: str, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Open a page of a visitor of its own: `open_page(size="desk", javascript=False)`."""
    contexts = []

    def open_one(
        size: str = "phone",
        *,
        javascript: bool = True,
        scheme: Literal["light", "dark"] = "light",
        zone: str = "Europe/Berlin",
    ) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme=scheme,
            locale="en-GB",
            timezone_id=zone,
            has_touch=size == "phone",
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        contexts.append(context)
        page = context.new_page()
        setattr(page, PLAIN, not javascript)
        return page

    yield open_one
    for visitor, context in enumerate(contexts):
        if watch.left() or request.node.stash.get(_FAILED, False):
            for number, page in enumerate(context.pages):
                name = re.sub(r"\W+", "-", request.node.name)
                RESULTS.mkdir(exist_ok=True)
                page.screenshot(path=RESULTS / f"{name}-{visitor}-{number}.png", full_page=True)
        context.close()
    assert watch.left() == []


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture
def size() -> str:
    """The size of `page`, unless the test names others."""
    return "phone"


@pytest.fixture
def javascript() -> bool:
    """Whether `page` runs scripts, unless the test says otherwise."""
    return True


@pytest.fixture
def scheme() -> str:
    """The colour scheme of `page`, unless the test names others."""
    return "light"


@pytest.fixture
def page(open_page: OpenPage, size: str, javascript: bool, scheme: str) -> Page:
    """A watched page."""
    return open_page(size, javascript=javascript, scheme=scheme)
