"""The form that every `homegroup` command has.

Exit status 0: done. 1: nothing was done, the reason stands on standard error. 2: wrong usage.
With `--json` the result is one JSON object, the last line of standard output; progress and
words for people then go to standard error.
"""

import json
import sys
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from homegroup.core import schema
from homegroup.core.errors import HouseError

Result = dict[str, Any]


class HouseCommand(BaseCommand):
    """A command: `arguments` declares, `work` does and gives the result, `tell` says it.

    `work` raises HouseError with the reason when nothing was done. `name` is needed only where
    the module is called otherwise; `migrates` brings the tables up to date before the work.
    """

    name = ""
    migrates = True
    requires_system_checks: list[str] = []
    suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color",
        "--force-color", "--skip-checks",
    }  # fmt: skip

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("allow_abbrev", False)
        name = self.name or subcommand.replace("_", "-")
        return super().create_parser("homegroup", name, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="print the result as one JSON object, last line"
        )
        parser.add_argument(  # config.cli reads it, before settings load
            "--home", metavar="DIR", help="the site's folder (default: HOMEGROUP_HOME or var/home)"
        )
        self.arguments(parser)

    def arguments(self, parser: CommandParser) -> None:
        """Declare the command's own arguments."""

    @abstractmethod
    def work(self, **options: Any) -> Result:
        """Do it; give the result as JSON-ready values."""

    def is_well(self, result: Result) -> bool:
        """Whether the exit status is 0; only a command that examines says no here."""
        return True

    def tell(self, result: Result) -> None:
        """Say the result to a person; by default one line for each value."""
        for name, value in result.items():
            self.console.print(f"{name.replace('_', ' ')}: {value}")

    def handle(self, *args: Any, **options: Any) -> None:
        as_json = options.pop("json")
        options.pop("home", None)
        self.console = Console(stderr=as_json, highlight=False, soft_wrap=True)
        try:
            if self.migrates:
                schema.bring_up_to_date()
            result = self.work(**options)
        except HouseError as problem:
            self._refuse(str(problem.message), as_json=as_json)
        except OperationalError as problem:
            self._refuse(f"The database refused: {problem}".strip(), as_json=as_json)
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False, default=str))
        else:
            self.tell(result)
        if not self.is_well(result):
            sys.exit(1)

    def _refuse(self, reason: str, *, as_json: bool) -> NoReturn:
        self.stderr.write(reason)
        if as_json:
            self.stdout.write(json.dumps({"error": reason}, ensure_ascii=False))
        sys.exit(1)

    @contextmanager
    def progress(self, label: str, total: int | None = None) -> Iterator[Any]:
        """Show a bar while long work goes on; yields `advance(n)`. Silent without a terminal."""
        columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console, transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda steps=1: bar.advance(task, steps)
