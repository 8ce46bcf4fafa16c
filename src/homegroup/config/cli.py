"""The `homegroup` command.

Its sub-commands are Django management commands of our rooms: `import-meetings` is
`exchange/management/commands/import_meetings.py`.
"""

import os
import pkgutil
import sys
from argparse import ArgumentParser
from pathlib import Path

from homegroup import __version__
from homegroup.config import home

USAGE = """usage: homegroup [--version] [--help] COMMAND ...

The home is the folder that --home or HOMEGROUP_HOME names (default var/home).
Each command tells its options with --help.

commands:"""

# Names that Django keeps for commands of its own, and what ours are called in the code.
RENAMED = {"check": "check-home"}


def main() -> None:
    """Run one command; exits with its status (0 done, 1 nothing done, 2 wrong usage)."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "homegroup.config.settings"  # whatever the shell says
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
    try:
        _run(*arguments)
    except KeyboardInterrupt:
        sys.exit(130)


def _run(name: str, *arguments: str) -> None:
    os.environ["HOMEGROUP_HOME"] = str(_chosen_home(name, arguments))
    try:
        home.prepare(home.home_path())
        _check_settings()
    except home.HomeUnusable as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(1)
    from django.core.management import ManagementUtility

    module = RENAMED.get(name, name).replace("-", "_")
    ManagementUtility(["homegroup", module, *arguments]).execute()


def _chosen_home(name: str, arguments: tuple[str, ...]) -> Path:
    """Give the home that this command is about; settings read it when they load."""
    parser = ArgumentParser(prog=f"homegroup {name}", add_help=False, allow_abbrev=False)
    parser.add_argument("--home", default=os.environ.get("HOMEGROUP_HOME") or "")
    parser.add_argument("--demo", action="store_true")
    chosen, _others = parser.parse_known_args(arguments)
    demo = chosen.demo and name == "serve"
    return home.place_of(chosen.home, default=home.DEMO if demo else home.DEFAULT)


def _check_settings() -> None:
    """Load the settings; a wrong value in the environment is told in one sentence."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    try:
        _ = settings.INSTALLED_APPS  # reading one loads them all
    except (EnvError, ImproperlyConfigured, ValueError) as problem:
        sys.stderr.write(f"A setting is wrong (see docs/settings.md): {problem}\n")
        sys.exit(1)


def command_names() -> set[str]:
    """Give the names of all sub-commands, with hyphens."""
    rooms = Path(__file__).parent.parent
    ours = {module: name for name, module in RENAMED.items()}
    modules = {
        module.name.replace("_", "-")
        for folder in rooms.glob("*/management/commands")
        for module in pkgutil.iter_modules([str(folder)])
    }
    return {ours.get(name, name) for name in modules}
