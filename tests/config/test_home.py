"""The home: private, writable, with keys that are made once."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from homegroup.config import home


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_home_is_made_private_with_its_folders(tmp_path: Path) -> None:
    place = tmp_path / "a" / "home"
    home.prepare(place)
    home.prepare(place)
    assert {path.name for path in place.iterdir()} == set(home.FOLDERS)
    assert {_mode(path) for path in [place, *place.iterdir()]} == {0o700}


def test_a_home_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(home.HomeUnusable, match="cannot be written: Not a directory"):
        home.prepare(tmp_path / "file" / "home")


def test_a_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    secret = home.key(tmp_path, "secret.key")
    assert len(secret) >= 50
    assert home.key(tmp_path, "secret.key") == secret
    assert home.key(tmp_path, "other.key") != secret
    assert _mode(tmp_path / "keys" / "secret.key") == 0o600
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == [
        "other.key",
        "secret.key",
    ]


def test_of_many_first_starts_all_read_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as starts:
        keys = set(starts.map(lambda _: home.key(tmp_path, "secret.key"), range(64)))
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["secret.key"]


def test_a_key_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys" / "secret.key").mkdir(parents=True)
    with pytest.raises(home.HomeUnusable, match="cannot be read"):
        home.key(tmp_path, "secret.key")


def test_a_named_home_counts_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert home.place_of("here") == tmp_path.resolve() / "here"
    monkeypatch.setenv("HOMEGROUP_HOME", "there")
    assert home.home_path() == tmp_path.resolve() / "there"


def test_the_default_home_stands_in_the_project_wherever_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HOMEGROUP_HOME")
    project = Path(home.__file__).resolve().parents[3]
    assert home.home_path() == project / "var" / "home"
    assert home.place_of("", default=home.DEMO) == project / "var" / "demo"


def test_tests_have_a_home_of_their_own() -> None:
    assert "homegroup-tests-" in os.environ["HOMEGROUP_HOME"]
