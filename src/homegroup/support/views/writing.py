"""Writing a share; changing and deleting what one wrote."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from homegroup.accounts.access import member, only
from homegroup.core.flash import go
from homegroup.core.forms import HouseForm, OnceForm
from homegroup.groups import queries as groups
from homegroup.groups.access import member_group
from homegroup.groups.models import Group, Membership
from homegroup.moderation import weighing
from homegroup.moderation.access import why_not_now
from homegroup.support import access, drafts
from homegroup.support.actions import answering, sharing
from homegroup.support.addresses import page_of
from homegroup.support.choices import Kind, State
from homegroup.support.forms import AnswerForm, EditShareForm, ShareForm
from homegroup.support.models import Reply, Share
from homegroup.support.views import drafting


def ask_for_consent(request: HttpRequest, me: Membership) -> HttpResponse | None:
    """Send who has not agreed to the group's guidelines to read them first; None for the others.

    Only before they begin to write: what was typed already is refused with the reason instead.
    """
    if request.method != "GET" or not groups.needs_consent(me):
        return None
    page = reverse("groups:guidelines", args=[me.group.key])
    return HttpResponseRedirect(f"{page}?{urlencode({'next': request.get_full_path()})}")


@member
@only("GET", "POST")
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a share."""
    me = member_group(request, slug)
    if asked := ask_for_consent(request, me):
        return asked
    place = drafts.place_of_new(me.group)
    begun = drafting.begun(request, place) if request.method == "GET" else {}
    form = ShareForm(request.POST or None, kind=request.GET.get("kind", ""), initial=begun)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            words = sharing.Words(
                text=form.cleaned_data["text"],
                kind=form.cleaned_data["kind"],
                listen_only=form.cleaned_data["listen_only"],
                help_seen=weighing.was_help_seen(request),
            )
            row = sharing.share(me=me, words=words, key=form.key)
            drafting.let_go(request, place)
            return _shared(me.group, row)
    struggles = form["kind"].value() == Kind.STRUGGLING
    context = {
        "begun": begun or drafting.was_begun(request),
        "goes_on": bool(begun),
        "group": me.group,
        "form": form,
        "help": weighing.help_shown(request, form, struggles=struggles),
        "struggles": struggles,
        "not_now": "" if struggles or form.is_bound else why_not_now(me.user, me.group),
    }
    return render(request, "support/new.html", context, status=form.status)


def _shared(group: Group, row: Share | None) -> HttpResponse:
    if row is None:
        return go(reverse("support:feed", args=[group.key]))
    said = "shares.shared" if row.is_shown else "shares.held"
    to_its_page = row.kind == Kind.STRUGGLING or not row.is_shown
    return go(page_of(row) if to_its_page else reverse("support:feed", args=[group.key]), said)


@member
@only("GET", "POST")
def edit(request: HttpRequest, slug: str, share: UUID) -> HttpResponse:
    """Change one's own share."""
    row = access.mine(member_group(request, slug), share)
    form = EditShareForm(
        request.POST or None,
        is_question=row.kind == Kind.QUESTION,
        initial={"text": row.text, "listen_only": row.listen_only},
    )
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            words = sharing.Words(
                text=form.cleaned_data["text"],
                listen_only=form.cleaned_data.get("listen_only", False),
                help_seen=weighing.was_help_seen(request),
            )
            sharing.edit_share(share=row, words=words, key=form.key)
            return go(page_of(row), _said(row))
    return _edit_page(request, row, form)


@member
@only("GET", "POST")
def edit_reply(request: HttpRequest, slug: str, reply: UUID) -> HttpResponse:
    """Change one's own answer."""
    row = access.my_reply(member_group(request, slug), reply)
    form = AnswerForm(request.POST or None, initial={"text": row.text})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            words = answering.Words(
                text=form.cleaned_data["text"], help_seen=weighing.was_help_seen(request)
            )
            answering.edit_reply(reply=row, words=words, key=form.key)
            return go(page_of(row), _said(row))
    return _edit_page(request, row, form)


def _said(before: Share | Reply) -> str:
    return "shares.again" if before.state == State.REFUSED else "shares.changed"


def _edit_page(request: HttpRequest, row: Share | Reply, form: HouseForm) -> HttpResponse:
    context = {
        "form": form,
        "help": weighing.help_shown(request, form),
        "back": page_of(row),
        "is_again": row.state == State.REFUSED,
        "note": row.note,
    }
    return render(request, "support/edit.html", context, status=form.status)


@member
@only("GET", "POST")
def delete(request: HttpRequest, slug: str, share: UUID) -> HttpResponse:
    """Ask once, then take one's own share away."""
    me = member_group(request, slug)
    row = access.mine(me, share)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sharing.delete_share(share=row, key=form.key)
        return go(reverse("support:feed", args=[me.group.key]), "shares.deleted")
    context = {"form": form, "row": row, "back": page_of(row), "is_share": True}
    return render(request, "support/sure.html", context, status=form.status)


@member
@only("GET", "POST")
def delete_reply(request: HttpRequest, slug: str, reply: UUID) -> HttpResponse:
    """Ask once, then take one's own answer away."""
    row = access.my_reply(member_group(request, slug), reply)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answering.delete_reply(reply=row, key=form.key)
        return go(page_of(row.share), "shares.deleted")
    context = {"form": form, "row": row, "back": page_of(row)}
    return render(request, "support/sure.html", context, status=form.status)
