"""The demo's people: they can sign in as published, have their tasks, and stay on this machine."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyotp
import pytest
from django.test import Client, TestCase
from tests.factories import NOW, at, forget_what_was_read

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.errors import HouseError
from homegroup.groups.models import Invitation, Membership
from homegroup.home import serving
from homegroup.home.demo import load_demo, people
from homegroup.meetings.models import Correction
from homegroup.messages.models import PhoneEntry
from homegroup.moderation.models import Ban
from homegroup.privacy import actions as privacy
from homegroup.vault.models import Entry, Grant, Message

ROWS = people.published()["people"]
pytestmark = pytest.mark.sqlite_is_enough  # what they do asks PostgreSQL in tests of its own


def sign_in(row: dict[str, Any]) -> Client:
    """Sign in by the pages, with what is published."""
    client = Client()
    told = {"name": row["name"], "passphrase": row["passphrase"]}
    answer = client.post("/sign-in/", told)
    if "secret" in row:
        assert "One more step" in answer.content.decode()
        code = pyotp.TOTP(row["secret"]).at(clock.now())
        answer = client.post("/sign-in/second/", {"code": code})
    assert answer["Location"] == "/today/", row["name"]
    return client


def row_of(name: str) -> dict[str, Any]:
    return next(row for row in ROWS if row["name"] == name)


@pytest.mark.xdist_group("demo")
class TheDemosPeople(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        forget_what_was_read()
        cls.said: list[str] = []
        with at(NOW):
            load_demo()
            cls.made = people.make_people(cls.said.append)

    def setUp(self) -> None:
        stopped = at(NOW)
        stopped.__enter__()
        self.addCleanup(stopped.__exit__, None, None, None)

    def test_everybody_is_made_once(self) -> None:
        assert self.made == User.objects.count() == len(ROWS) == 11
        assert len(self.said) == 1
        assert people.make_people(self.said.append) == 0
        assert len(self.said) == 1

    def test_who_has_left_does_not_come_back(self) -> None:
        user = User.objects.get(username="demo-family")
        assert privacy.leave(user=user, keeps=[], key=uuid4(), by=user.pk)
        assert people.make_people(self.said.append) == 0

    def test_everybody_signs_in_at_once_and_lands_on_a_page_of_their_own(self) -> None:
        for row in ROWS:
            page = sign_in(row).get("/today/")
            assert page.status_code == 200, row["name"]

    def test_who_has_power_has_a_second_step_and_no_other_has(self) -> None:
        from homegroup.accounts import powers

        for user in User.objects.all():
            assert powers.has_power(user) == user.steps.exists(), user.username
            assert user.steps.exists() == ("secret" in row_of(user.username))
        assert User.objects.get(is_operator=True).username == people.OPERATOR

    def test_positions_are_held_as_published(self) -> None:
        for row in ROWS:
            for place in row.get("groups", []):
                found = Membership.objects.members().get(
                    user__username=row["name"], group__slug=place["group"]
                )
                assert found.name == place["name"]
                assert [held.kind for held in found.held] == place.get("positions", [])

    def test_something_waits_for_the_secretary(self) -> None:
        page = sign_in(row_of("demo-secretary")).get("/today/").content.decode()
        assert "Waiting for you" in page
        assert Membership.objects.asking().count() == 1
        assert Correction.objects.count() == 1
        assert (
            "Waiting for you"
            not in sign_in(row_of("demo-family")).get("/journal/").content.decode()
        )

    def test_the_invitation_is_printed_and_lets_in(self) -> None:
        name, code = people.lives.invitation_into(people.published()) or ("", "")
        assert name == "Spool Mill Group"
        newcomer = sign_in(row_of("demo-family"))
        assert newcomer.get(f"/join/{code}/").status_code == 200
        assert Invitation.objects.get().most_uses == 40

    def test_pages_are_sealed_and_one_is_open_to_another(self) -> None:
        assert Entry.objects.exists()
        assert Grant.objects.exists()
        member = sign_in(row_of("demo-member")).get("/journal/").content.decode()
        assert "Slept." in member
        sponsor = sign_in(row_of("demo-sponsor")).get("/journal/shared/").content.decode()
        assert "Bad evening" in sponsor
        assert not any(b"soup" in bytes(entry.body) for entry in Entry.objects.all())

    def test_people_write_to_each_other_and_may_be_called(self) -> None:
        member = sign_in(row_of("demo-member"))
        listed = member.get("/messages/").content.decode()
        assert "They would like to write with you" in listed
        talks = set(re.findall(r'href="(/messages/[0-9a-f-]{36}/)"', listed))
        assert len(talks) == 2
        read = "".join(member.get(talk).content.decode() for talk in talks)
        assert "How is the radiator?" in read
        assert "Would you read the opening" in read
        assert not any(b"radiator" in bytes(each.sealed) for each in Message.objects.all())
        assert "You may call them" in member.get("/calls/").content.decode()
        assert (
            "They would like to call you"
            in sign_in(row_of("demo-sponsor")).get("/calls/").content.decode()
        )
        assert PhoneEntry.objects.count() == 3

    def test_the_conversations_took_their_days(self) -> None:
        member = sign_in(row_of("demo-member"))
        listed = member.get("/messages/").content.decode()
        talks = re.findall(r'href="(/messages/[0-9a-f-]{36}/)"', listed)
        read = "".join(member.get(talk).content.decode() for talk in set(talks))
        days = (NOW.date() - timedelta(days=ago) for ago in (5, 4, 1))
        assert all(f"{day.day} {day:%B}" in read or f"{day.day} {day:%b}" in read for day in days)

    def test_things_wait_on_the_desk_and_were_decided(self) -> None:
        joan = sign_in(row_of("demo-peacekeeper"))
        group = Membership.objects.get(name="Joan").group
        desk = joan.get(f"/groups/{group.key}/desk/").content.decode()
        assert "A second moderator is needed: Curtis" in desk
        for why in ("may not be safe", "where to get drugs", "the first things"):
            assert why in desk, why
        log = joan.get(f"/groups/{group.key}/log/").content.decode()
        assert "An answer: It was taken away" in log
        robin = sign_in(row_of("demo-member")).get("/reports/").content.decode()
        assert "It is not there any more." in robin
        assert Ban.objects.proposed().count() == 1

    def test_the_console_is_open_to_the_operator_alone(self) -> None:
        assert sign_in(row_of(people.OPERATOR)).get("/console/").status_code == 200
        assert sign_in(row_of("demo-secretary")).get("/console/").status_code == 403


def test_the_table_is_printed_only_by_the_demo(tmp_path: Path, settings: Any, db: None) -> None:
    settings.HOME = tmp_path
    assert people.lines("http://localhost:8000/") == []
    (tmp_path / "demo").touch()
    table = "\n".join(people.lines("http://localhost:8000/"))
    for row in ROWS:
        for value in ("name", "passphrase", "secret", "who"):
            assert row.get(value, "") in table


def test_a_home_with_these_people_is_served_to_this_machine_only(
    tmp_path: Path, settings: Any
) -> None:
    settings.HOME, settings.TLS, settings.SITE_URL = tmp_path, True, "https://a.example"
    serving.check_host("0.0.0.0", demo=False)
    (tmp_path / "demo").touch()
    serving.check_host("127.0.0.1", demo=False)
    with pytest.raises(HouseError, match="this machine only"):
        serving.check_host("0.0.0.0", demo=False)
