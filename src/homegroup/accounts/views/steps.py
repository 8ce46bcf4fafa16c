"""Second steps: an authenticator app, or passkeys."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts import keeping, powers, steps, visits
from homegroup.accounts.access import member, only
from homegroup.accounts.forms import NewCodeForm, NewPasskeyForm
from homegroup.accounts.models import User
from homegroup.core import qr, sealing
from homegroup.core.errors import HouseError
from homegroup.core.sealing import Unreadable


def _visit(request: HttpRequest) -> visits.Present:
    visit = visits.present(request)
    assert visit is not None
    return visit


def _added(request: HttpRequest, visit: visits.Present) -> HttpResponse:
    """Let this device count as past its second step: it has just shown one."""
    visits.pass_second_step(visit)
    after = keeping.local(request.GET.get("next", ""), reverse("accounts:steps"))
    return HttpResponseRedirect(after)


@member
@only("GET", "POST")
def overview(request: HttpRequest) -> HttpResponse:
    """What second steps there are; take one away."""
    user, problem = _visit(request).user, ""
    if request.method == "POST":
        told = request.POST.get("remove", "")
        try:
            number = int(told) if told.isdigit() and len(told) < 19 else 0
            steps.remove_step(user=user, step=number, may_be_last=not powers.has_power(user))
            return HttpResponseRedirect(reverse("accounts:steps"))
        except HouseError as refusal:
            problem = str(refusal.message)
    context = {
        "steps": steps.steps_of(user),
        "needs_step": powers.has_power(user),
        "next": keeping.local(request.GET.get("next", ""), ""),
        "problem": problem,
    }
    return render(request, "accounts/steps.html", context, status=422 if problem else 200)


def _packed(user: User, secret: str) -> str:
    sealed = sealing.seal(
        sealing.home_key("new code"), secret.encode(), context=f"new-code|{user.pk}"
    )
    return sealing.text(sealed)


def _secret(request: HttpRequest, user: User) -> str:
    """Give the secret that the page showed before, or a fresh one."""
    try:
        sealed = sealing.from_text(request.POST.get("secret", ""))
        return sealing.unseal(
            sealing.home_key("new code"), sealed, context=f"new-code|{user.pk}"
        ).decode()
    except Unreadable:
        return steps.new_code_secret()


@member
@only("GET", "POST")
def add_code(request: HttpRequest) -> HttpResponse:
    """Add an authenticator app; works without JavaScript."""
    visit = _visit(request)
    secret = _secret(request, visit.user)
    form = NewCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            data = form.cleaned_data
            steps.add_code(user=visit.user, secret=secret, code=data["code"], name=data["name"])
            return _added(request, visit)
    context = {
        "form": form,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "packed": _packed(visit.user, secret),
        "address": steps.code_address(secret),
        "qr": qr.drawn(steps.code_address(secret)),
    }
    return render(request, "accounts/add_code.html", context, status=form.status)


@member
@only("GET", "POST")
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey: a finger, a face or the screen lock of this device."""
    visit = _visit(request)
    form = NewPasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            steps.add_passkey(request=request, user=visit.user, **form.cleaned_data)
            return _added(request, visit)
    made = steps.passkey_to_make(request, visit.user)
    context = {"form": form, "options": json.dumps(made["options"]), "state": made["state"]}
    return render(request, "accounts/add_passkey.html", context, status=form.status)
