"""The words of notices and of what is said after a redirect."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.moderation import access, queries, subjects
from homegroup.moderation.choices import AppealState, Verdict
from homegroup.moderation.models import Ban, Concern, Decision, Report
from homegroup.moderation.subjects import read_id
from homegroup.notices.kinds import Line

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _desks(ids: Collection[str], user: User) -> list[Group]:
    """Give those of the groups behind ids that this person looks after."""
    wanted = {int(each) for each in ids if each.isdigit()}
    mine = wanted & set(access.moderated_by(user)) if wanted else set()
    return list(Group.objects.filter(pk__in=mine)) if mine else []


def reported(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Something waits on a desk; for those who may still decide, while it waits."""
    user = User.objects.filter(pk=reader).first()
    if user is None:
        return {}
    lines = {}
    if "reports" in ids and user.is_operator and queries.house_cases(user):
        text = _("Something waits for who runs this site.")
        lines["reports"] = Line(text, reverse("moderation:house_desk"))
    for group in _desks(ids, user):
        if queries.group_cases(group, user):
            lines[str(group.pk)] = Line(
                _("Something waits on the desk of %s.") % group.name,
                reverse("moderation:desk", args=[group.key]),
            )
    return lines


def concerned(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Somebody may not be safe; for those who look after the desk, while nobody has looked."""
    user = User.objects.filter(pk=reader).first()
    if user is None:
        return {}
    cards = Concern.objects.waiting().exclude(about=reader)
    lines = {}
    if "reports" in ids and user.is_operator and cards.exists():
        text = _("Please look at the desk soon.")
        lines["reports"] = Line(text, reverse("moderation:house_desk"))
    waiting = set(cards.values_list("group", flat=True))
    for group in _desks(ids, user):
        if group.pk in waiting:
            lines[str(group.pk)] = Line(
                _("Please look at the desk of %s soon.") % group.name,
                reverse("moderation:desk", args=[group.key]),
            )
    return lines


def second(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """A proposal or an appeal waits for another moderator."""
    user = User.objects.filter(pk=reader).first()
    if user is None:
        return {}
    lines = {}
    if "reports" in ids and user.is_operator and queries.house_bans(user):
        text = _("A second person is needed at the desk.")
        lines["reports"] = Line(text, reverse("moderation:house_desk"))
    for group in _desks(ids, user):
        if queries.bans_waiting(group, user):
            lines[str(group.pk)] = Line(
                _("A second person is needed at the desk of %s.") % group.name,
                reverse("moderation:desk", args=[group.key]),
            )
    return lines


def looked(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """A third person has looked at what two had decided."""
    return _of_groups(ids, _("Somebody has looked again at what was decided in %s."), "log")


def handed(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Another moderator rests, and this one has the desk."""
    return _of_groups(ids, _("You have the desk of %s for a week."), "desk")


def _of_groups(ids: Collection[str], text: str, page: str) -> dict[str, Line]:
    groups = Group.objects.filter(pk__in=[each for each in ids if each.isdigit()])
    return {
        str(group.pk): Line(
            text % group.name,
            reverse(f"moderation:{page}", args=[group.key]),
        )
        for group in groups
    }


def decided(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """What came of a report, for who made it."""
    wanted = [pk for pk in map(read_id, ids) if pk]
    rows = Report.objects.decided().filter(reporter=reader, pk__in=wanted)
    text = _("You told us of something. %s")
    return {
        str(row.pk): Line(text % row.get_state_display(), reverse("moderation:mine"))
        for row in rows
    }


OUTCOMES: "dict[str, str | StrPromise]" = {
    Verdict.PASS: gettext_lazy("Others see it now: %s"),
    Verdict.EDIT: gettext_lazy("A moderator changed this: %s"),
    Verdict.FOLD: gettext_lazy("This stands folded now, under a label: %s"),
    Verdict.REMOVE: gettext_lazy("A moderator took this away: %s"),
    Verdict.REFUSE: gettext_lazy("Others do not see this: %s"),
    Verdict.WARN: gettext_lazy("A moderator wrote you a private word."),
    Verdict.PAUSE: gettext_lazy("A moderator asked you to take a break from writing."),
    Verdict.LIFT: gettext_lazy("You can write again."),
}

# What stands above each for whose it is.
HEADINGS: "dict[str, str | StrPromise]" = {
    Verdict.PASS: gettext_lazy("Others see it now"),
    Verdict.EDIT: gettext_lazy("A moderator changed it"),
    Verdict.FOLD: gettext_lazy("It stands folded, under a label"),
    Verdict.REMOVE: gettext_lazy("A moderator took it away"),
    Verdict.REFUSE: gettext_lazy("It was not let through"),
    Verdict.WARN: gettext_lazy("A private word to you"),
    Verdict.PAUSE: gettext_lazy("A pause from writing"),
    Verdict.LIFT: gettext_lazy("You can write again"),
}


def outcome(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """What was decided on something, for whose it is."""
    wanted = [pk for pk in map(read_id, ids) if pk]
    lines = {}
    for row in Decision.objects.filter(about=reader, pk__in=wanted):
        text = str(OUTCOMES.get(row.verdict, ""))
        if "%s" in text:
            text = text % subjects.words_for(row.kind)
        if text:
            lines[str(row.pk)] = Line(text, reverse("moderation:told"))
    return lines


def away(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Two have decided that somebody stays away, or a third has looked again."""
    wanted = [pk for pk in map(read_id, ids) if pk]
    lines = {}
    for row in Ban.objects.filter(user=reader, pk__in=wanted).select_related("group"):
        place = _("all groups here") if row.everywhere else row.group.name
        text = _("You are asked to stay away from %s for a time. See why, and what you can do.")
        if row.appeal_state == AppealState.GRANTED:
            text = _("Somebody has looked again. You may come back to %s.")
        elif row.appeal_state == AppealState.REFUSED:
            text = _("Somebody has looked again at your time away from %s. It stays as it is.")
        address = reverse("moderation:appeal", args=[row.pk])
        lines[str(row.pk)] = Line(text % place, address)
    return lines


SAID: "dict[str, str | StrPromise]" = {
    "reports.sent": gettext_lazy("Thank you. Somebody will look at it, and you hear from us here."),
    "contacts.kept": gettext_lazy("Done. They are told nothing of it."),
    "contacts.undone": gettext_lazy("Done. Contact is possible again."),
    "desk.decided": gettext_lazy("Done. Whom it concerns will hear of it."),
    "desk.gone": gettext_lazy("Somebody else has decided on this already."),
    "desk.warn": gettext_lazy("Sent. Only this person reads it."),
    "desk.pause": gettext_lazy("Done. They have been told why, and for how long."),
    "desk.lifted": gettext_lazy("Done. They can write again."),
    "desk.ban": gettext_lazy("Proposed. A second moderator decides with you."),
    "desk.ban_alone": gettext_lazy("Done. They are out of the group, and have been told why."),
    "desk.decided_ban": gettext_lazy("Done."),
    "desk.appealed": gettext_lazy("Sent. Somebody who has not decided before looks at it."),
    "desk.slow": gettext_lazy("The group writes slowly now."),
    "desk.quick": gettext_lazy("Everybody can write as usual."),
    "desk.rest": gettext_lazy("Rest well. You are asked nothing for a week."),
    "desk.back": gettext_lazy("Welcome back."),
}
