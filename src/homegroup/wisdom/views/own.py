"""An author's side: giving words, being asked about them, taking them back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from homegroup.accounts.access import member, only
from homegroup.accounts.models import User
from homegroup.core.errors import HouseError
from homegroup.core.flash import go
from homegroup.groups.access import groups_of
from homegroup.groups.models import Group
from homegroup.moderation import weighing
from homegroup.wisdom import access, queries, things
from homegroup.wisdom.actions import answering, asking
from homegroup.wisdom.actions.keeping import Said
from homegroup.wisdom.choices import LONGEST, Stage
from homegroup.wisdom.forms import AnswerForm, AskForm, OfferForm, OwnWordsForm, SureForm, WhereForm
from homegroup.wisdom.models import Statement
from homegroup.wisdom.situations import Situation
from homegroup.wisdom.things import Thing

_LONG = 3 * LONGEST  # a text that is longer is shown by its parts first


def _me(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user


def _language() -> str:
    return (get_language() or "").split("-")[0]


def _said(request: HttpRequest, form: WhereForm, text: str) -> Said:
    return Said(text, form.where, _language(), help_seen=weighing.was_help_seen(request))


@member
@only("GET")
def own(request: HttpRequest) -> HttpResponse:
    """What I gave, and what I am asked about."""
    user = _me(request)
    known = access.situations_for(user)
    rows = [(row, _labels(row, known)) for row in queries.own(user)]
    return render(request, "wisdom/own.html", {"rows": rows})


def _labels(row: Statement, known: dict[str, Situation]) -> str:
    keys = (each.situation for each in row.placed.all())
    return " · ".join(known[key].label for key in keys if key in known)


@member
@only("GET", "POST")
def offer(request: HttpRequest) -> HttpResponse:
    """Answer "what helped you with ...?"."""
    user = _me(request)
    known = access.situations_for(user)
    asked = known.get(request.GET.get("with", ""))
    form = OfferForm(request.POST or None)
    form.offer_situations(known, [asked.key] if asked else [])
    form.offer_places(_small_groups(user))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            asking.offer(
                user=user,
                said=_said(request, form, form.cleaned_data["text"]),
                situations=form.situations,
                key=form.key,
            )
            return go(reverse("wisdom:own"), "kept.offered")
    context = {"form": form, "asked": asked, "help": weighing.help_shown(request, form)}
    return render(request, "wisdom/offer.html", context, status=form.status)


def _small_groups(user: User) -> list[Group]:
    return list(groups_of(user).filter(for_everyone=False).order_by("name"))


@member
@only("GET", "POST")
def keep(request: HttpRequest, kind: str, thing: str) -> HttpResponse:
    """Ask whether words of somebody may be kept; or offer one's own."""
    user = _me(request)
    found = things.to_keep(kind, thing, user)
    if found is None:
        raise Http404
    if found.author == user.pk:
        return _keep_own(request, user, found)
    form = AskForm(request.POST or None, initial={"passage": _begun(request, found)})
    form.offer_situations(access.situations_for(user))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            asking.ask(
                user=user,
                thing=found,
                passage=form.cleaned_data["passage"],
                situations=form.situations,
                key=form.key,
            )
            return go(found.address, "kept.asked")
    return _keep_page(request, form, found)


def _keep_own(request: HttpRequest, user: User, found: Thing) -> HttpResponse:
    form = OwnWordsForm(request.POST or None, initial={"passage": _begun(request, found)})
    form.offer_situations(access.situations_for(user))
    form.offer_places([found.group] if found.group and not found.group.for_everyone else [])
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            said = _said(request, form, form.cleaned_data["passage"])
            asking.offer(
                user=user, said=said, situations=form.situations, thing=found, key=form.key
            )
            return go(reverse("wisdom:own"), "kept.offered")
    return _keep_page(request, form, found)


def _begun(request: HttpRequest, found: Thing) -> str:
    """Give what stands in the field at first: the text, or the chosen part of a long one."""
    parts, part = found.parts, request.GET.get("part", "")
    if part.isascii() and part.isdigit() and len(part) < 5 and int(part) < len(parts):
        return parts[int(part)]
    whole = "\n\n".join(found.paragraphs)
    return whole if len(whole) <= _LONG else ""


def _keep_page(request: HttpRequest, form: AskForm | OwnWordsForm, found: Thing) -> HttpResponse:
    is_long = not form.is_bound and not form.initial["passage"]
    context = {
        "form": form,
        "thing": found,
        "is_mine": found.author == _me(request).pk,
        "parts": found.parts if is_long else [],
        "help": weighing.help_shown(request, form),
    }
    return render(request, "wisdom/keep.html", context, status=form.status)


@member
@only("GET", "POST")
def one(request: HttpRequest, statement: UUID) -> HttpResponse:
    """One statement of mine: saying yes or no, and looking at it."""
    user = _me(request)
    row = access.mine(user, statement)
    form = AnswerForm(request.POST or None, initial={"text": row.text})
    form.offer_places([row.group] if row.group else [])
    if request.method == "POST":
        answer = _answered(request, user, row, form)
        if answer is not None:
            return answer
    context = {
        "row": row,
        "form": form,
        "labels": _labels(row, access.situations_for(user)),
        "is_asked": row.stage == Stage.ASKED,
        "help": weighing.help_shown(request, form),
    }
    return render(request, "wisdom/one.html", context, status=form.status)


def _answered(
    request: HttpRequest, user: User, row: Statement, form: AnswerForm
) -> HttpResponse | None:
    """Do what was pressed; None where the page is shown again, with the reason."""
    pressed = request.POST.get("do", "yes")
    if pressed in {"no", "accept", "decline"}:
        sure = SureForm(request.POST)
        if not sure.is_valid():
            return None
        return _pressed(user, row, pressed, form, sure)
    if form.is_valid():
        with form.refusals():
            said = _said(request, form, form.cleaned_data["text"])
            answering.agree(statement=row, user=user, said=said, key=form.key)
            return go(reverse("wisdom:own"), "kept.agreed")
    return None


def _pressed(
    user: User, row: Statement, pressed: str, form: AnswerForm, sure: SureForm
) -> HttpResponse | None:
    try:
        if pressed == "no":
            answering.refuse(statement=row, user=user, key=sure.key)
            return go(reverse("wisdom:own"), "kept.refused")
        accepts = pressed == "accept"
        answering.answer_words(statement=row, user=user, accepts=accepts, key=sure.key)
    except HouseError as refusal:
        form.is_valid()
        form.refuse(refusal)
        return None
    return go(reverse("wisdom:own"), "kept.words")


@member
@only("GET", "POST")
def withdraw(request: HttpRequest, statement: UUID) -> HttpResponse:
    """Take words back."""
    user = _me(request)
    row = access.mine(user, statement)
    form = SureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            answering.withdraw(statement=row, user=user, key=form.key)
            return go(reverse("wisdom:own"), "kept.withdrawn")
    context = {"form": form, "row": row}
    return render(request, "wisdom/withdraw.html", context, status=form.status)
