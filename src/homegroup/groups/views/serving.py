"""The pages of those who look after people: requests, positions, breaks."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only
from homegroup.core import clock, flash
from homegroup.core.errors import HouseError
from homegroup.groups import queries
from homegroup.groups.access import has_secretary, membership_of, servant
from homegroup.groups.actions import people as looking_after
from homegroup.groups.choices import PositionKind, Power
from homegroup.groups.forms import GiveForm, TakeForm
from homegroup.groups.models import Break, Group, Membership
from homegroup.groups.positions import DUTIES
from homegroup.groups.views.mine import read_id, signed_in


def group_at(slug: str) -> Group:
    """Give the group at an address; only behind `@servant`, which has looked who may."""
    return Group.objects.select_related("fellowship").at(slug).get()


def _person(group: Group, person: UUID) -> Membership:
    rows = group.memberships.members().whole()
    found = rows.filter(pk=person).first()
    if found is None:
        raise Http404
    return found


def _to_people(group: Group, said: str = "") -> HttpResponse:
    answer = HttpResponseRedirect(reverse("groups:people", args=[group.key]))
    if said:
        flash.say(answer, said)
    return answer


@servant(Power.ADMIT, operator_if_vacant=True)
@only("GET", "POST")
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asks to join, who is in, who is away for a time."""
    group = group_at(slug)
    if request.method == "POST":
        _decide(request, group)
        return _to_people(group)
    context = {
        "me": membership_of(request.user, group),
        "group": group,
        "waiting": queries.waiting_in(group),
        "rows": queries.members_of(group),
        "breaks": queries.running_breaks(group),
        "is_vacant": not has_secretary(group),
        "today": clock.now().date(),
    }
    return render(request, "groups/people.html", context)


def _decide(request: HttpRequest, group: Group) -> None:
    by = signed_in(request).pk
    asking = group.memberships.asking()
    if admitted := read_id(request.POST.get("admit", "")):
        for row in asking.filter(pk=admitted):
            looking_after.admit(membership=row, by=by)
    elif declined := read_id(request.POST.get("decline", "")):
        for row in asking.filter(pk=declined):
            looking_after.decline(membership=row, by=by)


@servant(Power.REMOVE)
@only("POST")
def end_break(request: HttpRequest, slug: str, pause: UUID) -> HttpResponse:
    """Let somebody come back before the day that was set."""
    group = group_at(slug)
    for row in Break.objects.filter(group=group, pk=pause).select_related("group"):
        looking_after.lift_break(pause=row, by=signed_in(request).pk)
    return _to_people(group)


@servant(Power.ADMIT, operator_if_vacant=True)
@only("GET")
def person(request: HttpRequest, slug: str, person: UUID) -> HttpResponse:
    """One member, as those who look after people see them."""
    group = group_at(slug)
    return _person_page(request, group, _person(group, person), GiveForm(only=_only(group)))


def _only(group: Group) -> str:
    """Give the one position that may be given while the group has no secretary, or ""."""
    return "" if has_secretary(group) else PositionKind.SECRETARY


def _person_page(
    request: HttpRequest, group: Group, found: Membership, form: GiveForm, problem: str = ""
) -> HttpResponse:
    me = membership_of(request.user, group)
    gives = not has_secretary(group) or (me is not None and me.may(Power.POSITIONS))
    context = {
        "me": me,
        "group": group,
        "person": found,
        "positions": [(row, DUTIES[row.kind], TakeForm()) for row in found.held],  # type: ignore[index]
        "gives": gives,
        "may_remove": me is not None and me.may(Power.REMOVE) and me.pk != found.pk,
        "form": form,
        "problem": problem,
        "today": clock.now().date(),
    }
    status = 422 if problem else form.status
    return render(request, "groups/person.html", context, status=status)


@servant(Power.POSITIONS, operator_if_vacant=True)
@only("POST")
def give(request: HttpRequest, slug: str, person: UUID) -> HttpResponse:
    """Give a position; who runs the home gives a group its secretary."""
    group = group_at(slug)
    found = _person(group, person)
    form = GiveForm(request.POST, only=_only(group))
    if form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            looking_after.give_position(
                membership=found,
                kind=data["kind"],
                until_on=data["until_on"],
                by=signed_in(request).pk,
                key=form.key,
            )
            return _after_giving(request, group, found)
    return _person_page(request, group, found, form)


def _after_giving(request: HttpRequest, group: Group, found: Membership) -> HttpResponse:
    """Go back to the person, or away for one who ran the home and has no more to do here."""
    if membership_of(request.user, group) is None:
        answer = HttpResponseRedirect(reverse("groups:mine"))
    else:
        answer = HttpResponseRedirect(reverse("groups:person", args=[group.key, found.pk]))
    flash.say(answer, "groups.saved")
    return answer


@servant(Power.POSITIONS)
@only("POST")
def take(request: HttpRequest, slug: str, person: UUID) -> HttpResponse:
    """Take a position back."""
    group = group_at(slug)
    found, form = _person(group, person), TakeForm(request.POST)
    if form.is_valid():
        try:
            for row in found.positions.filter(pk=form.cleaned_data["position"]):
                looking_after.take_position(
                    position=row, why=form.cleaned_data["why"], by=signed_in(request).pk
                )
        except HouseError as refusal:
            again = GiveForm(only=_only(group))
            return _person_page(request, group, found, again, problem=str(refusal.message))
    answer = HttpResponseRedirect(reverse("groups:person", args=[group.key, found.pk]))
    flash.say(answer, "groups.saved")
    return answer
