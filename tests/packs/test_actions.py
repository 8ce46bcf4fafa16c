"""A group's own packs: made, saved, gone back to, told of newer ones, used, thrown away."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from tests.packs.conftest import BY, OWNER, WALK

from homegroup.audit.models import Entry
from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError
from homegroup.packs import actions, queries, reading
from homegroup.packs.choices import MOST_COPIES, MOST_REVISIONS
from homegroup.packs.models import Copy, Revision, Use
from homegroup.packs.problems import PackError

pytestmark = pytest.mark.django_db


def save(copy: Copy, old: str, new: str, **more: object) -> Copy | None:
    text = copy.text.replace(old, new)
    arguments = {"number": copy.number, "note": "", "key": uuid4()} | more
    return actions.save_text(copy=copy, text=text, by=BY, **arguments)  # type: ignore[arg-type]


def made_newer(river: Path) -> None:
    text = WALK.replace("version: 2", "version: 3").replace("The bench", "The old bench")
    (river / "en.md").write_text(text, encoding="utf-8")


# -- making one's own ---------------------------------------------------------------------------


def test_a_copy_is_whole_and_remembers_where_it_came_from(copy: Copy) -> None:
    assert (copy.title, copy.language, copy.number) == ("Along the river", "en", 1)
    assert (copy.origin, copy.origin_version) == ("river", 2)
    content = queries.content_of(copy)
    assert content.copy_of
    assert (content.copy_of.slug, content.copy_of.version) == ("river", 2)
    assert content.body == "Take *tea* with you."
    assert [row.number for row in copy.revisions.all()] == [1]
    logged = Entry.objects.get(action="packs.copy_pack")
    assert logged.actor == BY
    assert logged.data == {"kind": "walk", "owner": OWNER, "origin": "river", "version": 2}


def test_a_copy_of_a_translation_is_a_whole_file_in_that_language(river: Path) -> None:
    copy = actions.copy_pack(
        kind="walk", slug="river", language="es", owner=OWNER, title="Paseo", by=BY, key=uuid4()
    )
    assert copy
    assert (copy.title, copy.language) == ("Paseo", "es")
    content = queries.content_of(copy)
    assert content.stops[0].name == "El puente"  # type: ignore[attr-defined]
    assert content.stops[0].minutes == 10  # type: ignore[attr-defined]


def test_the_same_form_twice_leaves_one_copy(river: Path) -> None:
    key = uuid4()
    for _time in range(2):
        actions.copy_pack(kind="walk", slug="river", language="", owner=OWNER, by=BY, key=key)
    assert Copy.objects.count() == 1


def test_there_is_no_copy_of_nothing_and_not_too_many(copy: Copy) -> None:
    with pytest.raises(HouseError, match="no such text"):
        actions.copy_pack(kind="walk", slug="sea", language="", owner=OWNER, by=BY, key=uuid4())
    more = [
        Copy(kind="walk", owner=OWNER, title="x", language="en", text="", changed_at=clock.now())
        for _number in range(MOST_COPIES - 1)
    ]
    Copy.objects.bulk_create(more)
    with pytest.raises(Conflict, match="40"):
        actions.copy_pack(kind="walk", slug="river", language="", owner=OWNER, by=BY, key=uuid4())
    assert actions.copy_pack(
        kind="walk", slug="river", language="", owner="group:13", by=BY, key=uuid4()
    )


def test_a_file_comes_in_as_it_was_sent_out(copy: Copy) -> None:
    taken = actions.import_pack(
        kind="walk", text=copy.text.replace("\n", "\r\n"), owner="group:13", by=BY, key=uuid4()
    )
    assert taken
    assert (taken.text, taken.origin, taken.origin_version) == (copy.text, "river", 2)


def test_a_wrong_file_leaves_nothing(river: Path) -> None:
    with pytest.raises(PackError) as refused:
        actions.import_pack(
            kind="walk", text=WALK.replace("stops", "halts"), owner=OWNER, by=BY, key=uuid4()
        )
    assert len(refused.value.problems) == 2
    assert not Copy.objects.exists()
    assert not Entry.objects.exists()


def test_a_copy_can_be_copied(copy: Copy) -> None:
    other = actions.duplicate(copy=copy, title="On Sundays", by=BY, key=uuid4())
    assert other
    assert (other.title, other.origin_version) == ("On Sundays", 2)
    assert queries.content_of(other).title == "On Sundays"


# -- saving -------------------------------------------------------------------------------------


def test_saving_makes_a_revision_and_keeps_the_columns_true(copy: Copy) -> None:
    saved = save(copy, "Along the river", "By the lake", note="New title")
    assert saved
    assert (saved.title, saved.number) == ("By the lake", 2)
    newest = saved.revisions.first()
    assert newest
    assert (newest.number, newest.note, newest.text) == (2, "New title", saved.text)
    assert Entry.objects.get(action="packs.save_pack").data["number"] == 2


def test_a_mistake_is_refused_and_nothing_is_saved(copy: Copy) -> None:
    with pytest.raises(PackError) as refused:
        save(copy, "minutes: 10", "minutes: many")
    [problem] = refused.value.problems
    lines = copy.text.split("\n")
    assert "minutes" in lines[problem.line - 1]
    copy.refresh_from_db()
    assert (copy.number, Revision.objects.count()) == (1, 1)


def test_nothing_changed_is_no_revision(copy: Copy) -> None:
    assert save(copy, "x-not-there", "") is None
    assert Revision.objects.count() == 1


def test_who_began_from_an_older_revision_is_told(copy: Copy) -> None:
    stale = Copy.objects.get()
    save(copy, "Along the river", "First")
    with pytest.raises(Conflict, match="Somebody else has saved"):
        save(stale, "Along the river", "Second")
    assert Copy.objects.get().title == "First"


def test_the_form_of_a_save_counts_once(copy: Copy) -> None:
    key = uuid4()
    assert save(copy, "Along the river", "First", key=key)
    assert save(copy, "Along the river", "Second", key=key) is None
    assert Revision.objects.count() == 2


def test_fields_are_saved_as_text_is(copy: Copy) -> None:
    document = reading.read(copy.text)
    document.data["stops"][1]["minutes"] = "7"
    saved = actions.save_data(
        copy=copy, data=document.data, body="New below", number=1, note="", by=BY, key=uuid4()
    )
    assert saved
    content = queries.content_of(saved)
    assert (content.stops[1].minutes, content.body) == (7, "New below")  # type: ignore[attr-defined]


# -- history ------------------------------------------------------------------------------------


def test_going_back_is_a_new_revision(copy: Copy) -> None:
    save(copy, "Along the river", "First")
    again = actions.go_back(copy=copy, number=1, note="Back", by=BY, key=uuid4())
    assert again
    assert (again.title, again.number) == ("Along the river", 3)
    with pytest.raises(HouseError, match="not kept"):
        actions.go_back(copy=copy, number=9, note="", by=BY, key=uuid4())


def test_of_one_sitting_only_the_last_stays_and_all_of_the_last_hour(copy: Copy) -> None:
    begin = clock.now()
    minutes = (10, 12, 14, 60, 62, 300, 301)
    for number, minute in enumerate(minutes):
        with time_machine.travel(begin + timedelta(minutes=minute), tick=False):
            saved = save(copy, copy.title, f"Walk {number}")
            assert saved
            copy = saved
    assert [row.number for row in copy.revisions.order_by("number")] == [1, 4, 6, 7, 8]


def test_few_revisions_are_kept_and_the_first_for_ever(copy: Copy) -> None:
    begin = clock.now()
    for number in range(MOST_REVISIONS + 5):
        with time_machine.travel(begin + timedelta(days=number + 1), tick=False):
            saved = save(copy, copy.title, f"Walk {number}")
            assert saved
            copy = saved
    kept = [row.number for row in copy.revisions.order_by("number")]
    assert len(kept) == MOST_REVISIONS
    assert kept[:2] == [1, 8]
    assert kept[-1] == copy.number


# -- what is newer ------------------------------------------------------------------------------


def test_a_newer_original_is_told_and_taken(copy: Copy, river: Path) -> None:
    assert queries.newer_origin(copy) is None
    save(copy, "Along the river", "Our river")
    made_newer(river)
    copy.refresh_from_db()
    newer = queries.newer_origin(copy)
    assert newer
    assert newer.content.version == 3
    taken = actions.take_newer(copy=copy, note="", by=BY, key=uuid4())
    assert taken
    assert (taken.title, taken.origin_version) == ("Our river", 3)
    assert "The old bench" in taken.text
    assert queries.newer_origin(taken) is None


def test_keeping_ones_own_ends_the_telling(copy: Copy, river: Path) -> None:
    made_newer(river)
    kept = actions.keep_own(copy=copy, note="", by=BY, key=uuid4())
    assert kept
    assert kept.origin_version == 3
    assert "The old bench" not in kept.text
    assert queries.newer_origin(kept) is None
    assert actions.keep_own(copy=kept, note="", by=BY, key=uuid4()) is None


def test_a_difference_reads_as_lines_that_went_and_came() -> None:
    before = "\n".join(f"line {number}" for number in range(12))
    after = before.replace("line 6", "new line")
    assert [(change.what, change.lines) for change in queries.difference(before, after)] == [
        ("same", ("line 4", "line 5")),
        ("out", ("line 6",)),
        ("in", ("new line",)),
        ("same", ("line 7", "line 8")),
    ]
    assert queries.difference(before, before) == []


# -- being used ---------------------------------------------------------------------------------


def test_a_thing_uses_one_pack_at_a_time(copy: Copy) -> None:
    actions.use_pack(kind="walk", thing="meeting:1", slug="river", language="es", by=BY)
    use = queries.uses_of("walk", ["meeting:1", "meeting:2"])["meeting:1"]
    content = queries.content_used(use)
    assert content
    assert content.title == "Junto al río"
    actions.use_pack(kind="walk", thing="meeting:1", copy=copy, by=BY)
    use = Use.objects.get()
    assert (use.copy, use.slug, use.language) == (copy, "", "")
    actions.use_pack(kind="walk", thing="meeting:1", by=BY)
    assert not Use.objects.exists()
    with pytest.raises(HouseError, match="no such text"):
        actions.use_pack(kind="walk", thing="meeting:1", slug="sea", by=BY)


def test_what_is_used_is_not_thrown_away(copy: Copy) -> None:
    actions.use_pack(kind="walk", thing="meeting:1", copy=copy, by=BY)
    with pytest.raises(Conflict, match="A meeting uses this"):
        actions.remove_copy(copy=copy, by=BY)
    actions.use_pack(kind="walk", thing="meeting:1", by=BY)
    actions.remove_copy(copy=copy, by=BY)
    assert not Copy.objects.exists()
    assert not Revision.objects.exists()
    assert Entry.objects.get(action="packs.remove_pack").subject == f"pack:{copy.pk}"


def test_the_database_keeps_what_must_hold(copy: Copy) -> None:
    now = clock.now()
    for wrong in (
        lambda: Copy.objects.create(
            kind="walk", owner=OWNER, title="x", language="en", text="", origin="a", changed_at=now
        ),
        lambda: Revision.objects.create(copy=copy, number=1, text="", at=now),
        lambda: Use.objects.create(kind="walk", thing="meeting:1"),
        lambda: Use.objects.create(kind="walk", thing="meeting:1", copy=copy, slug="river"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_when_the_log_fails_nothing_stays(river: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_facts: object) -> None:
        raise RuntimeError("no log")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError):
        actions.copy_pack(kind="walk", slug="river", language="", owner=OWNER, by=BY, key=uuid4())
    assert not Copy.objects.exists()
