"""The privacy desk in a browser: seeing, taking along, leaving; promises for everybody."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.pages import (
    axe,
    faults,
    is_wider_than_its_window,
    with_and_without_javascript,
)
from tests.browser.people import sign_up

from homegroup.core.outing import outing_words_in


@pytest.mark.parametrize("path", ["/privacy/", "/left/"])
def test_pages_for_everybody_are_accessible_and_fit(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == 200
    assert faults(page) == []


def test_the_foot_of_every_page_leads_to_the_promises(page: Page) -> None:
    page.goto("/")
    page.locator("footer").get_by_role("link", name="What we keep, and what not").click()
    page.wait_for_url("**/privacy/")
    expect(page.locator("h1")).to_have_text("What we keep, and what not")


def test_the_desk_is_accessible_and_fits(page: Page) -> None:
    sign_up(page)
    for path in ("/me/data/", "/me/leave/"):
        page.goto(path)
        for details in page.locator("main details").all():
            details.locator("summary").click()
        assert faults(page) == []
        assert outing_words_in(page.title()) == []


@with_and_without_javascript
def test_taking_it_along_and_leaving(page: Page, tmp_path: Path) -> None:
    _, phrase = sign_up(page)
    page.goto("/me/")
    page.get_by_role("link", name="What is kept about me").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="Get it all as a file").click()
    assert got.value.suggested_filename == "my-data.zip"
    got.value.save_as(tmp_path / "my-data.zip")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "my-data.zip").read_bytes())) as archive:
        assert "sign_in_name" in archive.read("data.json").decode()

    page.goto("/me/leave/")
    page.get_by_label("Your passphrase, once more").fill(phrase)
    page.get_by_role("button", name="Delete everything for good").click()
    page.wait_for_url("**/left/")
    expect(page.locator("h1")).to_have_text("You have left")
    expect(page.get_by_text("Nothing of yours is here any more.")).to_be_visible()
    page.goto("/me/data/")
    assert "/sign-in/" in page.url


def test_the_file_opens_by_itself_and_asks_nobody(page: Page, tmp_path: Path) -> None:
    sign_up(page)
    page.goto("/me/data/")
    with page.expect_download() as got:
        page.get_by_role("button", name="Get it all as a file").click()
    with zipfile.ZipFile(got.value.path()) as archive:
        archive.extract("index.html", tmp_path)
    assert page.context.browser
    alone = page.context.browser.new_context(viewport=page.viewport_size, offline=True)
    asked: list[str] = []
    file = alone.new_page()
    file.on("request", lambda request: asked.append(request.url))
    file.goto((tmp_path / "index.html").as_uri())
    assert file.title() == "My data"
    assert asked == [(tmp_path / "index.html").as_uri()]
    assert not is_wider_than_its_window(file)
    assert axe(file) == []
    alone.close()
