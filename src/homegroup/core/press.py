"""The press: reads one job from standard input and writes the PDF to standard output.

Run as a script of its own, without Django: typst keeps what it worked out, up to a gigabyte, and
the end of a process surely gives it back. Also, a job that takes too long can be stopped.

A job is JSON: `template` (the path of a Typst file), `data` (what it reads: data, never source),
`at` (the date that the PDF bears, in seconds) and `fold` (pages two on a sheet, to be folded).
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, cast

import typst

BOOKLET = Path(__file__).with_name("booklet.typ")


def pdf_of(job: dict[str, Any]) -> bytes:
    """Make the PDF of a job."""
    # Fonts inside typst come first; the machine's are for scripts that these lack.
    fonts = typst.Fonts(include_system_fonts=True)
    compiler = _compiler(Path(job["template"]), job["data"], fonts)
    pages = cast(bytes, compiler.compile(format="pdf", timestamp=job["at"]))
    if not job["fold"]:
        return pages
    count = int(compiler.query("<pages>", field="value", one=True))
    return _folded(pages, count, job, fonts)


def _compiler(template: Path, data: dict[str, Any], fonts: typst.Fonts) -> typst.Compiler:
    inputs = {"data": json.dumps(data)}
    return typst.Compiler(template, root=template.parent, font_paths=fonts, sys_inputs=inputs)


def _folded(pages: bytes, count: int, job: dict[str, Any], fonts: typst.Fonts) -> bytes:
    """Lay pages out two on a sheet, so that the folded and stapled sheets are a booklet."""
    backwards = job["data"]["right_to_left"]
    sheets = [pair[::-1] if backwards else pair for pair in folding_order(count)]
    with tempfile.TemporaryDirectory(prefix="homegroup-print-") as name:
        folder = Path(name)
        (folder / "pages.pdf").write_bytes(pages)
        (folder / "booklet.typ").write_bytes(BOOKLET.read_bytes())
        about = {name: job["data"][name] for name in ("lang", "title", "sheet")}
        data = {**about, "count": count, "sheets": sheets}
        compiler = _compiler(folder / "booklet.typ", data, fonts)
        return cast(bytes, compiler.compile(format="pdf", timestamp=job["at"]))


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


if __name__ == "__main__":
    sys.stdout.buffer.write(pdf_of(json.load(sys.stdin.buffer)))
