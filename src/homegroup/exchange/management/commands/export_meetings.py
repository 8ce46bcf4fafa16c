"""`homegroup export-meetings`: the directory as a file, the same as its feeds."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import translation

from homegroup.core.command import HouseCommand, Result
from homegroup.core.errors import HouseError
from homegroup.exchange.feeds import calendar, csv_list, meeting_guide
from homegroup.exchange.feeds.outlet import Outlet, outlet_now
from homegroup.exchange.feeds.selection import Selection

DEFAULT_SITE = "http://localhost"


class Command(HouseCommand):
    """Write the meetings, or some of them, in one of the formats that the feeds have."""

    help = (
        "Write the listed meetings to a file or to standard output. Addresses in it begin with "
        "HOMEGROUP_URL. The Meeting Guide format knows only weekly meetings; csv and ics have all."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--format", choices=["meeting-guide", "csv", "ics"], default="meeting-guide"
        )
        for name in ("fellowship", "region", "group", "service-body"):
            parser.add_argument(f"--{name}", metavar="SLUG", default="", help="only of this one")
        parser.add_argument(
            "--output", metavar="FILE", default="-", help="write here (default: standard output)"
        )

    def work(self, **options: Any) -> Result:
        chosen = Selection.read(options)
        outlet = outlet_now(settings.SITE_URL or DEFAULT_SITE)
        name, output = options["format"], options["output"]
        self.to_stdout = output == "-"
        if self.to_stdout and self.console.stderr:
            raise HouseError("With --json, name a file with --output.")
        with translation.override(settings.LANGUAGE_CODE):
            size = self._write(_chunks(name, chosen, outlet), output)
        return {"format": name, "output": output, "bytes": size}

    def tell(self, result: Result) -> None:
        if not self.to_stdout:
            super().tell(result)

    def _write(self, chunks: Iterable[bytes], output: str) -> int:
        try:
            if self.to_stdout:
                return _write_to(_standard_output(), chunks)
            return _write_file(Path(output), chunks)
        except BrokenPipeError as problem:  # whoever read standard output has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise HouseError("The output was not read to its end.") from problem
        except OSError as problem:
            raise HouseError(f"Cannot write {output}: {problem.strerror or problem}.") from problem


def _write_file(target: Path, chunks: Iterable[bytes]) -> int:
    """Write under another name first: a file is whole or not there."""
    draft = target.with_name(f".{target.name}.part")
    try:
        with draft.open("wb") as file:
            size = _write_to(file, chunks)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return size


def _standard_output() -> BinaryIO:
    return sys.stdout.buffer


def _write_to(file: BinaryIO, chunks: Iterable[bytes]) -> int:
    size = sum(file.write(chunk) for chunk in chunks)
    file.flush()
    return size


def _chunks(name: str, chosen: Selection, outlet: Outlet) -> Iterator[bytes]:
    if name == "csv":
        return csv_list.chunks(chosen, outlet)
    if name == "ics":
        return calendar.chunks(chosen, outlet, source=f"{outlet.site}/feeds/meetings.ics")
    return meeting_guide.chunks(chosen, outlet)
