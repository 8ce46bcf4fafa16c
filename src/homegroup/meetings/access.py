"""Who may see what: the directory is public; a closed meeting's page stays and says so.

What a secretary works on is fetched through the group.
"""

from django.http import Http404

from homegroup.groups.access import membership_of
from homegroup.groups.models import Group
from homegroup.meetings.models import Correction, Meeting, Schedule


def public_meeting(slug: str, *, to: object = None) -> Meeting:
    """Give a meeting with all that its page tells, or raise Http404.

    One of an unlisted group is only for its members: `to` is who asks.
    """
    meeting = Meeting.objects.whole().filter(slug=slug).first()
    if meeting is None:
        raise Http404
    group = meeting.group
    if group and group.is_unlisted and membership_of(to, group) is None:
        raise Http404
    return meeting


def meeting_of(group: Group, slug: str) -> Meeting:
    """Give a meeting of this group with all that belongs to it, or raise Http404."""
    meeting = Meeting.objects.whole().filter(group=group, slug=slug).first()
    if meeting is None:
        raise Http404
    return meeting


def schedule_of(meeting: Meeting, number: int) -> Schedule:
    """Give a schedule of this meeting, or raise Http404."""
    schedule = meeting.schedules.filter(pk=number).select_related("meeting").first()
    if schedule is None:
        raise Http404
    return schedule


def correction_of(group: Group, number: str) -> Correction:
    """Give a report about a meeting of this group, or raise Http404."""
    pk = int(number) if number.isdigit() and len(number) < 19 else 0
    rows = Correction.objects.select_related("meeting")
    correction = rows.filter(meeting__group=group, pk=pk).first()
    if correction is None:
        raise Http404
    return correction
