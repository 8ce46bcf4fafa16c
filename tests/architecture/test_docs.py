"""What an operator can set or call stands in the docs, and nothing else does."""

import re

from tests.architecture.house import ROOT, sources

from homegroup.config.cli import command_names

VARIABLE = re.compile(r"HOMEGROUP_[A-Z_]+")


def _documented(page: str, pattern: str) -> set[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return set(re.findall(pattern, text, re.MULTILINE))


def test_every_setting_stands_in_the_docs() -> None:
    read = {name for path in sources() for name in VARIABLE.findall(path.read_text("utf-8"))}
    assert _documented("settings.md", r"^\| `(HOMEGROUP_[A-Z_]+)`") == read


def test_every_command_stands_in_the_docs() -> None:
    assert _documented("commands.md", r"^\| `([a-z-]+)[` ]") == command_names()
