"""What is kept about me, and taking it along."""

import io
import json
import re
import zipfile
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import key_of, make_member, sign_in
from tests.factories import at

from homegroup.accounts.models import KeptForm, User
from homegroup.core.outing import outing_words_in
from homegroup.privacy import export, registry
from homegroup.vault import kinds
from homegroup.vault.kinds import Kind, Readable
from homegroup.vault.models import Entry, Manifest
from homegroup.vault.vaults import Opened, Vault

DESK, FILE = "/me/data/", "/me/data/export/"
MARK = "marked words of mine"


def seal(vault: Vault, text: str = MARK, **header: str) -> Any:
    entry = vault.seal("a-note", {"text": text}, header={"on": "2026-03-04", **header})
    assert entry
    return entry.id


def unpacked(client: Client) -> dict[str, str]:
    answer = client.post(FILE)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def data(client: Client) -> Any:
    return json.loads(unpacked(client)["data.json"])


def test_the_desk_tells_what_there_is_and_what_there_is_not(
    signed_in: Client, vault: Vault
) -> None:
    seal(vault, title="The river")
    page = signed_in.get(DESK).content.decode()
    assert "The river" in page
    assert "4 March 2026" in page
    assert "quiet-river" in page
    assert "Your second steps at sign-in." in page.partition("Of other things nothing is kept")[2]
    assert MARK not in page  # headings are enough over somebody's shoulder


def test_every_holding_stands_on_the_desk(signed_in: Client) -> None:
    page = signed_in.get(DESK).content.decode()
    assert [each.kind for each in registry.holdings() if str(each.tells) not in page] == []


def test_nothing_of_others_is_on_the_desk(signed_in: Client, friend: User) -> None:
    seal(Vault(key_of(friend)), title="The hill")
    page = signed_in.get(DESK).content.decode()
    assert "The hill" not in page
    assert "green-hill" not in page


def test_what_others_opened_to_me_stands_there(signed_in: Client, me: User, friend: User) -> None:
    theirs = Vault(key_of(friend))
    theirs.share(seal(theirs, title="The hill"), with_=me)
    assert "The hill" in signed_in.get(DESK).content.decode()


def test_the_desk_tells_what_was_altered(signed_in: Client, vault: Vault) -> None:
    Entry.objects.filter(pk=seal(vault)).update(body=b"\x01" + b"x" * 300)
    assert "1 page was changed" in signed_in.get(DESK).content.decode()


def test_the_desk_opens_though_the_sealed_list_was_altered(signed_in: Client, vault: Vault) -> None:
    seal(vault)
    Manifest.objects.update(sealed=b"\x01" + b"x" * 300)
    assert "1 page was changed" in signed_in.get(DESK).content.decode()
    assert data(signed_in)["unreadable_pages"] == 1


def test_three_pages_need_no_more_queries_than_one(signed_in: Client, vault: Vault) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            signed_in.get(DESK)
        return len(counted)

    seal(vault)
    one = queries()
    seal(vault)
    seal(vault)
    assert queries() == one


@pytest.mark.parametrize(("method", "path"), [("get", DESK), ("post", FILE)])
@pytest.mark.django_db
def test_visitors_and_locked_members_see_nothing(client: Client, method: str, path: str) -> None:
    assert getattr(client, method)(path).status_code in {302, 403}
    sign_in(client, make_member("quiet-river"), locked=True)
    answer = getattr(client, method)(path)
    assert answer.headers["Location"].startswith("/unlock/")


@pytest.mark.parametrize(("method", "path"), [("post", DESK), ("get", FILE)])
def test_wrong_methods(signed_in: Client, method: str, path: str) -> None:
    assert getattr(signed_in, method)(path).status_code == 405


def test_the_file_is_not_kept_on_the_way_and_has_a_neutral_name(signed_in: Client) -> None:
    answer = signed_in.post(FILE)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert set(unpacked(signed_in)) == {"data.json", "index.html"}


def test_the_file_holds_all_of_it_opened(signed_in: Client, vault: Vault) -> None:
    entry = seal(vault)
    with at("2026-03-05T10:00+00:00"):
        told = data(signed_in)
    assert (told["format"], told["version"]) == ("my-data", 1)
    assert told["made_at"] == "2026-03-05T10:00:00+00:00"
    assert told["pages"] == [
        {
            "id": str(entry),
            "kind": "a-note",
            "header": {"on": "2026-03-04"},
            "body": {"text": MARK},
            "changes": 1,
        }
    ]
    assert [each["kind"] for each in told["held"]] == [each.kind for each in registry.holdings()]
    account = next(each for each in told["held"] if each["kind"] == "accounts.user")
    assert account["rows"][0]["sign_in_name"] == "quiet-river"


def test_people_can_read_it_without_a_program(signed_in: Client, vault: Vault) -> None:
    seal(vault, "first line\nsecond <b>line</b>", title="The river")
    page = unpacked(signed_in)["index.html"]
    assert "first line<br>second &lt;b&gt;line&lt;/b&gt;" in page
    assert "The river" in page
    assert "quiet-river" in page
    assert re.findall(r"<script|<link|<img|https?://|src=|url\(", page) == []
    title = re.search("<title>(.*)</title>", page)
    assert title
    assert outing_words_in(title[1]) == []


def in_words(entry: Opened) -> Readable:
    """Put a note in words; an odd one cannot be."""
    return Readable("A walk", date(2026, 3, 4), [entry.body["text"], "And home."])


def test_a_kind_with_words_of_its_own_is_told_in_them(
    signed_in: Client, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "_kinds", {"a-note": Kind("a-note", "Notes", in_words)})
    seal(vault)
    vault.seal("other", {"text": "odd"})
    desk, file = signed_in.get(DESK).content.decode(), unpacked(signed_in)["index.html"]
    assert "Notes" in desk
    assert "A walk" in desk
    assert re.search(f"<h2>Notes</h2>.*<h3>A walk</h3>.*4 March 2026.*<p>{MARK}", file, re.DOTALL)
    assert "<h2>Other</h2>" in file


def test_an_odd_page_keeps_no_other_away(
    signed_in: Client,
    vault: Vault,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(kinds, "_kinds", {"a-note": Kind("a-note", "Notes", in_words)})
    seal(vault)
    vault.seal("a-note", {"strange": "told field by field"})
    file = unpacked(signed_in)["index.html"]
    assert "told field by field" in file
    assert MARK in file
    assert "told field by field" not in caplog.text


def test_what_others_opened_to_me_is_told_and_not_carried_away(
    signed_in: Client, me: User, friend: User
) -> None:
    theirs = Vault(key_of(friend))
    entry = seal(theirs, "marked words of a friend", title="The hill")
    theirs.share(entry, with_=me)
    files = unpacked(signed_in)
    grants = next(x for x in json.loads(files["data.json"])["held"] if x["kind"] == "vault.grant")
    assert grants["rows"] == [{"entry": str(entry)}]
    assert "marked words" not in "".join(files.values())
    assert "The hill" not in "".join(files.values())
    assert "green-hill" not in "".join(files.values())


def test_forms_that_wait_are_in_it(client: Client, me: User) -> None:
    sign_in(client, me, locked=True)
    client.post(DESK + "export/", {"note": "typed while locked", "passphrase": "never kept"})
    assert KeptForm.objects.count() == 1
    sign_in(client, me)
    told = data(client)
    assert told["waiting_forms"] == [[["note", "typed while locked"]]]


def test_what_is_too_much_is_said(
    signed_in: Client, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_BYTES", 100)
    seal(vault)
    answer = signed_in.post(FILE)
    assert answer.status_code == 422
    assert "too much for one file" in answer.content.decode()


@pytest.mark.sqlite_is_enough
def test_asking_again_and_again_is_limited(signed_in: Client) -> None:
    answers = [signed_in.post(FILE, {"once": str(uuid4())}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_the_account_page_leads_here(signed_in: Client) -> None:
    page = signed_in.get("/me/").content.decode()
    assert 'href="/me/data/"' in page
    assert 'href="/me/leave/"' in page


@pytest.mark.django_db
def test_a_visitor_reads_the_promises_and_they_come_from_the_registry(client: Client) -> None:
    registry.register(Entry, tells="A thing made up here.", export=lambda _: [], erase=lambda _: 0)
    page = client.get("/privacy/").content.decode()
    assert "A thing made up here." in page
    assert "could change the program" in page
    assert client.get("/privacy").headers["Location"] == "/privacy/"
    assert client.post("/privacy/").status_code == 405
    assert 'href="/privacy/"' in client.get("/").content.decode()
