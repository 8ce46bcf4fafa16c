"""Making PDFs: our templates, with data that they read as data and never as Typst source."""

import json
import tempfile
import threading
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from homegroup.core.errors import HouseError

TEMPLATES = Path(__file__).parent
AT_ONCE = 2
WAIT_SECONDS = 3.0
_presses = threading.BoundedSemaphore(AT_ONCE)


class Busy(HouseError):
    """All presses are in use."""

    status = 503


@cache
def fonts() -> typst.Fonts:
    """Give the fonts: those inside typst, and the machine's for scripts that these lack."""
    return typst.Fonts(include_system_fonts=True)


def language() -> dict[str, Any]:
    """Give what a template needs to know of the current language."""
    code, _dash, region = (get_language() or "en").partition("-")
    right_to_left = get_language_bidi()
    return {"lang": code, "region": region[:2].upper(), "right_to_left": right_to_left}


@contextmanager
def _press() -> Any:
    """Hold one of the few presses; wait a little for it."""
    if not _presses.acquire(timeout=WAIT_SECONDS):
        raise Busy(_("Many lists are being made just now. Please try again in a minute."))
    try:
        yield
    finally:
        _presses.release()


def typeset(template: str, data: Mapping[str, Any], *, at: datetime, fold: bool = False) -> bytes:
    """Make the PDF of a template (a file beside this one) and its data.

    `at` is the date that the file bears. `fold` lays its pages out two on a sheet, in the order
    for folding: `data["sheet"]` then names the paper's size as [width, height] in mm. Raises Busy.
    """
    with _press():
        compiler = typst.Compiler(
            TEMPLATES / template,
            root=TEMPLATES,
            font_paths=fonts(),
            sys_inputs={"data": json.dumps({**language(), **data})},
        )
        pages = cast(bytes, compiler.compile(format="pdf", timestamp=int(at.timestamp())))
        if not fold:
            return pages
        count = int(compiler.query("<pages>", field="value", one=True))
        return _folded(pages, count, {**language(), **data}, at)


def _folded(pages: bytes, count: int, data: Mapping[str, Any], at: datetime) -> bytes:
    """Lay pages out two on a sheet, so that the folded and stapled sheets are a booklet."""
    about = {key: data[key] for key in ("lang", "region", "right_to_left", "title", "sheet")}
    sheets = [spread[::-1] if data["right_to_left"] else spread for spread in folding_order(count)]
    with tempfile.TemporaryDirectory(prefix="homegroup-print-") as name:
        folder = Path(name)
        (folder / "pages.pdf").write_bytes(pages)
        (folder / "booklet.typ").write_bytes((TEMPLATES / "booklet.typ").read_bytes())
        compiler = typst.Compiler(
            folder / "booklet.typ",
            root=folder,
            font_paths=fonts(),
            sys_inputs={"data": json.dumps({**about, "count": count, "sheets": sheets})},
        )
        return cast(bytes, compiler.compile(format="pdf", timestamp=int(at.timestamp())))


def folding_order(count: int) -> list[tuple[int, int]]:
    """Give the (left, right) pages of each side of each sheet, front and back in turn.

    Pages count from 1, up to the next multiple of four; those beyond `count` stay empty.
    """
    whole = -(-count // 4) * 4
    sides: list[tuple[int, int]] = []
    for sheet in range(whole // 4):
        first, last = 2 * sheet + 1, whole - 2 * sheet
        sides += [(last, first), (first + 1, last - 1)]
    return sides
