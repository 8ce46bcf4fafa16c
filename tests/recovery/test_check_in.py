"""The check-in: one for each day of the member's zone, editable that day; without counting."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404
from tests.accounts.people import sign_in
from tests.factories import at
from tests.recovery.conftest import Somebody, said

from homegroup.core.errors import Conflict
from homegroup.recovery import actions, queries
from homegroup.recovery.queries import CheckIn
from homegroup.vault.models import Entry

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)


def keep(me: Somebody, on: str = "2026-03-04", status: int = 302, **more: Any) -> Any:
    told = {"morning": "call Kim", "evening": "", "revision": "0", "on": on, **more}
    return me.post("/check-in/", status, **told)


def noted(me: Somebody) -> list[tuple[str, str, str]]:
    return [(each.on.isoformat(), each.morning, each.evening) for each in
            queries.check_ins(me.vault)]  # fmt: skip


def test_morning_and_evening_are_kept_and_shown_again(me: Somebody) -> None:
    assert "Wednesday, 4 March 2026" in said(me.get("/check-in/"))
    assert keep(me)["Location"] == "/check-in/"
    html = me.get("/check-in/")
    assert 'value="call Kim"' in html
    assert 'name="revision" value="1"' in html
    keep(me, revision="1", evening="It rained.\r\nI slept.")
    assert noted(me) == [("2026-03-04", "call Kim", "It rained.\nI slept.")]
    assert "What you noted before" not in me.get("/check-in/")


def test_equal_forms_leave_one(me: Somebody) -> None:
    key = str(uuid4())
    assert {keep(me, once=key)["Location"] for _ in range(3)} == {"/check-in/"}
    assert Entry.objects.count() == 1


def test_the_day_is_that_of_the_members_zone(me: Somebody) -> None:
    me.client.cookies["zone"] = "Pacific/Auckland"
    with at("2026-03-04T12:00+00:00"):
        assert "Thursday, 5 March 2026" in said(me.get("/check-in/"))
        keep(me, on="2026-03-05")
    assert noted(me) == [("2026-03-05", "call Kim", "")]


def test_words_begun_before_midnight_count_for_their_day(me: Somebody) -> None:
    with at("2026-03-05T00:05+00:00"):
        sign_in(me.client, me.user)
        keep(me, on="2026-03-04")
        shown = said(me.get("/check-in/"))
    assert "Wednesday, 4 March" in shown
    assert "Today I … call Kim" in shown


@pytest.mark.parametrize("on", ["2026-03-05", "2026-02-20"])
def test_another_day_is_refused_and_keeps_the_words(me: Somebody, on: str) -> None:
    answer = keep(me, on=on, status=422, evening="words of mine")
    assert "That day is over." in said(answer)
    html = answer.content.decode()
    assert "words of mine" in html
    assert 'name="on" value="2026-03-04"' in html
    assert noted(me) == []


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [({"morning": "x" * 301}, "at most 300"), ({"evening": "x" * 10_001}, "at most 10000"),
     ({"on": "soon"}, "That day is over."), ({"on": "x" * 11}, "That day is over.")],
)  # fmt: skip
def test_what_is_wrong_is_told(me: Somebody, wrong: dict[str, str], problem: str) -> None:
    assert problem in said(keep(me, status=422, **wrong))
    assert noted(me) == []


def test_the_other_devices_words_are_shown_beside(me: Somebody) -> None:
    keep(me, morning="from the other device")
    answer = keep(me, morning="mine", status=422)
    html = answer.content.decode()
    assert "from the other device" in html
    assert 'value="mine"' in html
    assert 'name="revision" value="1"' in html
    assert noted(me) == [("2026-03-04", "from the other device", "")]
    keep(me, morning="both", revision="1")
    assert noted(me) == [("2026-03-04", "both", "")]


@pytest.mark.parametrize("revision", ["", "x", "-1", "9999999999", "²"])
def test_a_broken_revision_counts_as_none(me: Somebody, revision: str) -> None:
    keep(me)
    answer = keep(me, morning="mine", revision=revision, status=422)
    assert 'value="mine"' in answer.content.decode()
    assert "This was changed on another device." in said(answer)
    assert noted(me) == [("2026-03-04", "call Kim", "")]


def test_a_conflict_spends_nothing(me: Somebody) -> None:
    keep(me)
    key = uuid4()
    told: dict[str, Any] = {"on": DAY, "morning": "a", "evening": "", "key": key}
    with pytest.raises(Conflict):
        actions.keep_check_in(vault=me.vault, revision=0, **told)
    assert actions.keep_check_in(vault=me.vault, revision=1, **told)
    assert actions.keep_check_in(vault=me.vault, revision=2, **told) is None


def test_empty_words_leave_nothing_behind(me: Somebody) -> None:
    keep(me, morning="", evening=" \r\n")
    assert not Entry.objects.exists()
    keep(me)
    keep(me, morning="", revision="1")
    assert not Entry.objects.exists()


def test_days_before_are_told_in_words_without_counting(me: Somebody) -> None:
    for day, line in (("2026-03-02", "walk"), ("2026-02-25", "sleep")):
        with at(f"{day}T12:00+00:00"):
            keep(me, on=day, morning=line, evening=f"evening of {line}")
    shown = said(me.get("/check-in/"))
    assert "Monday, 2 March Today I … walk" in shown
    assert "evening of walk" in shown
    assert "sleep" not in shown
    assert "← February 2026" in shown
    assert "sleep" in said(me.get("/check-in/?month=2026-02"))
    for word in ("streak", "missed", "in a row", " 0 "):
        assert word not in shown


def test_a_day_is_deleted_after_asking(me: Somebody) -> None:
    keep(me)
    entry = queries.check_ins(me.vault)[0].id
    assert "call Kim" in me.get(f"/check-in/{entry}/delete/")
    key = str(uuid4())
    for _ in range(3):
        assert me.post(f"/check-in/{entry}/delete/", once=key)["Location"] == "/check-in/"
    assert noted(me) == []


def test_somebody_elses_day_is_404(me: Somebody, kim: Somebody) -> None:
    keep(me)
    entry = queries.check_ins(me.vault)[0].id
    kim.get(f"/check-in/{entry}/delete/", 404)
    kim.post(f"/check-in/{entry}/delete/", 404)
    with pytest.raises(Http404):
        actions.delete_check_in(vault=kim.vault, entry=entry or uuid4(), key=uuid4())
    assert queries.check_in_on(kim.vault, DAY) == CheckIn(on=DAY)
    assert len(noted(me)) == 1


def test_lists_take_the_same_number_of_queries(me: Somebody, django_assert_num_queries) -> None:
    for day in (1, 2, 3):
        actions.keep_check_in(vault=me.vault, on=date(2026, 3, day), morning="x", evening="",
                              revision=0, key=uuid4())  # fmt: skip
        with django_assert_num_queries(2):
            queries.check_ins(me.vault)
