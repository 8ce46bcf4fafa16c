"""Reads: which date of a meeting is due, which rooms are open, what stays of meetings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from homegroup.core import clock
from homegroup.groups.models import Group
from homegroup.live import formats
from homegroup.live.formats.schema import Format
from homegroup.live.models import Held, Room, RoomRule
from homegroup.meetings.choices import Status
from homegroup.meetings.dates import Occurrence, next_dates
from homegroup.meetings.models import Meeting
from homegroup.packs.queries import content_of

_MOST_HELD = 100


def rule_of(meeting: Meeting) -> RoomRule:
    """Give how the rooms of a meeting are; what is usual where nothing was set."""
    return RoomRule.objects.filter(meeting=meeting).first() or RoomRule(meeting=meeting)


def next_date(meeting: Meeting) -> Occurrence | None:
    """Give the date that is on now, or comes next; without cancelled ones."""
    if meeting.status == Status.CLOSED:
        return None
    dates = next_dates(meeting, now=clock.now(), most=5)
    return next((each for each in dates if not each.is_cancelled), None)


def due_date(meeting: Meeting, rule: RoomRule) -> Occurrence | None:
    """Give the date for which a room is open now, or should be; None where there is none."""
    if not rule.is_on:
        return None
    date = next_date(meeting)
    return date if date and opens_at(date, rule) <= clock.now() else None


def opens_at(date: Occurrence, rule: RoomRule) -> datetime:
    """Give when the room of a date opens."""
    return date.starts_at - timedelta(minutes=rule.opens_before)


@dataclass(frozen=True)
class MeetingRoom:
    """A meeting of a group with its rule, and its open room if there is one."""

    meeting: Meeting
    rule: RoomRule
    room: Room | None


def rooms_of(group: Group) -> list[MeetingRoom]:
    """Give the meetings of a group with their rules and open rooms, by name."""
    meetings = list(Meeting.objects.running().whole().filter(group=group).order_by("name"))
    rules = RoomRule.objects.in_bulk([meeting.pk for meeting in meetings])
    rooms = {room.meeting_id: room for room in open_rooms([group.pk]) if room.meeting_id}
    return [
        MeetingRoom(each, rules.get(each.pk) or RoomRule(meeting=each), rooms.get(each.pk))
        for each in meetings
    ]


def format_for(group: Group, chosen: str, meeting: Meeting | None) -> Format:
    """Give the format that somebody chose: a group's copy by its id, a ready-made one by its slug,
    or with "" the one that the meeting has; the usual one where there is none such."""
    copy = next((each for each in formats.copies_of(group) if str(each.pk) == chosen), None)
    if copy is not None:
        return cast(Format, content_of(copy))
    ready = formats.ready_format(chosen) if chosen else None
    if ready is None and meeting is not None:
        return formats.format_of(meeting)
    return ready or cast(Format, formats.ready_format(formats.USUAL))


def open_rooms(groups: Collection[int]) -> list[Room]:
    """Give the rooms of these groups that are open, in the order in which they begin."""
    return list(Room.objects.whole().filter(group__in=groups).order_by("starts_at"))


def held_by(group: Group) -> list[Held]:
    """Give what stays of the group's last meetings, newest first."""
    return list(Held.objects.filter(group=group).select_related("meeting")[:_MOST_HELD])
