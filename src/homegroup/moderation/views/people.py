"""People at the desk: a private word, a pause, a longer time away."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from homegroup.accounts.access import only, operator
from homegroup.core.forms import HouseForm
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership
from homegroup.moderation import access, actions, queries
from homegroup.moderation.choices import AppealState, BanState
from homegroup.moderation.forms import AnswerForm, BanForm, PauseForm, SecondForm, WarnForm
from homegroup.moderation.models import Ban, Pause
from homegroup.moderation.views.answers import a_form, go, sent, status_of, user_of


@servant(Power.MODERATE)
@only("GET", "POST")
def person(request: HttpRequest, slug: str, person: UUID) -> HttpResponse:
    """A member of the group, for its moderators."""
    me = member_group(request, slug)
    rows = me.group.memberships.members().select_related("user", "group")
    found = get_object_or_404(rows.exclude(pk=me.pk), pk=person)
    return _person(request, found, reverse("moderation:person", args=[me.group.key, found.pk]))


@operator
@only("GET", "POST")
def house_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """A member of a group where nobody but who runs the home may decide."""
    rows = Membership.objects.members().select_related("user", "group")
    found = get_object_or_404(rows.exclude(user=user_of(request)), pk=person)
    if not access.house_acts_for(found.group, {found.user_id}):
        raise Http404
    return _person(request, found, reverse("moderation:house_person", args=[found.pk]))


def _person(request: HttpRequest, found: Membership, here: str) -> HttpResponse:
    forms: dict[str, HouseForm] = {
        "warn": a_form(WarnForm, request, "warn"),
        "pause": a_form(PauseForm, request, "pause", initial={"hours": 24}),
        "ban": a_form(BanForm, request, "ban", initial=BanForm.proposed()),
    }
    if sent(request, "lift"):
        actions.lift_pause(person=found, by=user_of(request).pk)
        return go(here, "desk.lifted")
    for name, form in forms.items():
        if sent(request, name) and form.is_valid():
            with form.refusals():
                return _done(here, _act(found, name, form, user_of(request).pk))
    context = {
        "group": found.group, "person": found, "forms": forms,
        "counts": queries.counts_of(found.user_id, found.group),
        "pause": Pause.objects.running().filter(group=found.group, user=found.user_id).first(),
        "ban": Ban.objects.proposed().filter(group=found.group, user=found.user_id).first(),
        "is_house": here.startswith("/console/"),
        "is_alone": not access.would_decide(found, user_of(request).pk),
    }  # fmt: skip
    return render(request, "moderation/person.html", context, status=status_of(*forms.values()))


def _done(here: str, said: str) -> HttpResponse:
    """Go back to the person, or to the desk where they are out of the group."""
    back = here.partition("people/")[0] if said == "desk.ban_alone" else here
    return go(back, said)


def _act(found: Membership, name: str, form: HouseForm, by: UUID) -> str:
    """Do what was chosen; give what is said after it."""
    told = form.cleaned_data
    if isinstance(form, WarnForm):
        actions.warn(person=found, note=told["note"], by=by, key=form.key)
    elif isinstance(form, PauseForm):
        actions.pause(person=found, length=form.length, note=told["note"], by=by, key=form.key)
    else:
        made = actions.propose_ban(
            person=found, reason=told["reason"], until_on=told["until_on"], by=by, key=form.key,
            everywhere=told["everywhere"],
        )  # fmt: skip
        return "desk.ban_alone" if made and made.state == BanState.RUNNING else "desk.ban"
    return f"desk.{name}"


@servant(Power.MODERATE)
@only("GET", "POST")
def ban(request: HttpRequest, slug: str, row: UUID) -> HttpResponse:
    """A proposal or an appeal, on the desk of a group."""
    me = member_group(request, slug)
    return _ban(request, row, queries.bans_waiting(me.group, me.user), me.group)


@operator
@only("GET", "POST")
def house_ban(request: HttpRequest, row: UUID) -> HttpResponse:
    """A proposal or an appeal that nobody in its group may decide on."""
    return _ban(request, row, queries.house_bans(user_of(request)), None)


def _ban(
    request: HttpRequest, wanted: UUID, waiting: list[Ban], group: Group | None
) -> HttpResponse:
    desk = reverse("moderation:desk", args=[group.key]) if group else "/console/desk/"
    found = next((each for each in waiting if each.pk == wanted), None)
    if found is None:
        if request.method == "POST":
            return go(desk, "desk.gone")
        raise Http404
    is_appeal = found.appeal_state == AppealState.WAITING
    form = (AnswerForm if is_appeal else SecondForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            _answer(request, found, form)
            return go(desk, "desk.decided_ban")
    context = {
        "group": group, "desk": desk, "ban": found, "form": form, "is_appeal": is_appeal,
        "counts": queries.counts_of(found.user_id, found.group),
    }  # fmt: skip
    return render(request, "moderation/ban.html", context, status=form.status)


def _answer(request: HttpRequest, found: Ban, form: HouseForm) -> None:
    says_yes, by = request.POST.get("do") == "yes", user_of(request).pk
    if isinstance(form, AnswerForm):
        answer = form.cleaned_data["answer"]
        actions.answer_appeal(ban=found, granted=says_yes, answer=answer, by=by, key=form.key)
    else:
        actions.second_ban(ban=found, agreed=says_yes, by=by, key=form.key)
