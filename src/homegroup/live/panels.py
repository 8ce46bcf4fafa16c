"""What this room puts on pages of other rooms: ways into a meeting, a group's menu, today."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.today_panels import Panel
from homegroup.groups import panels as group_panels
from homegroup.groups.access import groups_of
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.live import queries
from homegroup.live.choices import Phase, Way
from homegroup.live.models import Room
from homegroup.meetings import panels as meeting_panels
from homegroup.meetings.models import Meeting


def way_in(meeting: Meeting) -> meeting_panels.WayIn | None:
    """Give the way into a meeting's room: open now, or when it opens."""
    rule = queries.rule_of(meeting)
    is_open = Room.objects.filter(meeting=meeting).exclude(phase=Phase.OVER).exists()
    if not is_open and not rule.is_on:
        return None
    address = reverse("live:meeting_room", args=[meeting.slug])
    if is_open or queries.due_date(meeting, rule):
        words = _("Come in now")
        if rule.way == Way.SPOKEN and not meeting.conference_url:
            words = _("Follow it on this phone")
        return meeting_panels.WayIn(address, words, _("You need no account, and can just listen."))
    if queries.next_date(meeting) is None:
        return None
    note = _("It opens %d minutes before the meeting begins.") % rule.opens_before
    return meeting_panels.WayIn(address, _("The room of this meeting"), note)


def open_link(me: Membership) -> group_panels.Link | None:
    """Give the link to a room of the group that is open now."""
    rooms = [room for room in queries.open_rooms([me.group_id]) if room.phase != Phase.OVER]
    if not rooms:
        return None
    return group_panels.Link(reverse("live:door", args=[rooms[0].code]), _("The room is open"))


def rooms_link(me: Membership) -> group_panels.Link | None:
    """Give the link to the group's rooms, for those who run its meetings."""
    if not me.may(Power.LEAD_MEETINGS):
        return None
    return group_panels.Link(reverse("live:rooms", args=[me.group.key]), _("Rooms"))


def open_now(request: HttpRequest) -> Panel | None:
    """Give the part of the today page: rooms of one's groups that are open now."""
    if not isinstance(request.user, User):
        return None
    groups = list(groups_of(request.user).values_list("pk", flat=True))
    rooms = [room for room in queries.open_rooms(groups) if room.phase != Phase.OVER]
    if not rooms:
        return None
    context = {"rooms": rooms, "now": clock.now()}
    return Panel(_("Open now"), render_to_string("live/_today.html", context, request))
