"""The `homegroup` command.

Its sub-commands are Django management commands of our rooms: `import-meetings` is
`exchange/management/commands/import_meetings.py`.
"""

import os
import pkgutil
import sys
from pathlib import Path

from homegroup import __version__
from homegroup.config import home

USAGE = """usage: homegroup [--version] [--help] COMMAND ...

The home is the folder that HOMEGROUP_HOME names (default var/home).
Each command tells its options with --help.

commands:"""


def main() -> None:
    """Run one command; exits with its status (0 done, 1 nothing done, 2 wrong usage)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homegroup.config.settings")
    names = sorted(command_names())
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        print(__version__)  # noqa: T201 - the answer itself
        return
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(USAGE, *(f"  {name}" for name in names), sep="\n")  # noqa: T201
        sys.exit(0 if arguments else 2)
    if arguments[0] not in names:
        sys.stderr.write(f"homegroup: there is no command {arguments[0]!r}; see --help\n")
        sys.exit(2)
    _run(arguments)


def _run(arguments: list[str]) -> None:
    from django.core.management import ManagementUtility

    try:
        home.prepare(home.home_path())
        ManagementUtility(["homegroup", arguments[0].replace("-", "_"), *arguments[1:]]).execute()
    except home.HomeUnusable as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(1)


def command_names() -> set[str]:
    """Give the names of all sub-commands, with hyphens."""
    rooms = Path(__file__).parent.parent
    return {
        module.name.replace("_", "-")
        for folder in rooms.glob("*/management/commands")
        for module in pkgutil.iter_modules([str(folder)])
    }
