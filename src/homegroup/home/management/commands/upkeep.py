"""`homegroup upkeep`: the chores that a served site does by itself."""

from typing import Any

from django.core.management.base import CommandParser

from homegroup.core import upkeep
from homegroup.core.command import HouseCommand, Result


class Command(HouseCommand):
    """Do the chores once."""

    help = "Do the chores that are due, once. A site that is served does them by itself."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that are not due")

    def work(self, **options: Any) -> Result:
        return upkeep.run_due(all_of_them=options["all"])

    def is_well(self, result: Result) -> bool:
        return "failed" not in result.values()
