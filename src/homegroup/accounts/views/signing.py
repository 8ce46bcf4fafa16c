"""Signing up, in and out; the card when a passphrase is lost; locking and unlocking."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from homegroup.accounts import actions, keeping, names, passphrases, steps, visits
from homegroup.accounts.access import member, only, public
from homegroup.accounts.actions import Opened, WrongProof
from homegroup.accounts.forms import (
    CodeForm,
    PasskeyForm,
    RecoverForm,
    SignInForm,
    SignUpForm,
    UnlockForm,
)
from homegroup.accounts.lane import check_not_crowded, stretches
from homegroup.accounts.models import User
from homegroup.core.errors import HouseError
from homegroup.core.limits import may_try, within_limit

TRIES, TRIES_SECONDS = 20, 600  # of one household, for one kind of proof
AN_HOUR = 3600  # seconds
CODES, CODES_SECONDS = 5, 300  # of one account
_PATHS_OF_CLEARING = '"cache", "cookies", "storage"'


def _after(request: HttpRequest) -> str:
    """Give where to go afterwards, on this site."""
    told = request.POST.get("next") or request.GET.get("next") or ""
    return keeping.local(told, "/today/") if told else "/today/"


def _card_first(request: HttpRequest) -> str:
    """Give the page of the card, which leads on to where somebody was going."""
    card, after = reverse("accounts:card"), _after(request)
    return card if after == "/today/" else f"{card}?{urlencode({'next': after})}"


@contextmanager
def _tries(request: HttpRequest, kind: str) -> Iterator[None]:
    """Let a household try a few times; only what goes wrong counts: many may share an address."""
    check_not_crowded(request)
    if not may_try(request, kind, most=TRIES):
        raise HouseError(_("Too many tries from here. Please wait ten minutes."))
    try:
        yield
    except WrongProof:
        within_limit(request, kind, most=TRIES, seconds=TRIES_SECONDS)
        raise


@public
@stretches("/sign-up/")
@only("GET", "POST")
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account: a name and a passphrase are offered, nothing else is asked."""
    name = names.offered_name()
    offered = {"name": name, "offered": passphrases.offered_passphrase(name=name)}
    form = SignUpForm(request.POST or None, initial=offered)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            check_not_crowded(request)
            most = settings.ACCOUNTS_AN_HOUR
            if not within_limit(request, "sign-up", most=most, seconds=AN_HOUR):
                raise HouseError(_("Too many new accounts from here. Please wait an hour."))
            name = form.cleaned_data["name"]
            made = actions.sign_up(name=name, passphrase=form.chosen, key=form.key)
            # Pressed twice: whoever has the passphrase is who pressed first.
            opened = made or actions.prove(name=name, passphrase=form.chosen)
            return _enter(request, opened, form.cleaned_data["is_shared"], _card_first(request))
    phrase = form.data.get("offered") if form.is_bound else offered["offered"]
    context = {"form": form, "phrase": phrase, "next": _after(request)}
    return render(request, "accounts/sign_up.html", context, status=form.status)


@public
@stretches("/sign-in/")
@only("GET", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in; what was typed before on another page comes back afterwards."""
    if request.method == "GET" and request.user.is_authenticated:
        return HttpResponseRedirect(_after(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            with _tries(request, "sign-in"):
                opened = actions.prove(name=data["name"], passphrase=data["passphrase"])
            return _enter(request, opened, data["is_shared"], _after(request))
    context = {"form": form, "kept": request.POST.get("kept", ""), "next": _after(request)}
    return render(request, "accounts/sign_in.html", context, status=form.status)


@public
@stretches("/forgotten/")
@only("GET", "POST")
def forgotten(request: HttpRequest) -> HttpResponse:
    """The passphrase is lost: the ten words of the card allow a new one."""
    form = RecoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            with _tries(request, "card"):
                opened = actions.recover(
                    name=data["name"], card=data["card"], passphrase=data["passphrase"]
                )
            return _enter(request, opened, data["is_shared"], reverse("accounts:card"))
    return render(request, "accounts/forgotten.html", {"form": form}, status=form.status)


def _enter(request: HttpRequest, opened: Opened, is_shared: bool, after: str) -> HttpResponse:
    """Begin a visit in place of the one before; ask for the second step where there is one."""
    before = visits.present(request)
    if before is not None:
        visits.end(before)
    waiting = opened.user.steps.exists()
    visit = visits.begin(opened.user, opened.key, is_shared=is_shared, waiting=waiting)
    answer = _second_page(request, opened.user, after) if waiting else _arrive(request, after)
    visits.remember(answer, visit)
    return answer


def _arrive(request: HttpRequest, after: str) -> HttpResponse:
    """Go on, or give back what was typed before signing in."""
    kept = keeping.read_kept(request.POST.get("kept", ""))
    if kept is None:
        return HttpResponseRedirect(after)
    return render(request, "accounts/kept.html", {"kept": [kept], "arrived": True})


def _second_page(request: HttpRequest, user: User, after: str, form: Any = None) -> HttpResponse:
    """Give the page that asks for the second step."""
    form = form or CodeForm()
    context = {
        "form": form,
        "kept": request.POST.get("kept", ""),
        "next": after,
        "passkey": _passkey(request, user),
        "has_code": user.steps.filter(kind="code").exists(),
    }
    return render(request, "accounts/second.html", context, status=form.status)


def _passkey(request: HttpRequest, user: User) -> dict[str, str] | None:
    asked = steps.passkey_to_ask(request, user)
    return asked and {"options": json.dumps(asked["options"]), "state": asked["state"]}


@public
@only("GET", "POST")
def second(request: HttpRequest) -> HttpResponse:
    """The second step: a code or a passkey; only then is one signed in."""
    visit = visits.present(request)
    if visit is None or not visit.row.waiting:
        return HttpResponseRedirect(reverse("accounts:sign_in"))
    if request.method == "GET":
        return _second_page(request, visit.user, _after(request))
    form: Any = PasskeyForm(request.POST) if "answer" in request.POST else CodeForm(request.POST)
    if form.is_valid():
        with form.refusals():
            _pass(request, visit, form.cleaned_data)
            answer = _arrive(request, _after(request))
            visits.remember(answer, visit)
            return answer
    return _second_page(request, visit.user, _after(request), form)


def _pass(request: HttpRequest, visit: visits.Present, told: dict[str, Any]) -> None:
    name = f"second-{visit.user.pk}"
    if not within_limit(request, name, most=CODES, seconds=CODES_SECONDS):
        raise HouseError(_("Too many tries. Please wait five minutes."))
    if "answer" in told:
        steps.pass_passkey(
            request=request, user=visit.user, state=told["state"], answer=told["answer"]
        )
    else:
        steps.pass_code(user=visit.user, code=told["code"])
    visits.pass_second_step(visit)


@public
@only("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign this device out; a shared phone is wiped of all that this site left on it."""
    visit = visits.present(request)
    answer = HttpResponseRedirect("/")
    if visit is not None:
        visits.end(visit)
        request.visit = None  # type: ignore[attr-defined]
        if visit.row.is_shared:
            answer.headers["Clear-Site-Data"] = _PATHS_OF_CLEARING
    visits.forget(answer)
    return answer


@member
@stretches("/unlock/")
@only("GET", "POST")
def unlock(request: HttpRequest) -> HttpResponse:
    """Open one's private pages again with the passphrase."""
    visit = visits.present(request)
    form = UnlockForm(request.POST or None)
    if visit is not None and request.method == "POST" and form.is_valid():
        with form.refusals():
            with _tries(request, "unlock"):
                opened = actions.prove_again(
                    user=visit.user, passphrase=form.cleaned_data["passphrase"]
                )
            visits.unlock(visit, opened.key)
            waits = visit.user.kept_forms.exists()
            answer = HttpResponseRedirect(
                f"{reverse('accounts:kept')}?{urlencode({'next': _after(request)})}"
                if waits else _after(request)
            )  # fmt: skip
            visits.remember(answer, visit)
            return answer
    context = {"form": form, "next": _after(request)}
    return render(request, "accounts/unlock.html", context, status=form.status)


@member
@only("POST")
def lock(request: HttpRequest) -> HttpResponse:
    """Lock one's private pages now."""
    visit = visits.present(request)
    if visit is not None:
        visits.lock(visit)
    return HttpResponseRedirect("/today/")
