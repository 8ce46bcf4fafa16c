"""Having PDFs made: one process for each (`press`), few at once, none for too long."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from homegroup.core.errors import HouseError

PRESS = Path(__file__).parent / "press.py"
AT_ONCE = 2
WAIT_SECONDS = 3.0
LONGEST_SECONDS = 30.0
_presses = threading.BoundedSemaphore(AT_ONCE)


class NotPrinted(HouseError):
    """It cannot be printed now: all presses are in use, or it took too long."""

    status = 503


def typeset(template: Path, data: Mapping[str, Any], *, at: datetime, fold: bool = False) -> bytes:
    """Make the PDF of a Typst template, which reads files of its own folder only, and its data.

    `at` is the date that the file bears. `fold` lays its pages out two on a sheet, in the order
    for folding: `data["sheet"]` then is the paper's [width, height] in mm. Raises NotPrinted.
    """
    job = {
        "template": str(template),
        "data": {**language(), **data},
        "at": int(at.timestamp()),
        "fold": fold,
    }
    with _press():
        return _pressed(json.dumps(job).encode())


def language() -> dict[str, Any]:
    """Give what a template needs to know of the current language."""
    code, _dash, region = (get_language() or "en").partition("-")
    right_to_left = get_language_bidi()
    return {"lang": code, "region": region[:2].upper(), "right_to_left": right_to_left}


@contextmanager
def _press() -> Iterator[None]:
    """Hold one of the few presses; wait a little for it."""
    if not _presses.acquire(timeout=WAIT_SECONDS):
        raise NotPrinted(_("Many lists are being made just now. Please try again in a minute."))
    try:
        yield
    finally:
        _presses.release()


def _pressed(job: bytes) -> bytes:
    command = [sys.executable, "-I", str(PRESS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script; the job comes by standard input
            command, input=job, capture_output=True, check=True, timeout=LONGEST_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise NotPrinted(_("This took too long to make. Please try a shorter list.")) from None
    except subprocess.CalledProcessError as failure:
        raise RuntimeError(failure.stderr.decode(errors="replace")) from None
    return done.stdout
