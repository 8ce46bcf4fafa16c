"""Calls: who may be called in a group, my offer, asking for a number, showing it to one person."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import member, only, private
from homegroup.core.errors import HouseError
from homegroup.core.phones import dialled
from homegroup.core.zones import viewer_zone
from homegroup.groups.access import member_group
from homegroup.messages import access, hours
from homegroup.messages.actions import calls as actions
from homegroup.messages.actions.calls import Hours
from homegroup.messages.choices import CallState
from homegroup.messages.forms import NumberForm, OfferForm, OnceForm
from homegroup.messages.models import CallOffer
from homegroup.messages.queries import calls as queries
from homegroup.messages.queries.calls import MyCall
from homegroup.messages.views.frame import go, signed_in
from homegroup.vault.vaults import Vault, opened


@member
@only("GET")
def in_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Who of the group may be called now and at other times, and the way to the phone list."""
    me = member_group(request, slug)
    offers = queries.offers_in(me, viewer_zone(request))
    context = {
        "group": me.group,
        "now": [offer for offer in offers if offer.is_now],
        "later": [offer for offer in offers if not offer.is_now],
        "mine": CallOffer.objects.filter(membership=me).first(),
    }
    return render(request, "messages/calls_in_group.html", context)


@member
@only("GET", "POST")
def my_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer to be called in this group, change that, or stop."""
    me = member_group(request, slug)
    there = CallOffer.objects.filter(membership=me).first()
    back = reverse("messages:calls_in_group", args=[me.group.key])
    if request.method == "POST" and request.POST.get("do") == "stop":
        actions.stop_offering(me=me)
        return go(back, "calls.stopped")
    form = OfferForm(request.POST or None, initial=_offered(there))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.offer(me=me, hours=_hours(request, form))
            return go(back, "calls.offered")
    context = {
        "group": me.group,
        "form": form,
        "there": there,
        "zone_here": viewer_zone(request).key,
        "told": hours.told(there, viewer_zone(request)) if there else "",
    }
    return render(request, "messages/my_offer.html", context, status=form.status)


def _offered(there: CallOffer | None) -> dict[str, object]:
    if there is None:
        return {"days": list(hours.ALL_DAYS), "from_hour": "18", "until_hour": "21",
                "for_newcomers": True}  # fmt: skip
    return {
        "days": list(there.days),
        "from_hour": str(there.from_hour),
        "until_hour": str(there.until_hour),
        "words": queries.words_of(there),
        "for_newcomers": there.for_newcomers,
    }


def _hours(request: HttpRequest, form: OfferForm) -> Hours:
    data = form.cleaned_data
    return Hours(
        days=data["days"],
        from_hour=int(data["from_hour"]),
        until_hour=int(data["until_hour"]),
        zone=viewer_zone(request).key,
        words=data["words"],
        for_newcomers=data["for_newcomers"],
    )


@member
@only("GET", "POST")
def ask(request: HttpRequest, slug: str, person: UUID) -> HttpResponse:
    """Ask somebody who offers calls for their number."""
    me = member_group(request, slug)
    other = access.other_member(me, person)
    there = queries.call_between(me, other)
    if there is not None and there.standing != CallState.ENDED and request.method == "GET":
        return go(reverse("messages:call", args=[there.call.pk]))
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            call = actions.ask(me=me, person=other, key=form.key)
            return go(reverse("messages:call", args=[call.pk]), "calls.asked")
    context = {"group": me.group, "person": other, "form": form}
    return render(request, "messages/ask_call.html", context, status=form.status)


@member
@only("GET")
def mine(request: HttpRequest) -> HttpResponse:
    """Who asks for my number, who sees it, and whose I may see."""
    found = queries.my_calls(signed_in(request))
    context = {
        "to_answer": [each for each in found if _is(each, CallState.ASKED, asker=False)],
        "for_me": [each for each in found if _is(each, CallState.SHOWN, asker=True)],
        "by_me": [each for each in found if _is(each, CallState.SHOWN, asker=False)],
        "asked": [each for each in found if _is(each, CallState.ASKED, asker=True)],
    }
    return render(request, "messages/my_calls.html", context)


def _is(each: MyCall, standing: CallState, *, asker: bool) -> bool:
    return each.standing == standing and each.is_asker == asker


@private
@only("GET", "POST")
def one(request: HttpRequest, call: UUID) -> HttpResponse:
    """One question for a number: answer it, see the number, take it back."""
    user = signed_in(request)
    found = queries.my_call(user, call)
    if found is None:
        raise Http404
    vault = opened(request)
    form = NumberForm(request.POST if "number" in request.POST else None)
    if request.method == "POST":
        answer = _answered(request, vault, found, form)
        if answer is not None:
            return answer
    else:
        actions.read(user=user.pk, call=found.call.pk)
    context = {"mine": found, "form": form, "shown": _number(vault, found)}
    return render(request, "messages/call.html", context, status=form.status)


def _answered(
    request: HttpRequest, vault: Vault, mine: MyCall, form: NumberForm
) -> HttpResponse | None:
    """Do what a button says; None where the page is to be shown again."""
    back, here = reverse("messages:calls"), reverse("messages:call", args=[mine.call.pk])
    done, once = request.POST.get("do", ""), OnceForm(request.POST)
    if done == "back":
        actions.take_back(mine=mine)
        return go(here, "calls.back")
    if done == "away":
        actions.put_away(mine=mine)
        return go(back, "calls.away")
    if done == "not-now" and once.is_valid():
        try:
            actions.decline(mine=mine, key=once.key)
        except HouseError:
            return go(back)
        return go(back, "calls.not_now")
    if form.is_bound and form.is_valid():
        with form.refusals():
            data = form.cleaned_data
            actions.show_number(
                vault=vault, mine=mine, number=data["number"], words=data["words"],
                until=data["until"], key=form.key,
            )  # fmt: skip
            return go(here, "calls.shown")
    return None if form.is_bound else go(here)


def _number(vault: Vault, mine: MyCall) -> dict[str, str] | None:
    """Give number, words and link, while they are shown; None where they do not open."""
    thread = mine.call.thread_id
    if mine.standing != CallState.SHOWN or thread is None:
        return None
    page = vault.threads.read(thread)
    if page.changed or not page.messages:
        return None
    body = page.messages[0].body
    number = str(body["number"])
    return {
        "number": number,
        "words": str(body.get("words", "")),
        "link": f"tel:{dialled(number)}",
    }
