"""Pages of the journal: works, visitor, locked, somebody else, wrong method, pressed twice."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.accounts.people import key_of, sign_in
from tests.recovery.conftest import Somebody, said

from homegroup.accounts import keeping
from homegroup.accounts.models import KeptForm
from homegroup.core import sealing
from homegroup.core.outing import outing_words_in
from homegroup.recovery import actions, queries
from homegroup.recovery.choices import LONGEST_TEXT
from homegroup.vault.models import Entry

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "draft-said"}
OPEN = ["/journal/", "/journal/new/", "/journal/shared/", "/people/", "/people/new/", "/check-in/"]
SENT = ["/journal/search/", "/journal/draft/", "/people/keep-open/"]
ID = "6f0a1c9e-0000-4000-8000-000000000000"
ITEMS = [f"/journal/{ID}/", f"/journal/{ID}/edit/", f"/journal/{ID}/delete/",
         f"/journal/{ID}/share/", f"/journal/shared/{ID}/", f"/people/{ID}/",
         f"/people/{ID}/delete/", f"/check-in/{ID}/delete/"]  # fmt: skip
ITEMS_SENT = [f"/journal/draft/{ID}/throw-away/", f"/people/{ID}/move/"]


def typed(text: str = "I called Kim.", **more: Any) -> dict[str, Any]:
    return {"text": text, "on": "2026-03-04", "tags": "", "slot": str(uuid4()), "revision": "0",
            **more}  # fmt: skip


# Every page


@pytest.mark.parametrize("address", OPEN)
def test_a_page_is_there_for_its_member(me: Somebody, address: str) -> None:
    html = me.get(address)
    assert html.count("<h1>") == 1
    (title,) = re.findall(r"<title>(.*?)</title>", html)
    assert outing_words_in(title) == []
    assert outing_words_in(address, address=True) == []


@pytest.mark.parametrize("address", [*OPEN, *ITEMS])
def test_a_visitor_is_asked_to_sign_in(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("address", [*OPEN, *ITEMS])
def test_locked_pages_ask_for_the_passphrase(me: Somebody, address: str) -> None:
    sign_in(me.client, me.user, locked=True)
    answer = me.client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/unlock/?next=")


@pytest.mark.parametrize("address", [*OPEN[1:2], *OPEN[4:], *SENT, *ITEMS[1:], *ITEMS_SENT])
def test_what_arrives_locked_is_kept(me: Somebody, address: str) -> None:
    sign_in(me.client, me.user, locked=True)
    answer = me.client.post(address, typed("what I typed"))
    assert answer["Location"].startswith("/unlock/")
    ((_row, kept),) = keeping.kept_forms(key_of(me.user))
    assert kept["path"] == address
    assert ["text", "what I typed"] in [list(pair) for pair in kept["fields"]]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("address", [*OPEN, *SENT, *ITEMS, *ITEMS_SENT])
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_no_other_method_is_answered(me: Somebody, address: str, method: str) -> None:
    assert getattr(me.client, method)(address).status_code == 405


@pytest.mark.parametrize(
    "address", ["/journal/", "/journal/shared/", "/people/", f"/journal/{ID}/"]
)
def test_lists_take_no_post(me: Somebody, address: str) -> None:
    assert me.client.post(address).status_code == 405


@pytest.mark.parametrize("address", [*SENT, *ITEMS_SENT])
def test_what_is_only_sent_is_no_page(me: Somebody, address: str) -> None:
    assert me.client.get(address).status_code == 405


@pytest.mark.parametrize("address", ITEMS)
def test_what_is_not_there_is_404(me: Somebody, address: str) -> None:
    me.get(address, 404)


def test_somebody_elses_page_is_404(me: Somebody, kim: Somebody) -> None:
    page = me.write()
    for ending in ("", "edit/", "delete/", "share/"):
        kim.get(f"/journal/{page}/{ending}", 404)
    for ending in ("edit/", "delete/", "share/"):
        kim.post(f"/journal/{page}/{ending}", 404, **typed("theirs"))
    kim.get(f"/journal/shared/{page}/", 404)
    assert queries.page(me.vault, page).text == "I called Kim."


# Writing


def test_a_page_is_written_and_read(me: Somebody) -> None:
    text = "First line\r\n\r\nsecond <b>bold</b>\r\nthird"
    answer = me.post("/journal/new/", **typed(text, tags="work, Work, #rain"))
    html = me.get(answer["Location"])
    assert "<p>First line</p>" in html
    assert "second &lt;b&gt;bold&lt;/b&gt;<br>third" in html
    assert "#work" in html
    assert "#rain" in html
    assert "Kept. Only you can read it." in said(html)
    assert "Wednesday, 4 March 2026" in said(html)
    assert "First line" in me.get("/journal/")


def test_three_equal_forms_leave_one_page_and_answer_alike(me: Somebody) -> None:
    form = typed(once=str(uuid4()))
    places = {me.post("/journal/new/", **form)["Location"] for _ in range(3)}
    assert len(places) == 1
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"text": " \r\n "}, "Write at least one word."),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "at most 60000"),
        ({"on": "2026-03-06"}, "Choose today or a day before."),
        ({"on": "0001-01-01"}, "Choose today or a day before."),
        ({"on": "soon"}, "Enter a valid date."),
        ({"tags": ",".join(f"t{n}" for n in range(11))}, "10 tags are the most."),
        ({"tags": "x" * 41}, "A tag has 40 letters at most."),
        ({"once": "broken"}, "This form was not whole."),
    ],
)
def test_a_refused_page_keeps_what_was_typed(
    me: Somebody, wrong: dict[str, str], problem: str
) -> None:
    form = typed("My own words", tags="rain") | wrong
    answer = me.post("/journal/new/", 422, **form)
    assert problem in said(answer)
    html = answer.content.decode()
    assert form["text"].strip()[:200] in html
    assert form["tags"] in html
    assert not Entry.objects.exists()


def test_a_page_is_changed_through_its_form(me: Somebody) -> None:
    page = me.write("older words", tags=["rain"])
    html = me.get(f"/journal/{page}/edit/")
    assert "older words</textarea>" in html
    assert 'name="revision" value="1"' in html
    form = typed("newer words", revision="1", once=str(uuid4()))
    for _ in range(3):
        answer = me.post(f"/journal/{page}/edit/", **form)
        assert answer["Location"] == f"/journal/{page}/"
    assert queries.page(me.vault, page).revision == 2
    assert "newer words" in me.get(f"/journal/{page}/")


def test_another_devices_words_and_mine_are_both_shown_and_kept(me: Somebody) -> None:
    page = me.write("first words")
    me.post(f"/journal/{page}/edit/", **typed("words of the other device", revision="1"))
    form = typed("words of mine", revision="1", once=str(uuid4()))
    answer = me.post(f"/journal/{page}/edit/", 422, **form)
    html = answer.content.decode()
    assert "This was changed on another device." in said(html)
    assert "<p>words of the other device</p>" in html
    assert "words of mine</textarea>" in html
    assert 'name="revision" value="2"' in html
    me.post(f"/journal/{page}/edit/", **{**form, "revision": "2", "keep": "both"})
    shown = said(me.get(f"/journal/{page}/"))
    assert "words of the other device" in shown
    assert "words of mine" in shown


def test_words_for_a_page_that_is_gone_come_back(me: Somebody) -> None:
    page = me.write()
    actions.delete_page(vault=me.vault, page=page, key=uuid4())
    answer = me.post(f"/journal/{page}/edit/", 404, **typed("words of mine", revision="1"))
    html = answer.content.decode()
    assert "words of mine</textarea>" in html
    assert 'action="/journal/new/"' in html


def test_deleting_asks_once(me: Somebody) -> None:
    page = me.write("words to delete")
    assert "words to delete" in me.get(f"/journal/{page}/delete/")
    key = str(uuid4())
    for _ in range(3):
        assert me.post(f"/journal/{page}/delete/", once=key)["Location"] == "/journal/"
    assert "Deleted." in said(me.get("/journal/"))
    me.get(f"/journal/{page}/", 404)


def test_deleting_without_a_whole_form_asks_again(me: Somebody) -> None:
    page = me.write()
    me.post(f"/journal/{page}/delete/", 422, once="broken")
    me.get(f"/journal/{page}/")


def test_an_altered_page_is_told(me: Somebody) -> None:
    page = me.write()
    Entry.objects.filter(pk=page).update(body=sealing.seal(sealing.new_key(), b"{}", context=""))
    assert "changed from outside" in said(me.get(f"/journal/{page}/", 409))


# The list


def test_pages_stand_by_day_and_month(me: Somebody) -> None:
    me.write("today, first")
    me.write("today, second")
    me.write("begin of March", on="2026-03-01")
    me.write("in February", on="2026-02-10")
    me.write("last year", on="2025-12-31")
    shown = said(me.get("/journal/"))
    order = ["March 2026", "Today, Wednesday, 4 March 2026", "Sunday, 1 March", "begin of March",
             "← February 2026"]  # fmt: skip
    assert -1 not in [shown.find(part) for part in order]
    assert [shown.find(part) for part in order] == sorted(shown.find(part) for part in order)
    assert "in February" not in shown
    middle = said(me.get("/journal/?month=2026-02"))
    assert "in February" in middle
    assert "← December 2025" in middle
    assert "March 2026 →" in middle
    assert "last year" in said(me.get("/journal/?month=2025-12"))


@pytest.mark.parametrize("told", ["2026-13", "0000-01", "nonsense", "1999-01", "", "٢٠٢٦-٠٣"])
def test_a_month_that_is_none_shows_the_newest(me: Somebody, told: str) -> None:
    me.write("only page")
    assert "only page" in me.get(f"/journal/?month={told}")


def test_pages_with_a_tag(me: Somebody) -> None:
    me.write("wet", tags=["Rain"], on="2026-01-05")
    me.write("dry", tags=["sun"])
    (key,) = re.findall(r'\?tag=(\w+)"[^>]*>#Rain', me.get("/journal/"))
    shown = said(me.get(f"/journal/?tag={key}"))
    assert "wet" in shown
    assert "dry" not in shown
    assert "dry" in me.get("/journal/?tag=nonsense")


def test_words_are_found_and_marked_and_stand_in_no_address(me: Somebody) -> None:
    me.write("Rain all day.\nI called Kim.", on="2026-01-05")
    me.write("Sun.")
    answer = me.post("/journal/search/", q="KIM rain")
    address = answer["Location"]
    assert not re.search("kim|rain", address, re.IGNORECASE)
    html = me.get(address)
    assert "<mark>Kim</mark>" in html
    assert "<mark>Rain</mark>" in html
    assert "1 page holds" in said(html)
    assert "Sun." not in said(html)


def test_looking_for_nothing_shows_all(me: Somebody) -> None:
    assert me.post("/journal/search/", q="  ")["Location"] == "/journal/"


def test_pages_that_other_rooms_have_sealed_are_shown(me: Somebody) -> None:
    me.vault.seal("journal", {"text": "kept from a meeting\nmore"}, header={"on": "2026-03-03"})
    me.vault.seal("journal", {"text": "without a day"})
    assert "kept from a meeting</a>" in me.get("/journal/")
    html = me.get("/journal/?month=1970-01")
    (address,) = re.findall(r'href="(/journal/[0-9a-f-]{36}/)"', html)
    assert "without a day" in me.get(address)


def test_an_empty_journal_offers_the_first_step(me: Somebody) -> None:
    shown = said(me.get("/journal/"))
    assert "Only you can read it." in shown
    assert "Write a page" in shown
    assert "Find words" not in shown


def test_the_list_takes_the_same_number_of_queries(
    me: Somebody, django_assert_max_num_queries
) -> None:
    me.get("/journal/")
    for _ in range(3):
        me.write()
        with django_assert_max_num_queries(6):
            me.get("/journal/")


# Drafts


def test_a_draft_by_the_button_is_offered_and_gone_on_with(me: Somebody) -> None:
    form = typed("I was about to", tags="rain")
    assert me.post("/journal/draft/", **form)["Location"] == "/journal/"
    for address in ("/journal/", "/journal/new/"):
        assert "You had begun: I was about to" in said(me.get(address))
    (address,) = re.findall(r'href="(/journal/new/\?draft=[^"]+)"', me.get("/journal/"))
    html = me.get(address)
    assert "I was about to</textarea>" in html
    assert 'value="rain"' in html
    assert f'name="slot" value="{form["slot"]}"' in html
    assert "You had begun" not in html
    me.post("/journal/new/", **form)
    assert "You had begun" not in me.get("/journal/")


def test_a_draft_of_a_change_leads_back_to_its_page(me: Somebody) -> None:
    page = me.write("older words")
    me.post(f"/journal/draft/?page={page}", **typed("newer wor", revision="1"))
    (address,) = re.findall(rf'href="(/journal/{page}/edit/\?draft=[^"]+)"', me.get("/journal/"))
    html = me.get(address)
    assert "newer wor</textarea>" in html
    assert 'name="revision" value="1"' in html
    actions.delete_page(vault=me.vault, page=page, key=uuid4())
    (address,) = re.findall(r'href="(/journal/new/\?draft=[^"]+)"', me.get("/journal/"))
    assert "newer wor</textarea>" in me.get(address)


@pytest.mark.parametrize("told", ["nonsense", ID])
def test_a_draft_that_is_gone_gives_an_empty_form(me: Somebody, told: str) -> None:
    assert "</textarea>" in me.get(f"/journal/new/?draft={told}")


def test_a_script_keeps_a_draft_and_is_told_so(me: Somebody) -> None:
    answer = me.client.post("/journal/draft/", typed(), headers=HTMX)
    assert said(answer) == "Draft kept at 12:00."
    assert len(queries.drafts(me.vault)) == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_draft_that_is_too_long_is_told(me: Somebody, headers: dict[str, str]) -> None:
    answer = me.client.post("/journal/draft/", typed("x" * 60_001), headers=headers)
    assert answer.status_code == (200 if headers else 422)
    assert "at most 60000" in said(answer)
    assert not Entry.objects.exists()


def test_too_many_drafts_are_told_and_the_text_stays(me: Somebody) -> None:
    for _ in range(20):
        me.post("/journal/draft/", **typed())
    answer = me.post("/journal/draft/", 422, **typed("one more"))
    assert "You have begun 20 pages" in said(answer)
    assert "one more</textarea>" in answer.content.decode()


def test_a_script_is_told_when_pages_have_locked_and_the_newest_text_is_sealed(
    me: Somebody,
) -> None:
    sign_in(me.client, me.user, locked=True)
    kept = ""
    for text in ("I was", "I was about", "I was about to"):
        form = typed(text) | ({"kept_form": kept} if kept else {})
        answer = me.client.post("/journal/draft/", form, headers=HTMX)
        assert answer.status_code == 200
        assert "have locked" in said(answer)
        (kept,) = re.findall(r'name="kept_form" value="(\d+)"', answer.content.decode())
    ((_row, form),) = keeping.kept_forms(key_of(me.user))
    assert ("text", "I was about to") in [tuple(pair) for pair in form["fields"]]


def test_locked_scripts_throw_nothing_else_away(me: Somebody) -> None:
    sign_in(me.client, me.user, locked=True)
    for _ in range(25):
        me.client.post("/journal/new/", typed())
    count = KeptForm.objects.count()
    answer = me.client.post("/journal/draft/", typed(), headers=HTMX)
    assert "still stands here" in said(answer)
    assert "kept_form" not in answer.content.decode()
    assert KeptForm.objects.count() == count


def test_a_script_is_told_when_signed_out() -> None:
    answer = Client().post("/journal/draft/", typed(), headers=HTMX)
    assert answer.status_code == 200
    assert "You are signed out." in said(answer)


def test_a_kept_form_that_is_sent_is_let_go(me: Somebody) -> None:
    sign_in(me.client, me.user, locked=True)
    me.client.post("/journal/draft/", typed("sent while locked"))
    sign_in(me.client, me.user)
    ((row, kept),) = keeping.kept_forms(key_of(me.user))
    me.client.post(kept["path"], dict(kept["fields"]) | {"kept_form": str(row.pk)})
    assert not KeptForm.objects.exists()
    assert [draft.first for draft in queries.drafts(me.vault)] == ["sent while locked"]


def test_drafts_are_thrown_away(me: Somebody) -> None:
    me.post("/journal/draft/", **typed())
    (draft,), key = queries.drafts(me.vault), str(uuid4())
    for _ in range(2):
        me.post(f"/journal/draft/{draft.id}/throw-away/", once=key)
    assert queries.drafts(me.vault) == []


def test_somebody_elses_draft_is_404(me: Somebody, kim: Somebody) -> None:
    me.post("/journal/draft/", **typed())
    (draft,) = queries.drafts(me.vault)
    kim.post(f"/journal/draft/{draft.id}/throw-away/", 404)
    assert "I called Kim" not in kim.get(f"/journal/new/?draft={draft.id}")
