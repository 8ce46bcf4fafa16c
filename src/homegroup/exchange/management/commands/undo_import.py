"""`homegroup undo-import`: take back the latest import of a source."""

from typing import Any

import msgspec
from django.core.management.base import CommandParser

from homegroup.core.command import HouseCommand, Result
from homegroup.exchange.importing import actions


class Command(HouseCommand):
    """Take back the latest run of a source as a whole; again for the one before it."""

    help = (
        "Take back the latest import of a source that changed something. What people have edited "
        "since stays. Run it again for the import before."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="name of the source")

    def work(self, **options: Any) -> Result:
        run, result = actions.undo_import(name=options["name"], by=None)
        figures = ("deleted", "closed", "restored", "listed")
        return {
            "source": options["name"],
            "run": run.pk,
            **{figure: getattr(result, figure) for figure in figures},
            "problems": msgspec.to_builtins(result.problems),
        }

    def tell(self, result: Result) -> None:
        self.console.print(
            f"Import {result['run']} of {result['source']} is taken back: "
            f"{result['deleted']} deleted, {result['restored']} restored, "
            f"{result['listed']} listed again, {result['closed']} closed."
        )
        for problem in result["problems"]:
            self.console.print(
                f"note: {problem['slug']} {problem['field']}: {problem['message']}", markup=False
            )
