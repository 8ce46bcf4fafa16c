"""The home's own texts: meeting formats and other packs that all groups of this site can take."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, operator
from homegroup.accounts.models import User
from homegroup.core import flash
from homegroup.core.errors import HouseError
from homegroup.core.uploads import takes_files, was_too_large
from homegroup.live.forms.formats import TakeInForm
from homegroup.packs import homefiles, registry
from homegroup.packs.problems import PackError, Problem
from homegroup.packs.shipped import MOST_BYTES, Shelf


def _by(request: HttpRequest) -> UUID:
    assert isinstance(request.user, User)
    return request.user.pk


@dataclass(frozen=True)
class Row:
    """A pack in the list: what it is called, its languages, and what is wrong with its files."""

    slug: str
    title: str
    languages: list[tuple[str, str]]
    problems: tuple[Problem, ...]


def _rows(shelves: dict[str, Shelf]) -> list[Row]:
    rows = [
        Row(
            slug,
            shelf.best().content.title if shelf.packs else slug,
            shelf.languages,
            shelf.problems,
        )
        for slug, shelf in shelves.items()
    ]
    return sorted(rows, key=lambda row: row.title)


@operator
@only("GET")
def texts(request: HttpRequest) -> HttpResponse:
    """What is there: the home's own first, with what is wrong; each can be saved as a file."""
    return _list(request)


def _list(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    names = [kind.name for kind in registry.kinds()]
    kinds = [
        (name, title, _rows(own), _rows({slug: shelf for slug, shelf in ours.items()
                                         if slug not in own}))
        for name, (title, own, ours) in zip(names, homefiles.shelves(), strict=True)
    ]  # fmt: skip
    context = {"kinds": kinds, "problem": problem}
    return render(request, "console/texts.html", context, status=status)


@operator
@only("GET", "POST")
@takes_files(MOST_BYTES)
def add_text(request: HttpRequest) -> HttpResponse:
    """Take in a file; what is wrong with it is told line by line."""
    form = TakeInForm(request.POST or None, files=request.FILES or None)
    wrong: tuple[Problem, ...] = ()
    if was_too_large(request):
        form.refuse(HouseError(_("This file is too large."), field="file"))
    elif request.method == "POST" and form.is_valid():
        try:
            homefiles.keep_file(text=form.cleaned_data["text"], by=_by(request), key=form.key)
            return flash.go(reverse("console:texts"), "console.saved")
        except PackError as refused:
            wrong = refused.problems
            form.keep_text()
            form.refuse_lines(refused)
    context = {"form": form, "wrong": wrong}
    return render(request, "console/add_text.html", context, status=form.status)


@operator
@only("GET")
def text_file(request: HttpRequest, kind: str, pack: str, language: str) -> HttpResponse:
    """One of them as a file, as a beginning for one's own or for another site."""
    text = homefiles.text_of(kind, pack, language)
    if text is None:
        raise Http404
    return HttpResponse(
        text,
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="text.md"'},
    )


@operator
@only("POST")
def remove_text(request: HttpRequest, kind: str, pack: str, language: str) -> HttpResponse:
    """Take one of the home's own files out."""
    if kind not in {each.name for each in registry.kinds()}:
        raise Http404
    try:
        homefiles.remove_file(kind=kind, slug=pack, language=language, by=_by(request))
    except HouseError as refusal:
        return _list(request, problem=str(refusal.message), status=409)
    return flash.go(reverse("console:texts"), "console.saved")
