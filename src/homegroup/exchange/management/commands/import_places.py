"""`homegroup import-places`: towns or postcodes of a GeoNames file, for "near"."""

from argparse import ArgumentTypeError
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from homegroup.core.command import HouseCommand, Result
from homegroup.exchange.geonames import actions, rows
from homegroup.places.choices import PlaceKind

_PROBLEMS_SHOWN = 20


def _country(text: str) -> str:
    code = text.upper()
    if code not in rows.countries():
        raise ArgumentTypeError(f"there is no country {text!r}; use two letters as in DE")
    return code


class Command(HouseCommand):
    """Let the search know more places. The same file again replaces what it brought."""

    help = (
        "Read places from a GeoNames file, so that people can search near them: cities*.txt, "
        "XX.txt (a country) or a postcode file, plain or zip, from download.geonames.org. The same "
        "file again replaces what it brought. The data is by GeoNames (www.geonames.org) under CC "
        "BY 4.0, which asks to be told: the search says so where it used a place of it."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a GeoNames file, .txt or .zip")
        parser.add_argument(
            "--country", type=_country, action="append", default=[], metavar="XX",
            help="read only this country (two letters); may be given several times",
        )  # fmt: skip
        parser.add_argument(
            "--regions", type=Path, metavar="FILE",
            help="GeoNames' admin1CodesASCII.txt: names of states, which cities*.txt lacks",
        )  # fmt: skip
        parser.add_argument(
            "--forget", action="store_true", help="take away what this file brought"
        )

    def work(self, **options: Any) -> Result:
        path = Path(options["file"])
        if options["forget"]:
            kinds = (PlaceKind.TOWN, PlaceKind.POSTCODE)
            return {"forgotten": actions.forget_places(
                sources=[actions.source_of(path, kind) for kind in kinds], by=None)}  # fmt: skip
        return asdict(
            actions.import_places(
                path=path,
                countries=options["country"],
                regions=options["regions"],
                by=None,
                progress=self.progress,
            )
        )

    def tell(self, result: Result) -> None:
        if "forgotten" in result:
            self.console.print(f"{result['forgotten']} names are forgotten.")
            return
        self.console.print(
            f"{result['source']}: {result['places']} places under {result['names']} names, "
            f"{result['passed_over']} rows passed over, {result['rejected']} not readable; "
            f"{result['replaced']} older names replaced."
        )
        for problem in result["problems"][:_PROBLEMS_SHOWN]:
            self.console.print(f"line {problem['line']}: {problem['message']}", markup=False)
        left = result["rejected"] - min(len(result["problems"]), _PROBLEMS_SHOWN)
        if left:
            self.console.print(f"... and {left} more lines.")
        self.console.print("Data: GeoNames (www.geonames.org), CC BY 4.0.")
