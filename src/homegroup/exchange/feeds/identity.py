"""The slug of each row of a feed: readers' bookmarks and favourites hang on it.

A meeting on one day has its own slug there. On several days (or times of one day) each row needs
a slug of its own, and a slug must not pass to another row when a day is added or a time changes:

- The meeting's first day keeps the meeting's plain slug. A day added later is `<slug>_<day>`, with
  the day as the Meeting Guide counts (0 is Sunday); a further time of a day that is there already
  is `<slug>_<day>_<HHMM>`; by appointment is `<slug>_a`.
- What came first is read from the ids of the schedules, whether they have ended or not.
- A schedule that goes on where another ended (a change from a date on) inherits its slugs: the
  time does not matter, and a day that took another's place takes its slug.

So a plain slug becomes free only when its schedule is deleted, not when it ends. Two days within
one schedule are in the order in which its `weekdays` tells them. The underscore keeps these slugs
apart from the numbers that make meetings' own slugs unique (`name-2`).
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta

from homegroup.meetings.choices import Repeats
from homegroup.meetings.models import Schedule

LONGEST = 64
APPOINTMENT = ""
_ROOM = len("_0_0000")
_Names = dict[tuple[int, str], str]


def row_slugs(slug: str, schedules: Iterable[Schedule]) -> _Names:
    """Give the slug of each row by (schedule id, ISO weekday digit or `APPOINTMENT`).

    `schedules` are all of a meeting; those that no row can tell are passed over.
    """
    told = [s for s in schedules if s.repeats in {Repeats.WEEKLY, Repeats.APPOINTMENT}]
    told.sort(key=lambda schedule: schedule.pk)
    if len(told) == 1 and len(told[0].weekdays) < 2:
        return {(told[0].pk, told[0].weekdays): _cut(slug, LONGEST)}
    base, names, succeeded = _cut(slug, LONGEST - _ROOM), _Names(), set[int]()
    for position, schedule in enumerate(told):
        before = _forerunner(schedule, told[:position], succeeded)
        free = {}
        if before:
            succeeded.add(before.pk)
            free = {day: names[before.pk, day] for day in _days(before)}
        for day, name in _handed_on(_days(schedule), free).items():
            plain = name or ("" if names else _cut(slug, LONGEST))
            names[schedule.pk, day] = plain or _new(base, schedule, day, names)
    return names


def _days(schedule: Schedule) -> Sequence[str]:
    return schedule.weekdays if schedule.timed else (APPOINTMENT,)


def _forerunner(
    schedule: Schedule, earlier: Sequence[Schedule], succeeded: set[int]
) -> Schedule | None:
    """Give the schedule that ended the day before this one began; best one with the same days."""
    ended = [
        each
        for each in earlier
        if each.pk not in succeeded
        and each.last_on
        and each.last_on + timedelta(days=1) == schedule.first_on
    ]
    ended.sort(key=lambda each: (not set(_days(each)) & set(_days(schedule)), each.pk))
    return ended[0] if ended else None


def _handed_on(days: Sequence[str], free: dict[str, str]) -> dict[str, str]:
    """Give each day the name it had, or that of a day whose place it took, or none."""
    kept = {day: free.pop(day) for day in days if day in free}
    left = list(free.values())
    return {day: kept.get(day) or (left.pop(0) if left else "") for day in days}


def _new(base: str, schedule: Schedule, day: str, names: _Names) -> str:
    name = f"{base}_{int(day) % 7}" if day else f"{base}_a"
    if schedule.starts_at and any(known == day for _pk, known in names):
        name = f"{name}_{schedule.starts_at:%H%M}"
    while name in names.values():  # the same time twice, or as it once was
        name += "b"
    return name


def _cut(slug: str, most: int) -> str:
    """Give a slug of at most that length, still different from others that begin alike."""
    if len(slug) <= most:
        return slug
    digest = hashlib.sha256(slug.encode()).hexdigest()[:8]
    return f"{slug[: most - 9]}_{digest}"
