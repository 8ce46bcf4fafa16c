"""Who waits, the rota, pins, and whom one reads no more."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import member, only
from homegroup.core import clock
from homegroup.core.errors import HouseError, problem_page
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.core.zones import viewer_zone
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.moderation.access import is_new
from homegroup.support import access, figures, hours, queries, showing, wording
from homegroup.support.access import Reader
from homegroup.support.actions import rota, tending
from homegroup.support.addresses import page_of
from homegroup.support.choices import MOST_DUTIES
from homegroup.support.forms import DutyForm
from homegroup.support.models import Share

_AHEAD = timedelta(days=7)


@member
@only("GET")
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """Who waits for a person, longest first, for those who answer; others can offer to."""
    reader = Reader(member_group(request, slug))
    me, zone = reader.me, viewer_zone(request)
    rows = queries.waiting_in(reader) if reader.is_willing else []
    with_moderator = queries.with_a_moderator(me.group)
    context = {
        "group": me.group,
        "is_willing": reader.is_willing,
        "rows": [(showing.card(row, me, zone, cut=True), _waited(row)) for row in rows],
        "figure": figures.in_words(queries.space_of(me.group), queries.oldest_waiting(me.group)),
        "with_moderator": figures.with_moderator(with_moderator),
        "desk": reverse("moderation:desk", args=[me.group.key]) if reader.moderates else "",
    }
    return render(request, "support/waiting.html", context)


def _waited(row: Share) -> str:
    assert row.waits_since is not None
    return figures.hours((clock.now() - row.waits_since) // timedelta(minutes=1))


@member
@only("POST")
def look_after(request: HttpRequest, slug: str, share: UUID) -> HttpResponse:
    """Say that somebody is with a person, so that they wait no longer."""
    reader = Reader(member_group(request, slug))
    row = access.share_for(reader, share)
    if not reader.is_willing:
        raise PermissionDenied
    tending.look_after(share=row, by=reader.me.user_id)
    return go(reverse("support:waiting", args=[reader.me.group.key]))


@servant(Power.MODERATE)
@only("POST")
def pin(request: HttpRequest, slug: str, share: UUID) -> HttpResponse:
    """Put a share above the feed, or take it down."""
    reader = Reader(member_group(request, slug))
    row = access.share_for(reader, share)
    row.group = reader.me.group
    try:
        if row.pinned_at is None:
            tending.pin(share=row, by=reader.me.user_id)
        else:
            tending.unpin(share=row, by=reader.me.user_id)
    except HouseError as refusal:
        return problem_page(request, status=409, title=_("Not pinned"), text=refusal.message)
    return go(page_of(row))


@member
@only("GET", "POST")
def mute(request: HttpRequest, slug: str, person: UUID) -> HttpResponse:
    """Read no more of what somebody writes here."""
    me = member_group(request, slug)
    found = _other(me, person)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tending.mute(me=me, person=found)
        return go(reverse("support:muted", args=[me.group.key]), "shares.muted")
    context = {"group": me.group, "person": found, "form": form}
    return render(request, "support/mute.html", context, status=form.status)


def _other(me: Membership, person: UUID) -> Membership:
    found = me.group.memberships.members().exclude(pk=me.pk).filter(pk=person).first()
    if found is None:
        raise Http404
    return found


@member
@only("GET", "POST")
def muted(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom I read no more here, and taking that back."""
    me = member_group(request, slug)
    if request.method == "POST":
        for row in me.mutes.filter(muted=_id(request.POST.get("person", ""))):
            tending.unmute(me=me, person=row.muted_id)
        return go(reverse("support:muted", args=[me.group.key]), "shares.unmuted")
    rows = me.mutes.select_related("muted").order_by("muted__name")
    return render(request, "support/muted.html", {"group": me.group, "rows": rows})


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@member
@only("GET", "POST")
def duty(request: HttpRequest, slug: str) -> HttpResponse:
    """When somebody is there for others, and putting oneself on the rota."""
    me, zone = member_group(request, slug), viewer_zone(request)
    here = reverse("support:duty", args=[me.group.key])
    if request.method == "POST" and "off" in request.POST:
        told = request.POST["off"].split()[:MOST_DUTIES]
        ids = [int(each) for each in told if each.isascii() and each.isdigit() and len(each) < 16]
        rota.go_off_duty(me=me, duties=ids)
        return go(here, "shares.off")
    form = DutyForm(request.POST or None, initial={"zone": zone.key})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            rota.go_on_duty(
                me=me,
                weekdays=form.cleaned_data["weekdays"],
                from_minute=form.from_minute,
                until_minute=form.until_minute,
                zone=form.cleaned_data["zone"],
                key=form.key,
            )
            return go(here, "shares.on")
    return _duty_page(request, me, form)


def _duty_page(request: HttpRequest, me: Membership, form: DutyForm) -> HttpResponse:
    now, zone = clock.now(), viewer_zone(request)
    covered = hours.covered(access.duties_in(me.group), now, now + _AHEAD)
    context = {
        "group": me.group,
        "form": form,
        "mine": wording.hours_of(me.duties.all()),
        "days": list(wording.covered_by_day(covered, zone).items()),
        "told_in": zone.key,
        "is_new": is_new(me.user),
    }
    return render(request, "support/duty.html", context, status=form.status)
