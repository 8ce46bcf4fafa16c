"""How a desk is run: slow writing, who looks after it, a rest."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only
from homegroup.core import clock
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.moderation import actions, duty, queries
from homegroup.moderation.duty import Keeper
from homegroup.moderation.forms import RestForm, SlowForm
from homegroup.moderation.models import SlowMode
from homegroup.moderation.views.answers import a_form, go, sent, status_of


@servant(Power.MODERATE)
@only("GET", "POST")
def tending(request: HttpRequest, slug: str) -> HttpResponse:
    """Slow writing on and off, who looks after the desk, and resting from it."""
    me = member_group(request, slug)
    here = reverse("moderation:tending", args=[me.group.key])
    keepers = duty.keepers(me.group)
    slow = a_form(SlowForm, request, "slow")
    rest = a_form(RestForm, request, "rest", others=_others(me, keepers))
    answer = _ended(request, me, here) or _begun(me, here, slow, rest)
    if answer is not None:
        return answer
    context = {
        "group": me.group, "me": me, "keepers": keepers, "slow_form": slow, "rest_form": rest,
        "others": _others(me, keepers), "load": duty.load_of(me.user),
        "slow": SlowMode.objects.filter(group=me.group, until_at__gt=clock.now()).first(),
        "rests": next((each.rests_until for each in keepers if each.membership == me), None),
        "paused": queries.paused_in(me.group),
    }  # fmt: skip
    return render(request, "moderation/tending.html", context, status=status_of(slow, rest))


def _others(me: Membership, keepers: list[Keeper]) -> list[tuple[str, str]]:
    """Give the other moderators who do not rest."""
    return [
        (str(each.membership.pk), each.membership.name)
        for each in keepers
        if each.membership != me and each.rests_until is None
    ]


def _ended(request: HttpRequest, me: Membership, here: str) -> HttpResponse | None:
    if sent(request, "end_slow"):
        actions.end_slow(group=me.group, by=me.user_id)
        return go(here, "desk.quick")
    if sent(request, "back"):
        actions.be_back(me=me)
        return go(here, "desk.back")
    return None


def _begun(me: Membership, here: str, slow: SlowForm, rest: RestForm) -> HttpResponse | None:
    if slow.is_bound and slow.is_valid():
        with slow.refusals():
            actions.slow_down(
                group=me.group,
                minutes=slow.cleaned_data["minutes"],
                length=timedelta(hours=slow.cleaned_data["hours"]),
                by=me.user_id,
                key=slow.key,
            )
            return go(here, "desk.slow")
    if rest.is_bound and rest.is_valid():
        with rest.refusals():
            to = me.group.memberships.get(pk=rest.cleaned_data["to"])
            actions.rest(me=me, to=to, key=rest.key)
            return go(here, "desk.rest")
    return None
