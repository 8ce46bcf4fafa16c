"""Who may see what: the directory is public; a closed meeting's page stays and says so."""

from django.http import Http404

from homegroup.groups.models import Group
from homegroup.meetings.models import Meeting


def public_meeting(slug: str) -> Meeting:
    """Give a meeting with all that its page tells, or raise Http404."""
    meeting = Meeting.objects.whole().filter(slug=slug).first()
    if meeting is None:
        raise Http404
    return meeting


def public_group(slug: str) -> Group:
    """Give a group with its fellowship and service body, or raise Http404."""
    group = Group.objects.select_related("fellowship", "service_body").filter(slug=slug).first()
    if group is None:
        raise Http404
    return group
