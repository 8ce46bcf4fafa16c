"""Setting up a new home behind a one-time link: its name, its fellowships, the first account.

Each page saves what it is about, so that one may stop and go on later with the same link. With
the account the link is used up; card, second step and meetings follow signed in.
"""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts import names, passphrases, visits
from homegroup.accounts.access import only
from homegroup.accounts.actions import Opened, WrongProof
from homegroup.accounts.forms import SignUpForm
from homegroup.console import actions, links
from homegroup.console.access import link_holder, link_of
from homegroup.console.forms import FellowshipsForm, NameForm
from homegroup.console.links import Link
from homegroup.core import countries, site
from homegroup.core.limits import within_limit

TRIES, SECONDS = 20, 600


def _open_link(request: HttpRequest) -> Link:
    """Give the link if it may still be used; else there is no such page."""
    link = link_of(request)
    if link is None or not links.is_open(link):
        raise Http404
    return link


def _page(request: HttpRequest, template: str, form: object, **more: object) -> HttpResponse:
    status = getattr(form, "status", 200)
    response = render(request, f"console/{template}", {"form": form, **more}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@link_holder
@only("GET", "POST")
def name(request: HttpRequest, token: str) -> HttpResponse:
    """The first step: name, country, languages."""
    if not _open_link(request).is_first:
        return HttpResponseRedirect(reverse("console:first_account", args=[token]))
    here = site.current()
    country = here.country or countries.of_visitor(request, "")
    typed = {"name": here.name, "country": country, "languages": here.languages or ("en",)}
    form = NameForm(request.POST or None, initial=typed)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.change_site(by=None, key=form.key, **form.changes)
            return HttpResponseRedirect(reverse("console:first_fellowships", args=[token]))
    return _page(request, "first_name.html", form)


@link_holder
@only("GET", "POST")
def fellowships(request: HttpRequest, token: str) -> HttpResponse:
    """The second step: which fellowships meet here."""
    if not _open_link(request).is_first:
        return HttpResponseRedirect(reverse("console:first_account", args=[token]))
    form = FellowshipsForm(
        request.POST or None, initial={"fellowships": site.current().fellowships}
    )
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            chosen = form.cleaned_data["fellowships"]
            actions.change_site(by=None, key=form.key, fellowships=chosen)
            return HttpResponseRedirect(reverse("console:first_account", args=[token]))
    return _page(request, "first_fellowships.html", form, token=token)


@link_holder
@only("GET", "POST")
def account(request: HttpRequest, token: str) -> HttpResponse:
    """The third step: the operator's account, which uses the link up."""
    link = link_of(request)
    assert link is not None  # the guard has looked
    offered = {
        "name": link.name or names.offered_name(),
        "offered": passphrases.offered_passphrase(),
    }
    form = SignUpForm(request.POST or None, initial=offered)
    del form.fields["is_shared"]
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            return _enter(request, _opened(request, link, form))
    if not links.is_open(link):
        raise Http404
    phrase = form.data.get("offered") if form.is_bound else offered["offered"]
    return _page(request, "first_account.html", form, token=token, phrase=phrase, link=link)


def _opened(request: HttpRequest, link: Link, form: SignUpForm) -> Opened:
    """Make the account, or find it where the form comes a second time."""
    if not within_limit(request, "sign-in", most=TRIES, seconds=SECONDS):
        raise Http404
    try:
        return actions.make_operator(
            link=link, name=form.cleaned_data["name"], passphrase=form.chosen
        )
    except WrongProof as problem:  # somebody else was first
        raise Http404 from problem


def _enter(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Sign the operator in, and go on with the card."""
    before = visits.present(request)
    if before is not None:
        visits.end(before)
    waiting = opened.user.steps.exists()
    visit = visits.begin(opened.user, opened.key, is_shared=False, waiting=waiting)
    after = "accounts:second" if waiting else "accounts:card"
    query = urlencode({"next": reverse("console:set_up")})
    answer = HttpResponseRedirect(f"{reverse(after)}?{query}")
    visits.remember(answer, visit)
    return answer
