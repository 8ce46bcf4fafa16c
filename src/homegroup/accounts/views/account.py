"""The account page: card, passphrase, devices, kept forms, when to lock."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts import actions, card_sheet, keeping, powers, visits, ways
from homegroup.accounts.access import member, only, private
from homegroup.accounts.forms import IdleForm, PassphraseForm
from homegroup.accounts.keys import AccountKey
from homegroup.accounts.lane import check_not_crowded, stretches
from homegroup.accounts.models import Keyring, User
from homegroup.core import clock
from homegroup.core.errors import HouseError


def _member(request: HttpRequest) -> tuple[User, visits.Present]:
    """Give who is signed in and their visit; only behind `@member`."""
    visit = visits.present(request)
    assert visit is not None
    return visit.user, visit


def _key(request: HttpRequest) -> AccountKey:
    """Give the account key; only behind `@private`."""
    key = _member(request)[1].account_key()
    assert key is not None
    return key


@member
@only("GET", "POST")
def me(request: HttpRequest) -> HttpResponse:
    """All that belongs to the account, and when private pages lock."""
    user, visit = _member(request)
    form = IdleForm(request.POST or None, initial={"minutes": user.idle_minutes})
    if request.method == "POST" and form.is_valid():
        actions.set_idle(user=user, minutes=form.cleaned_data["minutes"])
        return HttpResponseRedirect(reverse("accounts:me"))
    context = {
        "form": form,
        "visit": visit,
        "has_card": Keyring.objects.filter(pk=user.pk, card_check__isnull=False).exists(),
        "steps": user.steps.count(),
        "needs_step": powers.has_power(user),
        "devices": user.visits.signed_in().count(),
        "account_ways": ways.offered(),
    }
    return render(request, "accounts/me.html", context, status=form.status)


def _after(request: HttpRequest) -> str:
    """Give where to go once the card is done, on this site."""
    told = request.POST.get("next") or request.GET.get("next") or ""
    return keeping.local(told, "/today/") if told else "/today/"


@private
@only("GET", "POST")
def card(request: HttpRequest) -> HttpResponse:
    """The recovery card: made and shown once, then confirmed."""
    user, _visit = _member(request)
    words = actions.make_card(key=_key(request)) if request.method == "POST" else None
    context = {
        "words": words,
        "text": " ".join(words or ()),
        "next": _after(request),
        "has_card": Keyring.objects.filter(pk=user.pk, card_check__isnull=False).exists(),
    }
    return render(request, "accounts/card.html", context)


@private
@only("POST")
def card_confirm(request: HttpRequest) -> HttpResponse:
    """The card is written down: from now on it counts."""
    try:
        actions.confirm_card(key=_key(request), card=request.POST.get("card", "")[:200])
    except HouseError as refusal:
        context = {"problem": refusal.message, "next": _after(request)}
        return render(request, "accounts/card.html", context, status=422)
    return HttpResponseRedirect(_after(request))


@private
@only("POST")
def card_pdf(request: HttpRequest) -> HttpResponse:
    """The card as a sheet to print; only the newest one, while it is on the screen."""
    typed = request.POST.get("card", "")[:200]
    if not actions.is_waiting_card(_key(request), typed):
        return HttpResponseRedirect(reverse("accounts:card"))
    pdf = card_sheet.pdf_of(typed.split(), at=clock.now())
    name = 'attachment; filename="card.pdf"'
    return HttpResponse(pdf, "application/pdf", headers={"Content-Disposition": name})


@member
@stretches("/me/passphrase/")
@only("GET", "POST")
def passphrase(request: HttpRequest) -> HttpResponse:
    """Change the passphrase; other devices are signed out."""
    user, visit = _member(request)
    form = PassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            check_not_crowded(request)
            opened = actions.change_passphrase(
                user=user,
                old=data["old"],
                new=data["passphrase"],
                someone_knows=data["someone_knows"],
                keep=visit.row,
            )
            visits.unlock(visit, opened.key)
            after = "accounts:card" if data["someone_knows"] else "accounts:me"
            answer = HttpResponseRedirect(reverse(after))
            visits.remember(answer, visit)
            return answer
    return render(request, "accounts/passphrase.html", {"form": form}, status=form.status)


@member
@only("GET", "POST")
def devices(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; sign any of them out."""
    user, visit = _member(request)
    if request.method == "POST":
        label = _label(request.POST.get("label", ""))
        if label:
            actions.end_visit(user=user, label=label)
        elif "others" in request.POST:
            actions.end_other_visits(user=user, keep=visit.row)
        return HttpResponseRedirect(reverse("accounts:devices"))
    rows = user.visits.signed_in().order_by("-started_on", "label")
    context = {"rows": rows, "here": visit.row.label}
    return render(request, "accounts/devices.html", context)


def _label(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@private
@only("GET", "POST")
def kept(request: HttpRequest) -> HttpResponse:
    """Forms that arrived while one was locked out: send them, or throw them away."""
    user, _visit = _member(request)
    if request.method == "POST":
        keeping.let_go(user, request.POST.get("throw_away", ""))
        return HttpResponseRedirect(reverse("accounts:kept"))
    found = [{**form, "id": row.pk} for row, form in keeping.kept_forms(_key(request))]
    after = keeping.local(request.GET.get("next", ""), "/today/")
    return render(request, "accounts/kept.html", {"kept": found, "next": after})
