"""`homegroup replay-tombstones`: erase once more who left, after a backup was put back."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from homegroup.core.command import HouseCommand, Result
from homegroup.core.errors import HouseError
from homegroup.privacy import actions, tombstones


class Command(HouseCommand):
    """Replay a list of erased accounts."""

    help = "Erase the accounts that had left before an old backup brought them back."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", metavar="FILE", help=f"a list (default: {tombstones.NAME} here)"
        )

    def work(self, **options: Any) -> Result:
        file = Path(options["file"]) if options["file"] else tombstones.path()
        if options["file"] and not file.is_file():
            raise HouseError(f"There is no file {file}.")
        try:
            listed = tombstones.read(file)
            # Kept here, too: the next restore must know of them.
            taken_over = tombstones.take_over(listed.tombstones)
        except OSError as problem:
            raise HouseError(
                f"The list cannot be read or written: {problem.strerror}."
            ) from problem
        done = actions.replay(listed=listed.tombstones)
        return {
            "file": str(file),
            "listed": len(listed.tombstones),
            "taken_over": taken_over,
            "erased": done.erased,
            "failed": done.failed,
            "unreadable_lines": listed.unreadable,
        }

    def is_well(self, result: Result) -> bool:
        return not result["failed"] and not result["unreadable_lines"]
