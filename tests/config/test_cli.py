"""The command, as a person starts it: words, exit status, one JSON object."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.database import lay

HOMEGROUP = Path(sys.executable).with_name("homegroup")


def homegroup(
    *arguments: str, home: Path | None = None, **settings: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command with this home and these settings, and no others."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("HOMEGROUP_")
    }
    if home:
        environment["HOMEGROUP_HOME"] = str(home)
    return subprocess.run(
        [str(HOMEGROUP), *arguments],
        env=environment | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_help_lists_all_commands(tmp_path: Path) -> None:
    told = homegroup("--help", home=tmp_path)
    assert told.returncode == 0
    assert {"  serve", "  check", "  import-meetings", "  upkeep"} <= set(told.stdout.splitlines())
    assert "check-home" not in told.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [(), ("no-such-command",), ("check", "--no-such-option"), ("serve", "--port", "abc")],
)
def test_wrong_usage_is_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    told = homegroup(*arguments, home=tmp_path)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr


def test_an_unknown_command_is_named(tmp_path: Path) -> None:
    told = homegroup("srve", home=tmp_path)
    assert told.stderr == "homegroup: there is no command 'srve'; see --help\n"


@pytest.mark.parametrize("command", ["check", "serve", "upkeep"])
def test_a_command_tells_its_options_under_its_own_name(tmp_path: Path, command: str) -> None:
    told = homegroup(command, "--help", home=tmp_path)
    assert told.returncode == 0
    assert f"usage: homegroup {command} " in told.stdout
    assert "--home DIR" in told.stdout


def test_an_unwritable_home_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = homegroup("check", "--home", str(tmp_path / "file" / "home"))
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "cannot be written" in told.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOMEGROUP_DEBUG", "perhaps"),
        ("HOMEGROUP_TIME_ZONE", "Mars/Base"),
        ("HOMEGROUP_DATABASE", "nonsense"),
    ],
)
def test_a_setting_that_makes_no_sense_is_one_sentence(
    tmp_path: Path, name: str, value: str
) -> None:
    told = homegroup("check", home=tmp_path, **{name: value})
    assert told.returncode == 1
    assert told.stderr.startswith("A setting is wrong")
    assert told.stderr.count("\n") == 1


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    address = "postgresql://nobody@127.0.0.1:1/none"
    told = homegroup("upkeep", "--json", home=tmp_path, HOMEGROUP_DATABASE=address)
    assert told.returncode == 1
    assert "The database refused" in told.stderr
    assert "Traceback" not in told.stderr
    assert "error" in json.loads(told.stdout.splitlines()[-1])


def test_check_of_a_new_home_and_of_one_in_order(tmp_path: Path) -> None:
    new = homegroup("check", "--json", home=tmp_path)
    assert new.returncode == 1
    found = {each["name"]: each["well"] for each in json.loads(new.stdout)["findings"]}
    assert found["tables"] is False
    assert found["database"] is True

    assert homegroup("upkeep", "--json", home=tmp_path).returncode == 0
    after = homegroup("check", "--home", str(tmp_path))
    assert after.returncode == 0, after.stdout + after.stderr
    assert f"{tmp_path} can be written" in after.stdout


def test_upkeep_tells_each_chore(tmp_path: Path) -> None:
    lay(tmp_path / "homegroup.sqlite3")
    first = homegroup("upkeep", "--json", home=tmp_path)
    assert json.loads(first.stdout.splitlines()[-1])["forget-old-keys"] == "done"
    again = homegroup("upkeep", home=tmp_path)
    assert "forget-old-keys: not due" in again.stdout
    anyway = homegroup("upkeep", "--all", home=tmp_path)
    assert "forget-old-keys: done" in anyway.stdout
