"""Rooms that are open, their sealed lines, and the little that stays of a meeting.

No account stands in any of these tables. What people are called, say and do in a room lies in
its lines, sealed by a key that is a file of its own (`course.keys`) and goes with the room.
"""

import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from homegroup.core import clock
from homegroup.groups.codes import new_address
from homegroup.groups.models import Group
from homegroup.live.choices import (
    LONGEST,
    OPENS_BEFORE,
    ROUND_TO,
    SMALL,
    STAYS_AFTER,
    Guests,
    Phase,
    Way,
)
from homegroup.meetings.models import Meeting


class RoomRule(models.Model):
    """How the rooms of one meeting are: whether it is held here, who comes in, when it opens."""

    meeting = models.OneToOneField(
        Meeting, primary_key=True, on_delete=models.CASCADE, related_name="room_rule"
    )
    is_on = models.BooleanField(default=False, help_text="A room opens for each date")
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.TYPED)
    guests = models.CharField(max_length=8, choices=Guests.choices, default=Guests.WAIT)
    members_wait = models.BooleanField(
        default=False, help_text="Members are let in one by one, too"
    )
    opens_before = models.PositiveSmallIntegerField(default=OPENS_BEFORE)

    class Meta:
        db_table = "live_rule"
        constraints = [
            models.CheckConstraint(name="rule_way", condition=Q(way__in=Way.values)),
            models.CheckConstraint(name="rule_guests", condition=Q(guests__in=Guests.values)),
            models.CheckConstraint(name="rule_opens", condition=Q(opens_before__lte=120)),
        ]

    def __str__(self) -> str:
        return f"rooms of meeting {self.pk}"


class RoomQuerySet(models.QuerySet["Room"]):
    """The vocabulary of rooms."""

    def whole(self) -> Self:
        """With what pages tell of them, in one query."""
        return self.select_related("group__fellowship", "meeting")

    def to_close(self) -> Self:
        """Those whose time is over."""
        now = clock.now()
        ended = Q(phase=Phase.OVER, over_at__lte=now - timedelta(minutes=STAYS_AFTER))
        return self.filter(ended | Q(opened_at__lte=now - timedelta(minutes=LONGEST)))


class Room(models.Model):
    """A room that is open: for one date of a meeting, or opened by hand (`meeting` may be none).

    `agenda` is the format as it was when the room opened. `number` is that of its last line;
    whoever adds one locks this row. `chair_until` is how long the chair is taken to be there.
    Closing deletes the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=12, unique=True, default=new_address, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="rooms")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="rooms"
    )
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=8, choices=Way.choices)
    guests = models.CharField(max_length=8, choices=Guests.choices)
    members_wait = models.BooleanField(default=False)
    agenda = models.TextField(help_text="A format, as JSON")
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.GATHERING)
    number = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)
    chair_until = models.DateTimeField(null=True, blank=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        db_table = "live_room"
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(name="room_once", fields=["meeting", "starts_at"]),
            models.CheckConstraint(name="room_way", condition=Q(way__in=Way.values)),
            models.CheckConstraint(name="room_guests", condition=Q(guests__in=Guests.values)),
            models.CheckConstraint(name="room_phase", condition=Q(phase__in=Phase.values)),
            models.CheckConstraint(
                name="room_over_whole",
                condition=Q(phase=Phase.OVER, over_at__isnull=False)
                | (~Q(phase=Phase.OVER) & Q(over_at__isnull=True)),
            ),
            models.CheckConstraint(name="room_minutes", condition=Q(minutes__range=(1, 24 * 60))),
        ]
        indexes = [models.Index(fields=["phase", "over_at"], name="room_to_close")]

    def __str__(self) -> str:
        return f"room {self.code}"

    @property
    def page(self) -> str:
        """The address of its page: it says nothing."""
        return f"/rooms/{self.code}/"

    @property
    def log(self) -> str:
        """What its lines are called among the logs of `core.streams`."""
        return f"room:{self.pk}"

    @property
    def name(self) -> str:
        """What pages call it: the meeting's name, else the group's."""
        return self.meeting.name if self.meeting else self.group.name


class Line(models.Model):
    """One line of a room's log: what happened, sealed. Lines are added, and never changed.

    `token` is what the sender called it: sent twice, it stands here once. Only order and number
    of lines can be read.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    token = models.UUIDField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "live_line"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="line_number", fields=["room", "number"]),
            models.UniqueConstraint(name="line_once", fields=["room", "token"]),
        ]

    def __str__(self) -> str:
        return f"line {self.number}"


class Held(models.Model):
    """All that stays of a meeting: that it was, how long, in which format, and how many about.

    `people` is rounded to five, and none where there were fewer than eight.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="held")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="held"
    )
    starts_at = models.DateTimeField(help_text="When it was planned to begin")
    minutes = models.PositiveSmallIntegerField(help_text="0: it did not begin")
    format = models.CharField(max_length=80)
    people = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        db_table = "live_held"
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="held_people_rounded",
                condition=Q(people__isnull=True)
                | Q(people__gte=SMALL, people=F("people") / ROUND_TO * ROUND_TO),
            )
        ]

    def __str__(self) -> str:
        return f"meeting of {self.starts_at:%Y-%m-%d}"
