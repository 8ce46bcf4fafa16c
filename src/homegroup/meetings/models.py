"""Meetings, their schedules and what changes them."""

import uuid
from datetime import date
from functools import cache
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from homegroup.groups.models import Fellowship, Group, ServiceBody
from homegroup.meetings.choices import (
    Attendance,
    Category,
    CorrectionState,
    Repeats,
    Status,
)
from homegroup.places.models import Venue
from homegroup.places.recurrence import Kind, Pattern, next_start


@cache
def _meetings_root() -> str:
    return reverse("meetings:search")


class MeetingType(models.Model):
    """A shared meaning beneath the type codes of many fellowships (see `vocabulary/`)."""

    slug = models.SlugField(max_length=40, unique=True)
    category = models.CharField(max_length=12, choices=Category.choices)
    label = models.CharField(max_length=80)
    about = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "meetings_type"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(name="type_category", condition=Q(category__in=Category.values))
        ]

    def __str__(self) -> str:
        return self.label


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """The vocabulary of meetings."""

    def running(self) -> Self:
        """Those that have not closed (a pause does not close)."""
        return self.filter(status=Status.LISTED)

    def public(self) -> Self:
        """Those that everybody may know of: not of an unlisted group."""
        return self.exclude(group__in=Group.objects.unlisted())

    def listed(self) -> Self:
        """Those that stand in the directory and its feeds."""
        return self.running().public()

    def whole(self) -> Self:
        """With all that a page or a feed tells of a meeting, in a fixed number of queries."""
        return self.select_related(
            "venue__region__parent__parent__parent",  # `Region.names` climbs to the root
            "group__fellowship",
            "group__service_body",
            "fellowship",
            "service_body",
        ).prefetch_related("schedules__date_changes", "types", "pauses")


# Addresses under /meetings/ that are other pages: `exchange` prints lists there; the others are
# kept free for pages of servants.
RESERVED_SLUGS = frozenset({"print", "new", "desk"})


class Meeting(models.Model):
    """One meeting, on one or more schedules.

    `time_zone` is an IANA name in which its schedules are told. `source` and `source_slug` name
    the feed row that it came from ("" if made here); `edited` lists the fields that people have
    changed here since, which an import then leaves alone.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=255)
    fellowship = models.ForeignKey(
        Fellowship, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    service_body = models.ForeignKey(
        ServiceBody, null=True, blank=True, on_delete=models.SET_NULL, related_name="meetings"
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    venue = models.ForeignKey(
        Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    attendance = models.CharField(
        max_length=10, choices=Attendance.choices, default=Attendance.IN_PERSON
    )
    time_zone = models.CharField(max_length=64)
    status = models.CharField(
        max_length=8,
        choices=[(Status.LISTED, Status.LISTED.label), (Status.CLOSED, Status.CLOSED.label)],
        default=Status.LISTED,
    )
    closed_reason = models.CharField(max_length=200, blank=True)
    types = models.ManyToManyField(MeetingType, blank=True, related_name="meetings")
    notes = models.TextField(blank=True)
    conference_url = models.URLField(max_length=1000, blank=True)
    conference_url_notes = models.TextField(blank=True)
    conference_phone = models.CharField(max_length=120, blank=True)
    conference_phone_notes = models.TextField(blank=True)
    website = models.URLField(max_length=1000, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    contacts = models.JSONField(
        default=list, blank=True, help_text="[{name, email, phone}]: made public by the group"
    )
    contributions = models.JSONField(
        default=dict, blank=True, help_text="{venmo, square, paypal, homegroup_online}"
    )
    confirmed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(help_text="When it was first listed here")
    updated_at = models.DateTimeField(help_text="Last change of what the public sees")
    revision = models.PositiveIntegerField(default=0, help_text="SEQUENCE of its calendar")
    source = models.CharField(max_length=80, blank=True)
    source_slug = models.CharField(max_length=255, blank=True)
    source_url = models.URLField(max_length=1000, blank=True)
    edited = models.JSONField(default=list, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        db_table = "meetings_meeting"
        constraints = [
            models.CheckConstraint(
                name="meeting_attendance", condition=Q(attendance__in=Attendance.values)
            ),
            models.CheckConstraint(
                name="meeting_status", condition=Q(status__in=[Status.LISTED, Status.CLOSED])
            ),
            models.CheckConstraint(
                name="meeting_slug_free", condition=~Q(slug__in=sorted(RESERVED_SLUGS))
            ),
            models.CheckConstraint(
                name="meeting_source_whole",
                condition=Q(source="", source_slug="") | (~Q(source="") & ~Q(source_slug="")),
            ),
            models.UniqueConstraint(
                name="meeting_source_once",
                fields=["source", "source_slug"],
                condition=~Q(source=""),
            ),
        ]
        indexes = [models.Index(fields=["status", "name"], name="meeting_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{_meetings_root()}{self.slug}/"

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the directory (see `MeetingQuerySet.listed`)."""
        return self.status == Status.LISTED and not (self.group and self.group.is_unlisted)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its schedules."""
        return ZoneInfo(self.time_zone)

    @property
    def is_online(self) -> bool:
        """Whether one can take part from elsewhere."""
        return self.attendance != Attendance.IN_PERSON

    @property
    def is_in_person(self) -> bool:
        """Whether there is a room to go to."""
        return self.attendance != Attendance.ONLINE

    def pause_on(self, day: date) -> "Pause | None":
        """Give the pause that covers the local date, if any. Uses a prefetch if there is one."""
        return next((pause for pause in self.pauses.all() if pause.covers(day)), None)

    def status_on(self, day: date) -> Status:
        """Give listed, paused or closed on a local date."""
        if self.status == Status.CLOSED:
            return Status.CLOSED
        return Status.PAUSED if self.pause_on(day) else Status.LISTED


class Schedule(models.Model):
    """When a meeting is: a wall time on local dates that repeat. See `Repeats`.

    `weekdays` and `ordinals` are short texts of digits: "135" is Monday, Wednesday, Friday;
    ordinals "24" second and fourth, "9" the last. A change that starts on a date is two
    schedules: one with its last date, one with its first.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="schedules")
    repeats = models.CharField(max_length=12, choices=Repeats.choices)
    weekdays = models.CharField(max_length=7, blank=True)
    ordinals = models.CharField(max_length=6, blank=True)
    starts_at = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    minutes_given = models.BooleanField(default=True, help_text="False: 60 is only assumed")
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "meetings_schedule"
        ordering = [F("first_on").asc(nulls_first=True), "weekdays", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="schedule_repeats", condition=Q(repeats__in=Repeats.values)
            ),
            models.CheckConstraint(
                name="schedule_has_its_parts",
                condition=Q(repeats=Repeats.APPOINTMENT, starts_at__isnull=True, weekdays="")
                | Q(repeats=Repeats.ONCE, starts_at__isnull=False, first_on__isnull=False)
                | (Q(repeats=Repeats.WEEKLY, starts_at__isnull=False) & ~Q(weekdays=""))
                | (
                    Q(
                        repeats=Repeats.FORTNIGHTLY,
                        starts_at__isnull=False,
                        first_on__isnull=False,
                    )
                    & ~Q(weekdays="")
                )
                | (
                    Q(repeats=Repeats.MONTHLY, starts_at__isnull=False)
                    & ~Q(weekdays="")
                    & ~Q(ordinals="")
                ),
            ),
            models.CheckConstraint(
                name="schedule_minutes", condition=Q(minutes__range=(1, 24 * 60))
            ),
            models.CheckConstraint(
                name="schedule_dates_in_order",
                condition=Q(first_on__isnull=True)
                | Q(last_on__isnull=True)
                | Q(last_on__gte=F("first_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.repeats} {self.weekdays} {self.starts_at or ''}".strip()

    @property
    def timed(self) -> bool:
        """Whether it has a time at all."""
        return self.repeats != Repeats.APPOINTMENT

    def pattern(self, skipped: frozenset[date] = frozenset()) -> Pattern:
        """Give its local dates, without those in `skipped`. Only for a timed one."""
        return Pattern(
            kind=Kind(self.repeats),
            weekdays=tuple(int(digit) for digit in self.weekdays),
            ordinals=tuple(-1 if digit == "9" else int(digit) for digit in self.ordinals),
            first_on=self.first_on,
            last_on=self.last_on,
            skipped=skipped,
        )


class DateChange(models.Model):
    """One date of a schedule that is cancelled, or moved to another date or time.

    `on` is the local date it would have had. Cancelled when `moved_to` is empty.
    """

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="date_changes")
    on = models.DateField()
    moved_to = models.DateField(null=True, blank=True)
    moved_at = models.TimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "meetings_date_change"
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(name="date_change_once", fields=["schedule", "on"]),
            models.CheckConstraint(
                name="date_change_whole",
                condition=Q(moved_to__isnull=True, moved_at__isnull=True)
                | Q(moved_to__isnull=False, moved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {'moved' if self.moved_to else 'cancelled'}"


class Pause(models.Model):
    """A time in which a meeting does not take place. Open-ended while `until_on` is empty."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="pauses")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True, help_text="The last date without it")
    reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True, blank=True)
    imported = models.BooleanField(default=False, help_text="Follows what the feed says")

    class Meta:
        db_table = "meetings_pause"
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                name="pause_dates_in_order",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.UniqueConstraint(
                name="pause_open_once",
                fields=["meeting"],
                condition=Q(until_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} to {self.until_on or 'further notice'}"

    def covers(self, day: date) -> bool:
        """Whether the local date lies in it."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Slot(models.Model):
    """The search index: a run of starts one week apart (`places.recurrence.Run`).

    All derived; `slots.py` alone writes it. `minute` is the start in minutes of the UTC week
    (epoch minutes modulo 10,080), so that "the next six hours" is one index range; `first`,
    `last` and `previous` are epoch minutes and make it exact; `moved_before` is the last date of
    its weekday that was moved to before the run, 0 if none. `weekday` and `local_minute` are
    wall time in the meeting's zone. `cell`, `area` and x, y, z are its place (`places.distance`).
    A meeting by appointment, or paused until further notice, has one slot without `minute`; its
    `first` is when it begins to stand so in lists.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="slots")
    minute = models.PositiveSmallIntegerField(null=True)
    first = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    previous = models.BigIntegerField(default=0)
    moved_before = models.BigIntegerField(default=0)
    weekday = models.PositiveSmallIntegerField(default=0)
    local_minute = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=0)
    online_only = models.BooleanField(default=False)
    cell = models.BigIntegerField(null=True)
    area = models.BigIntegerField(null=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    z = models.FloatField(null=True)

    class Meta:
        db_table = "meetings_slot"
        indexes = [
            models.Index(fields=["cell", "minute"], name="slot_cell_minute"),
            models.Index(fields=["area", "minute"], name="slot_area_minute"),
            models.Index(fields=["minute", "first", "last"], name="slot_minute"),
            models.Index(fields=["first"], name="slot_first"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.minute}"

    def next_start(self, moment: int) -> int | None:
        """Give the first start at or after an epoch minute; None if it has no time or has ended."""
        return None if self.minute is None else next_start(self.first, self.last, moment)


class Correction(models.Model):
    """A report from a reader: what is wrong with a listing, for the secretary to look at.

    `changes` is {field: [what stands there, what the reader says]}; nothing of the reader is kept.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="corrections")
    changes = models.JSONField(default=dict)
    message = models.TextField(blank=True, max_length=2000)
    at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=CorrectionState.choices, default=CorrectionState.WAITING
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "meetings_correction"
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="correction_state", condition=Q(state__in=CorrectionState.values)
            ),
            models.CheckConstraint(
                name="correction_decided_whole",
                condition=Q(state=CorrectionState.WAITING, decided_at__isnull=True)
                | (~Q(state=CorrectionState.WAITING) & Q(decided_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["state", "at"], name="correction_queue")]

    def __str__(self) -> str:
        return f"correction {self.pk}"


class SearchWord(models.Model):
    """A word that stands in some meeting's text: what typing errors are measured against."""

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        db_table = "meetings_search_word"

    def __str__(self) -> str:
        return self.word
