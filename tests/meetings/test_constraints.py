"""Meetings: the database itself refuses rows that make no sense, on both databases."""

import uuid
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from tests import factories as make
from tests.factories import NOW, weekly

from homegroup.meetings.models import Correction, DateChange, Meeting, MeetingType, Pause, Schedule
from homegroup.meetings.types import ensure_types

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]
DAY = date(2026, 3, 9)


def refused(name: str, act: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("meeting_attendance", {"attendance": "by_pigeon"}),
        ("meeting_attendance", {"attendance": ""}),
        ("meeting_status", {"status": "paused"}),
        ("meeting_status", {"status": "gone"}),
        ("meeting_slug_free", {"slug": "print"}),
        ("meeting_slug_free", {"slug": "new"}),
        ("meeting_source_whole", {"source": "feed", "source_slug": ""}),
        ("meeting_source_whole", {"source": "", "source_slug": "a"}),
    ],
)
def test_a_meeting_is_whole(name: str, values: dict[str, str]) -> None:
    meeting = make.add()
    refused(name, lambda: Meeting.objects.filter(pk=meeting.pk).update(**values))


def test_a_row_of_a_source_is_one_meeting() -> None:
    one, other = make.add("One"), make.add("Other")
    Meeting.objects.filter(pk=one.pk).update(source="feed", source_slug="a")
    refused(
        "source",
        lambda: Meeting.objects.filter(pk=other.pk).update(source="feed", source_slug="a"),
    )
    Meeting.objects.filter(pk=other.pk).update(source="other-feed", source_slug="a")


def test_a_slug_and_a_uid_are_one_meeting() -> None:
    one, other = make.add("One"), make.add("Other")
    for name in ("slug", "uid"):
        values = {name: getattr(one, name)}
        refused(name, lambda v=values: Meeting.objects.filter(pk=other.pk).update(**v))


WHOLE_SCHEDULES = [
    {"repeats": "weekly", "weekdays": "1", "starts_at": time(8)},
    {"repeats": "fortnightly", "weekdays": "1", "starts_at": time(8), "first_on": DAY},
    {"repeats": "monthly", "weekdays": "1", "ordinals": "9", "starts_at": time(8)},
    {"repeats": "once", "starts_at": time(8), "first_on": DAY},
    {"repeats": "appointment"},
    {"repeats": "weekly", "weekdays": "1", "starts_at": time(8), "first_on": DAY, "last_on": DAY},
    {"repeats": "weekly", "weekdays": "1", "starts_at": time(8), "minutes": 1440},
]


@pytest.mark.parametrize("values", WHOLE_SCHEDULES)
def test_a_whole_schedule_is_taken(values: dict[str, Any]) -> None:
    Schedule.objects.create(meeting=make.add(schedules=()), **values)


@pytest.mark.parametrize(
    ("name", "number", "changes"),
    [
        ("schedule_repeats", 0, {"repeats": "yearly"}),
        ("schedule_has_its_parts", 0, {"weekdays": ""}),
        ("schedule_has_its_parts", 0, {"starts_at": None}),
        ("schedule_has_its_parts", 1, {"weekdays": ""}),
        ("schedule_has_its_parts", 1, {"starts_at": None}),
        ("schedule_has_its_parts", 1, {"first_on": None}),
        ("schedule_has_its_parts", 2, {"weekdays": ""}),
        ("schedule_has_its_parts", 2, {"ordinals": ""}),
        ("schedule_has_its_parts", 2, {"starts_at": None}),
        ("schedule_has_its_parts", 3, {"starts_at": None}),
        ("schedule_has_its_parts", 3, {"first_on": None}),
        ("schedule_has_its_parts", 4, {"starts_at": time(8)}),
        ("schedule_has_its_parts", 4, {"weekdays": "1"}),
        ("schedule_dates_in_order", 5, {"last_on": date(2026, 3, 8)}),
        ("schedule_minutes", 6, {"minutes": 0}),
        ("schedule_minutes", 6, {"minutes": 1441}),
    ],
)
def test_a_schedule_has_its_parts(name: str, number: int, changes: dict[str, Any]) -> None:
    schedule = Schedule.objects.create(meeting=make.add(schedules=()), **WHOLE_SCHEDULES[number])
    if changes.get("repeats") == "yearly":  # the other constraint refuses it as well
        name = "schedule_"
    refused(name, lambda: Schedule.objects.filter(pk=schedule.pk).update(**changes))


def test_a_date_changes_once() -> None:
    schedule = make.add(schedules=(weekly(),)).schedules.get()
    values = {"schedule": schedule, "on": DAY, "made_at": NOW}
    DateChange.objects.create(**values)
    refused("", lambda: DateChange.objects.create(**values))


@pytest.mark.parametrize("half", [{"moved_to": DAY}, {"moved_at": time(8)}])
def test_a_moved_date_has_a_day_and_a_time(half: dict[str, Any]) -> None:
    schedule = make.add().schedules.get()
    refused(
        "date_change_whole",
        lambda: DateChange.objects.create(schedule=schedule, on=DAY, made_at=NOW, **half),
    )


def test_a_pause_does_not_end_before_it_begins() -> None:
    meeting = make.add()
    refused(
        "pause_dates_in_order",
        lambda: Pause.objects.create(
            meeting=meeting, from_on=DAY, until_on=date(2026, 3, 8), made_at=NOW
        ),
    )
    Pause.objects.create(meeting=meeting, from_on=DAY, until_on=DAY, made_at=NOW)


def test_a_meeting_has_one_open_pause() -> None:
    meeting = make.add()
    Pause.objects.create(meeting=meeting, from_on=DAY, made_at=NOW)
    refused("", lambda: Pause.objects.create(meeting=meeting, from_on=DAY, made_at=NOW))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("correction_", {"state": "lost", "decided_at": NOW}),
        ("correction_decided_whole", {"state": "done"}),
        ("correction_decided_whole", {"state": "declined"}),
        ("correction_decided_whole", {"decided_at": NOW}),
    ],
)
def test_a_correction_is_whole(name: str, values: dict[str, Any]) -> None:
    meeting = make.add()
    refused(name, lambda: Correction.objects.create(meeting=meeting, at=NOW, **values))


def test_a_type_has_a_known_category() -> None:
    kind = ensure_types(["open"])["open"]
    refused(
        "type_category", lambda: MeetingType.objects.filter(pk=kind.pk).update(category="colour")
    )


def test_what_a_meeting_names_cannot_be_deleted_under_it() -> None:
    meeting = make.add(group=make.group("Lamps"))
    for related in (meeting.group, meeting.venue, meeting.fellowship):
        assert related is not None
        with pytest.raises(models.ProtectedError):
            related.delete()


def test_status_and_pauses_read_as_one() -> None:
    meeting = make.add()
    Pause.objects.create(meeting=meeting, from_on=DAY, until_on=DAY, made_at=NOW)
    assert [meeting.status_on(date(2026, 3, day)) for day in (8, 9, 10)] == [
        "listed", "listed", "listed",
    ]  # read before the pause was made  # fmt: skip
    meeting = make.whole(meeting)
    assert [meeting.status_on(date(2026, 3, day)) for day in (8, 9, 10)] == [
        "listed", "paused", "listed",
    ]  # fmt: skip


def test_names_say_what_a_row_is() -> None:
    meeting = make.add()
    schedule = meeting.schedules.get()
    assert str(meeting) == "Lamp Light"
    assert str(schedule) == "weekly 1 19:30:00"
    assert str(Pause(from_on=DAY)) == "2026-03-09 to further notice"
    assert str(DateChange(on=DAY, moved_to=DAY)) == "2026-03-09 moved"
    assert str(DateChange(on=DAY)) == "2026-03-09 cancelled"
    assert uuid.UUID(str(meeting.uid))
