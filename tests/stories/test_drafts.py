"""Drafts: begun, written on two devices, moved, taken out, kept by a script, locked, signed out."""

import re
import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import key_of, sign_in
from tests.stories.conftest import TEXT, Somebody, said

from homegroup.accounts import keeping
from homegroup.core.errors import Conflict, HouseError
from homegroup.stories import guides, queries
from homegroup.stories.actions import drafts
from homegroup.stories.choices import LONGEST_CHAPTER, MOST_CHAPTERS, MOST_DRAFTS
from homegroup.vault.models import Entry

pytestmark = pytest.mark.django_db


def begin(me: Somebody, guide: str = "then-now", **more: Any) -> Any:
    told = {"language": "en", "prompt": "", "key": uuid4(), **more}
    return drafts.begin(vault=me.vault, guide=guide, **told)


@pytest.mark.parametrize("guide", [each.slug for each in guides.GUIDES])
def test_a_guide_gives_its_chapters(me: Somebody, guide: str) -> None:
    work = me.draft(begin(me, guide))
    asks = guides.find(guide).asks
    assert [(each.heading, each.question) for each in work.chapters] == [
        (str(ask.heading), str(ask.question)) for ask in asks
    ]


def test_pressed_twice_begins_once(me: Somebody) -> None:
    key = uuid4()
    assert begin(me, key=key)
    assert begin(me, key=key) is None
    assert len(queries.drafts(me.vault)) == 1


def test_too_many_drafts_are_refused(me: Somebody) -> None:
    for _number in range(MOST_DRAFTS):
        begin(me, "free")
    with pytest.raises(HouseError, match="Delete one first"):
        begin(me, "free")


@pytest.mark.django_db(transaction=True)
def test_three_at_once_begin_one(me: Somebody) -> None:
    key, made = uuid4(), []

    def press() -> None:
        made.append(begin(me, "free", key=key))
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(3)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert [bool(each) for each in made].count(True) == 1
    assert len(queries.drafts(me.vault)) == 1


def keep(me: Somebody, work: Any, text: str, rev: int, slot: str, **more: Any) -> Any:
    part = me.draft(work).chapters[0].id
    return drafts.keep_chapter(vault=me.vault, work=work, chapter=part, heading="", text=text,
                               rev=rev, slot=slot, **more)  # fmt: skip


def test_one_form_writes_over_itself_and_two_meet(me: Somebody) -> None:
    work = begin(me, "free")
    keep(me, work, "one", 1, "a")
    keep(me, work, "one two", 1, "a")  # the same form, which knows no newer state
    with pytest.raises(Conflict):
        keep(me, work, "other", 1, "b")
    assert me.draft(work).chapters[0].text == "one two"
    keep(me, work, "other", 1, "b", keep_both=True)
    assert me.draft(work).chapters[0].text == f"one two{drafts.BETWEEN}other"


def test_all_chapters_together_have_a_limit(me: Somebody) -> None:
    work = me.write(*["x" * LONGEST_CHAPTER] * 3)
    part = drafts.add_chapter(vault=me.vault, work=work, key=uuid4())
    assert part
    with pytest.raises(HouseError, match="too long"):
        drafts.keep_chapter(vault=me.vault, work=work, chapter=part, heading="", text="more",
                            rev=1, slot="a")  # fmt: skip
    assert me.draft(work).chapters[-1].text == ""


def test_chapters_are_added_moved_and_taken_out(me: Somebody) -> None:
    work = me.write("one", "two", "three")
    first = me.draft(work).chapters[0].id
    here = f"/stories/write/{work}/chapter/{first}/"
    me.post(f"{here}move/", way="down")
    assert [each.text for each in me.draft(work).chapters] == ["two", "one", "three"]
    me.post(f"{here}move/", way="up")
    me.post(f"{here}move/", way="up")
    assert [each.text for each in me.draft(work).chapters] == ["one", "two", "three"]
    assert "Take this chapter out?" in me.get(f"{here}remove/")
    me.post(f"{here}remove/")
    assert [each.text for each in me.draft(work).chapters] == ["two", "three"]
    me.get(here, 404)
    for _number in range(MOST_CHAPTERS - 2):
        me.post(f"/stories/write/{work}/more/")
    answer = me.post(f"/stories/write/{work}/more/", 422)
    assert "12 chapters are the most." in said(answer)


def test_a_draft_is_deleted_and_nothing_of_it_stays(me: Somebody) -> None:
    work = me.write()
    assert "Delete this for good?" in me.get(f"/stories/write/{work}/delete/")
    me.post(f"/stories/write/{work}/delete/")
    assert not Entry.objects.exists()
    me.get(f"/stories/write/{work}/", 404)


@pytest.mark.parametrize("name", ["", "check/", "hand-in/", "delete/", "sound/"])
def test_nobody_else_sees_a_draft(me: Somebody, kim: Somebody, name: str) -> None:
    work = me.write()
    me.get(f"/stories/write/{work}/{name}")
    kim.get(f"/stories/write/{work}/{name}", 404)


def test_a_journal_page_is_no_story(me: Somebody) -> None:
    page = me.vault.seal("journal", {"text": "mine"})
    assert page
    me.get(f"/stories/write/{page.id}/", 404)
    with pytest.raises(Http404):
        queries.draft(me.vault, page.id)


# -- typed on a page ---------------------------------------------------------------------------


def _page(me: Somebody, work: Any) -> str:
    return f"/stories/write/{work}/chapter/{me.draft(work).chapters[0].id}/"


def test_a_script_keeps_what_is_typed(me: Somebody) -> None:
    work = me.write("one")
    page = _page(me, work)
    slot = re.search(r'name="slot" value="([0-9a-f]+)"', me.get(page))
    assert slot
    htmx = {"hx-request": "true"}
    for text in ("one two", "one two three"):
        answer = me.client.post(
            page, {"text": text, "slot": slot[1], "revision": "1"}, headers=htmx
        )
        assert "Draft kept at" in answer.content.decode()
    assert me.draft(work).chapters[0].text == "one two three"
    answer = me.client.post(page, {"text": "other", "slot": uuid4().hex, "revision": "1"},
                            headers=htmx)  # fmt: skip
    assert "another device" in answer.content.decode()
    assert me.draft(work).chapters[0].text == "one two three"


def test_two_devices_lose_nothing(me: Somebody) -> None:
    work = me.write("one")
    page = _page(me, work)
    me.post(page, text="from the phone", revision="1", slot=uuid4().hex)
    answer = me.post(page, 422, text="from the desk", revision="1", slot=uuid4().hex)
    shown = said(answer)
    assert "This was written on the other device" in shown
    assert "from the phone" in shown
    assert "from the desk" in answer.content.decode()
    me.post(page, text="from the desk", revision="2", slot=uuid4().hex, keep="both")
    assert "from the phone" in me.draft(work).chapters[0].text
    assert "from the desk" in me.draft(work).chapters[0].text


def test_locked_or_signed_out_nothing_typed_is_lost(me: Somebody) -> None:
    work = me.write("one")
    page = _page(me, work)
    stranger = Client()
    answer = stranger.post(page, {"text": "typed signed out"})
    assert answer.status_code == 403
    assert "typed signed out" in answer.content.decode()
    sign_in(me.client, me.user, locked=True)
    answer = me.client.post(page, {"text": "typed while locked"})
    assert answer.headers["Location"].startswith("/unlock/")
    assert me.user.kept_forms.count() == 1
    answer = me.client.post(page, {"text": "typed on"}, headers={"hx-request": "true"})
    assert "private pages have locked" in answer.content.decode()
    kept = [form["words"] for _row, form in keeping.kept_forms(key_of(me.user))]
    assert kept == [["typed while locked"], ["typed on"]]
    assert me.draft(work).chapters[0].text == "one"


@pytest.mark.parametrize(
    "text",
    ["‮turned around", "z" + "\u0301" * 40, "x" * (LONGEST_CHAPTER + 1)],
    ids=["turned", "piled up", "too long"],
)
def test_bad_text_is_refused_and_kept_in_the_box(me: Somebody, text: str) -> None:
    work = me.write("one")
    answer = me.post(_page(me, work), 422, text=text, revision="1", slot=uuid4().hex)
    assert text[:30] in answer.content.decode()
    assert me.draft(work).chapters[0].text == "one"


def test_the_day_s_page_shows_what_was_begun(me: Somebody, editor: Somebody) -> None:
    me.write(title="Begun and not handed in")
    work = me.write(title="Handed in already")
    me.hand_in(work)
    page = me.get("/today/")
    assert "Begun and not handed in" in page
    assert "Handed in already" not in page
    sign_in(me.client, me.user, locked=True)
    page = me.get("/today/")
    assert "Begun and not handed in" not in page


def test_lists_of_drafts_take_the_same_number_of_queries(
    me: Somebody, django_assert_num_queries: Any
) -> None:
    me.write()
    with CaptureQueriesContext(connection) as one:
        me.get("/stories/mine/")
    for number in range(3):
        me.hand_in(me.write(title=f"Number {number}"))
    with django_assert_num_queries(len(one)):
        me.get("/stories/mine/")


def test_what_is_checked_and_handed_in_is_what_was_written(me: Somebody) -> None:
    work = me.write(TEXT, title="")
    answer = me.post(f"/stories/write/{work}/hand-in/", 422, audience="home", pen_name="Wren",
                     yes="on")  # fmt: skip
    assert "Give your story a title." in said(answer)
    assert me.draft(work).plan.pen_name == "Wren"  # what was typed is kept
