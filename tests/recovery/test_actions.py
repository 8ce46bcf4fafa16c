"""Writes of the journal: each works, is refused, and leaves nothing half done."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.http import Http404
from tests.recovery.conftest import Somebody

from homegroup.audit.models import Entry as AuditEntry
from homegroup.core.errors import Conflict, HouseError
from homegroup.recovery import actions, queries
from homegroup.recovery.choices import MOST_DRAFTS, Kind
from homegroup.vault.models import Entry

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)


def typed(text: str = "I was about to", revision: int = 0) -> dict[str, object]:
    return {"text": text, "on": "2026-03-04", "tags": "", "revision": revision}


def rewrite(me: Somebody, page: UUID, text: str, revision: int, **more: object) -> bool:
    told = {"tags": [], "slot": uuid4(), "key": uuid4(), "on": DAY, **more}
    return actions.rewrite_page(vault=me.vault, page=page, text=text, revision=revision, **told)  # type: ignore[arg-type]


def test_a_page_is_written_and_its_draft_goes(me: Somebody) -> None:
    slot, other = uuid4(), uuid4()
    for each in (slot, other):
        actions.keep_draft(vault=me.vault, slot=each, page=None, typed=typed())
    page = queries.page(me.vault, me.write("First line\nsecond", tags=["work"], slot=slot))
    assert (page.text, page.first, page.on) == ("First line\nsecond", "First line", DAY)
    assert page.tags == ("work",)
    assert [draft.slot for draft in queries.drafts(me.vault)] == [other]


def test_equal_forms_leave_one_page(me: Somebody) -> None:
    key, slot = uuid4(), uuid4()
    first = me.write(key=key, slot=slot)
    again = actions.write_page(vault=me.vault, text="x", on=DAY, tags=[], slot=slot, key=key)
    assert again is None
    assert queries.page_of_slot(me.vault, slot) == first
    assert Entry.objects.count() == 1


def test_nothing_of_it_stands_in_the_log(me: Somebody) -> None:
    before = AuditEntry.objects.count()
    page = me.write()
    rewrite(me, page, "newer", 1)
    actions.delete_page(vault=me.vault, page=page, key=uuid4())
    assert AuditEntry.objects.count() == before


def test_a_page_is_changed(me: Somebody) -> None:
    page = me.write()
    assert rewrite(me, page, "newer", 1, tags=["rain"])
    stands = queries.page(me.vault, page)
    assert (stands.text, stands.first, stands.tags, stands.revision) == (
        "newer", "newer", ("rain",), 2)  # fmt: skip


def test_a_change_on_two_devices_is_refused_and_nothing_is_spent(me: Somebody) -> None:
    page, key, slot = me.write(), uuid4(), uuid4()
    rewrite(me, page, "from the other device", 1)
    actions.keep_draft(vault=me.vault, slot=slot, page=page, typed=typed("mine"))
    with pytest.raises(Conflict):
        rewrite(me, page, "mine", 1, key=key, slot=slot)
    assert queries.page(me.vault, page).text == "from the other device"
    assert [draft.first for draft in queries.drafts(me.vault)] == ["mine"]
    assert rewrite(me, page, "mine", 2, key=key, slot=slot, keep_both=True)
    assert queries.page(me.vault, page).text == f"from the other device{actions.BETWEEN}mine"
    assert queries.drafts(me.vault) == []


def test_a_page_is_deleted_once(me: Somebody) -> None:
    page, key = me.write(), uuid4()
    assert actions.delete_page(vault=me.vault, page=page, key=key)
    assert not actions.delete_page(vault=me.vault, page=page, key=key)
    with pytest.raises(Http404):
        actions.delete_page(vault=me.vault, page=page, key=uuid4())


def test_nobody_else_changes_or_deletes_it(me: Somebody, kim: Somebody) -> None:
    page = me.write()
    draft = uuid4()
    actions.keep_draft(vault=me.vault, slot=draft, page=None, typed=typed())
    (begun,) = queries.drafts(me.vault)
    for attempt in (
        lambda: rewrite(kim, page, "x", 1),
        lambda: actions.delete_page(vault=kim.vault, page=page, key=uuid4()),
        lambda: actions.throw_draft_away(vault=kim.vault, draft=begun.id, key=uuid4()),
        lambda: queries.page(kim.vault, page),
    ):
        with pytest.raises(Http404):
            attempt()
    assert queries.page(me.vault, page).text == "I called Kim."


def test_one_kind_is_not_taken_for_another(me: Somebody) -> None:
    actions.keep_draft(vault=me.vault, slot=uuid4(), page=None, typed=typed())
    (draft,) = queries.drafts(me.vault)
    for attempt in (
        lambda: queries.page(me.vault, draft.id),
        lambda: actions.delete_page(vault=me.vault, page=draft.id, key=uuid4()),
        lambda: actions.delete_check_in(vault=me.vault, entry=draft.id, key=uuid4()),
        lambda: actions.throw_draft_away(vault=me.vault, draft=me.write(), key=uuid4()),
    ):
        with pytest.raises(Http404):
            attempt()


def test_a_draft_follows_what_is_typed(me: Somebody) -> None:
    slot = uuid4()
    for text in ("I", "I was", "I was about to"):
        assert actions.keep_draft(vault=me.vault, slot=slot, page=None, typed=typed(text))
    (draft,) = queries.drafts(me.vault)
    assert draft.first == "I was about to"
    assert queries.draft(me.vault, draft.id).typed == typed("I was about to")
    assert not actions.keep_draft(vault=me.vault, slot=slot, page=None, typed=typed("  "))
    assert queries.drafts(me.vault) == []


def test_a_draft_that_comes_after_its_page_is_passed_over(me: Somebody) -> None:
    slot = uuid4()
    me.write("I called Kim and then I slept.", slot=slot)
    late = typed("I called Kim")
    assert not actions.keep_draft(vault=me.vault, slot=slot, page=None, typed=late)
    assert queries.drafts(me.vault) == []
    assert actions.keep_draft(vault=me.vault, slot=slot, page=None, typed=typed("more words"))
    assert len(queries.drafts(me.vault)) == 1


def test_too_many_drafts_are_refused(me: Somebody) -> None:
    for _ in range(MOST_DRAFTS):
        actions.keep_draft(vault=me.vault, slot=uuid4(), page=None, typed=typed())
    with pytest.raises(HouseError, match="You have begun 20 pages"):
        actions.keep_draft(vault=me.vault, slot=uuid4(), page=None, typed=typed())
    assert Entry.objects.count() == MOST_DRAFTS


def test_a_draft_is_thrown_away_once(me: Somebody) -> None:
    actions.keep_draft(vault=me.vault, slot=uuid4(), page=None, typed=typed())
    (draft,), key = queries.drafts(me.vault), uuid4()
    assert actions.throw_draft_away(vault=me.vault, draft=draft.id, key=key)
    assert not actions.throw_draft_away(vault=me.vault, draft=draft.id, key=key)
    assert queries.drafts(me.vault) == []


def test_pages_are_found_by_several_words_and_tags(me: Somebody) -> None:
    rain = me.write("Rain all day. I called Kim.", on="2026-02-01")
    tagged = me.write("Nothing new.", on="2026-03-01", tags=["Kim", "rain"])
    me.write("Rain again.")
    pages, count = queries.find(me.vault, "kim RAIN")
    assert ([page.id for page in pages], count) == ([tagged, rain], 2)
    assert [piece.text for piece in pages[1].excerpt if piece.is_found] == ["Rain", "Kim"]
    assert queries.find(me.vault, "kim snow") == ([], 0)
    assert queries.find(me.vault, " ?! ") == ([], 0)


def test_nobody_finds_the_pages_of_others(me: Somebody, kim: Somebody) -> None:
    me.write("Rain all day.")
    assert queries.find(kim.vault, "rain") == ([], 0)


def test_what_is_looked_for_opens_only_for_who_looked(me: Somebody, kim: Somebody) -> None:
    told = queries.seal_query(me.user.pk, "grandmother")
    assert "grandmother" not in told
    assert queries.open_query(me.user.pk, told) == "grandmother"
    assert queries.open_query(kim.user.pk, told) == ""
    assert queries.open_query(me.user.pk, "grandmother") == ""


def test_a_tag_tells_nothing_in_an_address(me: Somebody, kim: Somebody) -> None:
    key = queries.tag_key(me.user.pk, "Café")
    assert key == queries.tag_key(me.user.pk, "cafe")
    assert key != queries.tag_key(kim.user.pk, "cafe")
    assert len(key) == 12


def test_lists_read_the_same_number_of_rows_for_one_and_three(
    me: Somebody, django_assert_num_queries
) -> None:
    for _ in range(3):
        with django_assert_num_queries(2):
            queries.overview(me.vault)
        with django_assert_num_queries(2):
            queries.find(me.vault, "kim")
        me.write()


def test_a_kind_of_its_own_for_each(me: Somebody) -> None:
    assert [kind.value for kind in Kind] == ["journal", "draft", "people", "check-in", "shown"]
