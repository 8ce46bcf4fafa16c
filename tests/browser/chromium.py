"""Debian's Chromium: without its windows, which takes a third less, or whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserType

_LIGHT = ("chromium-headless-shell",)
_WHOLE = ("chromium", "chromium-browser")
_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # routes do not see redirects
]


@contextmanager
def started(kind: BrowserType, *flags: str, whole: bool = False) -> Iterator[Browser]:
    """Start it; only the whole one shows notices, and plays on when a page is loaded again."""
    found = filter(None, map(shutil.which, _WHOLE if whole else (*_LIGHT, *_WHOLE)))
    program = next(found, None)
    assert program, "The browser tests need Chromium (on Debian: apt install chromium)."
    as_root = ["--no-sandbox"] if os.getuid() == 0 else []
    args = [*_FLAGS, *flags, *as_root]
    browser = kind.launch(executable_path=program, headless=True, args=args)
    yield browser
    browser.close()
