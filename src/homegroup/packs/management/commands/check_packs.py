"""`homegroup check-packs`: are content packs well written, translated and up to date?"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from homegroup.core.command import HouseCommand, Result
from homegroup.packs import report


class Command(HouseCommand):
    """Look at packs: those that ship and the home's own, or those at a path."""

    help = (
        "Tell every line of a content pack that is wrong, with its column; which words are not "
        "translated; and which of the home's own packs have a newer original."
    )
    migrates = False  # examining changes nothing

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            metavar="PATH",
            help="a file or a folder (default: the packs that ship and the home's own)",
        )

    def work(self, **options: Any) -> Result:
        path: Path | None = options["path"]
        found = report.of_path(path.resolve()) if path else report.of_everything()
        return found.told()

    def is_well(self, result: Result) -> bool:
        return bool(result["well"])

    def tell(self, result: Result) -> None:
        for each in result["problems"]:
            where = f"{each['file']}:{each['line']}:{each['column']}"
            self.console.print(f"{where}: {each['message']}", markup=False)
        for each in result["translations"]:
            told = [f"{len(each['missing'])} texts are not translated"] if each["missing"] else []
            told += ["made from an older version"] if each["outdated"] else []
            name = f"{each['kind']} {each['slug']} ({each['language']})"
            self.console.print(f"{name}: {', '.join(told)}", markup=False)
        for each in result["newer"]:
            self.console.print(
                f"{each['kind']} {each['slug']}: made from version {each['has']}, "
                f"there is {each['newest']}",
                markup=False,
            )
        self.console.print(f"{result['packs']} packs are well, {len(result['problems'])} problems")
