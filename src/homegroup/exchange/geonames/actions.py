"""The writes: the places of a file come in, in place of what the same file brought before."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.audit.actions import record
from homegroup.core.text import words
from homegroup.exchange.geonames import rows
from homegroup.exchange.geonames.lines import Advance, BadFile, numbered, opened
from homegroup.places import gazetteer
from homegroup.places.choices import PlaceKind

MOST_PLACES = 1_000_000
PROBLEMS_KEPT = 100
_LOOKED_AT = 50  # lines, for the format
_PREFIX = {PlaceKind.TOWN: "geo:", PlaceKind.POSTCODE: "post:"}
_SOURCE_LENGTH = 20
Progress = Callable[[str, int], Any]


@dataclass
class Tally:
    """What came of a file. `names` are rows of the gazetteer: a place may have several."""

    source: str
    rows: int = 0
    places: int = 0
    names: int = 0
    passed_over: int = 0
    rejected: int = 0
    replaced: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)


def import_places(
    *,
    path: Path,
    by: UUID | None,
    countries: Sequence[str] = (),
    regions: Path | None = None,
    progress: Progress | None = None,
) -> Tally:
    """Let the gazetteer learn the places of a GeoNames file (see `rows`), of these countries.

    `regions` is GeoNames' list of states and provinces, where the file itself has none.
    `progress(label, kB)` is a context manager that yields `advance(kB)`. Raises BadFile for a
    file that cannot be read or has no place wanted; nothing has changed then.
    """
    show = progress or _silent
    names = _regions_of(path, show) | (_regions_of(regions, show) if regions else {})
    with ExitStack() as stack:
        stream, size = stack.enter_context(opened(path))
        advance = stack.enter_context(show(_("Places"), size // 1_000))
        lines = numbered(stream, advance)
        first = list(islice(lines, _LOOKED_AT))
        reader = _reader_for(first, frozenset(countries), names)
        tally = Tally(source_of(path, reader.kind))
        with transaction.atomic():
            known = _known(_both(first, lines), reader, tally)
            tally.replaced, tally.names = gazetteer.replace(tally.source, _values(known))
            if not tally.places:
                raise BadFile(_("No place that is wanted stands in it; nothing was changed."))
            figures = {name: getattr(tally, name) for name in ("places", "names", "rejected")}
            record(action="exchange.import_places", subject=f"places:{tally.source}", by=by,
                   data=figures)  # fmt: skip
    return tally


@transaction.atomic
def forget_places(*, sources: Sequence[str], by: UUID | None) -> int:
    """Take away what a file brought; give how many names. Raises BadFile if there are none."""
    gone = sum(gazetteer.replace(source, ())[0] for source in sources)
    if not gone:
        raise BadFile(_("No place here comes from this file."))
    record(action="exchange.forget_places", subject=f"places:{sources[0]}", by=by,
           data={"names": gone})  # fmt: skip
    return gone


def source_of(path: Path, kind: PlaceKind) -> str:
    """Give the name under which a file's places are kept: equal for DE.txt and DE.zip."""
    prefix, stem = _PREFIX[kind], "-".join(words(path.stem)) or "file"
    room = _SOURCE_LENGTH - len(prefix)
    if len(stem) > room:
        stem = f"{stem[: room - 5]}-{hashlib.sha256(stem.encode()).hexdigest()[:4]}"
    return prefix + stem


@contextmanager
def _silent(label: str, total: int) -> Iterator[Advance]:
    yield lambda steps: None


def _regions_of(path: Path, show: Progress) -> dict[str, str]:
    with opened(path) as (stream, size), show(_("Regions"), size // 1_000) as advance:
        return rows.regions_in(numbered(stream, advance))


def _reader_for(
    first: Sequence[tuple[int, bytes]], wanted: frozenset[str], regions: rows.Regions
) -> rows.Reader:
    """Choose the format by the first line that has one."""
    if not first:
        raise BadFile(_("The file is empty, so nothing was changed."))
    for _number, line in first:
        reader = rows.reader_for(line.count(b"\t") + 1, wanted, regions)
        if reader:
            return reader
    raise BadFile(
        _(
            "This is no GeoNames file: its lines have neither 19 columns, as places, nor 12, as "
            "postcodes."
        )
    )


def _both(
    first: Sequence[tuple[int, bytes]], lines: Iterator[tuple[int, bytes]]
) -> Iterator[tuple[int, bytes]]:
    yield from first
    yield from lines


def _known(
    lines: Iterator[tuple[int, bytes]], reader: rows.Reader, tally: Tally
) -> Iterator[rows.Known]:
    """Read the lines, counting what becomes of each."""
    for number, line in lines:
        tally.rows += 1
        try:
            cells = rows.cells_of(line)
            if len(cells) != reader.columns:
                raise rows.BadRow(_("It has %(n)d columns, not %(of)d.")
                                  % {"n": len(cells), "of": reader.columns})  # fmt: skip
            known = reader.read(cells)
        except rows.BadRow as problem:
            tally.rejected += 1
            if len(tally.problems) < PROBLEMS_KEPT:
                tally.problems.append({"line": number, "message": str(problem)})
            continue
        if known is None:
            tally.passed_over += 1
            continue
        tally.places += 1
        if tally.places > MOST_PLACES:
            raise BadFile(_("It has more than %d places. Choose countries with --country.")
                          % MOST_PLACES)  # fmt: skip
        yield known


def _values(known: Iterator[rows.Known]) -> Iterator[gazetteer.Values]:
    for each in known:
        for name in each.names:
            yield gazetteer.values(name, each.kind, each.within, each.also, each.point, each.weight)
