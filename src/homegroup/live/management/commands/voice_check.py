"""`homegroup voice-check`: is the media server for meetings by voice well set up?"""

from dataclasses import asdict
from typing import Any

from homegroup.core.command import HouseCommand, Result
from homegroup.live.voice import checking


class Command(HouseCommand):
    """Look at the Janus server of the settings, and try a room on it."""

    help = (
        "Tell whether the Janus server for meetings by voice is well set up: on this machine "
        "alone, with its secret, without recording; and what to do where it is not."
    )
    migrates = False  # examining changes nothing

    def work(self, **options: Any) -> Result:
        findings = checking.examine()
        return {
            "well": all(each.well for each in findings),
            "findings": [asdict(each) for each in findings],
        }

    def is_well(self, result: Result) -> bool:
        return bool(result["well"])

    def tell(self, result: Result) -> None:
        for each in result["findings"]:
            mark = "ok " if each["well"] else "NO "
            self.console.print(f"{mark} {each['name']}: {each['text']}", markup=False)
