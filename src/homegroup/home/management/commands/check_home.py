"""`homegroup check`: is this home in order?"""

from typing import Any

from homegroup.core import health
from homegroup.core.command import HouseCommand, Result


class Command(HouseCommand):
    """Look at the home."""

    help = "Tell whether the home is in order: files, database, time zones, search index."
    name = "check"
    migrates = False  # examining changes nothing

    def work(self, **options: Any) -> Result:
        found = health.findings()
        return {
            "well": all(finding.well for finding in found),
            "findings": [vars(finding) for finding in found],
        }

    def is_well(self, result: Result) -> bool:
        return bool(result["well"])

    def tell(self, result: Result) -> None:
        for finding in result["findings"]:
            sign = "ok " if finding["well"] else "NO "
            self.console.print(f"{sign} {finding['name']}: {finding['text']}", markup=False)
