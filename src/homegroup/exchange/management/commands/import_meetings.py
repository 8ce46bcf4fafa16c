"""`homegroup import-meetings`: a Meeting Guide list, from a file or an address."""

from argparse import ArgumentTypeError
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandParser
from rich.table import Table

from homegroup.core.command import HouseCommand, Result
from homegroup.core.errors import HouseError
from homegroup.exchange.importing import actions, files, naming, zones

_PROBLEMS_SHOWN = 20
_MOST_HOURS = 24 * 31


def _zone(text: str) -> str:
    zone = zones.zone_named(text)
    if zone is None:
        raise ArgumentTypeError(f"there is no time zone called {text!r}; try Europe/Berlin")
    return zone


def _hours(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_HOURS:
        raise ArgumentTypeError(f"hours are a whole number from 1 to {_MOST_HOURS}")
    return int(text)


class Command(HouseCommand):
    """Import a list. The second time it is compared: added, changed and missing meetings."""

    help = (
        "Import a Meeting Guide JSON list of meetings. Run again with a newer list, it updates, "
        "adds and closes; what was edited here stays. undo-import takes a run back."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="SOURCE", help="a file, or an http(s) address")
        parser.add_argument("--name", help="name of the source (default: made from SOURCE)")
        parser.add_argument(
            "--time-zone", type=_zone, metavar="ZONE",
            help="IANA zone of rows that tell none",
        )  # fmt: skip
        parser.add_argument(
            "--fellowship", default="", metavar="F", help="slug, abbreviation or name"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument(
            "--keep-fresh", type=_hours, metavar="HOURS",
            help="fetch the address again every so many hours",
        )  # fmt: skip

    def work(self, **options: Any) -> Result:
        source = options["source"]
        name = naming.checked_name(options["name"] or naming.name_of(source))
        fellowship = options["fellowship"] and naming.fellowship_named(options["fellowship"])
        told = {
            "name": name,
            "by": None,
            "fellowship": fellowship,
            "time_zone": options["time_zone"] or "",
            "dry_run": options["dry_run"],
            "progress": self.progress,
        }
        if naming.is_address(source):
            outcome = self._from_address(source, options["keep_fresh"], told)
        elif options["keep_fresh"]:
            raise HouseError("Only an http or https address can be kept fresh, not a file.")
        else:
            path = Path(source)
            outcome = actions.import_meetings(
                content=files.read(path), address=str(path.resolve()), **told
            )
        return {
            "source": outcome.source,
            "run": outcome.run,
            "dry_run": options["dry_run"],
            **{figure: getattr(outcome.tally, figure) for figure in actions.FIGURES},
            "problems": msgspec.to_builtins(outcome.tally.problems),
        }

    def _from_address(
        self, address: str, every_hours: int | None, told: dict[str, Any]
    ) -> actions.Outcome:
        # Only here, since the HTTP client is slow to load and files do not need it.
        from homegroup.exchange.importing import fetching, sources

        answer = fetching.fetch(address)
        outcome = actions.import_meetings(content=answer.content, address=address, **told)
        if not told["dry_run"]:
            sources.remember(name=told["name"], answer=answer, every_hours=every_hours)
        return outcome

    def tell(self, result: Result) -> None:
        title = f"{result['source']}: would be" if result["dry_run"] else result["source"]
        table = Table(*actions.FIGURES, title=title)
        table.add_row(*(str(result[figure]) for figure in actions.FIGURES))
        self.console.print(table)
        problems = result["problems"]
        groups = Counter(_group(problem) for problem in problems)
        shown: set[tuple[str, str, str]] = set()
        for problem in problems:
            group = _group(problem)
            if group not in shown and len(shown) < _PROBLEMS_SHOWN:
                shown.add(group)
                self.console.print(_line(problem, groups[group]), markup=False)
        left = len(groups) - len(shown)
        if left:
            self.console.print(f"... and {left} other kinds of problem; --json lists all.")


def _group(problem: dict[str, Any]) -> tuple[str, str, str]:
    """Alike problems of many rows, told once."""
    message = problem["message"]
    return problem["severity"], problem["field"], message if '"' not in message else ""


def _line(problem: dict[str, Any], times: int) -> str:
    where = " ".join(
        part
        for part in (f"row {problem['row']}" if problem["row"] else "", problem["slug"])
        if part
    )
    more = f" (and {times - 1} more like it)" if times > 1 else ""
    field = f" {problem['field']}:" if problem["field"] else ""
    return f"{problem['severity']}: {where}:{field} {problem['message']}{more}"
