"""What pages of other rooms show of a group: the box to join by, and the members' menu."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core.waiting import Waiting
from homegroup.groups import access, panels, queries
from homegroup.groups.choices import Joining, Power
from homegroup.groups.models import Group, Membership
from homegroup.groups.panels import Link


def menu_for(membership: Membership) -> list[Link]:
    """Give the links of a member's menu: those of all rooms, then those of their positions."""
    key = [membership.group.key]
    links = [
        Link(reverse("groups:members", args=key), _("People")),
        Link(reverse("groups:guidelines", args=key), _("Guidelines")),
        *panels.links_for(membership),
    ]
    if membership.may(Power.ADMIT):
        waiting = queries.waiting_in(membership.group).count()
        links.append(Link(reverse("groups:people", args=key), _("Look after people"), waiting))
    if membership.may(Power.INVITE):
        links.append(Link(reverse("groups:invitations", args=key), _("Invite")))
    if membership.may(Power.SETTINGS):
        links.append(Link(reverse("groups:settings", args=key), _("Settings")))
    links.append(Link(reverse("groups:my_name", args=key), _("Me in this group")))
    return links


def people_waiting(request: HttpRequest) -> Waiting | None:
    """Tell the day's page who asks to join."""
    user = request.user
    count = sum(queries.waiting_by_group(user).values()) if isinstance(user, User) else 0
    return Waiting(_("People who ask to join"), count, reverse("groups:mine")) if count else None


def join_box(request: HttpRequest, group: Group) -> SafeString:
    """Give the part of a group's page by which people join; for members it is their menu."""
    user = request.user
    membership = access.membership_of(user, group)
    asked = isinstance(user, User) and group.memberships.asking().filter(user=user).exists()
    context = {
        "group": group,
        "membership": membership,
        "menu": menu_for(membership) if membership else [],
        "asked": asked,
        "by_invitation": group.joining == Joining.INVITED,
        "is_open": group.joining == Joining.OPEN,
        "needs_consent": membership is not None and queries.needs_consent(membership),
    }
    return SafeString(render_to_string("groups/_join_box.html", context, request))
