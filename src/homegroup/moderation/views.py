"""Reporting, the desks, the log, and people whom one wants no contact with."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import member, only, operator
from homegroup.accounts.models import User
from homegroup.core import flash
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership
from homegroup.moderation import actions, queries, showing, subjects
from homegroup.moderation.forms import DecideForm, ReportForm
from homegroup.moderation.models import Block
from homegroup.moderation.queries import Case


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _go(address: str, said: str) -> HttpResponse:
    answer = HttpResponseRedirect(address)
    flash.say(answer, said)
    return answer


@member
@only("GET", "POST")
def report(request: HttpRequest, kind: str, thing: str) -> HttpResponse:
    """Say that something is wrong with a thing: one choice, one button."""
    user, subject = _me(request), subjects.find(kind)
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
            return _go(reverse("moderation:mine"), "reports.sent")
    context = {"shown": shown, "words": subject.words, "form": form}
    return render(request, "moderation/report.html", context, status=form.status)


@member
@only("GET")
def mine(request: HttpRequest) -> HttpResponse:
    """What I have reported, and what came of it."""
    rows = [(row, subjects.words_for(row.kind)) for row in queries.my_reports(_me(request))]
    return render(request, "moderation/mine.html", {"rows": rows})


@servant(Power.MODERATE)
@only("GET", "POST")
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the moderators of a group."""
    me = member_group(request, slug)
    cases = queries.group_cases(me.group, me.user)
    here = reverse("moderation:desk", args=[me.group.key])
    return _desk(request, cases, here, me.group)


@operator
@only("GET", "POST")
def house_desk(request: HttpRequest) -> HttpResponse:
    """What waits for who runs the home."""
    cases = queries.house_cases(_me(request))
    return _desk(request, cases, reverse("moderation:house_desk"), None)


def _desk(request: HttpRequest, cases: list[Case], here: str, group: Group | None) -> HttpResponse:
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = showing.report_on_desk(form.cleaned_data["report"], group)
        if wanted is None:
            raise Http404
        with form.refusals():
            actions.decide_report(
                report=wanted,
                verdict=request.POST.get("do", ""),
                reason=form.cleaned_data["reason"],
                by=_me(request).pk,
                key=form.key,
            )
            return _go(here, "reports.decided")
    context = {"group": group, "form": form, "cards": showing.cards(cases, form)}
    return render(request, "moderation/desk.html", context, status=form.status)


@member
@only("GET")
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """What the moderators of a group have decided, in summary."""
    group = member_group(request, slug).group
    lines = [
        (line, subjects.words_for(line.kind), queries.verdict_words(line.verdict))
        for line in queries.decisions_in(group)
    ]
    return render(request, "moderation/log.html", {"group": group, "lines": lines})


@member
@only("GET", "POST")
def no_contact(request: HttpRequest, slug: str, person: UUID) -> HttpResponse:
    """Say that one wants no contact with a member of one's group."""
    me = member_group(request, slug)
    found = _other(me, person)
    if request.method == "POST":
        actions.block(blocker=me.user, person=found)
        return _go(reverse("moderation:contacts"), "contacts.kept")
    is_so = Block.objects.filter(blocker=me.user, person=found.pk).exists()
    context = {"group": me.group, "person": found, "is_so": is_so}
    return render(request, "moderation/no_contact.html", context)


def _other(me: Membership, person: UUID) -> Membership:
    rows = me.group.memberships.members().exclude(pk=me.pk)
    found = rows.filter(pk=person).first()
    if found is None:
        raise Http404
    return found


@member
@only("GET", "POST")
def contacts(request: HttpRequest) -> HttpResponse:
    """With whom I want no contact, and taking that back."""
    rows = Block.objects.filter(blocker=_me(request))
    if request.method == "POST":
        chosen = subjects.read_id(request.POST.get("row", ""))
        for row in rows.filter(pk=chosen) if chosen else ():
            actions.unblock(block=row)
        return _go(reverse("moderation:contacts"), "contacts.undone")
    return render(request, "moderation/contacts.html", {"rows": rows.select_related("group")})
