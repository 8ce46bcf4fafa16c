"""Leaving leaves nothing: no row, no word, no byte of the member in the tables or files."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from tests.accounts.people import key_of, make_member
from tests.groups.making import make_membership
from tests.privacy.planting import left_in_tables, plant, traces, unplanted

from homegroup.accounts.models import User
from homegroup.groups.actions import groups, joining
from homegroup.groups.actions.groups import NewGroup
from homegroup.groups.models import Membership
from homegroup.moderation import actions as moderation
from homegroup.notices.actions import tell
from homegroup.privacy import actions, tombstones
from homegroup.recovery import actions as journal
from homegroup.vault.vaults import Vault

NAME, MARK, OTHER_MARK = "quilt-zebra-88", "zqmarkedwordsofmine", "zqwordsthatstay"


def planted() -> tuple[User, User]:
    """Give a marked member with rows of every kind, and a friend who has the same."""
    leaver, friend = make_member(NAME), make_member("green-hill")
    plant(leaver, MARK, friend, Client())
    plant(friend, OTHER_MARK, leaver, Client())
    assert unplanted(leaver) == []
    return leaver, friend


def leave(user: User) -> None:
    assert actions.leave(user=user, keeps=[], key=uuid4(), by=user.pk)


@pytest.mark.django_db
def test_the_search_finds_what_was_planted() -> None:
    leaver, _friend = planted()
    found = left_in_tables(traces(leaver, MARK))
    assert "accounts_user: quilt-zebra-88" in found
    assert f"accounts_second_step: {MARK}" in found
    assert any(where.startswith("vault_grant: id") for where in found)


@pytest.mark.django_db
def test_no_table_tells_of_who_left(home: Path) -> None:
    leaver, _friend = planted()
    wanted = traces(leaver, MARK)
    leave(leaver)
    assert left_in_tables(wanted) == []
    assert unplanted(leaver) != []
    assert _found_in_files(home, wanted) == []


@pytest.mark.django_db
def test_what_was_made_through_the_rooms_own_actions_goes_too() -> None:
    """Names and words that an action copies into other rows, or into the log, would show here."""
    leaver, friend = make_member(NAME), make_member("green-hill")
    _take_part(leaver, friend)
    wanted = traces(leaver, MARK)
    assert f"groups_membership: {MARK}" in left_in_tables(wanted)
    leave(leaver)
    assert left_in_tables(wanted) == []


def _take_part(leaver: User, friend: User) -> None:
    """Let the member make a group, ask to join another, write, and name people to call."""
    made = groups.create_group(maker=leaver, new=NewGroup("Lamp", MARK), key=uuid4())
    assert made
    robin = make_membership(friend, made.group, "Robin", ["secretary"])
    _report(leaver, robin, MARK)
    _report(friend, made)
    moderation.block(blocker=friend, person=made)
    theirs = groups.create_group(maker=friend, new=NewGroup("Kettle", "Robin"), key=uuid4())
    assert theirs
    group, agreed = theirs.group, theirs.group.guidelines.get().number
    joining.ask_to_join(
        user=leaver, group=group, name=MARK, message=MARK, agreed=agreed, key=uuid4()
    )
    joining.rename_self(membership=made, name=f"{MARK} too")
    tell(user=friend.pk, kind="groups.asked", subject=f"membership:{made.pk}", by=leaver.pk)
    vault, day = Vault(key_of(leaver)), date(2026, 3, 4)
    journal.write_page(vault=vault, text=MARK, on=day, tags=[MARK], slot=uuid4(), key=uuid4())
    journal.add_person(vault=vault, name=MARK, numbers=["555 0100"], when="", key=uuid4())
    journal.keep_check_in(vault=vault, on=day, morning=MARK, evening=MARK, revision=0, key=uuid4())


def _report(reporter: User, person: Membership, words: str = "") -> None:
    moderation.report(
        reporter=reporter, kind="name", subject=str(person.pk), reason="other", words=words,
        key=uuid4(),
    )  # fmt: skip


@pytest.mark.django_db
def test_everybody_else_keeps_everything() -> None:
    leaver, friend = planted()
    leave(leaver)
    assert [kind for kind in unplanted(friend) if kind != "vault.grant"] == []
    texts = [entry.body["text"] for entry in Vault(key_of(friend)).entries(bodies=True)]
    assert sorted(texts) == ["words of a friend", OTHER_MARK]
    assert Vault(key_of(friend)).shared_with_me() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL: its vacuum (commands.md)")
def test_no_byte_is_left_in_the_database_file() -> None:
    for number in range(40):  # enough neighbours for pages to be split and joined
        Vault(key_of(make_member(f"neighbour-{number}"))).seal("journal", {"text": "x" * 700})
    leaver, _friend = planted()
    wanted = traces(leaver, MARK)
    file = Path(connection.settings_dict["NAME"])
    _empty_the_log()
    assert len(_found_in(file, wanted)) >= 3
    leave(leaver)
    log = file.with_name(f"{file.name}-wal")
    assert not log.exists() or log.stat().st_size == 0
    with connection.cursor() as cursor:  # the log of who did what keeps the bare id
        cursor.execute("DELETE FROM audit_entry")
    _empty_the_log()
    assert _found_in(file, wanted) == []


def _empty_the_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _found_in_files(home: Path, wanted: dict[str, bytes]) -> list[str]:
    files = [path for path in home.rglob("*") if path.is_file() and path.name != tombstones.NAME]
    return [found for path in files for found in _found_in(path, wanted)]


def _found_in(path: Path, wanted: dict[str, Any]) -> list[str]:
    content = path.read_bytes()
    return [f"{path.name}: {name}" for name, bytes_ in wanted.items() if bytes_ in content]
