"""Runs: what a newer list does, what people edited here, and taking runs back."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.exchange.importing import ZOOM, bring, figures, meeting, row, state

from homegroup.audit.models import Entry
from homegroup.core import editions
from homegroup.core.errors import HouseError
from homegroup.exchange.importing import actions
from homegroup.exchange.importing.changes import GONE
from homegroup.exchange.importing.run import Run
from homegroup.exchange.models import ImportChange, ImportRun, Source
from homegroup.groups.models import Group
from homegroup.meetings import actions as meeting_actions
from homegroup.meetings.models import Correction, Meeting, Pause, Slot
from homegroup.places.models import Place

pytestmark = pytest.mark.django_db


def undo(name="county"):
    return actions.undo_import(name=name, by=None)[1]


def notes(outcome):
    return [(each.slug, each.field, each.severity) for each in outcome.tally.problems]


def edit(slug="lamp-light", **changes):
    meeting_actions.edit_meeting(meeting=meeting(slug), changes=changes, by=None)


def test_a_first_list_creates():
    outcome = bring(row("a"), row("b", name="Other", group="G"), fellowship="aa")
    assert figures(outcome) == {"created": 2}
    made = meeting("b")
    assert (made.source, made.source_slug, made.revision) == ("county", "b", 0)
    assert made.fellowship is not None
    assert made.fellowship.slug == "aa"
    assert Slot.objects.filter(meeting=made).exists()
    assert Place.objects.filter(name="Alder Falls").exists()
    assert editions.number("meetings") == 1
    entry = Entry.objects.get(action="exchange.import_meetings")
    assert entry.data["created"] == 2


def test_the_same_list_again_changes_nothing():
    bring(row("a"), row("b", day=None, time=None), row("c", types=["TC"]))
    before, edition = state(), editions.number("meetings")
    outcome = bring(row("a"), row("b", day=None, time=None), row("c", types=["TC"]))
    assert figures(outcome) == {"unchanged": 3}
    assert state() == before
    assert editions.number("meetings") == edition
    assert {each.revision for each in Meeting.objects.all()} == {0}


def test_the_order_of_rows_and_what_is_not_kept_do_not_matter():
    bring(row("a"), row("b"), row("c", day=1), row("c", day=2))
    outcome = bring(
        row("c", day=2), row("c", day=1), row("b", updated="2030-01-01"), row("a", author="x")
    )
    assert figures(outcome) == {"unchanged": 3}


def test_a_newer_list_adds_updates_and_removes():
    bring(row("a"), row("b"), row("c"))
    old = meeting("a")
    outcome = bring(row("a", time="21:00", end_time="22:00", types=["C"]), row("b"), row("d"))
    assert figures(outcome) == {"created": 1, "updated": 1, "unchanged": 1, "removed": 1}
    new = meeting("a")
    assert (new.uid, new.revision) == (old.uid, 1)
    assert [str(each.starts_at) for each in new.schedules.all()] == ["21:00:00"]
    assert [kind.slug for kind in new.types.all()] == ["closed"]
    assert {slot.local_minute for slot in new.slots.all()} == {21 * 60}
    gone = meeting("c")
    assert (gone.status, gone.closed_reason) == ("closed", GONE)
    assert not gone.slots.exists()


def test_every_field_is_followed():
    full = row(
        "a", group="G", group_notes="n", district="D", entity="E", entity_phone="555-0100",
        region="R", location="L", location_notes="LN", notes="N", conference_url=ZOOM,
        conference_url_notes="CN", conference_phone="+16465550137", conference_phone_notes="PN",
        website="https://w.org", email="e@w.org", phone="555-0101", venmo="@v", url="https://u.org",
        contact_1_name="Jo", last_contact="2024-01-01", latitude=42.6, longitude=-76.3,
    )  # fmt: skip
    bring(row("a"))
    assert figures(bring(full)) == {"updated": 1}
    grown = state()["a"][3]
    assert figures(bring(full)) == {"unchanged": 1}
    assert figures(bring(row("a"))) == {"updated": 1}
    assert figures(bring(full)) == {"updated": 1}
    assert state()["a"][3] == grown


def test_a_meeting_that_comes_back_is_the_same_one():
    bring(row("a"), row("b"))
    uid = meeting("a").uid
    assert figures(bring(row("b"))) == {"unchanged": 1, "removed": 1}
    assert figures(bring(row("b"))) == {"unchanged": 1}
    outcome = bring(row("a", name="Anew"), row("b"))
    assert figures(outcome) == {"created": 1, "unchanged": 1}
    back = meeting("a")
    assert (back.uid, back.status, back.closed_reason, back.name) == (uid, "listed", "", "Anew")
    assert back.slots.exists()


def test_a_row_that_became_unreadable_removes_nothing():
    bring(row("a"), row("b"))
    outcome = bring(row("a", time="soon"), row("b"))
    assert figures(outcome) == {"unchanged": 1, "rejected": 1}
    assert meeting("a").status == "listed"
    assert figures(bring(row("a"), row("b"))) == {"unchanged": 2}


def test_sources_do_not_meet():
    bring(row("a", name="Ours"), name="one")
    bring(row("a", name="Theirs"), row("b"), name="two")
    assert (meeting("a").name, meeting("a-two").name) == ("Ours", "Theirs")
    assert figures(bring(row("b"), name="two")) == {"unchanged": 1, "removed": 1}
    assert meeting("a").status == "listed"


def test_slugs_here_are_short_plain_free_and_stay():
    long = "x" * 100
    bring(row(long), row("zwei häuser"), row(7), row("print"))
    slugs = {each.source_slug: each.slug for each in Meeting.objects.all()}
    assert slugs[long] == "x" * 64
    assert slugs["zwei häuser"] == "zwei-hauser"
    assert slugs["7"] == "7"
    assert slugs["print"] != "print"
    bring(row(long, name="Anew"), row("zwei häuser"), row(7), row("print"))
    assert {each.source_slug: each.slug for each in Meeting.objects.all()} == slugs


def test_a_group_is_told_by_all_its_rows_together():
    rows = [row("a", group="G"), row("b", group="G", group_notes="Doors at seven")]
    bring(*rows)
    assert Group.objects.get(name="G").notes == "Doors at seven"
    assert figures(bring(*rows)) == {"unchanged": 2}
    outcome = bring(row("a", group="G"), row("b", group="G", group_notes="Doors at eight"))
    assert figures(outcome) == {"updated": 1, "unchanged": 1}
    assert Group.objects.get(name="G").notes == "Doors at eight"


def test_a_place_closed_for_now_is_a_pause_that_ends():
    bring(row("a"))
    bring(row("a", types=["TC"]))
    assert Pause.objects.get().imported
    bring(row("a"))
    assert not Pause.objects.exists()


# -- what people edited here ------------------------------------------------------------------


def test_an_edited_field_stays_and_is_said_once():
    bring(row("a", notes="theirs"))
    edit("a", notes="ours")
    outcome = bring(row("a", notes="theirs, newer", name="Renamed"))
    assert figures(outcome) == {"updated": 1}
    assert notes(outcome) == [("a", "notes", "note")]
    kept = meeting("a")
    assert (kept.notes, kept.name) == ("ours", "Renamed")
    again = bring(row("a", notes="theirs, newer", name="Renamed"))
    assert (figures(again), notes(again)) == ({"unchanged": 1}, [])


def test_a_change_in_edited_fields_only_changes_nothing():
    bring(row("a", notes="theirs"))
    edit("a", notes="ours")
    revision = meeting("a").revision
    outcome = bring(row("a", notes="newer"))
    assert figures(outcome) == {"unchanged": 1}
    assert notes(outcome) == [("a", "notes", "note")]
    assert meeting("a").revision == revision


def test_a_list_that_comes_round_to_the_edit_is_no_problem():
    bring(row("a", notes="theirs"))
    edit("a", notes="ours")
    outcome = bring(row("a", notes="ours"))
    assert (figures(outcome), notes(outcome)) == ({"unchanged": 1}, [])


def test_edited_schedules_types_and_pauses_stay():
    bring(row("a"))
    here = meeting("a")
    meeting_actions.edit_meeting(meeting=here, changes={"types": ("closed",)}, by=None)
    meeting_actions.change_schedule(
        schedule=here.schedules.all()[0], from_on=date(2030, 1, 1), changes={"minutes": 90}, by=None
    )
    before = state()["a"][3]
    outcome = bring(row("a", time="08:00", end_time="09:00", types=["ST"]))
    assert figures(outcome) == {"unchanged": 1}
    assert {field for _, field, _ in notes(outcome)} == {"types", "schedules"}
    assert state()["a"][3] == before


def test_closed_here_stays_closed_and_is_said():
    bring(row("a"), row("b"))
    meeting_actions.close_meeting(meeting=meeting("a"), reason="Moved away", by=None)
    outcome = bring(row("a", name="Anew"), row("b"))
    assert notes(outcome) == [("a", "status", "note")]
    shut = meeting("a")
    assert (shut.status, shut.closed_reason, shut.name) == ("closed", "Moved away", "Anew")
    assert notes(bring(row("a", name="Anew"), row("b"))) == [("a", "status", "note")]
    assert figures(bring(row("b"))) == {"unchanged": 1}
    outcome = bring(row("a"), row("b"))
    assert meeting("a").status == "closed"
    assert ("a", "status", "note") in notes(outcome)


def test_opened_here_stays_listed_when_it_leaves_the_list():
    bring(row("a"), row("b"))
    bring(row("b"))
    meeting_actions.reopen_meeting(meeting=meeting("a"), by=None)
    assert figures(bring(row("b"))) == {"unchanged": 1}
    bring(row("a"), row("b"))
    outcome = bring(row("b"))
    assert figures(outcome) == {"unchanged": 1}
    assert notes(outcome) == [("a", "status", "note")]
    assert meeting("a").status == "listed"


# -- dry runs, failures -----------------------------------------------------------------------


def test_a_dry_run_tells_and_changes_nothing():
    assert figures(bring(row("a"), dry_run=True)) == {"created": 1}
    assert not Source.objects.exists()
    assert not Meeting.objects.exists()
    bring(row("a"), row("b"), row("c"))
    before, audited = state(), Entry.objects.count()
    newer = [row("a", name="Anew"), row("b"), row("d")]
    outcome = bring(*newer, dry_run=True)
    assert figures(outcome) == {"created": 1, "updated": 1, "unchanged": 1, "removed": 1}
    assert outcome.run is None
    assert (state(), Entry.objects.count(), ImportRun.objects.count()) == (before, audited, 1)
    assert figures(bring(*newer)) == figures(outcome)


def test_a_failure_in_the_middle_takes_all_back(monkeypatch):
    bring(row("a"), row("b"))
    before = state()

    def break_down(self, found):
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(Run, "_create", break_down)
    with pytest.raises(RuntimeError):
        bring(row("a", name="Anew"), row("c"))
    assert state() == before
    assert ImportRun.objects.count() == 1
    monkeypatch.undo()
    assert figures(bring(row("a"), row("b"))) == {"unchanged": 2}


def test_what_was_told_of_a_source_is_remembered():
    bring(row("a", timezone=None), fellowship="na", time_zone="Asia/Tokyo")
    outcome = bring(row("a", timezone=None))
    assert figures(outcome) == {"unchanged": 1}
    assert figures(bring(row("a", timezone=None), time_zone="Asia/Seoul")) == {"updated": 1}
    assert meeting("a").time_zone == "Asia/Seoul"


def test_the_number_of_queries_does_not_grow_with_the_list():
    def queries(count, name):
        rows = [row(f"{name}-{n}", group=f"G{n}", location=f"L{n}") for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as first:
            bring(*rows, name=name)
        with CaptureQueriesContext(connection) as again:
            bring(*rows, name=name)
        return len(first), len(again)

    bring(row("warm", group="G", location="L"), name="warm")
    assert queries(3, "few") == queries(30, "many")


# -- taking back ------------------------------------------------------------------------------


def test_undo_of_a_first_list_leaves_nothing():
    bring(row("a", group="G"), row("b"))
    result = undo()
    assert (result.deleted, result.restored, result.listed) == (2, 0, 0)
    assert not Meeting.objects.exists()
    assert not Group.objects.exists()
    assert not Place.objects.exists()
    with pytest.raises(HouseError, match="left to take back"):
        undo()
    assert figures(bring(row("a", group="G"), row("b"))) == {"created": 2}


def test_undo_goes_back_run_by_run_to_the_same_state():
    lists = (
        [row("a", group="G"), row("b"), row("c")],
        [row("a", group="G", group_notes="n", time="21:00", types=["C"]), row("b"), row("d")],
        [row("b", name="B"), row("c"), row("d", types=["TC"])],
        [row("a", day=[1, 3]), row("b", location="New Hall", notes="x"), row("c"), row("d")],
    )
    states = []
    for rows in lists:
        states.append(state())
        bring(*rows)
    for expected in reversed(states):
        undo()
        assert state() == expected


def test_undo_then_the_same_list_again():
    bring(row("a"), row("b"))
    bring(row("a", name="Anew"), row("c"))
    newer = {slug: each[1:] for slug, each in state().items()}
    undo()
    outcome = bring(row("a", name="Anew"), row("c"))
    assert figures(outcome) == {"created": 1, "updated": 1, "removed": 1}
    assert {slug: each[1:] for slug, each in state().items()} == newer


def test_undo_passes_over_runs_that_changed_nothing():
    bring(row("a"))
    bring(row("a", name="Anew"))
    bring(row("a", name="Anew"))
    assert undo().restored == 1
    assert meeting("a").name == "Lamp Light"


def test_undo_keeps_what_people_edited_since():
    bring(row("a", notes="one"), row("b"))
    bring(row("a", notes="two", name="Anew"), row("b", name="Anew"))
    edit("a", notes="ours")
    result = undo()
    assert meeting("a").notes == "ours"
    assert meeting("a").name == "Lamp Light"
    assert [(each.slug, each.field) for each in result.problems] == [("a", "notes")]


def test_undo_closes_what_people_have_worked_on():
    bring(row("a"), row("b"), row("c"), row("d"))
    edit("a", notes="ours")
    meeting_actions.pause_meeting(
        meeting=meeting("b"), from_on=date(2030, 1, 1), until_on=None, reason="", by=None
    )
    Correction.objects.create(meeting=meeting("c"), message="wrong", at="2026-01-01T00:00Z")
    result = undo()
    assert (result.deleted, result.closed) == (1, 3)
    assert {each.slug: each.status for each in Meeting.objects.all()} == dict.fromkeys(
        "abc", "closed"
    )
    assert figures(bring(row("a"), row("b"), row("c"), row("d"))) == {"created": 4}
    assert meeting("a").notes == "ours"


def test_undo_keeps_a_status_that_people_set_since():
    bring(row("a"), row("b"))
    bring(row("b"))
    meeting_actions.reopen_meeting(meeting=meeting("a"), by=None)
    result = undo()
    assert [(each.slug, each.field) for each in result.problems] == [("a", "status")]
    assert meeting("a").status == "listed"


def test_undo_of_an_unknown_source():
    with pytest.raises(HouseError, match="no source named"):
        undo("nowhere")


def test_undo_is_all_or_nothing(monkeypatch):
    bring(row("a"), row("b"))
    before = state()
    monkeypatch.setattr("homegroup.meetings.writing.renew_gazetteer", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        undo()
    assert state() == before
    assert ImportChange.objects.count() == 2
    assert ImportRun.objects.get().undone_at is None


def test_both_are_audited():
    bring(row("a"))
    undo()
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == [
        "exchange.import_meetings",
        "exchange.undo_import",
    ]
