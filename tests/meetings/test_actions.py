"""Actions on meetings: each works, is refused where it should be, and is whole or nothing."""

import uuid
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from tests import factories as make
from tests.factories import NOW, audited, by_appointment, fortnightly, monthly, once, weekly, whole

from homegroup.audit.models import Entry
from homegroup.core import editions
from homegroup.core.errors import Conflict, HouseError
from homegroup.meetings import actions, writing
from homegroup.meetings.dates import next_dates
from homegroup.meetings.listing import GroupSpec, listing_of
from homegroup.meetings.models import Correction, DateChange, Meeting, Pause, Schedule, Slot
from homegroup.meetings.queries import Search, find
from homegroup.places import gazetteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]
SERVANT = uuid.UUID(int=7)
MARCH_9, MARCH_16, MARCH_23 = date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 23)  # Mondays


def names_found(words: str) -> list[str]:
    found = find(Search(words=words), now=NOW, zone=make.ZONE)
    return sorted({start.meeting.name for start in found.starts})


def days_found(meeting: Meeting, count: int = 50) -> list[str]:
    """Give the local dates and times that the meeting's page tells, cancelled ones left out."""
    dates = next_dates(whole(meeting), now=NOW, most=count)
    return [f"{x.starts_at:%m-%d %H:%M}" for x in dates if not x.is_cancelled]


# Add


def test_a_meeting_is_added_whole() -> None:
    meeting = make.add(
        "Lamp Light", types=("open", "wheelchair"), group=GroupSpec(name="Lamps"), notes="Tea"
    )
    assert meeting.slug == "lamp-light"
    assert meeting.fellowship is not None
    assert meeting.fellowship.slug == "aa"
    assert meeting.group is not None
    assert meeting.group.fellowship == meeting.fellowship
    assert [kind.slug for kind in meeting.types.all()] == ["open", "wheelchair"]
    assert listing_of(meeting) == make.listing(
        "Lamp Light", types=("open", "wheelchair"), group=GroupSpec(name="Lamps"), notes="Tea"
    )
    assert meeting.updated_at == NOW
    assert audited(meeting) == ["add_meeting"]
    assert names_found("lamp tea") == ["Lamp Light"]
    assert gazetteer.find("alder falls")
    assert Slot.objects.filter(meeting=meeting).count() == 1


def test_meetings_of_one_name_have_slugs_of_their_own() -> None:
    slugs = [make.add("Lamp Light").slug for _ in range(3)]
    assert slugs == ["lamp-light", "lamp-light-2", "lamp-light-3"]
    assert make.add("灯").slug != make.add("灯").slug
    assert make.add("x" * 255).slug != make.add("x" * 255).slug
    assert make.add("Other", slug="lamp-light").slug == "lamp-light-4"


def test_a_slug_that_only_begins_alike_is_free() -> None:
    make.add("Lamp Light Late")
    assert make.add("Lamp Light").slug == "lamp-light"


def test_one_address_is_one_venue() -> None:
    assert make.add().venue == make.add().venue
    assert make.add(venue=make.venue(notes="other door")).venue != make.add().venue


# Edit


def test_an_edit_is_noted_field_by_field() -> None:
    meeting = make.add()
    changes = {"name": "Morning Lamp", "notes": "Bring a cup"}
    edited = actions.edit_meeting(meeting=meeting, changes=changes, by=SERVANT)
    assert edited.edited == ["name", "notes"]
    assert edited.revision > meeting.revision
    assert edited.slug == "lamp-light"
    assert names_found("cup") == ["Morning Lamp"]
    assert names_found("light") == []
    entry = Entry.objects.get(action="meetings.edit_meeting")
    assert (entry.actor, entry.data) == (SERVANT, {"fields": ["name", "notes"]})


def test_edits_add_up() -> None:
    meeting = make.add()
    actions.edit_meeting(meeting=meeting, changes={"notes": "Tea"}, by=None)
    edited = actions.edit_meeting(meeting=meeting, changes={"name": "Other"}, by=None)
    assert edited.edited == ["name", "notes"]


def test_an_edit_that_changes_nothing_leaves_no_trace() -> None:
    meeting = make.add()
    same = actions.edit_meeting(meeting=meeting, changes={"name": "Lamp Light"}, by=None)
    assert (same.revision, same.edited) == (0, [])
    assert audited(meeting) == ["add_meeting"]


def test_an_edited_schedule_is_found_at_its_new_time() -> None:
    meeting = make.add()
    changes = {"schedules": (weekly("2", "08:00"),)}
    actions.edit_meeting(meeting=meeting, changes=changes, by=None)
    assert days_found(meeting, 2) == ["03-10 08:00", "03-17 08:00"]
    assert set(Slot.objects.filter(meeting=meeting).values_list("local_minute", flat=True)) == {480}


def test_an_edited_venue_is_known_to_the_gazetteer() -> None:
    meeting = make.add()
    town = make.venue("Birch Ferry", latitude=10.0, longitude=20.0)
    edited = actions.edit_meeting(meeting=meeting, changes={"venue": town}, by=None)
    assert str(gazetteer.find("birch ferry")[0]).startswith("Birch Ferry")
    assert edited.slots.first().cell == edited.venue.point.cell


def test_a_venue_can_be_taken_away() -> None:
    meeting = make.add()
    changes = {"venue": None, "attendance": "online"}
    edited = actions.edit_meeting(meeting=meeting, changes=changes, by=None)
    slot = edited.slots.first()
    assert (edited.venue, slot.online_only, slot.cell) == (None, True, None)


def test_a_detail_that_there_is_not_is_refused() -> None:
    meeting = make.add()
    with pytest.raises(HouseError, match="colour"):
        actions.edit_meeting(meeting=meeting, changes={"colour": "red"}, by=None)


@pytest.mark.parametrize(
    ("field", "value"), [("types", ("open", "no-such-kind")), ("fellowship", "nobody")]
)
def test_a_kind_or_a_fellowship_that_nobody_knows_is_refused(field: str, value: object) -> None:
    meeting = make.add()
    with pytest.raises(HouseError) as refused:
        actions.edit_meeting(meeting=meeting, changes={field: value}, by=None)
    assert refused.value.field == field
    assert make.whole(meeting).revision == meeting.revision
    with pytest.raises(HouseError, match="Nobody here knows"):
        make.add("Other", **{field: value})
    assert Meeting.objects.count() == 1


# Cancel, move, restore


def test_a_cancelled_date_is_not_found() -> None:
    meeting = make.add()
    schedule = meeting.schedules.get()
    actions.cancel_occurrence(schedule=schedule, on=MARCH_9, reason="Easter", by=SERVANT)
    assert days_found(meeting, 3) == ["03-16 19:30", "03-23 19:30"]
    assert whole(meeting).revision == 1
    change = DateChange.objects.get()
    assert (change.reason, change.made_by, change.made_at) == ("Easter", SERVANT, NOW)
    assert audited(meeting)[-1] == "cancel_occurrence"
    starts = find(Search(), now=NOW, zone=make.ZONE).starts
    assert [str(start.starts_at) for start in starts] == ["2026-03-16 23:30:00+00:00"]


def test_a_moved_date_is_found_where_it_went() -> None:
    meeting = make.add()
    actions.move_occurrence(
        schedule=meeting.schedules.get(), on=MARCH_9, to=date(2026, 3, 10), at=time(8),
        reason="", by=None,
    )  # fmt: skip
    assert days_found(meeting, 2) == ["03-10 08:00", "03-16 19:30"]
    starts = find(Search(hours=168), now=NOW, zone=make.ZONE).starts
    assert [str(start.starts_at) for start in starts] == ["2026-03-10 12:00:00+00:00"]


def test_a_moved_date_can_move_again_and_be_cancelled() -> None:
    schedule = make.add().schedules.get()
    for day in (10, 11):
        actions.move_occurrence(
            schedule=schedule, on=MARCH_9, to=date(2026, 3, day), at=time(8), reason="", by=None
        )
    assert days_found(schedule.meeting, 1) == ["03-11 08:00"]
    actions.cancel_occurrence(schedule=schedule, on=MARCH_9, reason="", by=None)
    assert days_found(schedule.meeting, 2) == ["03-16 19:30"]
    assert DateChange.objects.count() == 1


def test_a_cancelled_date_can_be_restored() -> None:
    meeting = make.add()
    before = list(Slot.objects.values_list("first", "last", "previous"))
    change = actions.cancel_occurrence(
        schedule=meeting.schedules.get(), on=MARCH_9, reason="", by=None
    )
    actions.restore_occurrence(change=change, by=SERVANT)
    assert days_found(meeting, 1) == ["03-09 19:30"]
    assert list(Slot.objects.values_list("first", "last", "previous")) == before
    assert whole(meeting).revision == 2
    assert audited(meeting) == ["add_meeting", "cancel_occurrence", "restore_occurrence"]


@pytest.mark.parametrize("on", [date(2026, 3, 10), date(2025, 3, 10), date(2027, 1, 1)])
def test_a_date_on_which_it_does_not_fall_is_refused(on: date) -> None:
    spec = weekly(first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
    schedule = make.add(schedules=(spec,)).schedules.get()
    with pytest.raises(HouseError) as refused:
        actions.cancel_occurrence(schedule=schedule, on=on, reason="", by=None)
    assert refused.value.field == "on"
    with pytest.raises(HouseError, match=on.isoformat()):
        actions.move_occurrence(
            schedule=schedule, on=on, to=MARCH_16, at=time(8), reason="", by=None
        )
    assert not DateChange.objects.exists()


def test_what_has_no_dates_cannot_be_cancelled() -> None:
    schedule = make.add(schedules=(by_appointment(),)).schedules.get()
    with pytest.raises(HouseError):
        actions.cancel_occurrence(schedule=schedule, on=MARCH_9, reason="", by=None)


# Pause and resume


def test_a_pause_takes_dates_away() -> None:
    meeting = make.add()
    actions.pause_meeting(
        meeting=meeting, from_on=MARCH_9, until_on=date(2026, 3, 16), reason="Paint", by=SERVANT
    )
    assert days_found(meeting, 1) == ["03-23 19:30"]
    assert whole(meeting).status_on(MARCH_16) == "paused"
    assert whole(meeting).status_on(date(2026, 3, 17)) == "listed"
    assert whole(meeting).edited == ["suspended"]
    assert audited(meeting)[-1] == "pause_meeting"


def test_a_meeting_paused_until_further_notice_is_still_found_by_its_words() -> None:
    meeting = make.add()
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 3, 1), until_on=None, reason="", by=None
    )
    (start,) = find(Search(words="lamp"), now=NOW, zone=make.ZONE).starts
    assert (start.meeting.name, start.starts_at) == ("Lamp Light", None)
    assert find(Search(hours=168), now=NOW, zone=make.ZONE).starts == []


def test_a_meeting_paused_for_longer_than_slots_reach_is_still_found_by_its_words() -> None:
    meeting = make.add()
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 3, 1), until_on=date(2027, 3, 1), reason="", by=None
    )
    (start,) = find(Search(words="lamp"), now=NOW, zone=make.ZONE).starts
    assert (start.meeting.name, start.starts_at) == ("Lamp Light", None)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(HouseError) as refused:
        actions.pause_meeting(
            meeting=make.add(), from_on=MARCH_16, until_on=MARCH_9, reason="", by=None
        )
    assert refused.value.field == "until_on"


def test_a_second_pause_until_further_notice_is_refused() -> None:
    meeting = make.add()
    actions.pause_meeting(meeting=meeting, from_on=MARCH_9, until_on=None, reason="", by=None)
    with pytest.raises(Conflict):
        actions.pause_meeting(meeting=meeting, from_on=MARCH_16, until_on=None, reason="", by=None)
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 1, 1), until_on=date(2026, 1, 2), reason="", by=None
    )
    assert Pause.objects.count() == 2


def test_a_date_moved_into_a_pause_does_not_take_place() -> None:
    meeting = make.add()
    actions.move_occurrence(
        schedule=meeting.schedules.get(), on=MARCH_9, to=date(2026, 3, 12), at=time(8),
        reason="", by=None,
    )  # fmt: skip
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 3, 11), until_on=date(2026, 3, 13), reason="", by=None
    )
    assert find(Search(hours=168), now=NOW, zone=make.ZONE).starts == []


def test_a_paused_meeting_resumes() -> None:
    meeting = make.add()
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 3, 1), until_on=None, reason="", by=None
    )
    actions.resume_meeting(meeting=meeting, on=MARCH_16, by=SERVANT)
    pause = Pause.objects.get()
    assert pause.until_on == date(2026, 3, 15)
    assert days_found(meeting, 1) == ["03-16 19:30"]
    assert Slot.objects.filter(meeting=meeting, minute=None).count() == 0
    assert audited(meeting)[-1] == "resume_meeting"


def test_resuming_before_a_pause_began_takes_it_back() -> None:
    meeting = make.add()
    actions.pause_meeting(meeting=meeting, from_on=MARCH_16, until_on=None, reason="", by=None)
    actions.resume_meeting(meeting=meeting, on=MARCH_9, by=None)
    assert not Pause.objects.exists()
    assert days_found(meeting, 2) == ["03-09 19:30", "03-16 19:30"]


def test_resuming_keeps_a_pause_that_is_planned_for_later() -> None:
    meeting = make.add()
    for start, end in ((date(2026, 3, 1), None), (date(2026, 7, 1), date(2026, 8, 1))):
        actions.pause_meeting(meeting=meeting, from_on=start, until_on=end, reason="", by=None)
    actions.resume_meeting(meeting=meeting, on=MARCH_9, by=None)
    assert days_found(meeting, 1) == ["03-09 19:30"]
    assert whole(meeting).pause_on(date(2026, 7, 10))


def test_what_is_not_paused_cannot_resume() -> None:
    meeting = make.add()
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 1, 1), until_on=date(2026, 1, 31), reason="", by=None
    )
    with pytest.raises(Conflict):
        actions.resume_meeting(meeting=meeting, on=MARCH_9, by=None)


# A schedule that changes from a date on


def test_a_change_starts_on_its_date() -> None:
    meeting = make.add()
    new = actions.change_schedule(
        schedule=meeting.schedules.get(), from_on=MARCH_16, changes={"starts_at": time(18)},
        by=SERVANT,
    )  # fmt: skip
    assert days_found(meeting, 3) == ["03-09 19:30", "03-16 18:00", "03-23 18:00"]
    assert new.meeting_id == meeting.pk
    assert whole(meeting).edited == ["schedules"]
    assert audited(meeting)[-1] == "change_schedule"
    starts = find(Search(), now=NOW, zone=make.ZONE).starts
    assert str(starts[0].starts_at) == "2026-03-09 23:30:00+00:00"


@pytest.mark.parametrize("spec", [once("2026-03-09"), by_appointment()])
def test_what_does_not_repeat_cannot_change_from_a_date_on(spec: Any) -> None:
    schedule = make.add(schedules=(spec,)).schedules.get()
    with pytest.raises(HouseError):
        actions.change_schedule(schedule=schedule, from_on=MARCH_16, changes={}, by=None)


def test_a_change_before_the_first_date_is_refused() -> None:
    schedule = make.add(schedules=(weekly(first_on=MARCH_16),)).schedules.get()
    for on in (MARCH_9, MARCH_16):
        with pytest.raises(HouseError) as refused:
            actions.change_schedule(schedule=schedule, from_on=on, changes={}, by=None)
        assert refused.value.field == "from_on"


def test_a_change_after_the_last_date_is_refused() -> None:
    schedule = make.add(schedules=(weekly(last_on=MARCH_16),)).schedules.get()
    with pytest.raises(HouseError) as refused:
        actions.change_schedule(
            schedule=schedule, from_on=MARCH_23, changes={"starts_at": time(18)}, by=None
        )
    assert refused.value.field == "from_on"
    assert Schedule.objects.get().last_on == MARCH_16


def test_a_change_may_end_with_the_schedule_that_it_changes() -> None:
    meeting = make.add(schedules=(weekly(last_on=MARCH_23),))
    actions.change_schedule(
        schedule=meeting.schedules.get(), from_on=MARCH_16, changes={"starts_at": time(18)}, by=None
    )
    assert days_found(meeting) == ["03-09 19:30", "03-16 18:00", "03-23 18:00"]


def test_a_detail_of_schedules_that_there_is_not_is_refused() -> None:
    schedule = make.add().schedules.get()
    with pytest.raises(HouseError, match="colour"):
        actions.change_schedule(
            schedule=schedule, from_on=MARCH_16, changes={"colour": "red"}, by=None
        )
    assert Schedule.objects.count() == 1


@pytest.mark.parametrize("from_on", [date(2026, 3, 11), date(2026, 3, 18), MARCH_16])
def test_a_change_of_time_keeps_the_rhythm_of_every_second_week(from_on: date) -> None:
    meeting = make.add(schedules=(fortnightly("1", "19:30", "2026-02-23"),))
    actions.change_schedule(
        schedule=meeting.schedules.get(), from_on=from_on, changes={"starts_at": time(18)}, by=None
    )
    assert [day[:5] for day in days_found(meeting, 4)] == ["03-09", "03-23", "04-06", "04-20"]


def test_dates_changed_before_stay_changed_under_the_new_time() -> None:
    meeting = make.add()
    schedule = meeting.schedules.get()
    actions.cancel_occurrence(schedule=schedule, on=MARCH_23, reason="Easter", by=None)
    actions.move_occurrence(
        schedule=schedule, on=date(2026, 3, 30), to=date(2026, 3, 31), at=time(8), reason="",
        by=None,
    )  # fmt: skip
    actions.cancel_occurrence(schedule=schedule, on=MARCH_9, reason="", by=None)
    actions.change_schedule(
        schedule=schedule, from_on=MARCH_16, changes={"starts_at": time(18)}, by=None
    )
    assert days_found(meeting, 6) == ["03-16 18:00", "03-31 08:00", "04-06 18:00", "04-13 18:00"]
    found = find(Search(limit=500), now=NOW, zone=make.ZONE).starts
    assert "2026-03-09" not in str([start.starts_at for start in found])


def test_a_changed_date_goes_with_the_weekday_that_it_fell_on() -> None:
    meeting = make.add()
    schedule = meeting.schedules.get()
    actions.move_occurrence(
        schedule=schedule, on=MARCH_23, to=date(2026, 3, 26), at=time(8), reason="", by=None
    )
    actions.change_schedule(schedule=schedule, from_on=MARCH_16, changes={"weekdays": "2"}, by=None)
    assert days_found(meeting, 4) == ["03-09 19:30", "03-17 19:30", "03-24 19:30", "03-31 19:30"]
    assert not DateChange.objects.exists()


# Close, reopen, confirm


def test_a_closed_meeting_is_not_found_and_its_row_stays() -> None:
    meeting = make.add()
    actions.close_meeting(meeting=meeting, reason="The hall is gone.", by=SERVANT)
    closed = whole(meeting)
    assert (closed.status, closed.closed_reason) == ("closed", "The hall is gone.")
    assert closed.edited == ["status"]
    assert closed.status_on(MARCH_9) == "closed"
    assert find(Search(), now=NOW, zone=make.ZONE).starts == []
    assert names_found("lamp") == []
    assert audited(meeting)[-1] == "close_meeting"
    assert not Meeting.objects.listed().exists()


def test_a_closed_meeting_cannot_close_again() -> None:
    meeting = make.add()
    stale = whole(meeting)
    actions.close_meeting(meeting=meeting, reason="", by=None)
    for again in (meeting, stale):
        with pytest.raises(Conflict):
            actions.close_meeting(meeting=again, reason="", by=None)


def test_a_reopened_meeting_is_found_again() -> None:
    meeting = make.add()
    actions.close_meeting(meeting=meeting, reason="Gone", by=None)
    actions.reopen_meeting(meeting=meeting, by=SERVANT)
    assert whole(meeting).closed_reason == ""
    assert names_found("lamp") == ["Lamp Light"]
    assert whole(meeting).revision == 2
    with pytest.raises(Conflict):
        actions.reopen_meeting(meeting=meeting, by=None)


def test_a_listing_is_confirmed() -> None:
    meeting = make.add()
    actions.confirm_meeting(meeting=meeting, on=MARCH_9, by=SERVANT)
    assert whole(meeting).confirmed_on == MARCH_9
    assert whole(meeting).edited == ["confirmed_on"]
    assert audited(meeting)[-1] == "confirm_meeting"


# Corrections


def test_a_correction_waits_for_the_secretary() -> None:
    meeting = make.add()
    sent = actions.report_correction(
        meeting=meeting, changes={"name": ("Lamp Light", "Lamp")}, message=" Moved. ",
        key=uuid.uuid4(),
    )  # fmt: skip
    assert sent is not None
    row = Correction.objects.get()
    assert row.changes == {"name": ["Lamp Light", "Lamp"]}
    assert (row.message, row.state, row.at, row.meeting) == ("Moved.", "waiting", NOW, meeting)
    assert audited(meeting)[-1] == "report_correction"
    assert whole(meeting).revision == 0
    assert "Moved" not in str(Entry.objects.values_list("data", flat=True))


def test_the_same_correction_twice_leaves_one_row() -> None:
    meeting, key = make.add(), uuid.uuid4()
    first = actions.report_correction(meeting=meeting, changes={}, message="Moved", key=key)
    second = actions.report_correction(meeting=meeting, changes={}, message="Moved", key=key)
    assert first is not None
    assert second is None
    assert Correction.objects.count() == 1
    assert audited(meeting).count("report_correction") == 1


def test_a_correction_that_says_nothing_is_refused_and_its_key_stays_good() -> None:
    meeting, key = make.add(), uuid.uuid4()
    with pytest.raises(HouseError):
        actions.report_correction(meeting=meeting, changes={}, message=" \n", key=key)
    assert actions.report_correction(meeting=meeting, changes={}, message="Hi", key=key)


# Stale rows


def test_two_servants_who_act_at_once_both_count() -> None:
    meeting = make.add()
    one, other = whole(meeting), whole(meeting)
    actions.confirm_meeting(meeting=one, on=MARCH_9, by=None)
    actions.pause_meeting(
        meeting=other, from_on=MARCH_9, until_on=date(2026, 3, 10), reason="", by=None
    )
    assert whole(meeting).revision == 2
    assert whole(meeting).edited == ["confirmed_on", "suspended"]


# Whole or nothing


def _changed_date(meeting: Meeting) -> DateChange:
    return actions.cancel_occurrence(
        schedule=meeting.schedules.get(), on=MARCH_9, reason="", by=None
    )


def _paused(meeting: Meeting) -> None:
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 3, 1), until_on=None, reason="", by=None
    )


ROLLBACKS: dict[str, tuple[Callable[[Meeting], Any], Callable[[Meeting, Any], Any]]] = {
    "add": (lambda _: None, lambda *_: make.add("Another")),
    "edit": (
        lambda _: None,
        lambda m, _: actions.edit_meeting(
            meeting=m,
            changes={"name": "New", "schedules": (weekly("5"),), "venue": make.venue("Birch")},
            by=None,
        ),
    ),
    "cancel": (lambda _: None, lambda m, _: _changed_date(m)),
    "move": (
        lambda _: None,
        lambda m, _: actions.move_occurrence(
            schedule=m.schedules.get(), on=MARCH_9, to=MARCH_16, at=time(8), reason="", by=None
        ),
    ),
    "restore": (_changed_date, lambda _, it: actions.restore_occurrence(change=it, by=None)),
    "pause": (lambda _: None, lambda m, _: _paused(m)),
    "resume": (_paused, lambda m, _: actions.resume_meeting(meeting=m, on=MARCH_16, by=None)),
    "change schedule": (
        lambda _: None,
        lambda m, _: actions.change_schedule(
            schedule=m.schedules.get(), from_on=MARCH_16, changes={"starts_at": time(8)}, by=None
        ),
    ),
    "close": (lambda _: None, lambda m, _: actions.close_meeting(meeting=m, reason="", by=None)),
    "reopen": (
        lambda m: actions.close_meeting(meeting=m, reason="", by=None),
        lambda m, _: actions.reopen_meeting(meeting=m, by=None),
    ),
    "confirm": (
        lambda _: None,
        lambda m, _: actions.confirm_meeting(meeting=m, on=MARCH_9, by=None),
    ),
    "report": (
        lambda _: None,
        lambda m, _: actions.report_correction(
            meeting=m, changes={}, message="Hi", key=uuid.UUID(int=1)
        ),
    ),
}


def _all_rows() -> list[Any]:
    tables = [
        model
        for name in ("meetings", "groups", "places", "audit", "core")
        for model in apps.get_app_config(name).get_models(include_auto_created=True)
    ]
    rows = [sorted(map(repr, model._base_manager.values_list())) for model in tables]
    return [rows, names_found("lamp"), names_found("another")]


@pytest.mark.parametrize("name", ROLLBACKS)
def test_an_action_whose_audit_fails_leaves_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, act = ROLLBACKS[name]
    meeting = make.add()
    prepared = prepare(meeting)
    meeting = whole(meeting)
    before = _all_rows()

    def fail(**_: object) -> None:
        raise RuntimeError("The log is full.")

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        act(meeting, prepared)
    make.forget_what_was_read()
    assert _all_rows() == before


@pytest.mark.parametrize("name", [name for name in ROLLBACKS if name not in {"report"}])
def test_an_action_counts_an_edition(name: str) -> None:
    prepare, act = ROLLBACKS[name]
    meeting = make.add()
    prepared = prepare(meeting)
    before = editions.number(writing.EDITION)
    act(whole(meeting), prepared)
    assert editions.number(writing.EDITION) > before


def test_the_log_cannot_be_changed() -> None:
    make.add()
    entry = Entry.objects.get()
    for change in (entry.save, entry.delete, Entry.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        Entry.objects.update(action="other")


def test_a_monthly_schedule_changes_its_ordinals_from_a_date_on() -> None:
    meeting = make.add(schedules=(monthly("2", "1"),))
    actions.change_schedule(
        schedule=meeting.schedules.get(), from_on=date(2026, 3, 20), changes={"ordinals": "9"},
        by=None,
    )  # fmt: skip
    assert days_found(meeting, 3) == ["03-09 19:30", "03-30 19:30", "04-27 19:30"]


def test_a_schedule_that_makes_no_sense_is_refused_by_the_database() -> None:
    schedule = make.add().schedules.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.change_schedule(
            schedule=schedule, from_on=MARCH_16, changes={"weekdays": ""}, by=None
        )
    assert Schedule.objects.get().last_on is None
