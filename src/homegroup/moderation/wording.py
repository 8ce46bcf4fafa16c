"""The words of notices and of what is said after a redirect."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.moderation import access, queries
from homegroup.moderation.models import Concern, Report
from homegroup.moderation.subjects import read_id
from homegroup.notices.kinds import Line

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def reported(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Something waits on a desk; for those who may still decide, while it waits."""
    user = User.objects.filter(pk=reader).first()
    if user is None:
        return {}
    lines = {}
    if "reports" in ids and user.is_operator and queries.house_cases(user):
        lines["reports"] = Line(
            _("A report waits for who runs this site."), reverse("moderation:house_desk")
        )
    wanted = {int(each) for each in ids if each.isdigit()} & set(access.moderated_by(user))
    for group in Group.objects.filter(pk__in=wanted):
        if queries.group_cases(group, user):
            lines[str(group.pk)] = Line(
                _("A report waits in %s.") % group.name,
                reverse("moderation:desk", args=[group.key]),
            )
    return lines


def concerned(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Somebody may not be safe; for those who look after the desk, while nobody has looked."""
    cards = Concern.objects.waiting().exclude(about=reader)
    lines = {}
    user = User.objects.filter(pk=reader).first()
    if "reports" in ids and user and user.is_operator and cards.exists():
        lines["reports"] = Line(
            _("Please look at the desk soon."), reverse("moderation:house_desk")
        )
    wanted = {int(each) for each in ids if each.isdigit()}
    if user is None or not wanted:
        return lines
    mine = wanted & set(access.moderated_by(user))
    for group in Group.objects.filter(pk__in=mine, concerns__in=cards).distinct():
        lines[str(group.pk)] = Line(
            _("Please look at the desk of %s soon.") % group.name,
            reverse("moderation:desk", args=[group.key]),
        )
    return lines


def decided(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """What came of a report, for who made it."""
    wanted = [pk for pk in map(read_id, ids) if pk]
    rows = Report.objects.decided().filter(reporter=reader, pk__in=wanted)
    text = _("You told us of something. %s")
    return {
        str(row.pk): Line(text % row.get_state_display(), reverse("moderation:mine"))
        for row in rows
    }


SAID: "dict[str, str | StrPromise]" = {
    "reports.sent": gettext_lazy("Thank you. Somebody will look at it, and you hear from us here."),
    "reports.decided": gettext_lazy("Done. Who reported it will hear of it."),
    "contacts.kept": gettext_lazy("Done. They are told nothing of it."),
    "contacts.undone": gettext_lazy("Done. Contact is possible again."),
}
