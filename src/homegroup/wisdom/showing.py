"""What the room shows on pages of others: beside a share, the day's page, help, menus."""

from collections.abc import Collection

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.accounts.models import User
from homegroup.core import clock, help_panels, today_panels
from homegroup.core.thing_links import Link
from homegroup.core.waiting import Waiting
from homegroup.core.zones import viewer_zone
from homegroup.groups import panels
from homegroup.groups.models import Membership
from homegroup.wisdom import access, queries
from homegroup.wisdom.things import KINDS

_EVENING = range(17, 24)  # hours by the reader's clock
_OF_EVENING = ("evenings", "sleep", "urges")
_OF_HELP = ("urges", "nearly")  # not of just any evening: somebody has asked for help
IN_THE_EVENING = gettext_lazy("What helped others in the evening")


def keep_links(request: HttpRequest, kind: str, ids: Collection[str]) -> dict[str, Link]:
    """Give the way to keeping words, beside shares, answers and stories; for members."""
    if kind not in KINDS or not isinstance(request.user, User):
        return {}
    words = _("Keep words for others")
    return {each: Link(reverse("wisdom:keep", args=[kind, each]), words) for each in ids}


def under_searches(request: HttpRequest, typed: str) -> Link:
    """Give the way to all situations, under every search."""
    return Link(reverse("wisdom:all"), _("What helped others"), "sprout")


def today_panel(request: HttpRequest) -> today_panels.Panel | None:
    """Give something that helped others, in the evening."""
    now = clock.now().astimezone(viewer_zone(request))
    if now.hour not in _EVENING:
        return None
    entry = queries.one_of_day(request.user, _OF_EVENING, day=now.date())
    if entry is None:
        return None
    body = render_to_string("wisdom/_today.html", {"entry": entry}, request)
    return today_panels.Panel(IN_THE_EVENING, body)


def help_panel(request: HttpRequest) -> help_panels.Panel | None:
    """Give something that helped others when it was hard."""
    today = clock.today(viewer_zone(request))
    entry = queries.one_of_day(request.user, _OF_HELP, day=today)
    if entry is None:
        return None
    body = render_to_string("wisdom/_today.html", {"entry": entry}, request)
    return help_panels.Panel(_("What helped others"), body)


def editors_waiting(request: HttpRequest) -> Waiting | None:
    """Tell an editor how much waits; it leads to the first desk that has some."""
    user = request.user
    if not isinstance(user, User):
        return None
    desks = {group: queries.waiting_on(access.Desk(group)) for group in access.desks_of(user)}
    first = next((group for group, count in desks.items() if count), None)
    words = _("Words that may help others")
    return Waiting(words, sum(desks.values()), access.desk_address(first)) if desks else None


def answers_waiting(request: HttpRequest) -> Waiting | None:
    """Tell a member that they are asked about words of their own."""
    user = request.user
    if not isinstance(user, User):
        return None
    return Waiting(_("May your words be kept?"), queries.waits_for(user), reverse("wisdom:own"))


def group_link(me: Membership) -> panels.Link:
    """Give the menu of a group the way to what helped; editors come to their desk."""
    if not access.is_editor(me):
        return panels.Link(reverse("wisdom:all"), _("What helped"))
    group = None if me.group.for_everyone else me.group
    count = queries.waiting_on(access.Desk(group))
    return panels.Link(access.desk_address(group), _("What helped"), count)
