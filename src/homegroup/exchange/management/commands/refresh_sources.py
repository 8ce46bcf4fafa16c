"""`homegroup refresh-sources`: look at every source that is kept fresh."""

from typing import Any

from django.core.management.base import CommandParser

from homegroup.core.command import HouseCommand, Result
from homegroup.exchange.importing import actions, sources
from homegroup.exchange.importing.sources import Refreshed


class Command(HouseCommand):
    """Fetch the lists that are kept fresh and import those that have changed."""

    help = (
        "Fetch the meeting lists that are kept fresh (import-meetings --keep-fresh) and import "
        "what has changed. The server does so by itself; this is for now or for cron."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--due", action="store_true", help="only those whose time has come")

    def work(self, **options: Any) -> Result:
        looked = sources.refresh_due() if options["due"] else sources.refresh_all()
        return {"sources": [_told(each) for each in looked]}

    def tell(self, result: Result) -> None:
        if not result["sources"]:
            self.console.print("No source is due." if "due" in result else "Nothing to look at.")
        for each in result["sources"]:
            figures = ", ".join(f"{each[name]} {name}" for name in actions.FIGURES if name in each)
            said = each.get("failure") or figures or "nothing new"
            self.console.print(f"{each['source']}: {said}", markup=False)


def _told(looked: Refreshed) -> dict[str, Any]:
    told: dict[str, Any] = {"source": looked.source, "changed": looked.outcome is not None}
    if looked.failure:
        told["failure"] = looked.failure
    if looked.outcome:
        tally = looked.outcome.tally
        told["run"] = looked.outcome.run
        told |= {name: getattr(tally, name) for name in actions.FIGURES}
        told["problems"] = len(tally.problems)
    return told
