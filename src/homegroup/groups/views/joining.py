"""Joining: an open group, by asking, by an invitation; and leaving."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from homegroup.accounts import keeping
from homegroup.accounts.access import ask_to_sign_in, member, only, public
from homegroup.core import flash
from homegroup.core.errors import HouseError, problem_page
from homegroup.core.limits import within_limit
from homegroup.core.markdown import safe_html
from homegroup.groups import codes, parting, queries
from homegroup.groups.access import has_secretary, known_group, member_group, membership_of
from homegroup.groups.actions import joining
from homegroup.groups.choices import Joining
from homegroup.groups.forms import CodeForm, JoinForm
from homegroup.groups.models import Group, Invitation
from homegroup.groups.views.mine import signed_in

WRONG_CODES, WRONG_CODES_SECONDS = 20, 600  # of one household
ASKS, ASKS_SECONDS = 20, 86_400


@member
@only("GET", "POST")
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Join a group, or ask to."""
    user = signed_in(request)
    group = known_group(user, slug)
    if request.method == "GET" and membership_of(user, group):
        return HttpResponseRedirect(_after(request, group))
    guidelines = queries.newest_guidelines(group)
    asks = group.joining == Joining.ASK
    form = JoinForm(request.POST or None, guidelines=guidelines, asks=asks)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            return _joined(request, group, form)
    context = {
        "group": group,
        "form": form,
        "asks": asks,
        "by_invitation": group.joining == Joining.INVITED,
        "guidelines": safe_html(guidelines.text, top=2) if guidelines else "",
        "pause": queries.break_of(user, group),
        "nobody_yet": asks and not has_secretary(group),
    }
    return render(request, "groups/join.html", context, status=form.status)


def _joined(request: HttpRequest, group: Group, form: JoinForm) -> HttpResponse:
    user, name = signed_in(request), form.cleaned_data["name"]
    if group.joining == Joining.ASK:
        if not within_limit(request, "ask-to-join", most=ASKS, seconds=ASKS_SECONDS):
            raise HouseError(_("Those were many requests for a day. Please wait for an answer."))
        message = form.cleaned_data["message"]
        joining.ask_to_join(
            user=user, group=group, name=name, message=message, agreed=form.agreed, key=form.key
        )
        answer = HttpResponseRedirect(reverse("groups:mine"))
        flash.say(answer, "groups.sent")
        return answer
    joining.join_group(user=user, group=group, name=name, agreed=form.agreed, key=form.key)
    return _welcome(_after(request, group))


def _after(request: HttpRequest, group: Group) -> str:
    """Give the page to go on with: the one that led here, or the group's own."""
    return keeping.local(request.GET.get("next", ""), "") or group.page


def _welcome(page: str) -> HttpResponse:
    answer = HttpResponseRedirect(page)
    flash.say(answer, "groups.joined")
    return answer


@member
@only("GET", "POST")
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a group; whoever presses twice has left, too."""
    try:
        membership = member_group(request, slug)
    except Http404:
        if request.method == "POST":
            return HttpResponseRedirect(reverse("groups:mine"))
        raise
    problem, status = "", 200
    if request.method == "POST":
        try:
            joining.leave_group(
                membership=membership, words_stay=request.POST.get("words") == "stay"
            )
        except HouseError as refusal:
            problem, status = str(refusal.message), 422
        else:
            answer = HttpResponseRedirect(reverse("groups:mine"))
            flash.say(answer, "groups.left")
            return answer
    context = {
        "me": membership,
        "group": membership.group,
        "problem": problem,
        "has_words": parting.has_words(membership),
    }
    return render(request, "groups/leave.html", context, status=status)


@public
@only("GET")
def type_code(request: HttpRequest) -> HttpResponse:
    """Type the code of an invitation."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = codes.read_code(form.cleaned_data["code"])
        if code:
            address = reverse("groups:invited", args=[codes.shown_code(code)])
            return HttpResponseRedirect(address)
        form.add_error("code", _("A code has twelve letters and numbers. Look at it once more."))
    return render(request, "groups/code.html", {"form": form}, status=form.status)


@public
@only("GET", "POST")
def invited(request: HttpRequest, code: str) -> HttpResponseBase:
    """Look at an invitation, and take it; a visitor makes an account first and comes back."""
    invitation = queries.invitation_for(code)
    if invitation and membership_of(request.user, invitation.group):
        return HttpResponseRedirect(invitation.group.page)
    if invitation is None or not invitation.is_usable:
        return _no_such_code(request)
    if request.method == "POST" and (asked := ask_to_sign_in(request)):
        return asked
    group = invitation.group
    guidelines = queries.newest_guidelines(group)
    form = JoinForm(request.POST or None, guidelines=guidelines, asks=False)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            return _taken(request, invitation, form)
    context = {
        "group": group,
        "form": form,
        "guidelines": safe_html(guidelines.text, top=2) if guidelines else "",
        "next": urlencode({"next": request.path}),
    }
    return render(request, "groups/invited.html", context, status=form.status)


def _taken(request: HttpRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    joining.join_by_invitation(
        user=signed_in(request),
        invitation=invitation,
        name=form.cleaned_data["name"],
        agreed=form.agreed,
        key=form.key,
    )
    return _welcome(invitation.group.page)


def _no_such_code(request: HttpRequest) -> HttpResponse:
    """Say the same of a code that never was, has ended or is used up."""
    if not within_limit(request, "invitation", most=WRONG_CODES, seconds=WRONG_CODES_SECONDS):
        text = _("Too many tries from here. Please wait ten minutes.")
        return problem_page(request, status=429, title=_("Please wait"), text=text)
    text = _("This code does not open a group, or not any more. Ask for a new one.")
    form = CodeForm()
    return render(request, "groups/code.html", {"form": form, "problem": text}, status=404)
