"""Inside a group: its people, its guidelines, and me in it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts import keeping
from homegroup.accounts.access import ask_to_sign_in, member, only, public
from homegroup.core import clock, flash
from homegroup.core.errors import HouseError
from homegroup.core.markdown import safe_html
from homegroup.groups import panels, queries
from homegroup.groups.access import known_group, member_group, membership_of
from homegroup.groups.actions import joining, people
from homegroup.groups.choices import Power
from homegroup.groups.forms import NameForm, TakeForm
from homegroup.groups.models import Membership
from homegroup.groups.positions import DUTIES


@member
@only("GET")
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """The people of a group, by the names that they have in it."""
    me = member_group(request, slug)
    context = {"me": me, "group": me.group, "rows": queries.members_of(me.group)}
    return render(request, "groups/members.html", context)


@member
@only("GET")
def one_member(request: HttpRequest, slug: str, person: UUID) -> HttpResponse:
    """One person of a group: the name here, and the positions."""
    me = member_group(request, slug)
    found = me.group.memberships.members().prefetch_related("positions").filter(pk=person).first()
    if found is None:
        raise Http404
    context = {
        "me": me,
        "group": me.group,
        "person": found,
        "positions": [(row, DUTIES[row.kind]) for row in found.held],  # type: ignore[index]
        "looks_after": me.may(Power.ADMIT),
        "links": panels.links_for_person(me, found),
    }
    return render(request, "groups/member.html", context)


@member
@only("GET", "POST")
def my_name(request: HttpRequest, slug: str) -> HttpResponse:
    """Me in this group: my name, my positions, the way out."""
    me = member_group(request, slug)
    here = HttpResponseRedirect(reverse("groups:my_name", args=[me.group.key]))
    problem = ""
    form = NameForm(request.POST if "name" in request.POST else None, initial={"name": me.name})
    if request.method == "POST" and "position" in request.POST:
        try:
            _give_back(request, me)
        except HouseError as refusal:
            problem = str(refusal.message)
        else:
            return here
    elif request.method == "POST" and form.is_valid():
        with form.refusals():
            joining.rename_self(membership=me, name=form.cleaned_data["name"])
            flash.say(here, "groups.saved")
            return here
    me = Membership.objects.whole().get(pk=me.pk)
    context = {
        "me": me,
        "group": me.group,
        "form": form,
        "problem": problem,
        "today": clock.now().date(),
    }
    return render(request, "groups/my_name.html", context, status=422 if problem else form.status)


def _give_back(request: HttpRequest, me: Membership) -> None:
    form = TakeForm({"position": request.POST["position"], "why": "stepped-back"})
    if form.is_valid():
        for row in me.positions.held().filter(pk=form.cleaned_data["position"]):
            people.take_position(position=row, why="stepped-back", by=me.user_id)


@public
@only("GET", "POST")
def guidelines(request: HttpRequest, slug: str) -> HttpResponse:
    """What the group agrees on; members say that they have read it."""
    if request.method == "POST" and (asked := ask_to_sign_in(request)):
        return asked  # type: ignore[return-value]
    group = known_group(request.user, slug)
    me = membership_of(request.user, group)
    newest = queries.newest_guidelines(group)
    after = keeping.local(request.GET.get("next", ""), "")
    problem = ""
    if request.method == "POST":
        if me is None:
            raise Http404
        try:
            _agree(request, me)
        except HouseError as refusal:
            problem = str(refusal.message)
        else:
            return HttpResponseRedirect(after or group.page)
    context = {
        "me": me,
        "group": group,
        "guidelines": newest,
        "text": safe_html(newest.text, top=2) if newest else "",
        "may_write": bool(me and me.may(Power.GUIDELINES)),
        "needs_consent": bool(me and queries.needs_consent(me)),
        "problem": problem,
    }
    return render(request, "groups/guidelines.html", context, status=422 if problem else 200)


def _agree(request: HttpRequest, me: Membership) -> None:
    shown = request.POST.get("shown", "")
    number = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else 0
    joining.agree_to_guidelines(membership=me, agreed=number)
