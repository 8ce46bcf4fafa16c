"""Meetings from elsewhere: lists of other sites, files, and the invented ones."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, operator
from homegroup.accounts.models import User
from homegroup.console import actions
from homegroup.console.forms import MOST_BYTES, ListForm
from homegroup.core import flash, loaders, site
from homegroup.core.errors import HouseError
from homegroup.core.once import FIELD
from homegroup.core.uploads import takes_files
from homegroup.core.zones import viewer_zone


def _by(request: HttpRequest) -> UUID:
    assert isinstance(request.user, User)
    return request.user.pk


def _after(said: str) -> HttpResponse:
    answer = HttpResponseRedirect(reverse("console:lists"))
    flash.say(answer, said)
    return answer


def _form(request: HttpRequest) -> ListForm:
    here = site.current().fellowships
    first = {
        "keep_fresh": True,
        "fellowship": here[0] if len(here) == 1 else "",
        "time_zone": _known_zone(request),
    }
    return ListForm(request.POST or None, files=request.FILES or None, initial=first)


def _known_zone(request: HttpRequest) -> str:
    """Give the zone that the operator's device has named; a guess would shift whole lists."""
    return viewer_zone(request).key if getattr(request, "zone_known", False) else ""


def _load(request: HttpRequest, template: str) -> HttpResponse:
    """Show the form and load what it names; what came in stands on the page of lists."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.load_list(wanted=form.wanted, by=_by(request), key=form.key)
            return _after("console.loaded")
    return _page(request, template, form, status=form.status)


def _page(
    request: HttpRequest, template: str, form: ListForm, *, status: int, problem: str = ""
) -> HttpResponse:
    lists = loaders.lists()
    context = {
        "form": form,
        "problem": problem,
        "lists": lists.lists() if lists else [],
        "has_sample": loaders.sample() is not None,
    }
    return render(request, f"console/{template}", context, status=status)


@operator
@only("GET", "POST")
@takes_files(MOST_BYTES)
def set_up(request: HttpRequest) -> HttpResponse:
    """The last step of setting up: bring in meetings, or not now."""
    return _load(request, "set_up.html")


@operator
@only("GET", "POST")
@takes_files(MOST_BYTES)
def lists(request: HttpRequest) -> HttpResponse:
    """The lists that were loaded here, how that went, and another one."""
    return _load(request, "lists.html")


def _press(
    request: HttpRequest, press: Callable[[UUID], object], *, said: str, template: str
) -> HttpResponse:
    """Do what one button says; a refusal is told on the page that it stands on."""
    try:
        press(_key(request))
    except HouseError as refusal:
        text = str(refusal.message)
        return _page(request, template, ListForm(), status=422, problem=text)
    return _after(said)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError as problem:
        raise HouseError(_("This form was not whole. Please send it once more.")) from problem


@operator
@only("POST")
def sample(request: HttpRequest) -> HttpResponse:
    """Load the invented meetings."""
    return _press(
        request,
        lambda key: actions.load_sample(by=_by(request), key=key),
        said="console.sample",
        template="set_up.html",
    )


@operator
@only("POST")
def refresh(request: HttpRequest) -> HttpResponse:
    """Look at a list's address again, now."""
    name = request.POST.get("name", "")[:80]
    return _press(
        request,
        lambda key: actions.refresh_list(name=name, by=_by(request), key=key),
        said="console.loaded",
        template="lists.html",
    )


@operator
@only("POST")
def take_back(request: HttpRequest) -> HttpResponse:
    """Take the last load of a list back."""
    name = request.POST.get("name", "")[:80]
    return _press(
        request,
        lambda key: actions.take_list_back(name=name, by=_by(request), key=key),
        said="console.taken_back",
        template="lists.html",
    )
