"""`homegroup new-operator`, as a person starts it."""

import json
from pathlib import Path

import pytest
from tests.config.test_cli import homegroup
from tests.database import lay

pytestmark = pytest.mark.sqlite_is_enough  # a process and a home of its own


@pytest.fixture(autouse=True)
def _migrated(tmp_path: Path) -> None:
    lay(tmp_path / "homegroup.sqlite3")


def test_it_prints_a_link_for_a_site_that_runs(tmp_path: Path) -> None:
    told = homegroup("new-operator", "grey-heron", "--port", "8123", "--json", home=tmp_path)
    assert told.returncode == 0, told.stderr
    link = json.loads(told.stdout.splitlines()[-1])["link"]
    assert link.startswith("http://localhost:8123/first-run/")
    token = link.removesuffix("/").rsplit("/", 1)[1]
    assert token not in (tmp_path / "keys" / "link.json").read_text()


def test_behind_tls_it_prints_the_sites_address(tmp_path: Path) -> None:
    told = homegroup("new-operator", "grey-heron", home=tmp_path, HOMEGROUP_URL="https://a.example")
    assert "https://a.example/first-run/" in told.stdout


@pytest.mark.parametrize("name", ["x", "admin", "tall\u200bbirch"])
def test_a_name_that_is_refused_is_one_sentence(tmp_path: Path, name: str) -> None:
    told = homegroup("new-operator", name, home=tmp_path)
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert not (tmp_path / "keys" / "link.json").exists()
