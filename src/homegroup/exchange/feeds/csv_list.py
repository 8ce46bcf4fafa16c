"""The list as a spreadsheet, under the headers of the field's CSV (interop.md 1.8).

Every schedule is a row for each of its days, so that a spreadsheet holds what the Meeting Guide
feed cannot say too. A row that is not weekly has no Day and Time: readers that know only weekly
meetings then take it for one by appointment instead of for a weekly one. `Schedule` says it in
words; what has not begun yet is told in the same way. Our own columns stand beside the field's:
readers pass over headers that they do not know.

For spreadsheets: UTF-8 with a byte order mark, which Excel needs. It sticks to the first header in
readers that do not expect it, so the first column is one of ours. Times are "7:30 PM", the only
form that all readers of the field understand. A cell that a spreadsheet would take for a formula
begins with an apostrophe; phone numbers, negative numbers and names such as "@group", which call
no function, stay as they are.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

from homegroup.exchange.feeds import meeting_guide
from homegroup.exchange.feeds.identity import row_slugs
from homegroup.exchange.feeds.outlet import Outlet
from homegroup.exchange.feeds.selection import Selection, in_batches
from homegroup.meetings.choices import Repeats
from homegroup.meetings.models import Meeting, Schedule
from homegroup.meetings.showing import schedule_text

CONTENT_TYPE = "text/csv; charset=utf-8"
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_CONTACTS = [f"Contact {n} {part}" for n in (1, 2, 3) for part in ("Name", "Email", "Phone")]
FIELD_HEADERS = [
    "Name", "Day", "Time", "End Time", "Types", "Notes", "Conference URL",
    "Conference URL Notes", "Conference Phone", "Conference Phone Notes", "Location", "Address",
    "Region", "Sub Region", "Location Notes", "Timezone", "Group", "District", "Sub District",
    "Website", "Website 2", "Mailing Address", "Venmo", "Square", "Paypal", "Homegroup Online",
    "Email", "Phone", "Group Notes", *_CONTACTS, "Last Contact", "Author", "Slug", "Data Source",
    "Data Source Name", "Updated", "ID",
]  # fmt: skip
OWN_HEADERS = ["Attendance", "Types In Words", "Latitude", "Longitude", "Page"]
HEADERS = ["Schedule", *FIELD_HEADERS, *OWN_HEADERS]
_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r\n]")
_HARMLESS = re.compile(r"[+-][\d\s().,*#/-]*|@[\w.-]*")
_CELLS = {
    "Name": "name", "Types": "types", "Notes": "notes", "Conference URL": "conference_url",
    "Conference URL Notes": "conference_url_notes", "Conference Phone": "conference_phone",
    "Conference Phone Notes": "conference_phone_notes", "Location": "location",
    "Address": "formatted_address", "Region": "region", "Sub Region": "sub_region",
    "Location Notes": "location_notes", "Timezone": "timezone", "Group": "group",
    "District": "district", "Website": "website", "Venmo": "venmo", "Square": "square",
    "Paypal": "paypal", "Homegroup Online": "homegroup_online", "Email": "email",
    "Phone": "phone", "Group Notes": "group_notes", "Data Source Name": "entity",
    "Updated": "updated", "Slug": "slug", "Attendance": "attendance_option",
    "Latitude": "latitude", "Longitude": "longitude", "Page": "url",
}  # fmt: skip


def chunks(selection: Selection, outlet: Outlet) -> Iterator[bytes]:
    """Give the file in pieces. Raises UnknownSelection before the first."""
    meetings = selection.meetings()
    page = io.StringIO()
    writer = csv.DictWriter(page, HEADERS, restval="", lineterminator="\r\n")
    page.write("\ufeff")
    writer.writeheader()
    for meeting in in_batches(meetings):
        writer.writerows(rows_of(meeting, outlet))
        yield page.getvalue().encode()
        page.seek(0)
        page.truncate()
    yield page.getvalue().encode()


def rows_of(meeting: Meeting, outlet: Outlet) -> Iterator[dict[str, str]]:
    """Give the rows of one meeting (read with `whole()`) by header, safe for spreadsheets."""
    today = outlet.today(meeting.zone)
    slugs = row_slugs(meeting.slug, meeting.schedules.all())
    common = meeting_guide.common_of(meeting, outlet)
    common["types"] = ", ".join(common["types"])
    contacts = {name: common.get(name.lower().replace(" ", "_"), "") for name in _CONTACTS}
    words = ", ".join(str(kind.label) for kind in meeting.types.all())
    for schedule in meeting.schedules.all():
        if _has_ended(schedule, today):
            continue
        said = meeting_guide.notes_of(schedule, common, today)
        told = meeting_guide.is_told(schedule, today)
        whens = _whens(schedule, slugs) if told else [{"Slug": f"{meeting.slug}_s{schedule.pk}"}]
        for when in whens:
            cells = {header: common.get(key, "") for header, key in _CELLS.items()}
            cells |= contacts | when
            cells |= {"Notes": said, "Types In Words": words}
            cells |= {"Schedule": schedule_text(schedule, today=today), "ID": str(meeting.uid)}
            yield {header: guarded(str(value)) for header, value in cells.items()}


def _has_ended(schedule: Schedule, today: date) -> bool:
    last = schedule.last_on
    if schedule.repeats == Repeats.ONCE and schedule.first_on:
        moved = [change.moved_to for change in schedule.date_changes.all() if change.moved_to]
        last = max([schedule.first_on, *moved])
    return last is not None and last < today


def _whens(schedule: Schedule, slugs: dict[tuple[int, str], str]) -> Iterator[dict[str, str]]:
    for day in schedule.weekdays or ("",):
        slug = {"Slug": slugs[schedule.pk, day]}
        if not day:
            yield slug
            continue
        when = meeting_guide.when_of(schedule, day)
        yield slug | {
            "Day": _DAYS[when["day"]],
            "Time": _twelve_hours(when["time"]),
            "End Time": _twelve_hours(when.get("end_time", "")),
        }


def _twelve_hours(time: str) -> str:
    if not time:
        return ""
    hour = int(time[:2])
    return f"{hour % 12 or 12}:{time[3:]} {'AM' if hour < 12 else 'PM'}"


def guarded(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula."""
    if _FORMULA.match(cell) and not _HARMLESS.fullmatch(cell):
        return f"'{cell}"
    return cell
