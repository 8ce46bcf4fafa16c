"""Every write on meetings: the rule, one transaction, the audit row inside.

`by` is the account that acts, None for the house itself. Errors are `core.errors.HouseError`.
"""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from homegroup.audit.actions import record
from homegroup.core import once
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.text import unique_slug
from homegroup.groups.fellowships import known
from homegroup.groups.models import Fellowship, Group
from homegroup.meetings import writing
from homegroup.meetings.choices import CorrectionState, Repeats, Status
from homegroup.meetings.listing import SCHEDULE_FIELDS, Listing, differing, listing_of
from homegroup.meetings.models import (
    RESERVED_SLUGS,
    Correction,
    DateChange,
    Meeting,
    Pause,
    Schedule,
)
from homegroup.meetings.types import unknown_types
from homegroup.places import gazetteer


def _audit(verb: str, meeting: Meeting, by: UUID | None, **data: Any) -> None:
    record(action=f"meetings.{verb}", subject=f"meeting:{meeting.uid}", by=by, data=data)


def _lock(meeting: Meeting) -> None:
    """Read anew what actions go by, and keep others from changing it before we are done."""
    locked = Meeting.objects.select_for_update()
    meeting.refresh_from_db(fields=["status", "revision", "edited"], from_queryset=locked)


def _changed(meeting: Meeting, *, edited: tuple[str, ...] = ()) -> None:
    """Stamp a change made by people, note which fields it touched, and publish it."""
    _lock(meeting)
    meeting.revision += 1
    meeting.updated_at = writing.now()
    meeting.edited = sorted({*meeting.edited, *edited})
    meeting.save(update_fields=["revision", "updated_at", "edited"])
    writing.publish([meeting.pk])


@transaction.atomic
def add_meeting(
    *,
    listing: Listing,
    by: UUID | None,
    slug: str = "",
    group: Group | None = None,
    key: UUID | None = None,
) -> Meeting | None:
    """Add one meeting, to a group that there is or to the one that its listing names.

    Its slug is made from the name unless one is given. Gives None when the form's key was spent.
    Raises HouseError for a type or a fellowship that there is not.
    """
    if key is not None and not once.claim(key):
        return None
    _check_known(listing)
    wanted = slug or listing.name
    taken = _slugs_like(wanted) | RESERVED_SLUGS
    free = unique_slug(wanted, taken, fallback="meeting")
    meeting = writing.create([writing.NewMeeting(slug=free, listing=listing)], at=writing.now())[0]
    if group is not None:
        meeting.group, meeting.fellowship = group, group.fellowship
        meeting.service_body = group.service_body
        meeting.save(update_fields=["group", "fellowship", "service_body"])
    writing.publish([meeting.pk])
    if meeting.venue:
        gazetteer.learn(meeting.venue)
    _audit("add_meeting", meeting, by)
    return meeting


def _check_known(listing: Listing) -> None:
    """Refuse types and a fellowship that nobody here knows."""
    types = unknown_types(listing.types)
    if types:
        raise HouseError(_("Nobody here knows the kind %s.") % ", ".join(types), field="types")
    slug = listing.fellowship
    if slug and slug not in known() and not Fellowship.objects.filter(slug=slug).exists():
        raise HouseError(_("Nobody here knows the fellowship %s.") % slug, field="fellowship")


def _slugs_like(wanted: str) -> set[str]:
    start = unique_slug(wanted, (), fallback="meeting")[:40]
    return set(Meeting.objects.filter(slug__startswith=start).values_list("slug", flat=True))


@transaction.atomic
def edit_meeting(
    *, meeting: Meeting, changes: Mapping[str, Any], by: UUID | None, seen: int | None = None
) -> Meeting:
    """Give fields of the listing (`listing.FIELDS`) new values; imports leave them alone then.

    `seen` is the revision that the editor had before them: raises Conflict when somebody else
    has changed the meeting since.
    Raises HouseError for a field, a type or a fellowship that there is not.
    """
    _lock(meeting)
    if seen is not None and seen != meeting.revision:
        raise Conflict(_("Somebody else changed this meeting meanwhile. Look at it once more."))
    meeting = Meeting.objects.whole().get(pk=meeting.pk)
    old = listing_of(meeting)
    unknown = set(changes) - set(Listing.__struct_fields__)
    if unknown:
        raise HouseError(_("There is no such detail: %s.") % ", ".join(sorted(unknown)))
    new = msgspec.structs.replace(old, **changes)
    _check_known(new)
    fields = differing(old, new)
    if not fields:
        return meeting
    if "group" not in fields:
        new = msgspec.structs.replace(new, group=None)  # the group's own row is not looked at
    writing.rewrite([writing.Rewrite(meeting, new, fields)], source=_source(meeting),
                    at=writing.now())  # fmt: skip
    meeting = Meeting.objects.whole().get(pk=meeting.pk)
    _changed(meeting, edited=tuple(fields))
    if "venue" in fields and meeting.venue:
        gazetteer.learn(meeting.venue)
    _audit("edit_meeting", meeting, by, fields=fields)
    return meeting


def _source(meeting: Meeting) -> str:
    return meeting.group.source if meeting.group else ""


def _check_falls_on(schedule: Schedule, on: date) -> None:
    if schedule.starts_at is None or on not in schedule.pattern().dates(on, on + timedelta(days=1)):
        raise HouseError(_("This meeting does not fall on %s.") % on.isoformat(), field="on")


@transaction.atomic
def cancel_occurrence(*, schedule: Schedule, on: date, reason: str, by: UUID | None) -> DateChange:
    """Cancel the one date `on` of a schedule; a date that was moved is cancelled altogether.

    Raises HouseError when the schedule does not fall on that date.
    """
    _check_falls_on(schedule, on)
    change, _made = DateChange.objects.update_or_create(
        schedule=schedule,
        on=on,
        defaults={"moved_to": None, "moved_at": None, "reason": reason,
                  "made_at": writing.now(), "made_by": by},
    )  # fmt: skip
    _changed(schedule.meeting)
    _audit("cancel_occurrence", schedule.meeting, by, on=on.isoformat())
    return change


@transaction.atomic
def move_occurrence(
    *, schedule: Schedule, on: date, to: date, at: time, reason: str, by: UUID | None
) -> DateChange:
    """Move the one date `on` of a schedule to the local date `to` at the wall time `at`.

    Raises HouseError when the schedule does not fall on that date.
    """
    _check_falls_on(schedule, on)
    change, _made = DateChange.objects.update_or_create(
        schedule=schedule,
        on=on,
        defaults={"moved_to": to, "moved_at": at, "reason": reason,
                  "made_at": writing.now(), "made_by": by},
    )  # fmt: skip
    _changed(schedule.meeting)
    _audit("move_occurrence", schedule.meeting, by, on=on.isoformat(), to=to.isoformat())
    return change


@transaction.atomic
def restore_occurrence(*, change: DateChange, by: UUID | None) -> None:
    """Take back a cancelled or moved date."""
    meeting, on = change.schedule.meeting, change.on
    change.delete()
    _changed(meeting)
    _audit("restore_occurrence", meeting, by, on=on.isoformat())


@transaction.atomic
def pause_meeting(
    *, meeting: Meeting, from_on: date, until_on: date | None, reason: str, by: UUID | None
) -> Pause:
    """Pause a meeting from a local date, to another (included) or until further notice.

    Raises Conflict when it is paused until further notice already, HouseError for dates the
    wrong way round.
    """
    if until_on and until_on < from_on:
        raise HouseError(_("The pause ends before it begins."), field="until_on")
    _lock(meeting)
    if until_on is None and meeting.pauses.filter(until_on__isnull=True).exists():
        raise Conflict(_("This meeting is paused already."))
    pause = Pause.objects.create(
        meeting=meeting,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        made_at=writing.now(),
        made_by=by,
    )
    _changed(meeting, edited=("suspended",))
    _audit("pause_meeting", meeting, by, start=from_on.isoformat())
    return pause


@transaction.atomic
def resume_meeting(*, meeting: Meeting, on: date, by: UUID | None) -> None:
    """Let a paused meeting take place again from the local date `on`.

    Before a pause has begun, this takes back the one that comes next. Raises Conflict when no
    pause covers that date or begins after it.
    """
    _lock(meeting)
    not_over = Q(until_on__isnull=True) | Q(until_on__gte=on)
    pauses = list(meeting.pauses.filter(not_over).order_by("from_on"))
    if not pauses:
        raise Conflict(_("This meeting is not paused."))
    for pause in [pause for pause in pauses if pause.from_on <= on] or pauses[:1]:
        if pause.from_on >= on:
            pause.delete()
        else:
            pause.until_on = on - timedelta(days=1)
            pause.save(update_fields=["until_on"])
    _changed(meeting, edited=("suspended",))
    _audit("resume_meeting", meeting, by, on=on.isoformat())


@transaction.atomic
def change_schedule(
    *, schedule: Schedule, from_on: date, changes: Mapping[str, Any], by: UUID | None
) -> Schedule:
    """Let a schedule have other values (time, weekdays...) from a local date on; give the new one.

    The old one ends the day before. Dates that were cancelled or moved stay so where the new one
    falls on them. Every second week stays the same week: a change that starts in a week without
    it counts from the Monday after. Raises HouseError where one of the two would never have been,
    and for a detail that there is not.
    """
    if schedule.repeats in {Repeats.ONCE, Repeats.APPOINTMENT}:
        raise HouseError(_("Only a meeting that repeats can change from a date on."))
    if schedule.first_on and schedule.first_on >= from_on:
        raise HouseError(_("The change must come after the first date."), field="from_on")
    unknown = set(changes) - {"starts_at", *SCHEDULE_FIELDS}
    if unknown:
        raise HouseError(_("There is no such detail: %s.") % ", ".join(sorted(unknown)))
    new = Schedule.objects.get(pk=schedule.pk)
    new.pk = None
    new.first_on = _same_rhythm_from(schedule, from_on)
    if schedule.last_on and schedule.last_on < new.first_on:
        raise HouseError(_("The change must come before the last date."), field="from_on")
    for name, value in changes.items():
        setattr(new, name, value)
    schedule.last_on = from_on - timedelta(days=1)
    schedule.save(update_fields=["last_on"])
    new.save()
    _take_changes_along(schedule, new, from_on)
    _changed(schedule.meeting, edited=("schedules",))
    _audit("change_schedule", schedule.meeting, by, start=from_on.isoformat())
    return new


def _same_rhythm_from(schedule: Schedule, day: date) -> date:
    """Give the day, or the next Monday where every second week leaves out the week of the day."""
    if schedule.repeats != Repeats.FORTNIGHTLY or not schedule.first_on:
        return day
    monday = day - timedelta(days=day.weekday())
    first_monday = schedule.first_on - timedelta(days=schedule.first_on.weekday())
    is_off = (monday - first_monday).days % 14
    return monday + timedelta(days=7) if is_off else day


def _take_changes_along(old: Schedule, new: Schedule, from_on: date) -> None:
    """Let the changed dates from a date on belong to the new schedule, or go if it has no such."""
    for change in DateChange.objects.filter(schedule=old, on__gte=from_on):
        if change.on in new.pattern().dates(change.on, change.on + timedelta(days=1)):
            change.schedule = new
            change.save(update_fields=["schedule"])
        else:
            change.delete()


@transaction.atomic
def close_meeting(*, meeting: Meeting, reason: str, by: UUID | None) -> None:
    """Close a meeting for good; its page stays and says so. Raises Conflict if it is closed."""
    _lock(meeting)
    if meeting.status == Status.CLOSED:
        raise Conflict(_("This meeting has closed already."))
    meeting.status, meeting.closed_reason = Status.CLOSED, reason
    meeting.save(update_fields=["status", "closed_reason"])
    _changed(meeting, edited=("status",))
    _audit("close_meeting", meeting, by)


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, by: UUID | None) -> None:
    """List a closed meeting again. Raises Conflict if it is listed."""
    _lock(meeting)
    if meeting.status == Status.LISTED:
        raise Conflict(_("This meeting is listed already."))
    meeting.status, meeting.closed_reason = Status.LISTED, ""
    meeting.save(update_fields=["status", "closed_reason"])
    _changed(meeting, edited=("status",))
    _audit("reopen_meeting", meeting, by)


@transaction.atomic
def confirm_meeting(*, meeting: Meeting, on: date, by: UUID | None) -> None:
    """Note that somebody checked the listing on that date and found it right."""
    meeting.confirmed_on = on
    meeting.save(update_fields=["confirmed_on"])
    _changed(meeting, edited=("confirmed_on",))
    _audit("confirm_meeting", meeting, by, on=on.isoformat())


@transaction.atomic
def report_correction(
    *, meeting: Meeting, changes: Mapping[str, tuple[str, str]], message: str, key: UUID
) -> Correction | None:
    """Queue a reader's report: {field: (what stands there, what it should be)} and free words.

    Gives None when the form's key was spent before (it was pressed twice). Raises HouseError
    when it says nothing.
    """
    if not changes and not message.strip():
        raise HouseError(_("Tell us what is wrong: change a field or write a line."))
    if not once.claim(key):
        return None
    correction = Correction.objects.create(
        meeting=meeting,
        changes={name: list(pair) for name, pair in changes.items()},
        message=message.strip(),
        at=writing.now(),
    )
    _audit("report_correction", meeting, None, correction=correction.pk)
    return correction


@transaction.atomic
def settle_correction(*, correction: Correction, accepted: bool, by: UUID) -> None:
    """Take a reader's report off the queue: done, or not right. Raises Conflict if it is off."""
    state = CorrectionState.DONE if accepted else CorrectionState.DECLINED
    waiting = Correction.objects.filter(pk=correction.pk, state=CorrectionState.WAITING)
    if not waiting.update(state=state, decided_at=writing.now(), decided_by=by):
        raise Conflict(_("Somebody else has seen to this already."))
    _audit("settle_correction", correction.meeting, by, correction=correction.pk, state=state)


@transaction.atomic
def take_over_correction(*, correction: Correction, by: UUID) -> list[str]:
    """Write what a reader reported into the meeting, where it fits as it stands.

    Gives the fields that were written; day, time and place need a person's hand. Raises Conflict
    if the report is off the queue.
    """
    settle_correction(correction=correction, accepted=True, by=by)
    changes = _as_fields(correction.changes)
    if changes:
        edit_meeting(meeting=correction.meeting, changes=changes, by=by)
    return sorted(changes)


def _as_fields(told: Mapping[str, list[str]]) -> dict[str, str]:
    """Give the fields of a listing that a report fills word for word."""
    found = {name: told[name][1] for name in ("name", "conference_url") if told.get(name)}
    contact = told.get("contact", ["", ""])[1]
    if "@" in contact:
        found["email"] = contact
    else:
        found["phone"] = contact[:60]
    checks: dict[str, Callable[[str], object]] = {
        "email": validate_email,
        "conference_url": URLValidator(schemes=["http", "https"]),
    }
    return {name: value for name, value in found.items()
            if value and _passes(value, checks.get(name))}  # fmt: skip


def _passes(value: str, check: Callable[[str], object] | None) -> bool:
    try:
        if check:
            check(value)
    except ValidationError:
        return False
    return True
