"""What pages show of the room: a desk's cards, who waits, links on pages of groups."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import thing_links
from homegroup.core.waiting import Waiting
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership
from homegroup.groups.panels import Link
from homegroup.moderation import access, queries, subjects
from homegroup.moderation.forms import DecideForm
from homegroup.moderation.models import Report
from homegroup.moderation.queries import Case
from homegroup.moderation.subjects import Shown


@dataclass(frozen=True)
class Card:
    """One case on a desk: what it is, how it reads now, and its form."""

    case: Case
    words: str
    shown: Shown | None
    form: DecideForm


def cards(cases: list[Case], refused: DecideForm) -> list[Card]:
    """Give a desk's cards; a form that was refused comes back where it was sent."""
    shown = _shown_now([case.first for case in cases])
    pressed = str(refused.data.get("report", "")) if refused.is_bound else ""
    return [
        Card(
            case=case,
            words=subjects.words_for(case.first.kind),
            shown=shown.get((case.first.kind, case.first.subject)),
            form=refused
            if str(case.first.pk) == pressed
            else DecideForm(initial={"report": case.first.pk}, auto_id=f"id_%s_{number}"),
        )
        for number, case in enumerate(cases)
    ]


def _shown_now(rows: list[Report]) -> dict[tuple[str, str], Shown]:
    """Give how things read now, by kind and id; one question for each kind."""
    gathered: dict[str, list[str]] = {}
    for row in rows:
        gathered.setdefault(row.kind, []).append(row.subject)
    return {
        (kind, each): shown
        for kind, ids in gathered.items()
        if (subject := subjects.find(kind))
        for each, shown in subject.shown(ids, None).items()
    }


def report_on_desk(pk: UUID, group: Group | None) -> Report | None:
    """Give a report that lies, or lay, on a desk: of a group, or None for who runs the home.

    The latter may get what has left its group's desk since, but nothing that a group decides.
    """
    row = Report.objects.select_related("group").filter(pk=pk).first()
    if row is None or (group is not None and row.group_id != group.pk):
        return None
    if group is None and row.group_id is not None and not row.decided_at:
        same = list(Report.objects.waiting().on(row.kind, row.subject))
        if access.moderators_of([row.group_id])[row.group_id] - access.concerned_by(same):
            return None
    return row


def group_waiting(request: HttpRequest) -> Waiting | None:
    """Tell the day's page what waits for a moderator; it leads to the desk that waits longest."""
    user = request.user
    if not isinstance(user, User):
        return None
    moderated = access.moderated_by(user)
    if not moderated:
        return None
    rows = Report.objects.waiting().filter(group__in=moderated).select_related("group")
    gathered = queries.cases_for(user, rows)
    if not gathered:
        return None
    group = gathered[0].first.group
    assert group
    return Waiting(
        _("Reports to look at"), len(gathered), reverse("moderation:desk", args=[group.key])
    )


def house_waiting(request: HttpRequest) -> Waiting | None:
    """Tell who runs the home what waits for them."""
    user = request.user
    if not isinstance(user, User) or not user.is_operator:
        return None
    count = len(queries.house_cases(user))
    return Waiting(_("Reports to look at"), count, reverse("moderation:house_desk"))


def desk_link(me: Membership) -> Link | None:
    """Give the menu of a group the way to its desk."""
    if not me.may(Power.MODERATE):
        return None
    count = len(queries.group_cases(me.group, me.user))
    return Link(reverse("moderation:desk", args=[me.group.key]), _("Reports"), count)


def log_link(me: Membership) -> Link:
    """Give the menu of a group the way to what was decided."""
    return Link(reverse("moderation:log", args=[me.group.key]), _("What was decided"))


def report_link(me: Membership, person: Membership) -> Link:
    """Give a member's page the way to report their name."""
    return Link(reverse("moderation:report", args=["name", person.pk]), _("Report this name"))


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
