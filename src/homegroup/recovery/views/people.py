"""People whom the member chose to call: their list, its order, and keeping it open here."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only, private
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.recovery import actions, kept_open, queries
from homegroup.recovery.forms import PersonForm
from homegroup.recovery.queries import Person
from homegroup.vault.pages import told_if_unreadable
from homegroup.vault.vaults import Vault, opened


def _list(said: str = "") -> HttpResponse:
    return go(reverse("recovery:people"), said)


def _changed(request: HttpRequest, people: list[Person] | None, said: str) -> HttpResponse:
    """Go back to the list; what is kept open on this device follows the change."""
    answer = _list(said)
    if people is not None and kept_open.is_wanted(request):
        kept_open.remember(request, answer, people)
    return answer


@private
@told_if_unreadable
@only("GET")
def listing(request: HttpRequest) -> HttpResponse:
    """The people, and whether they stay open on this device."""
    people = queries.people(opened(request))
    is_kept = kept_open.is_wanted(request)
    context = {
        "people": people,
        "can_keep": kept_open.can_keep(request),
        "is_kept": is_kept,
        "days": kept_open.DAYS,
        "room": len(kept_open.fitting(people)),
    }
    answer = render(request, "recovery/people.html", context)
    if is_kept:  # the list may have changed on another device, or one signed in anew
        kept_open.remember(request, answer, people)
    return answer


@private
@told_if_unreadable
@only("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Add somebody."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            people = actions.add_person(
                vault=opened(request),
                name=data["name"],
                numbers=data["numbers"],
                when=data["when"],
                key=form.key,
            )
            return _changed(request, people, "people.kept")
    return render(request, "recovery/person.html", {"form": form}, status=form.status)


@private
@told_if_unreadable
@only("GET", "POST")
def edit(request: HttpRequest, person: UUID) -> HttpResponse:
    """Change name, numbers or hours of somebody."""
    vault = opened(request)
    stands = _person(vault, person)
    initial = {"name": stands.name, "numbers": "\n".join(stands.numbers), "when": stands.when}
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        people = actions.change_person(
            vault=vault,
            person=person,
            name=data["name"],
            numbers=data["numbers"],
            when=data["when"],
            key=form.key,
        )
        return _changed(request, people, "people.kept")
    context = {"form": form, "person": stands}
    return render(request, "recovery/person.html", context, status=form.status)


def _person(vault: Vault, person: UUID) -> Person:
    for each in queries.people(vault):
        if each.id == person:
            return each
    raise Http404


@private
@told_if_unreadable
@only("POST")
def move(request: HttpRequest, person: UUID) -> HttpResponse:
    """Move somebody one place up or down."""
    form = OnceForm(request.POST)
    by = {"up": -1, "down": 1}.get(request.POST.get("to", ""), 0)
    people = None
    if form.is_valid():
        people = actions.move_person(vault=opened(request), person=person, by=by, key=form.key)
    return _changed(request, people, "")


@private
@told_if_unreadable
@only("GET", "POST")
def take_off(request: HttpRequest, person: UUID) -> HttpResponse:
    """Ask once, then take somebody off the list."""
    vault = opened(request)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people = actions.take_off_person(vault=vault, person=person, key=form.key)
        return _changed(request, people, "people.off")
    stands = _person(vault, person)
    back = reverse("recovery:people")
    context = {"form": form, "what": stands.name, "is_person": True, "back": back}
    return render(request, "recovery/sure.html", context, status=form.status)


@private
@told_if_unreadable
@only("POST")
def keep_open(request: HttpRequest) -> HttpResponse:
    """Keep the people open on this device, or no longer. Nothing of it is stored here."""
    if request.POST.get("keep") != "1":
        answer = _list("people.closed")
        kept_open.forget(answer)
        return answer
    people = queries.people(opened(request))
    answer = _list("people.open" if people and kept_open.can_keep(request) else "")
    kept_open.remember(request, answer, people)
    return answer
