"""The desks: what waits, and one case of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only, operator, private
from homegroup.accounts.keys import AccountKey
from homegroup.accounts.visits import present
from homegroup.core.forms import HouseForm
from homegroup.core.sealing import Unreadable
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.groups.models import Group
from homegroup.moderation import actions, duty, evidence, queries, showing
from homegroup.moderation.choices import Verdict
from homegroup.moderation.forms import EditForm, FoldForm, KeepForm, RemoveForm
from homegroup.moderation.models import Report
from homegroup.moderation.queries import Case
from homegroup.moderation.showing import CaseShown
from homegroup.moderation.views.answers import a_form, go, sent, status_of, user_of

_FORMS: dict[Verdict, type[HouseForm]] = {
    Verdict.KEEP: KeepForm,
    Verdict.SEEN: KeepForm,
    Verdict.EDIT: EditForm,
    Verdict.FOLD: FoldForm,
    Verdict.REMOVE: RemoveForm,
}


@servant(Power.MODERATE)
@only("GET")
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the moderators of a group."""
    me = member_group(request, slug)
    context = {
        "group": me.group,
        "cards": showing.cards(queries.group_cases(me.group, me.user), me.group),
        "bans": showing.ban_cards(queries.bans_waiting(me.group, me.user), me.group),
        "load": duty.load_of(me.user),
        "keepers": duty.keepers(me.group),
        "me": me,
    }
    return render(request, "moderation/desk.html", context)


@operator
@only("GET")
def house_desk(request: HttpRequest) -> HttpResponse:
    """What waits for who runs the home."""
    user = user_of(request)
    context = {
        "cards": showing.cards(queries.house_cases(user), None),
        "bans": showing.ban_cards(queries.house_bans(user), None),
        "load": duty.load_of(user),
    }
    return render(request, "moderation/desk.html", context)


@servant(Power.MODERATE)
@only("GET", "POST")
def case(request: HttpRequest, slug: str, kind: str, thing: str) -> HttpResponse:
    """One case on the desk of a group."""
    return _case(request, kind, thing, member_group(request, slug).group)


@operator
@only("GET", "POST")
def house_case(request: HttpRequest, kind: str, thing: str) -> HttpResponse:
    """One case on the desk of who runs the home."""
    return _case(request, kind, thing, None)


def _case(request: HttpRequest, kind: str, thing: str, group: Group | None) -> HttpResponse:
    found = queries.case_on(kind, thing, group, user_of(request))
    here = _desk_of(group)
    if found is None:  # decided meanwhile, or on another desk
        if request.method == "POST":
            return go(here, "desk.gone")
        raise Http404
    shown = showing.case_shown(found, group)
    forms = {name: _form(request, name, shown) for name in _FORMS}
    for name, form in forms.items():
        if sent(request, name) and form.is_valid():
            with form.refusals():
                _decide(request, found, name, form)
                return go(here, "desk.decided")
    context = {
        "group": group, "desk": here, "case": found, "shown": shown, "card": shown.card,
        "forms": {str(name.name).lower(): form for name, form in forms.items()},
        "evidence": _evidence_address(found, group) if found.has_evidence else "",
    }  # fmt: skip
    return render(request, "moderation/case.html", context, status=status_of(*forms.values()))


def _desk_of(group: Group | None) -> str:
    if group is None:
        return reverse("moderation:house_desk")
    return reverse("moderation:desk", args=[group.key])


def _form(request: HttpRequest, name: Verdict, shown: CaseShown) -> HouseForm:
    initial = {"text": shown.card.shown.text} if name == Verdict.EDIT and shown.card.shown else {}
    return a_form(_FORMS[name], request, name, initial=initial)


def _decide(request: HttpRequest, found: Case, verdict: Verdict, form: HouseForm) -> None:
    told = {
        name: form.cleaned_data[name]
        for name in ("note", "reason", "text", "label")
        if name in form.cleaned_data
    }
    actions.decide(
        kind=found.kind,
        subject=found.subject,
        ruling=actions.Ruling(verdict, **told),
        by=user_of(request).pk,
        key=form.key,
    )


def _evidence_address(found: Case, group: Group | None) -> str:
    thing = [found.kind, found.subject]
    if group is None:
        return reverse("moderation:house_evidence", args=thing)
    return reverse("moderation:evidence", args=[group.key, *thing])


@servant(Power.MODERATE)
@private
@only("GET")
def opened(request: HttpRequest, slug: str, kind: str, thing: str) -> HttpResponse:
    """What was shown with reports of private messages, on the desk of a group."""
    return _opened(request, kind, thing, member_group(request, slug).group)


@operator
@private
@only("GET")
def house_opened(request: HttpRequest, kind: str, thing: str) -> HttpResponse:
    """What was shown with reports of private messages, on the desk of who runs the home."""
    return _opened(request, kind, thing, None)


def _opened(request: HttpRequest, kind: str, thing: str, group: Group | None) -> HttpResponse:
    found = queries.case_on(kind, thing, group, user_of(request))
    visit = present(request)
    key = visit.account_key() if visit else None
    if found is None or key is None or not found.has_evidence:
        raise Http404
    parts = [_quotes(row, key) for row in found.reports if hasattr(row, "evidence")]
    context = {"back": showing.case_address(found, group), "parts": parts}
    return render(request, "moderation/opened.html", context)


def _quotes(row: Report, key: AccountKey) -> list[evidence.Quote] | None:
    """Give what was shown; None where it was not sealed to this person."""
    try:
        return evidence.quotes_of(row, key)
    except Unreadable:
        return None
