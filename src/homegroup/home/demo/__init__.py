"""The demo: invented towns, groups and meetings, so that a visitor can look around at once.

Dates in the pack count from the day on which it is loaded.
"""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from homegroup.core import clock
from homegroup.groups.models import Fellowship, Group, ServiceBody
from homegroup.meetings import actions, writing
from homegroup.meetings.dates import next_dates
from homegroup.meetings.listing import GroupSpec, Listing, ScheduleSpec, VenueSpec
from homegroup.meetings.models import Meeting

SOURCE = "demo"
_FILE = Path(__file__).parent / "meetings.yaml"
_WEEKDAYS = {"mon": "1", "tue": "2", "wed": "3", "thu": "4", "fri": "5", "sat": "6", "sun": "7"}
_ORDINALS = {-1: "9"}


@transaction.atomic
def load_demo() -> dict[str, int]:
    """Load the demo into a home that has none yet; give how many groups and meetings it made."""
    if Meeting.objects.filter(source=SOURCE).exists():
        return {"groups": 0, "meetings": 0}
    pack = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    today = clock.now().date()
    _add_fellowships(pack)
    groups = {row["slug"]: row for row in pack["groups"]}
    venues = {row["key"]: _venue(row) for row in pack["venues"]}
    rows = pack["meetings"]
    entries = [
        writing.NewMeeting(row["slug"], _listing(row, groups, venues, today), SOURCE, row["slug"])
        for row in rows
    ]
    meetings = writing.create(entries, at=writing.now())
    _name_bodies(pack)
    writing.publish([meeting.pk for meeting in meetings])
    for row, meeting in zip(rows, meetings, strict=True):
        _change(meeting, row, today)
    Meeting.objects.filter(source=SOURCE).update(edited=[])
    writing.renew_gazetteer()
    return {"groups": len(groups), "meetings": len(meetings)}


def _add_fellowships(pack: dict[str, Any]) -> None:
    Fellowship.objects.bulk_create(Fellowship(**row) for row in pack["fellowships"])
    made: dict[str, ServiceBody] = {}
    for row in pack["service_bodies"]:
        parent = made.get(row.pop("parent", ""))
        made[row["slug"]] = ServiceBody.objects.create(parent=parent, **row)


def _name_bodies(pack: dict[str, Any]) -> None:
    """Give the groups their slugs and service bodies, as the pack names them."""
    bodies = {body.slug: body for body in ServiceBody.objects.all()}
    groups = {group.name: group for group in Group.objects.filter(source=SOURCE)}
    for row in pack["groups"]:
        group = groups.get(row["name"])
        if group:
            group.slug, group.service_body = row["slug"], bodies.get(row.get("service_body", ""))
            group.save(update_fields=["slug", "service_body"])


def _venue(row: dict[str, Any]) -> VenueSpec:
    parts = {name: row.get(name, "") for name in ("address", "city", "state", "postal_code")}
    lines = (parts["address"], parts["city"], f"{parts['state']} {parts['postal_code']}".strip())
    whole = ", ".join(part for part in (*lines, row["country"]) if part)
    return VenueSpec(
        **parts,
        name=row.get("name", ""),
        country=row["country"],
        formatted_address=whole,
        approximate=row.get("approximate", False),
        latitude=row["latitude"],
        longitude=row["longitude"],
        regions=tuple(row.get("regions", ())),
        notes=row.get("notes", ""),
    )


def _listing(
    row: dict[str, Any],
    groups: dict[str, dict[str, Any]],
    venues: dict[str, VenueSpec],
    today: date,
) -> Listing:
    group = groups[row["group"]]
    details = {name: group.get(name, "") for name in ("name", "notes", "website", "email", "phone")}
    plain = {
        name: row[name]
        for name in ("name", "attendance", "time_zone", "notes", "conference_url",
                     "conference_url_notes", "conference_phone", "conference_phone_notes",
                     "email", "phone", "website")
        if name in row
    }  # fmt: skip
    return Listing(
        **plain,
        fellowship=group["fellowship"],
        group=GroupSpec(**details),
        venue=venues.get(row.get("venue", "")),
        types=tuple(sorted(row["types"])),
        confirmed_on=_day(row.get("confirmed_on"), today),
        schedules=tuple(_schedule(spec, today) for spec in row["schedules"]),
    )


def _day(value: dict[str, int] | None, today: date) -> date | None:
    return today + timedelta(days=value["in_days"]) if value else None


def _schedule(row: dict[str, Any], today: date) -> ScheduleSpec:
    return ScheduleSpec(
        repeats=row["kind"],
        weekdays="".join(sorted(_WEEKDAYS[name] for name in row.get("weekdays", ()))),
        ordinals="".join(_ORDINALS.get(number, str(number)) for number in row.get("ordinals", ())),
        starts_at=row.get("time", ""),
        minutes=row.get("minutes", 60),
        first_on=_day(row.get("first_on") or row.get("on"), today),
        last_on=_day(row.get("last_on"), today),
        note=row.get("note", ""),
    )


def _change(meeting: Meeting, row: dict[str, Any], today: date) -> None:
    """Cancel, move, pause and change what the pack says, through the actions themselves."""
    for change in [*row.get("cancelled", ()), *row.get("moved", ())]:
        schedule = list(meeting.schedules.all())[change["schedule"]]
        here = Meeting.objects.whole().get(pk=meeting.pk)
        dates = [x for x in next_dates(here, now=clock.now(), most=20)
                 if x.schedule.pk == schedule.pk]  # fmt: skip
        on = dates[change["occurrence"]].planned_on
        reason = change["reason"]
        if "days_later" in change:
            to = on + timedelta(days=change["days_later"])
            at = time.fromisoformat(change["time"])
            actions.move_occurrence(schedule=schedule, on=on, to=to, at=at, reason=reason, by=None)
        else:
            actions.cancel_occurrence(schedule=schedule, on=on, reason=reason, by=None)
    if pause := row.get("pause"):
        start = _day(pause["from"], today) or today
        until = _day(pause.get("until"), today)
        actions.pause_meeting(meeting=meeting, from_on=start, until_on=until,
                              reason=pause["reason"], by=None)  # fmt: skip
    if change := row.get("change"):
        schedule = list(meeting.schedules.all())[change["schedule"]]
        start = _day(change["from"], today) or today
        at = time.fromisoformat(change["time"])
        actions.change_schedule(
            schedule=schedule, from_on=start, changes={"starts_at": at}, by=None
        )
