"""The pages of those who run the group: invitations, settings, writing the guidelines."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only
from homegroup.core import clock, flash, qr
from homegroup.core.sealing import Unreadable
from homegroup.groups import codes, queries
from homegroup.groups.access import servant
from homegroup.groups.actions import groups as running
from homegroup.groups.actions import invitations as inviting
from homegroup.groups.choices import Power
from homegroup.groups.forms import GuidelinesForm, InvitationForm, ReadyForm, SettingsForm
from homegroup.groups.guidelines import ready_for, ready_texts
from homegroup.groups.models import Group, Invitation
from homegroup.groups.views.mine import signed_in
from homegroup.groups.views.serving import group_at


@servant(Power.INVITE)
@only("GET", "POST")
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """The invitations that are out, and a new one."""
    group = group_at(slug)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            inviting.make_invitation(
                group=group,
                label=data["label"],
                most_uses=data["most_uses"],
                days=data["days"],
                by=signed_in(request).pk,
                key=form.key,
            )
            return HttpResponseRedirect(reverse("groups:invitations", args=[group.key]))
    rows = list(group.invitations.usable().order_by("-made_on", "-expires_at", "id"))
    shown = [(row, _code(row)) for row in rows]
    context = {"group": group, "rows": shown, "form": form}
    return render(request, "groups/invitations.html", context, status=form.status)


def _code(row: Invitation) -> str:
    """Give a code as people read it out, "" where the home's key is another one by now."""
    try:
        return codes.shown_code(codes.opened(row.sealed_code, at=str(row.pk)))
    except Unreadable:
        return ""


@servant(Power.INVITE)
@only("GET", "POST")
def invitation(request: HttpRequest, slug: str, row: UUID) -> HttpResponse:
    """One invitation: its code, link and QR code to hand on; or its end."""
    group = group_at(slug)
    found = Invitation.objects.filter(group=group, pk=row).select_related("group").first()
    if found is None:
        raise Http404
    back = HttpResponseRedirect(reverse("groups:invitations", args=[group.key]))
    if request.method == "POST":
        inviting.revoke_invitation(invitation=found, by=signed_in(request).pk)
        return back
    code = _code(found)
    if not found.is_usable or not code:
        return back
    link = request.build_absolute_uri(reverse("groups:invited", args=[code]))
    context = {"group": group, "row": found, "code": code, "link": link, "qr": qr.drawn(link)}
    return render(request, "groups/invitation.html", context)


@servant(Power.SETTINGS)
@only("GET", "POST")
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """How the group is called, seen and joined."""
    group = group_at(slug)
    form = SettingsForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            running.change_group(
                group=group,
                name=data["name"],
                about=data["about"],
                visibility=data["visibility"],
                joining=data["joining"],
                by=signed_in(request).pk,
            )
            answer = HttpResponseRedirect(reverse("groups:settings", args=[group.key]))
            flash.say(answer, "groups.saved")
            return answer
    context = {"group": group, "form": form}
    return render(request, "groups/settings.html", context, status=form.status)


@servant(Power.GUIDELINES)
@only("GET", "POST")
def edit_guidelines(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the guidelines, or take a ready text."""
    group = group_at(slug)
    newest = queries.newest_guidelines(group)
    takes_ready = "ready" in request.POST
    first = {"text": newest.text if newest else "", "asks_again": True}
    form = GuidelinesForm(None if takes_ready else request.POST or None, initial=first)
    way = group.fellowship.way if group.fellowship else ""
    ready = ReadyForm(request.POST if takes_ready else None, initial={"ready": ready_for(way).slug})
    sent = ready if takes_ready else form
    if request.method == "POST" and sent.is_valid():
        with sent.refusals():
            running.write_guidelines(
                group=group,
                text=form.cleaned_data["text"] if sent is form else "",
                chosen=ready.cleaned_data["ready"] if sent is ready else "",
                asks_again=sent is ready or form.cleaned_data["asks_again"],
                by=signed_in(request).pk,
                key=sent.key,
            )
            return _to_guidelines(group)
    context = {
        "group": group,
        "form": form,
        "ready": ready,
        "texts": ready_texts().values(),
        "newest": newest,
        "today": clock.now().date(),
    }
    return render(request, "groups/edit_guidelines.html", context, status=sent.status)


def _to_guidelines(group: Group) -> HttpResponse:
    answer = HttpResponseRedirect(reverse("groups:guidelines", args=[group.key]))
    flash.say(answer, "groups.saved")
    return answer
