"""The pages of conversations: works, outsider, locked, pressed thrice; no page tells of a block."""

import io
import re
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import make_member, sign_in
from tests.messages.conftest import Somebody, make_somebody, said

from homegroup.accounts.models import KeptForm
from homegroup.core import streams
from homegroup.messages.actions import talks
from homegroup.messages.models import Door, Talk
from homegroup.messages.views import talks as views
from homegroup.notices.models import Notice
from homegroup.vault.models import Message, SeatKey

pytestmark = pytest.mark.django_db


def where(talk: Talk, what: str = "") -> str:
    return f"/messages/{talk.pk}/{what}"


def test_two_write_to_each_other_by_the_pages(robin: Somebody, kim: Somebody) -> None:
    person = f"/groups/{robin.group.key}/members/{kim.membership.pk}/"
    first = robin.page_of(kim, "write")
    assert first in robin.get(person)
    assert "Write to Kim" in robin.get(first)
    here = robin.post(first, text="Hello Kim").headers["Location"]
    assert "You can write more when they have said yes." in said(robin.get(here))
    assert robin.client.get(first).headers["Location"] == here
    assert "Messages 1" in said(kim.get("/today/"))
    assert "They would like to write with you" in kim.get("/messages/")
    assert "Hello Kim" in kim.get(here)
    kim.post(f"{here}answer/", do="yes")
    kim.post(here, text="Hello Robin, how are you?")
    assert "new" in said(robin.get("/messages/"))
    page = said(robin.get(here))
    assert page.index("Hello Robin") < page.index("Hello Kim")  # the newest first
    assert "You are Robin there." in page
    assert " new" not in said(robin.get("/messages/"))  # they have looked


def test_pressed_thrice_it_is_one_message(robin: Somebody, talk: Talk) -> None:
    once = str(uuid4())
    for _ in range(3):
        robin.post(where(talk), text="Only once", once=once)
    assert Message.objects.count() == 2


def test_what_is_refused_stays_in_the_field(robin: Somebody, talk: Talk) -> None:
    for text, reason in (
        ("", "Write at least one word."),
        ("x" * 5_001, "1 too many"),
        ("hidden \u202e txt", "turns letters around"),
    ):
        answer = robin.post(where(talk), 422, text=text)
        assert reason in said(answer)
        assert text[-20:] in answer.content.decode()
    assert Message.objects.count() == 1


def test_a_first_message_is_short(robin: Somebody, kim: Somebody) -> None:
    answer = robin.post(robin.page_of(kim, "write"), 422, text="y" * 501)
    assert "y" * 501 in answer.content.decode()
    assert not Talk.objects.exists()


def test_odd_texts_are_shown_as_they_are(robin: Somebody, kim: Somebody, talk: Talk) -> None:
    for text in ("<script>alert(1)</script>", "👩‍👩‍👧 שלום", "> " * 2_000, "a\n\n\n\nb"):
        robin.post(where(talk), text=text)
    page = kim.get(where(talk))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "👩‍👩‍👧 שלום" in page


def test_outsiders_and_visitors_see_nothing(talk: Talk) -> None:
    other = Client()
    sign_in(other, make_member("far-away"))
    for what in ("", "more/", "delete/", "report/", "news/"):
        assert other.get(where(talk, what)).status_code == 404
        assert Client().get(where(talk, what)).headers["Location"].startswith("/sign-in/")
    for what in ("", "answer/", "more/", "delete/", "report/"):
        answer = other.post(where(talk, what), {"once": str(uuid4()), "text": "x", "do": "end"})
        assert answer.status_code == 404
    assert Message.objects.count() == 1
    assert Talk.objects.get().state == "open"


def test_a_message_that_arrives_locked_is_kept_and_comes_back(robin: Somebody, talk: Talk) -> None:
    sign_in(robin.client, robin.user, locked=True)
    answer = robin.post(where(talk), text="typed while locked")
    assert answer.headers["Location"].startswith("/unlock/")
    assert b"typed while" not in bytes(KeptForm.objects.get().sealed)
    sign_in(robin.client, robin.user)
    kept = KeptForm.objects.get()
    assert "typed while locked" in robin.get("/me/kept/")
    robin.post(where(talk), text="typed while locked", kept_form=str(kept.pk))
    assert not KeptForm.objects.exists()
    assert robin.reads(talk)[-1] == "typed while locked"


def test_many_messages_get_a_break(
    robin: Somebody, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MESSAGES", 0)
    answer = robin.post(where(talk), 422, text="kept text")
    assert "kept text" in answer.content.decode()
    assert Message.objects.count() == 1


def test_older_messages_stand_on_older_pages(robin: Somebody, kim: Somebody, talk: Talk) -> None:
    for number in range(60):
        robin.write(talk, f"line {number:02d}")
    newest = kim.get(where(talk))
    assert ("line 59" in newest, "line 10" in newest, "line 09" in newest) == (True, True, False)
    older = re.search(r'href="(\?before=[^"]+)"', newest)
    assert older
    page = kim.get(where(talk) + older[1])
    assert ("line 09" in page, "Hello Kim" in page, "line 10" in page) == (True, True, False)
    assert "Your message" not in page
    assert "Nothing more." in kim.get(f"{where(talk)}?before=nonsense")


def test_quiet_end_and_delete_by_the_page(robin: Somebody, kim: Somebody, talk: Talk) -> None:
    kim.get(where(talk, "more/"))
    kim.post(where(talk, "more/"), do="mute")
    assert "You are not told of new messages." in kim.get(where(talk))
    kim.post(where(talk, "more/"), do="unmute")
    assert kim.post(where(talk, "more/"), 200, do="nonsense")
    for _ in range(3):
        kim.post(where(talk, "more/"), do="end")
    assert "This conversation has ended." in robin.get(where(talk))
    assert "Ended" in robin.get("/messages/")
    assert robin.post(where(talk), 422, text="too late")
    robin.get(where(talk, "delete/"))
    once = str(uuid4())
    robin.post(where(talk, "delete/"), once=once)
    robin.post(where(talk, "delete/"), 404, once=once)
    robin.get(where(talk), 404)
    assert "Hello Kim" in kim.get(where(talk))


def test_not_now_by_the_page(robin: Somebody, kim: Somebody) -> None:
    here = robin.post(robin.page_of(kim, "write"), text="Hello").headers["Location"]
    before = said(robin.get(here))
    kim.post(f"{here}answer/", do="yes", once="")  # a broken form answers nothing
    assert Talk.objects.get().state == "asked"
    kim.post(f"{here}answer/", do="no")
    kim.get(here, 404)
    assert said(robin.get(here)) == before.replace("Sent. They can answer when they like. ", "", 1)
    robin.get(f"{here}delete/")
    robin.post(f"{here}delete/")
    robin.get(here, 404)


def without_ids(page: str) -> str:
    """Give a page without what differs on each request."""
    page = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", page)
    return re.sub(r'value="[^"]*"', "", page)


def test_the_blocked_one_gets_the_same_pages(robin: Somebody, kim: Somebody) -> None:
    """All that Robin, whom Kim has blocked, gets equals what Third gets, who is not blocked."""
    third = make_somebody("third-leaf", robin.group, "Third")
    kim.block(robin)
    got: dict[str, list[Any]] = {"Robin": [], "Third": []}
    for who in (robin, third):
        name = who.membership.name
        answers = [who.client.get(who.page_of(kim, "write"))]
        sent = who.post(who.page_of(kim, "write"), text="Hello")
        answers += [sent, who.client.get(sent.headers["Location"]), who.client.get("/messages/")]
        answers += [who.client.get(f"/groups/{who.group.key}/members/{kim.membership.pk}/")]
        for each in answers:
            html = without_ids(each.content.decode()).replace(name, "NAME")
            got[name].append((each.status_code, len(each.cookies), html))
    assert got["Robin"] == got["Third"]
    assert "Third" in kim.get("/messages/")
    assert "Robin" not in said(kim.get("/messages/"))
    assert "Messages 1" in said(kim.get("/today/"))


def test_in_a_conversation_the_blocked_one_notices_nothing(
    robin: Somebody, kim: Somebody, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(streams, "publish", lambda channel, event, data=None: told.append(channel))
    robin.post(where(talk), text="before")
    assert told == [talks.channel_of(talk.pk, kim.user.pk)]
    kim.get(where(talk))
    before = said(robin.get(where(talk)))
    kim.block(robin)
    assert said(robin.get(where(talk))) == before.replace("Sent. ", "", 1)
    robin.post(where(talk), text="after")
    assert len(told) == 1
    assert "after" in robin.get(where(talk))
    assert "after" not in kim.get(where(talk))
    assert "You have said that you want no contact" in kim.get(where(talk))
    assert not Notice.objects.unread().filter(user=kim.user).exists()
    kim.post(where(talk), 422, text="oops")
    kim.post(where(talk, "more/"), 422, do="end")


def test_who_may_write_first_is_chosen_by_a_page(robin: Somebody, wren: Somebody) -> None:
    path = f"/groups/{robin.group.key}/first-messages/"
    assert "Everyone in this group" in robin.get(path)
    robin.post(path, open_to="nobody")
    assert Door.objects.get().open_to == "nobody"
    assert "Everyone in this group" not in said(wren.get(path))
    wren.post(path, 422, open_to="everyone")
    assert "take no first messages" in wren.get(wren.page_of(robin, "write"))
    wren.post(wren.page_of(robin, "write"), 422, text="kept text")
    assert not Talk.objects.exists()


def test_moderators_see_counts_and_no_words(robin: Somebody, kim: Somebody, ana: Somebody) -> None:
    robin.ask(kim, "secret words")
    robin.ask(ana, "more words")
    path = f"/groups/{robin.group.key}/first-messages/counts/"
    assert path in ana.get(robin.group.page)
    assert path not in robin.get(robin.group.page)
    page = said(ana.get(path))
    assert "Robin 2 people" in page
    assert "Kim" not in page
    robin.get(path, 403)
    weak = Client()
    sign_in(weak, ana.user)
    assert weak.get(path).headers["Location"].startswith("/me/steps/")


def test_damage_and_lost_keys_are_told_kindly(robin: Somebody, kim: Somebody, talk: Talk) -> None:
    robin.write(talk, "second")
    kim.get(where(talk))
    Message.objects.filter(number=2).update(sealed=b"altered")
    page = said(kim.get(where(talk)))
    assert "changed or taken away from outside" in page
    assert "This message does not open." in page
    assert "Hello Kim" in page
    SeatKey.objects.filter(seat__user=kim.user).update(sealed=b"lost")
    page = said(kim.get(where(talk)))
    assert "stays locked, and nobody can open it for you" in page
    assert "Kim" in page
    kim.post(where(talk), text="from now on")
    assert "from now on" in kim.get(where(talk))
    assert "Robin" in kim.get("/messages/")


def test_a_stream_tells_of_something_new_and_nothing_more(kim: Somebody, talk: Talk) -> None:
    answer = kim.client.get(where(talk, "news/"))
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert b"Hello" not in answer.content
    assert f'data-stream="{where(talk, "news/")}"' in kim.get(where(talk))


def test_what_one_wrote_is_in_ones_own_file(robin: Somebody, kim: Somebody, talk: Talk) -> None:
    kim.write(talk, "words of Kim")
    page = robin.get("/me/data/")
    assert "Messages that you wrote" in page
    assert "To Kim (Lamp Group)" in page
    answer: Any = robin.client.post("/me/data/export/", {"once": str(uuid4())})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        told = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Hello Kim" in told
    assert b"words of Kim" not in told


def test_list_and_page_take_the_same_number_of_queries(robin: Somebody, kim: Somebody) -> None:
    counts: dict[str, list[int]] = {"list": [], "talk": [], "today": []}
    first = None
    for number in range(3):
        other = make_somebody(f"person-{number}", robin.group, f"Person {number}")
        made = other.ask(robin)
        talks.accept(mine=robin.talk(made), key=uuid4())
        first = first or made
        other.write(made, "one")
        kim_reads = {"list": "/messages/", "talk": where(first), "today": "/today/"}
        robin.get(where(first))
        for name, path in kim_reads.items():
            with CaptureQueriesContext(connection) as asked:
                robin.get(path)
            counts[name].append(len(asked))
        make_somebody(f"writer-{number}", robin.group, f"Writer {number}").ask(robin)
    assert {name: len(set(found[1:])) for name, found in counts.items()} == dict.fromkeys(counts, 1)
