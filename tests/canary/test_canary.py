"""Marked secrets go in through the pages, as people type them, and are found nowhere.

Looked through: the database's file with its log of writes, the cache, the log, the cookies of the
device, the home's other files, the mails that went out, and the export of another member.
"""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from tests.accounts.people import PASSPHRASE, make_member, sign_in
from tests.canary.looking import database, disguises, files, found, memory
from tests.factories import NOW, at
from tests.groups.making import make_group, make_membership
from tests.notices.posts import MailHost, made_certificate

from homegroup.accounts.models import User
from homegroup.moderation.actions import block
from homegroup.vault.models import Message

MARKS = [f"canary{number:02d}zebra" for number in range(70)]
NUMBERS = ["5550199020731", "5550199020842", "5550199020953"]  # as phones are typed
DAY = "2026-03-04"


class Planter:
    """Types marked secrets into pages, and counts them."""

    def __init__(self, user: User) -> None:
        self.user, self.client = user, Client()
        self.planted: list[str] = []
        self.unlock()

    def unlock(self, *, locked: bool = False) -> None:
        sign_in(self.client, self.user, locked=locked)

    def mark(self) -> str:
        """Give the next secret."""
        self.planted.append(MARKS[len(self.planted)])
        return self.planted[-1]

    def send(self, path: str, *statuses: int, client: Client | None = None, **typed: Any) -> str:
        """Send a form; give where it leads."""
        answer = (client or self.client).post(path, {"once": str(uuid4()), **typed})
        assert isinstance(answer, HttpResponse)
        assert answer.status_code in (statuses or (302,)), (path, answer.status_code)
        return answer.headers.get("Location", "")


def at_the_door(me: Planter) -> None:
    """Passphrases: a new one, refused ones, wrong ones, a changed one."""
    stranger = Client()
    me.send("/sign-up/", client=stranger, name="pebble-elm-12", passphrase=f"{me.mark()} soup lid",
            offered="none of these words")  # fmt: skip
    me.send("/sign-up/", 422, client=stranger, name="admin", passphrase=f"{me.mark()} soup lid",
            offered="none of these words")  # fmt: skip
    me.send("/sign-in/", 422, client=stranger, name="quiet-river", passphrase=me.mark())
    me.send("/unlock/", 422, passphrase=me.mark())
    new = f"{me.mark()} violet soup"
    me.send("/me/passphrase/", old=PASSPHRASE, passphrase=new)
    me.send("/me/passphrase/", old=new, passphrase=PASSPHRASE, someone_knows="on")
    me.send("/forgotten/", 422, client=stranger, name="quiet-river", card=f"{me.mark()} words",
            passphrase="violet harbour magnet soup")  # fmt: skip
    me.unlock()


def in_the_journal(me: Planter, reader: Planter) -> None:
    """Pages, tags, drafts, searches, changes, a conflict, and a page that is open to a friend."""
    group = make_group()
    make_membership(me.user, group, "Robin")
    other = make_membership(reader.user, group, "Kim")
    pages = [me.send("/journal/new/", text=f"{me.mark()} words", on=DAY, tags=me.mark())
             for _ in range(5)]  # fmt: skip
    for page in pages[:3]:
        assert me.client.get(page).status_code == 200
        me.send(f"{page}edit/", text=me.mark(), on=DAY, tags=me.mark(), revision="1")
    me.send(f"{pages[0]}edit/", 422, text=me.mark(), on=DAY, revision="1")
    me.send(f"{pages[0]}share/", **{"with": str(other.pk)})
    assert reader.client.get(pages[0].replace("/journal/", "/journal/shared/")).status_code == 200
    me.send(f"{pages[4]}delete/")
    for _ in range(3):
        me.client.get(me.send("/journal/search/", q=me.mark()))
        me.send("/journal/draft/", 200, 204, 302, text=me.mark(), slot=str(uuid4()))


def before_it_is_shared(me: Planter) -> None:
    """What somebody types for a group and has not shared: open, changed, and locked."""
    group = make_group("Garden Group")
    make_membership(me.user, group, "Robin")
    place = f"/groups/{group.key}/shares/new/begun/"
    for _ in range(2):
        me.send(place, text=me.mark(), kind="share")
    assert me.planted[-1] in me.client.get(f"/groups/{group.key}/shares/new/").content.decode()
    me.unlock(locked=True)
    me.send(place, 302, 403, text=me.mark(), kind="share")
    me.unlock()


def of_the_day(me: Planter) -> None:
    """People to call, and what was noted morning and evening."""
    for _ in range(3):
        me.send("/people/new/", name=me.mark(), numbers="555 0101", when=me.mark())
    me.send("/people/keep-open/", keep="1")
    me.send("/check-in/", morning=me.mark(), evening=me.mark(), on=DAY, revision="0")
    me.client.get("/today/")
    me.client.get("/help-now/")


def between_two(me: Planter, reader: Planter) -> None:
    """Requests, messages, those that reach nobody, a report, numbers shown, a line on a list."""
    User.objects.update(created_on=date(2025, 1, 1))  # newcomers do not write to each other
    group = make_group("River Group")
    mine = make_membership(me.user, group, "Robin")
    theirs = make_membership(reader.user, group, "Kim")
    person, own = (f"/groups/{group.key}/members/{each.pk}/" for each in (theirs, mine))
    talk = me.send(f"{person}write/", text=f"{me.mark()} hello")
    me.send(f"{talk}delete/")
    talk = me.send(f"{person}write/", text=me.mark())
    reader.send(f"{talk}answer/", do="yes")
    for _ in range(3):
        me.send(talk, text=f"{me.mark()} words")
    me.send(talk, 422, text=f"{me.mark()} \u202e")
    assert me.planted[-4] in reader.client.get(talk).content.decode()
    rows = Message.objects.filter(author=me.user).values_list("pk", flat=True)
    reader.send(f"{talk}report/", chosen=[str(pk) for pk in rows], reason="other")
    hours: dict[str, Any] = {"days": ["1", "3"], "from_hour": "8", "until_hour": "20"}
    me.send(f"/groups/{group.key}/calls/mine/", words=me.mark(), **hours)
    call = reader.send(f"{own}call/")
    me.send(call, 422, number=f"{me.mark()} 12", until="24")
    me.send(call, number=NUMBERS[0], words=me.mark(), until="24")
    assert NUMBERS[0] in reader.client.get(call).content.decode()
    line: dict[str, Any] = {"number": NUMBERS[1], "hours": me.mark(), "agreed": "on"}
    me.send(f"/groups/{group.key}/phone-list/mine/", **line)
    block(blocker=reader.user, person=mine)
    me.send(talk, text=me.mark())
    assert me.client.get("/messages/").status_code == me.client.get("/calls/").status_code == 200
    me.unlock(locked=True)
    me.send(talk, text=me.mark())
    me.send(call, number=NUMBERS[2], until="24")
    me.unlock()


def by_mail(me: Planter) -> None:
    """A mail address, wrong and right."""
    me.send("/notices/settings/mail/", 422, address=f"{me.mark()} at mail")
    me.send("/notices/settings/mail/", address=f"{me.mark()}@mail.example")


def in_front_of_a_locked_door(me: Planter) -> None:
    """Forms that arrive locked are sealed; those of visitors go back and stay nowhere."""
    me.unlock(locked=True)
    me.send("/journal/new/", text=me.mark(), on=DAY)
    me.send("/journal/draft/", 302, 204, 200, 403, text=me.mark())
    me.send("/people/new/", name=me.mark(), numbers="555 0102")
    me.send("/check-in/", morning=me.mark(), on=DAY)
    stranger = Client()
    for path, field in (
        ("/journal/new/", "text"),
        ("/check-in/", "evening"),
        ("/people/new/", "name"),
    ):
        me.send(path, 403, client=stranger, **{field: me.mark()})
    while len(me.planted) < len(MARKS):
        me.send("/me/card/", text=me.mark())


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailHost]:
    """A mail server that keeps what it gets."""
    monkeypatch.setattr(settings, "SITE_URL", "https://kettle.example")
    certificate = made_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with MailHost(certificate).running() as host:
        yield host


def _export(who: Planter) -> bytes:
    answer = who.client.post("/me/data/export/", {"once": str(uuid4())})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


@pytest.mark.django_db(transaction=True)
def test_marked_secrets_are_found_nowhere(
    caplog: pytest.LogCaptureFixture, mails: MailHost
) -> None:
    caplog.set_level(logging.DEBUG)
    with at(NOW):
        me, reader = Planter(make_member("quiet-river")), Planter(make_member("green-hill"))
        mails.serve_for(me.user.pk)
        at_the_door(me)
        in_the_journal(me, reader)
        of_the_day(me)
        between_two(me, reader)
        before_it_is_shared(me)
        by_mail(me)
        in_front_of_a_locked_door(me)
        assert me.planted == MARKS
        export = _export(reader)
    stored = database()
    assert b"quiet-river" in stored  # it is the right place to look
    assert found(MARKS + NUMBERS, stored) == []
    assert found(MARKS + NUMBERS, memory()) == []
    ours = [each for each in caplog.records if not each.name.startswith("mail.")]  # not the host's
    assert found(MARKS + NUMBERS, "\n".join(each.getMessage() for each in ours).encode()) == []
    assert found(MARKS, files(Path(settings.HOME) / "keys")) == []
    assert found(MARKS, files(Path(settings.HOME) / "cache")) == []
    cookies = {name: morsel.value for name, morsel in me.client.cookies.items()}
    assert found(MARKS + NUMBERS, repr(cookies).encode()) == []
    assert mails.raw
    letters = b"\n".join(re.sub(rb"(?im)^to: .*$", b"", raw) for raw in mails.raw)
    assert found(MARKS + NUMBERS, letters) == []
    assert b"green-hill" in export
    assert found(MARKS + NUMBERS, export) == []


@pytest.mark.parametrize("lead", [b"", b"1", b"12"])
def test_a_disguised_secret_would_be_noticed(lead: bytes) -> None:
    import base64

    text = lead + f"before {MARKS[7]} after".encode()
    for stored in (
        text,
        text.hex().encode(),
        base64.b64encode(text),
        base64.urlsafe_b64encode(text),
    ):
        assert found(MARKS, stored) == [MARKS[7]]
    assert len({bytes(each) for mark in MARKS for each in disguises(mark)}) > 50
