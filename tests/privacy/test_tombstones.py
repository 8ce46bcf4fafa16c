"""The list of erased accounts, and what becomes of them when an old backup is put back."""

import json
import shutil
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connection, connections
from tests.accounts.people import make_member
from tests.factories import at
from tests.privacy.planting import left_in_tables, traces, unplanted
from tests.privacy.test_completeness import MARK, planted

from homegroup.accounts.models import User
from homegroup.audit.models import Entry as Log
from homegroup.core import health
from homegroup.home import serving
from homegroup.privacy import actions, registry, tombstones
from homegroup.privacy.tombstones import Tombstone

ONE, TWO = UUID(int=1, version=4), UUID(int=2, version=4)


def accounts() -> list[UUID]:
    return [stone.account for stone in tombstones.read(tombstones.path()).tombstones]


def replayed(*arguments: str) -> dict[str, Any]:
    """Run the command with --json; give its result and its exit status."""
    out, status = StringIO(), 0
    try:
        call_command("replay_tombstones", *arguments, "--json", stdout=out, stderr=StringIO())
    except SystemExit as stop:
        status = int(stop.code or 0)
    return {**json.loads(out.getvalue().splitlines()[-1]), "status": status}


# -- the file ----------------------------------------------------------------------------------


def test_a_line_tells_the_day_the_number_and_what_stays() -> None:
    with at("2026-03-04T12:00+00:00"):
        tombstones.add(account=ONE, keeps=["support.post", "groups.post"])
    line = tombstones.path().read_text()
    assert line == f"2026-03-04 {ONE} left groups.post support.post\n"
    assert tombstones.path().stat().st_mode & 0o777 == 0o600
    [stone] = tombstones.read(tombstones.path()).tombstones
    assert (stone.account, stone.keeps) == (ONE, ("groups.post", "support.post"))


def test_lines_are_only_added_and_the_last_one_counts() -> None:
    tombstones.add(account=ONE, keeps=[])
    tombstones.add(account=TWO, keeps=[])
    tombstones.take_back(account=ONE)
    assert accounts() == [TWO]
    tombstones.add(account=ONE, keeps=[])
    assert accounts() == [TWO, ONE]
    assert len(tombstones.path().read_text().splitlines()) == 4


def test_a_line_torn_by_a_power_cut_spoils_no_other() -> None:
    tombstones.add(account=ONE, keeps=[])
    with tombstones.path().open("a") as file:
        file.write("2026-03-04 8f14e4")
    tombstones.add(account=TWO, keeps=[])
    listed = tombstones.read(tombstones.path())
    assert [stone.account for stone in listed.tombstones] == [ONE, TWO]
    assert listed.unreadable == [2]


@pytest.mark.parametrize(
    "line",
    ["words", "2026-03-04 words left", f"yesterday {ONE} left", f"2026-03-04 {ONE} went", "\0ü"],
)
def test_what_is_no_line_is_told(line: str) -> None:
    tombstones.path().write_text(f"\n{line}\n")
    assert tombstones.read(tombstones.path()) == tombstones.Listed([], [2])


# -- replaying ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_listed_accounts_go_and_no_others() -> None:
    back, other = make_member("quiet-river"), make_member("green-hill")
    tombstones.add(account=back.pk, keeps=[])
    tombstones.add(account=uuid4(), keeps=[])
    told = replayed()
    assert (told["listed"], told["erased"], told["failed"], told["status"]) == (2, 1, 0, 0)
    assert list(User.objects.all()) == [other]
    row = Log.objects.get(action="privacy.erase_again")
    assert (row.actor, row.subject) == (None, f"account:{back.pk}")


@pytest.mark.django_db
def test_again_changes_nothing() -> None:
    tombstones.add(account=make_member().pk, keeps=[])
    assert replayed()["erased"] == 1
    assert replayed()["erased"] == 0
    assert Log.objects.filter(action="privacy.erase_again").count() == 1


@pytest.mark.django_db
def test_what_stayed_without_a_name_loses_it_again() -> None:
    kept: list[UUID] = []
    registry.register(
        Log,
        tells="Posts.",
        export=lambda _: [],
        erase=lambda _: pytest.fail("erased"),
        anonymise=lambda account: kept.append(account) or 1,  # type: ignore[func-returns-value]
    )
    back = make_member()
    tombstones.add(account=back.pk, keeps=["audit.entry"])
    assert replayed()["erased"] == 1
    assert kept == [back.pk]


@pytest.mark.django_db
def test_a_list_from_elsewhere_is_replayed_and_kept(tmp_path: Path) -> None:
    back = make_member()
    tombstones.add(account=TWO, keeps=[])
    file = tmp_path / "newest.txt"
    file.write_text(f"{Tombstone(tombstones.clock.now().date(), back.pk).line}\n")
    told = replayed(str(file))
    assert (told["taken_over"], told["erased"]) == (1, 1)
    assert accounts() == [TWO, back.pk]
    assert replayed(str(file))["taken_over"] == 0


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    told = replayed(str(tmp_path / "none.txt"))
    assert told["error"].startswith("There is no file")
    assert told["status"] == 1
    assert replayed()["listed"] == 0  # a home that nobody has left


@pytest.mark.django_db
def test_one_that_cannot_be_erased_keeps_no_other_and_check_tells() -> None:
    def fail_for_one(account: UUID) -> int:
        if account == stuck.pk:
            raise ValueError
        return User.objects.filter(pk=account).delete()[0]

    stuck, other = make_member("quiet-river"), make_member("green-hill")
    registry.register(User, tells="You.", export=lambda _: [], erase=fail_for_one)
    for user in (stuck, other):
        tombstones.add(account=user.pk, keeps=[])
    told = replayed()
    assert (told["erased"], told["failed"], told["status"]) == (1, 1, 1)
    assert list(User.objects.all()) == [stuck]
    found = next(each for each in health.findings() if each.name == "erased accounts")
    assert not found.well
    assert found.text.startswith("1 came back")


@pytest.mark.django_db
def test_check_is_well_when_nobody_came_back() -> None:
    tombstones.add(account=ONE, keeps=[])
    found = next(each for each in health.findings() if each.name == "erased accounts")
    assert (found.well, found.text) == (True, "1 listed, none came back")
    with tombstones.path().open("a") as file:
        file.write("half a line\n")
    found = next(each for each in health.findings() if each.name == "erased accounts")
    assert (found.well, found.text[-1]) == (False, "2")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="copies SQLite's file")
def test_an_old_backup_brings_nobody_back(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_collect_static", lambda say: None)
    leaver, friend = planted()
    wanted = traces(leaver, MARK)
    database, backup = Path(connection.settings_dict["NAME"]), tmp_path / "backup.sqlite3"
    with closing(sqlite3.connect(database)) as now, closing(sqlite3.connect(backup)) as copy:
        now.backup(copy)
    assert actions.leave(user=leaver, keeps=[], key=uuid4(), by=leaver.pk)
    connections.close_all()
    for name in (f"{database.name}-wal", f"{database.name}-shm"):
        database.with_name(name).unlink(missing_ok=True)
    shutil.copy(backup, database)
    assert User.objects.filter(username=leaver.username).exists()
    said: list[str] = []
    serving.make_ready(demo=False, say=said.append)
    assert said == ["A backup had brought back accounts that were erased: 1 erased again."]
    assert left_in_tables(wanted) == []
    assert [kind for kind in unplanted(friend) if kind != "vault.grant"] == []
