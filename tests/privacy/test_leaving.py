"""Leaving for good: works, refused, rolled back, sent three times."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from tests.accounts.people import PASSPHRASE, key_of, make_member, sign_in

from homegroup.accounts.models import User, Visit
from homegroup.audit.models import Entry as Log
from homegroup.core.errors import Conflict
from homegroup.core.models import UsedKey
from homegroup.privacy import actions, leaving, registry, tombstones
from homegroup.privacy.actions import NotErased
from homegroup.vault.models import Entry
from homegroup.vault.vaults import Vault

PAGE = "/me/leave/"


def leave(user: User, *keeps: str, key: UUID | None = None) -> bool:
    return actions.leave(user=user, keeps=keeps, key=key or uuid4(), by=user.pk)


def listed() -> list[UUID]:
    return [stone.account for stone in tombstones.read(tombstones.path()).tombstones]


def sent(client: Client, **more: str) -> Any:
    return client.post(PAGE, {"passphrase": PASSPHRASE, "once": str(uuid4()), **more})


def unnamed(kept: list[UUID]) -> dict[str, Any]:
    """Stand in for a room whose rows may stay: gives what registering needs."""
    return {
        "tells": "What you wrote to your groups.",
        "export": lambda _: [{"text": "a post"}],
        "erase": lambda _: pytest.fail("asked to keep, and erased"),
        "anonymise": lambda account: kept.append(account) or 1,  # type: ignore[func-returns-value]
    }


# -- the action --------------------------------------------------------------------------------


def test_it_erases_lists_and_logs(me: User, friend: User, vault: Vault) -> None:
    account = me.pk
    vault.seal("journal", {"text": "words"})
    assert leave(me)
    assert list(User.objects.all()) == [friend]
    assert not Entry.objects.exists()
    assert listed() == [account]
    row = Log.objects.get(action="privacy.leave")
    assert (row.actor, row.subject, row.data) == (account, f"account:{account}", {"kept": []})


def test_the_same_key_leaves_once(me: User) -> None:
    key = uuid4()
    assert leave(me, key=key)
    assert not leave(User(pk=uuid4()), key=key)
    assert Log.objects.filter(action="privacy.leave").count() == 1


def test_what_may_stay_loses_its_name_before_the_rest_goes(me: User) -> None:
    kept: list[UUID] = []
    registry.register(Log, **unnamed(kept))
    account = me.pk
    assert leave(me, "audit.entry", "vault.entry")  # the second offers no such choice
    assert kept == [account]
    assert Log.objects.get(action="privacy.leave").data == {"kept": ["audit.entry"]}
    [stone] = tombstones.read(tombstones.path()).tombstones
    assert stone.keeps == ("audit.entry",)


def test_somebody_with_a_task_hands_it_over_first(me: User) -> None:
    leaving.register_blocker(lambda user: ["Name another secretary first."])
    key = uuid4()
    with pytest.raises(Conflict, match="another secretary"):
        leave(me, key=key)
    assert User.objects.exists()
    assert not tombstones.path().exists()
    assert not UsedKey.objects.filter(pk=key).exists()  # the same form works afterwards


@pytest.mark.django_db
def test_the_only_operator_stays_until_there_is_another() -> None:
    first = make_member("quiet-river", operator=True)
    with pytest.raises(Conflict, match="the only one who runs this site"):
        leave(first)
    make_member("green-hill", operator=True)
    assert leave(first)


def test_one_eraser_that_fails_brings_all_back(
    me: User, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(account: UUID) -> int:
        raise ValueError(f"tells of {account}")

    vault.seal("journal", {"text": "words"})
    registry.register(Visit, tells="Devices.", export=lambda _: [], erase=fail)
    with pytest.raises(NotErased):
        leave(me)
    assert User.objects.filter(pk=me.pk).exists()
    assert len(vault.entries("journal")) == 1
    assert not tombstones.path().exists()
    assert not Log.objects.filter(action="privacy.leave").exists()
    assert "accounts.visit failed: ValueError" in caplog.text
    assert str(me.pk) not in caplog.text


def test_without_a_line_in_the_list_nobody_is_erased(me: User, home: Path) -> None:
    (home / tombstones.NAME).mkdir()
    with pytest.raises(NotErased):
        leave(me)
    assert User.objects.filter(pk=me.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_takes_the_line_back(me: User) -> None:
    """An eraser that leaves a row behind shows only when the transaction ends."""

    def erase_half(account: UUID) -> int:
        told = account if connection.vendor == "postgresql" else account.hex
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_user WHERE id = %s", [told])
            cursor.execute(
                "INSERT INTO vault_manifest (owner_id, sealed) VALUES (%s, %s)", [told, b"x"]
            )
        return 1

    registry.register(User, tells="You.", export=lambda _: [], erase=erase_half)
    with pytest.raises(NotErased):
        leave(me)
    assert User.objects.filter(pk=me.pk).exists()
    assert listed() == []
    assert "stays" in tombstones.path().read_text()


def test_readers_and_owners_on_both_sides_are_let_go(me: User, friend: User) -> None:
    mine, theirs = Vault(key_of(me)), Vault(key_of(friend))
    own, other = mine.seal("journal", {"text": "a"}), theirs.seal("journal", {"text": "b"})
    assert own
    assert other
    mine.share(own.id, with_=friend)
    theirs.share(other.id, with_=me)
    leave(me)
    assert theirs.shared_with_me() == []
    assert theirs.readers(other.id) == []
    assert Entry.objects.get(pk=other.id).renew  # a copy that the reader kept goes stale
    assert theirs.open(other.id).body == {"text": "b"}


# -- the page ----------------------------------------------------------------------------------


def test_the_page_says_what_goes_and_what_stays(signed_in: Client) -> None:
    page = signed_in.get(PAGE).content.decode()
    assert "Your sign-in name and the day the account was made." in page
    assert "random number in your place" in page
    assert "without my name" not in page


def test_leaving_ends_the_visit_and_clears_the_device(signed_in: Client, me: User) -> None:
    answer = sent(signed_in)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/left/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    for name in ("__Host-visit", "__Host-key"):
        assert answer.cookies[name]["max-age"] == 0
    assert not User.objects.exists()
    assert not Visit.objects.exists()
    after = signed_in.get("/left/")
    assert after.status_code == 200
    assert "Nothing of yours is here any more" in after.content.decode()


def test_who_is_signed_in_has_not_left(signed_in: Client) -> None:
    assert signed_in.get("/left/").headers["Location"] == "/me/"


def test_three_equal_forms_get_the_same_answer(signed_in: Client) -> None:
    form = {"passphrase": PASSPHRASE, "once": str(uuid4())}
    cookies = {name: morsel.value for name, morsel in signed_in.cookies.items()}
    answers = []
    for _time in range(3):
        for name, value in cookies.items():
            signed_in.cookies[name] = value
        answers.append(signed_in.post(PAGE, form))
    assert [each.headers.get("Location") for each in answers] == ["/left/"] * 3
    assert len(listed()) == 1
    assert Log.objects.filter(action="privacy.leave").count() == 1


def test_a_form_that_lost_the_race_after_the_door_gets_it_too(
    signed_in: Client, me: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = uuid4()

    def gone_meanwhile(**_: Any) -> None:
        leave(me, key=key)
        raise User.DoesNotExist

    monkeypatch.setattr("homegroup.privacy.views.prove_again", gone_meanwhile)
    assert sent(signed_in, once=str(key)).headers["Location"] == "/left/"


def test_a_wrong_passphrase_deletes_nothing(signed_in: Client) -> None:
    answer = sent(signed_in, passphrase="not these words at all")
    assert answer.status_code == 422
    assert "not your passphrase" in answer.content.decode()
    assert User.objects.exists()


@pytest.mark.sqlite_is_enough
def test_guessing_is_limited(signed_in: Client) -> None:
    for _time in range(20):
        sent(signed_in, passphrase="not these words at all")
    answer = sent(signed_in)
    assert answer.status_code == 422
    assert "Too many tries" in answer.content.decode()
    assert User.objects.exists()


def test_the_choice_is_offered_and_followed(signed_in: Client, me: User) -> None:
    kept: list[UUID] = []
    account = me.pk
    registry.register(Log, **unnamed(kept))
    assert "Keep it, without my name" in signed_in.get(PAGE).content.decode()
    refused = sent(signed_in, **{"stays-audit.entry": "keep", "passphrase": "wrong words"})
    assert 'value="keep"' in refused.content.decode().partition("checked")[0].splitlines()[-1]
    assert sent(signed_in, **{"stays-audit.entry": "keep"}).status_code == 303
    assert kept == [account]


def test_without_an_answer_to_the_choice_nothing_happens(signed_in: Client) -> None:
    registry.register(Log, **unnamed([]))
    assert sent(signed_in).status_code == 422
    assert User.objects.exists()


def test_who_has_a_task_reads_what_to_do_first(signed_in: Client) -> None:
    leaving.register_blocker(lambda user: ["Name another secretary first."])
    page = signed_in.get(PAGE).content.decode()
    assert "Name another secretary first." in page
    assert 'name="passphrase"' not in page
    assert sent(signed_in).status_code == 422
    assert User.objects.exists()


def test_what_fails_is_said_and_the_member_is_still_signed_in(signed_in: Client) -> None:
    def fail(account: UUID) -> int:
        raise ValueError

    registry.register(Visit, tells="Devices.", export=lambda _: [], erase=fail)
    answer = sent(signed_in)
    assert answer.status_code == 500
    assert "nothing was. You are still here." in answer.content.decode()
    assert signed_in.get(PAGE).status_code == 200


@pytest.mark.django_db
def test_visitors_and_locked_members_are_asked_first(client: Client) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/sign-in/")
    answer = sent(client)
    assert answer.status_code == 403
    assert PASSPHRASE not in answer.content.decode()
    user = make_member()
    sign_in(client, user, locked=True)
    assert sent(client).headers["Location"].startswith("/unlock/")
    assert User.objects.exists()


@pytest.mark.parametrize("path", [PAGE, "/left/"])
def test_wrong_methods(signed_in: Client, path: str) -> None:
    assert signed_in.delete(path).status_code == 405
