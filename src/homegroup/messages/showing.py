"""What this room shows on pages of others: links in a group and on a person, the day, help now."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core.help_panels import Panel
from homegroup.core.waiting import Waiting
from homegroup.core.zones import viewer_zone
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.groups.panels import Link
from homegroup.messages.queries import calls, talks

MOST_CALLS = 8


def people_to_call(me: Membership) -> Link:
    """Give the menu of a group the way to who may be called."""
    return Link(reverse("messages:calls_in_group", args=[me.group.key]), _("People to call"))


def first_messages(me: Membership) -> Link | None:
    """Give moderators the way to how many people members wrote to first."""
    if not me.may(Power.MODERATE):
        return None
    return Link(reverse("messages:reach", args=[me.group.key]), _("First messages"))


def write_to(me: Membership, person: Membership) -> Link:
    """Give a member's page the way to write to them; it is the same whoever wants no contact."""
    return Link(reverse("messages:first", args=[me.group.key, person.pk]), _("Write a message"))


def messages_waiting(request: HttpRequest) -> Waiting | None:
    """Tell the day's page in how many conversations something new waits."""
    user = request.user
    if not isinstance(user, User):
        return None
    return Waiting(_("Messages"), talks.count_waiting(user), reverse("messages:list"))


def calls_waiting(request: HttpRequest) -> Waiting | None:
    """Tell the day's page who would like to call."""
    user = request.user
    if not isinstance(user, User):
        return None
    return Waiting(
        _("Questions for my number"), calls.count_waiting(user), reverse("messages:calls")
    )


def may_be_called(request: HttpRequest) -> Panel | None:
    """Give who offers a call just now, by name only, for a member in need."""
    user = request.user
    if not isinstance(user, User):
        return None
    offers = calls.offers_now(user, viewer_zone(request), MOST_CALLS)
    if not offers:
        return None
    body = render_to_string("messages/_calls_now.html", {"offers": offers}, request)
    return Panel(_("People who offer a call now"), body)
