"""Reporting, what came of it, and what moderators said to me."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import member, only
from homegroup.groups.access import member_group
from homegroup.moderation import actions, queries, subjects, wording
from homegroup.moderation.choices import ON_THINGS, AppealState, BanState, Verdict
from homegroup.moderation.forms import AppealForm, ReportForm
from homegroup.moderation.models import Ban
from homegroup.moderation.queries import LogLine
from homegroup.moderation.views.answers import go, user_of


@member
@only("GET", "POST")
def report(request: HttpRequest, kind: str, thing: str) -> HttpResponse:
    """Say that something is wrong with a thing: one press on what it is."""
    user, subject = user_of(request), subjects.find(kind)
    shown = subject.shown_one(thing, user) if subject else None
    if subject is None or shown is None:
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.report(
                reporter=user,
                kind=kind,
                subject=thing,
                reason=form.cleaned_data["reason"],
                words=form.cleaned_data["words"],
                key=form.key,
            )
            return go(reverse("moderation:mine"), "reports.sent")
    context = {"shown": shown, "words": subject.words, "form": form}
    return render(request, "moderation/report.html", context, status=form.status)


@member
@only("GET")
def mine(request: HttpRequest) -> HttpResponse:
    """What I have reported, and what came of it."""
    rows = [(row, subjects.words_for(row.kind)) for row in queries.my_reports(user_of(request))]
    return render(request, "moderation/mine.html", {"rows": rows})


@member
@only("GET")
def told(request: HttpRequest) -> HttpResponse:
    """What moderators have said to me about what is mine."""
    user = user_of(request)
    rows = [
        (
            row,
            wording.HEADINGS.get(row.verdict, ""),
            subjects.words_for(row.kind) if row.kind else "",
        )
        for row in queries.told_to(user)
    ]
    bans = Ban.objects.running().filter(user=user).select_related("group")
    return render(request, "moderation/told.html", {"rows": rows, "bans": bans})


def _words_for(kind: str) -> str:
    """Give what a thing is called; "" for what was decided on a person."""
    return subjects.words_for(kind) if kind else ""


@member
@only("GET", "POST")
def appeal(request: HttpRequest, row: UUID) -> HttpResponse:
    """A time away from a group: why, until when, and asking that somebody else looks again."""
    rows = Ban.objects.filter(user=user_of(request), state__in=[BanState.RUNNING, BanState.LIFTED])
    ban = get_object_or_404(rows.select_related("group"), pk=row)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.appeal(ban=ban, words=form.cleaned_data["words"], key=form.key)
            return go(reverse("moderation:appeal", args=[ban.pk]), "desk.appealed")
    may_ask = ban.state == BanState.RUNNING and ban.appeal_state == AppealState.NONE
    context = {"ban": ban, "form": form, "may_ask": may_ask or form.is_bound}
    return render(request, "moderation/appeal.html", context, status=form.status)


@member
@only("GET")
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """What the moderators of a group have decided, in summary."""
    group = member_group(request, slug).group
    lines = [
        (line, _of_what(line), queries.verdict_words(line.verdict))
        for line in queries.decisions_in(group)
    ]
    return render(request, "moderation/log.html", {"group": group, "lines": lines})


def _of_what(line: LogLine) -> str:
    """Give the thing that a line of the log is about, or that it is about a person or everybody."""
    if line.verdict in Verdict.values and line.verdict not in ON_THINGS:
        return _("A member")
    return subjects.words_for(line.kind) if line.kind else _("The group")
