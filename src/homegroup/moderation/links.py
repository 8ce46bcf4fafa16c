"""Links and counts that the room puts on pages of others."""

from collections.abc import Collection

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import thing_links
from homegroup.core.waiting import Waiting
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.groups.panels import Link
from homegroup.moderation import access, queries, showing, subjects


def group_waiting(request: HttpRequest) -> Waiting | None:
    """Tell the day's page what waits for a moderator; it leads to the most urgent desk."""
    user = request.user
    if not isinstance(user, User):
        return None
    moderated = access.moderated_by(user)
    if not moderated:
        return None
    gathered = queries.cases_for(user, Q(group__in=moderated))
    if not gathered:
        return None
    group = gathered[0].group
    assert group
    return Waiting(
        _("Things to look at"), len(gathered), reverse("moderation:desk", args=[group.key])
    )


def house_waiting(request: HttpRequest) -> Waiting | None:
    """Tell who runs the home what waits for them."""
    user = request.user
    if not isinstance(user, User) or not user.is_operator:
        return None
    count = len(queries.house_cases(user)) + len(queries.house_bans(user))
    return Waiting(_("Things to look at"), count, reverse("moderation:house_desk"))


def desk_link(me: Membership) -> Link | None:
    """Give the menu of a group the way to its desk."""
    if not me.may(Power.MODERATE):
        return None
    count = showing.waiting_in(me.group, me.user)
    return Link(reverse("moderation:desk", args=[me.group.key]), _("Desk"), count)


def log_link(me: Membership) -> Link:
    """Give the menu of a group the way to what was decided."""
    return Link(reverse("moderation:log", args=[me.group.key]), _("What was decided"))


def report_link(me: Membership, person: Membership) -> Link:
    """Give a member's page the way to report their name."""
    return Link(reverse("moderation:report", args=["name", person.pk]), _("Report this name"))


def person_link(me: Membership, person: Membership) -> Link | None:
    """Give a member's page the way to a moderator's part of it."""
    if not me.may(Power.MODERATE):
        return None
    address = reverse("moderation:person", args=[me.group.key, person.pk])
    return Link(address, _("As a moderator"))


def contact_link(me: Membership, person: Membership) -> Link:
    """Give a member's page the way to having no contact."""
    address = reverse("moderation:no_contact", args=[me.group.key, person.pk])
    return Link(address, _("I do not want contact"))


def report_links(
    request: HttpRequest, kind: str, ids: Collection[str]
) -> dict[str, thing_links.Link]:
    """Give the way to reporting beside things of any room, for people who are signed in."""
    if subjects.find(kind) is None or not isinstance(request.user, User):
        return {}
    return {
        each: thing_links.Link(
            reverse("moderation:report", args=[kind, each]), _("Report this"), "flag"
        )
        for each in ids
    }
