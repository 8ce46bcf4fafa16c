"""How a row reads on paper, and what the search was, in words."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from homegroup.exchange.printing.rows import Part, Row
from homegroup.meetings.choices import Attendance, Category, Repeats
from homegroup.meetings.forms.search import SearchForm
from homegroup.meetings.models import Meeting, Schedule
from homegroup.meetings.queries import Search
from homegroup.meetings.showing import joined, schedule_text, time_text
from homegroup.places.distance import KM_PER_MILE

MOST_NOTES = 90
MOST_LINK = 80
_MOST_KINDS = 4
_MOST_CHANGES = 3
_LONGEST_WORD = 30
_MAY_BREAK_EVERY = 12
_CONTROLS = dict.fromkeys(range(32), " ")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|[。！？।]")
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they could turn round what follows
_BREAK = "\N{ZERO WIDTH SPACE}"


def plain(text: str) -> str:
    """Give a text on one line; endless words may break (a page is narrow)."""
    words = _UNSEEN.sub("", text).translate(_CONTROLS).split()
    if all(len(word) <= _LONGEST_WORD for word in words):
        return " ".join(words)
    return " ".join(_breakable(word) for word in words)


def shortened(text: str, most: int) -> str:
    """Give the whole sentences of a text that fit, else its first words and "…"."""
    said = " ".join(text.split())
    if len(said) <= most:
        return said
    ends = [match.end() for match in _SENTENCE_END.finditer(said, 0, most + 1)]
    if ends and ends[-1] >= most // 3:
        return said[: ends[-1]].rstrip()
    cut = said[:most]
    if " " in cut[most // 2 :]:
        cut = cut[: cut.rfind(" ")]
    return cut.rstrip(" ,.;:-") + "…"


def _breakable(word: str) -> str:
    if len(word) <= _LONGEST_WORD:
        return word
    every = _MAY_BREAK_EVERY
    return _BREAK.join(word[at : at + every] for at in range(0, len(word), every))


def row_text(row: Row, *, today: date, page: str, with_day: bool) -> dict[str, str]:
    """Give one row as the template takes it: plain texts, "" for what it has not.

    `page` is the address of the meeting's page, for a link that is too long to type.
    """
    meeting = row.meeting
    link = _link(meeting, page)
    return {
        "day": _day_text(row, with_day=with_day),
        "time": time_text(row.starts) if row.starts else "",
        "until": _until_text(row),
        "zone": zone_text(row.starts) if row.starts and row.from_afar else "",
        "name": plain(meeting.name),
        "rhythm": plain(_rhythm_text(row, today)),
        "place": plain(place_text(meeting)),
        "how": _how_text(meeting),
        "link": link,
        "target": meeting.conference_url if link else "",
        "phone": plain(meeting.conference_phone) if meeting.is_online else "",
        "marks": plain(marks_text(meeting)),
        "remark": plain(" ".join(_remarks(row, today))),
        "notes": plain(notes_text(meeting)),
    }


# -- when ------------------------------------------------------------------------------------


def zone_text(moment: datetime) -> str:
    """Name the zone of an aware moment for readers: "London time"."""
    key = str(moment.tzinfo)
    city = key.rsplit("/", 1)[-1].replace("_", " ")
    return city if key == "UTC" or key.startswith("Etc/") else _("%s time") % city


def short_date(day: date) -> str:
    """Give a date without its weekday, "3 March 2026"."""
    return formats.date_format(day, "j F Y")


def _day_text(row: Row, *, with_day: bool) -> str:
    if row.part <= 7:
        return str(WEEKDAYS[row.part - 1]) if with_day else ""
    return formats.date_format(row.starts, "D j M") if row.starts else ""


def _until_text(row: Row) -> str:
    if not row.starts or (row.schedule and not row.schedule.minutes_given):
        return ""
    return _("to %s") % time_text(row.starts + timedelta(minutes=row.minutes))


def _rhythm_text(row: Row, today: date) -> str:
    """Say when, where the heading and the time do not."""
    if row.part == Part.OTHER_RHYTHM:
        return _regular_text(row.schedule, row, today)
    if row.part == Part.BY_APPOINTMENT and row.schedule:
        return schedule_text(row.schedule, today=today)
    return ""


def _regular_text(schedule: Schedule | None, row: Row, today: date) -> str:
    if schedule is None or schedule.repeats == Repeats.ONCE:
        return _("Only on this date")
    text = schedule_text(schedule, today=today)
    return f"{text} ({row.meeting.time_zone})" if row.from_afar else text


def _remarks(row: Row, today: date) -> Iterable[str]:
    """Tell what is not as usual: pauses, the first and last date, dates that fall out."""
    pauses = [p for p in row.meeting.pauses.all() if p.until_on is None or p.until_on >= today]
    for pause in pauses:
        if pause.until_on is None:
            yield (_("Paused from %s.") % short_date(pause.from_on) if pause.from_on > today
                   else _("Paused until further notice."))  # fmt: skip
        elif pause.from_on > today:
            yield _("Not from %(start)s to %(end)s.") % {
                "start": short_date(pause.from_on), "end": short_date(pause.until_on)
            }  # fmt: skip
        else:
            yield _("Paused until %s.") % short_date(pause.until_on)
    if row.schedule and row.schedule.repeats == Repeats.WEEKLY:
        if row.schedule.first_on and row.schedule.first_on > today:
            yield _("From %s.") % short_date(row.schedule.first_on)
        if row.schedule.last_on:
            yield _("Until %s.") % short_date(row.schedule.last_on)
    if row.schedule:
        yield from _changes(row, row.schedule, today)


def _changes(row: Row, schedule: Schedule, today: date) -> Iterable[str]:
    off = [
        short_date(change.on)
        for change in schedule.date_changes.all()
        if change.on >= today and (row.part > 7 or _is_weekday(change.on, row))
    ]
    if off:
        yield _("Not on %s.") % joined(off[:_MOST_CHANGES])


def _is_weekday(day: date, row: Row) -> bool:
    """Whether a date of the meeting's own zone is one of this row (told from afar: any may be)."""
    return row.from_afar or day.isoweekday() == row.part


# -- where and what --------------------------------------------------------------------------


def place_text(meeting: Meeting) -> str:
    """Give the room to go to in one line; "" for an online meeting."""
    venue = meeting.venue
    if venue is None or not meeting.is_in_person:
        return ""
    parts = [venue.name, venue.address, venue.city] if venue.address else [
        venue.name, venue.formatted_address or venue.city]  # fmt: skip
    return ", ".join(part for part in parts if part)


def _how_text(meeting: Meeting) -> str:
    if meeting.attendance == Attendance.HYBRID:
        return _("In person and online")
    if meeting.attendance == Attendance.ONLINE:
        return _("Online") if meeting.conference_url else _("By phone")
    return ""


def _link(meeting: Meeting, page: str) -> str:
    """Give an address that somebody can type: the link itself, else the page that has it."""
    if not meeting.is_online or not meeting.conference_url:
        return ""
    return meeting.conference_url if len(meeting.conference_url) <= MOST_LINK else page


def notes_text(meeting: Meeting) -> str:
    """Give how to find the door, then the meeting's own notes, both shortened."""
    door = meeting.venue.notes if meeting.venue and meeting.is_in_person else ""
    parts = (shortened(text, MOST_NOTES) for text in (door, meeting.notes))
    return " ".join(part for part in parts if part)


def _labels(meeting: Meeting, *categories: str) -> list[str]:
    kinds = sorted(meeting.types.all(), key=lambda kind: kind.position)
    return [kind.label for each in categories for kind in kinds if kind.category == each]


def marks_text(meeting: Meeting) -> str:
    """Give fellowship, the most telling types, all on access, and foreign languages, in a line."""
    first = [meeting.fellowship.short] if meeting.fellowship else []
    types = _labels(
        meeting, Category.ATTENDANCE, Category.AUDIENCE, Category.FORMAT, Category.READING,
        Category.CUSTOM,
    )  # fmt: skip
    access = _labels(meeting, Category.ACCESS)
    own = f"lang-{(get_language() or 'en').split('-')[0]}"
    languages = [kind for kind in meeting.types.all() if kind.category == Category.LANGUAGE]
    foreign = [kind.label for kind in languages if len(languages) > 1 or kind.slug != own]
    return " · ".join([*first, *types[:_MOST_KINDS], *access, *foreign])


# -- what the search was ---------------------------------------------------------------------


def search_text(form: SearchForm, search: Search) -> str:
    """Say in words what was looked for: "Near Wrenbridge, within 25 km, on Wednesday"."""
    parts = [*_where_parts(form, search), *_when_parts(form, search), *_what_parts(form, search)]
    text = ", ".join(plain(part) for part in parts)
    return text[:1].upper() + text[1:] if text else _("All meetings")


def _where_parts(form: SearchForm, search: Search) -> Iterable[str]:
    typed = (form.cleaned_data.get("near") or "").strip()
    if search.point:
        # Where somebody stood does not go on paper.
        named = form.place or (typed if typed and not typed[0].isdigit() else "")
        yield _("near %s") % named if named else _("near one place")
        in_miles = form.chosen_unit == "mi"
        distance = round(search.km / KM_PER_MILE if in_miles else search.km, 1)
        told = formats.number_format(int(distance) if distance == int(distance) else distance)
        yield (_("within %s miles") if in_miles else _("within %s km")) % told
    elif search.named_place:
        yield _("with “%s” in the address") % search.named_place


_PARTS_OF_DAY = {
    "morning": gettext_lazy("in the morning"),
    "afternoon": gettext_lazy("in the afternoon"),
    "evening": gettext_lazy("in the evening"),
    "night": gettext_lazy("at night"),
}


def _when_parts(form: SearchForm, search: Search) -> Iterable[str]:
    if search.days:
        yield _("on %s") % joined([str(WEEKDAYS[day - 1]) for day in search.days])
    if search.between:
        yield str(_PARTS_OF_DAY[form.cleaned_data["time"]])
    if search.hours:
        count = search.hours
        yield ngettext(
            "starting within the next hour", "starting within the next %(count)d hours", count
        ) % {"count": count}


def _what_parts(form: SearchForm, search: Search) -> Iterable[str]:
    if search.words.strip():
        yield _("with the words “%s”") % search.words.strip()
    chosen: list[tuple[str, Any]] = [
        ("attendance", search.attendance),
        ("fellowship", search.fellowship),
        *(("type", slug) for slug in search.types if not slug.startswith("lang-")),
        ("language", form.cleaned_data.get("language")),
    ]
    for name, value in chosen:
        if value:
            labels = dict(form.fields[name].choices)  # type: ignore[attr-defined]
            yield str(labels.get(value, value))
