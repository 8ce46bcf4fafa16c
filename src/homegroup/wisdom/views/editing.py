"""An editor's side: what waits, putting it on the page (or first), links, own situations."""

from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only
from homegroup.accounts.models import User
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.flash import go
from homegroup.groups.access import member_group
from homegroup.moderation.subjects import read_id
from homegroup.wisdom import access, queries, things
from homegroup.wisdom.access import Desk, group_editor, home_editor
from homegroup.wisdom.actions import editing, introducing
from homegroup.wisdom.actions.editing import Edit
from homegroup.wisdom.forms import EditForm, PointForm, SituationForm, SureForm
from homegroup.wisdom.models import Introduction, OwnSituation, Placed, See, Statement
from homegroup.wisdom.situations import Situation


@group_editor
@only("GET", "POST")
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the editors of a group."""
    group = member_group(request, slug).group
    if group.for_everyone:
        return HttpResponseRedirect(reverse("wisdom:home_desk"))
    return _desk(request, Desk(group))


@home_editor
@only("GET", "POST")
def home_desk(request: HttpRequest) -> HttpResponse:
    """What waits for those who look after the pages of the whole home."""
    return _desk(request, Desk(None))


@group_editor
@only("GET", "POST")
def edit(request: HttpRequest, slug: str, statement: UUID) -> HttpResponse:
    """One statement of a group."""
    return _edit(request, Desk(member_group(request, slug).group), statement)


@home_editor
@only("GET", "POST")
def home_edit(request: HttpRequest, statement: UUID) -> HttpResponse:
    """One statement of the whole home."""
    return _edit(request, Desk(None), statement)


def _me(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user


# -- the desk ----------------------------------------------------------------------------------


def _desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    here = access.desk_address(desk.group)
    form = SituationForm(request.POST if "label" in request.POST else None)
    problem = ""
    if request.method == "POST" and form.is_bound and form.is_valid():
        with form.refusals():
            label = form.cleaned_data["label"]
            editing.add_situation(desk=desk, label=label, by=_me(request), key=form.key)
            return go(here, "kept.saved")
    elif request.method == "POST" and not form.is_bound:
        try:
            _take_out(request, desk)
            return go(here, "kept.saved")
        except HouseError as refusal:
            problem = str(refusal.message)
    on_desk = queries.on_desk(desk)
    context = {
        "group": desk.group,
        "form": form,
        "problem": problem,
        "waiting": _rows(desk, on_desk.waiting),
        "with_author": _rows(desk, on_desk.with_author),
        "shown": _rows(desk, on_desk.shown),
        "situations": on_desk.situations,
        "introductions": _introductions(desk, on_desk.introductions),
    }
    return render(request, "wisdom/desk.html", context, status=409 if problem else form.status)


def _take_out(request: HttpRequest, desk: Desk) -> None:
    chosen = read_id(request.POST.get("take_out", ""))
    for row in OwnSituation.objects.filter(group=desk.group, pk=chosen) if chosen else ():
        editing.remove_situation(desk=desk, situation=row, by=_me(request))


def _rows(desk: Desk, rows: list[Statement]) -> list[tuple[Statement, str, str]]:
    known = desk.situations
    return [(row, _labels(row, known), access.edit_address(row)) for row in rows]


def _introductions(desk: Desk, rows: list[Introduction]) -> list[tuple[Introduction, str, str]]:
    known = desk.situations
    return [
        (row, known[row.situation].label, access.page_address(desk.group, row.situation))
        for row in rows
        if row.situation in known
    ]


def _labels(row: Statement, known: dict[str, Situation]) -> str:
    keys = (each.situation for each in row.placed.all())
    return " · ".join(known[key].label for key in keys if key in known)


# -- one statement -----------------------------------------------------------------------------


def _edit(request: HttpRequest, desk: Desk, statement: UUID) -> HttpResponse:
    row = desk.statement(statement)
    known, pressed, problem = desk.situations, request.POST.get("do", ""), ""
    form = EditForm(
        request.POST if pressed in {"show", "off"} else None,
        initial={"text": row.proposed or row.text},
    )
    form.offer_situations(known, [each.situation for each in row.placed.all()])
    form.offer_languages(row.language)
    point = PointForm(request.POST if pressed == "point" else None)
    if request.method == "POST":
        try:
            answer = _done(request, desk, row, form, point)
        except Conflict as refusal:
            answer, problem = None, str(refusal.message)
        if answer is not None:
            return answer
    sees = list(row.see.all())
    opened = things.opened([(each.kind, each.thing) for each in sees], _me(request))
    context = {
        "group": desk.group,
        "desk": access.desk_address(desk.group),
        "row": row,
        "form": form,
        "point": point,
        "sees": [(each, opened.get((each.kind, each.thing))) for each in sees],
        "pages": [(each, known[each.situation].label) for each in row.placed.all()
                  if each.situation in known],
        "problem": problem,
    }  # fmt: skip
    status = form.status if form.is_bound else point.status
    return render(request, "wisdom/edit.html", context, status=409 if problem else status)


def _done(
    request: HttpRequest, desk: Desk, row: Statement, form: EditForm, point: PointForm
) -> HttpResponse | None:
    """Do what was pressed; None where the page is shown again, with the reason."""
    pressed, user = request.POST.get("do", ""), _me(request)
    if pressed == "off":
        sure = SureForm(request.POST)
        if sure.is_valid():
            editing.take_off(statement=row, by=user, key=sure.key)
        return go(access.desk_address(desk.group), "kept.off")
    if pressed == "unpoint":
        for see in See.objects.filter(statement=row, pk__in=_number(request.POST.get("see", ""))):
            editing.unpoint(see=see, by=user)
        return go(access.edit_address(row), "kept.saved")
    if pressed in {"first", "not_first"}:
        for placed in Placed.objects.filter(
            statement=row, pk__in=_number(request.POST.get("page", ""))
        ):
            introducing.put_first(placed=placed, is_first=pressed == "first", by=user)
        return go(access.edit_address(row), "kept.saved")
    if pressed == "point":
        return _pointed(desk, row, point, user)
    if form.is_bound and form.is_valid():
        return _put_on_page(desk, row, form, user)
    return None


def _number(text: str) -> list[int]:
    return [int(text)] if text.isascii() and text.isdigit() and len(text) < 16 else []


def _pointed(desk: Desk, row: Statement, point: PointForm, user: User) -> HttpResponse | None:
    if point.is_valid():
        with point.refusals():
            path = urlsplit(point.cleaned_data["address"].strip()).path
            editing.point_to(statement=row, path=path, by=user, key=point.key)
            return go(access.edit_address(row), "kept.saved")
    return None


def _put_on_page(desk: Desk, row: Statement, form: EditForm, user: User) -> HttpResponse | None:
    with form.refusals():
        edit = Edit(form.cleaned_data["text"], form.situations, form.cleaned_data["language"])
        done = editing.put_on_page(
            statement=row, edit=edit, known=list(desk.situations), by=user, key=form.key
        )
        said = "kept.proposed" if done and done.proposed else "kept.shown"
        return go(access.desk_address(desk.group), said)
    return None
