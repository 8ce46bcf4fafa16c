"""Taking a proof from a room, checking one in public, and what a group chooses."""

from base64 import b64encode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, public
from homegroup.attendance import actions, codes, paper, queries, showing, signing
from homegroup.attendance.choices import MOST_CODE
from homegroup.attendance.forms import CheckForm, PolicyForm, ProofForm
from homegroup.core import clock, flash
from homegroup.core.errors import problem_page
from homegroup.core.limits import within_limit
from homegroup.core.typesetting import NotPrinted
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.live.access import Here, seated
from homegroup.live.actions import presence

CHECKS_IN_TEN_MINUTES = 60


@seated()
@only("GET", "POST")
def proof(request: HttpRequest, here: Here) -> HttpResponse:
    """Take a proof that one is here: a paper for the name that one types."""
    if not here.state.counts:
        return HttpResponseRedirect(here.room.page)
    form = ProofForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            return _paper(request, here, form)
    presence.note(room=here.room, state=here.state, seat=here.seat)
    context = {
        "room": here.room,
        "state": here.state,
        "seat": here.seat,
        "phase": here.state.phase,
        "minutes": presence.so_far(here.state, here.seat) // 60,
        "policy": queries.policy_of(here.room.group),
        "form": form,
    }
    return render(request, "attendance/proof.html", context, status=form.status)


def _paper(request: HttpRequest, here: Here, form: ProofForm) -> HttpResponse:
    """Give the paper itself: it is made now, and kept nowhere."""
    name = form.cleaned_data["name"]
    code = actions.give(room=here.room, seat=here.seat.number, name=name, key=form.key)
    page = request.build_absolute_uri(reverse("attendance:check"))
    wording = queries.policy_of(here.room.group).wording
    try:
        content = paper.of_code(code, page=page, wording=wording, at=clock.now())
    except NotPrinted as problem:
        return problem_page(request, status=503, title=_("One moment"), text=problem.message)
    headers = {"Content-Disposition": 'attachment; filename="attendance.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@public
@only("GET", "POST")
def check(request: HttpRequest) -> HttpResponse:
    """Check a proof: by the link in its QR code, or by what somebody pastes."""
    if not within_limit(request, "attendance", most=CHECKS_IN_TEN_MINUTES, seconds=600):
        text = _("That were many checks. Please try again in ten minutes.")
        return problem_page(request, status=429, title=_("A short break"), text=text)
    typed = request.GET.get("c", "")[:MOST_CODE]
    form = CheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
    checked = queries.check(typed) if typed else None
    context = {"form": form, **(showing.of_check(checked) if checked else {})}
    answer = render(request, "attendance/check.html", context, status=form.status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@public
@only("GET")
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys, for those who check proofs by a program of their own."""
    told = [
        {
            "id": key.id.hex(),
            "ed25519": b64encode(key.half).decode(),
            "retired": key.retired.date().isoformat() if key.retired else None,
        }
        for key in signing.public_keys()
    ]
    return JsonResponse({"format": codes.FORMAT, "site": settings.SITE_URL, "keys": told})


@servant(Power.GUIDELINES)
@only("GET", "POST")
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether a group gives proofs, its line on the paper, for how long they can be checked."""
    me = member_group(request, slug)
    stands = queries.policy_of(me.group)
    initial = {"is_on": stands.is_on, "wording": stands.wording, "days": stands.days}
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            values = {name: form.cleaned_data[name] for name in initial}
            actions.set_policy(group=me.group, by=me.user_id, key=form.key, **values)
            return flash.go(me.group.page, "attendance.saved")
    context = {"group": me.group, "form": form}
    return render(request, "attendance/policy.html", context, status=form.status)
