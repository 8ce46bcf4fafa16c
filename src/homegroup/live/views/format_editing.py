"""Making a format one's own and changing it: by fields, as text, back in time, to a newer one."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from homegroup.accounts.access import only
from homegroup.core.errors import HouseError
from homegroup.core.uploads import takes_files, was_too_large
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.groups.models import Group
from homegroup.live import formats, showing_formats
from homegroup.live.formats import editing
from homegroup.live.formats.schema import Format
from homegroup.live.forms.formats import (
    MOST_BYTES,
    BasicsForm,
    ChangeForm,
    PartForm,
    TakeInForm,
    TextForm,
    TitleForm,
)
from homegroup.live.views.formats import actor, copy_at, or_as_text, to
from homegroup.packs import actions, queries, reading, shipped
from homegroup.packs.models import Copy
from homegroup.packs.problems import PackError, Problem


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
def make_own(request: HttpRequest, slug: str, pack: str) -> HttpResponse:
    """Make a ready-made format the group's own."""
    group = member_group(request, slug).group
    found = shipped.pack(formats.KIND, pack, request.GET.get("language", ""))
    if found is None:
        raise Http404
    form = TitleForm(request.POST or None, initial={"title": found.content.title})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            made = actions.copy_pack(
                kind=formats.KIND,
                slug=pack,
                language=found.language,
                owner=formats.owner(group),
                title=form.cleaned_data["title"],
                by=actor(request),
                key=form.key,
            )
            if made is None:
                return to("formats", group)
            return to("format_agenda", group, made.pk, said="live.format_copied")
    context = {"group": group, "form": form, "pack": found}
    return render(request, "live/formats/make_own.html", context, status=form.status)


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
@takes_files(MOST_BYTES)
def take_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in a format from a file or a text; what is wrong with it is told line by line."""
    group = member_group(request, slug).group
    form = TakeInForm(request.POST or None, files=request.FILES or None)
    wrong: tuple[Problem, ...] = ()
    if was_too_large(request):
        form.refuse(HouseError(_("This file is too large to be a format."), field="file"))
    elif request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            made = actions.import_pack(
                kind=formats.KIND,
                text=text,
                owner=formats.owner(group),
                by=actor(request),
                key=form.key,
            )
            return to("own_format", group, made.pk) if made else to("formats", group)
        except PackError as refused:
            wrong = refused.problems
            form.keep_text()
            form.refuse_lines(refused)
        except HouseError as refusal:
            form.refuse(refusal)
    context = {
        "group": group,
        "form": form,
        "wrong": showing_formats.wrong_lines(str(form["text"].value() or ""), wrong),
    }
    return render(request, "live/formats/take_in.html", context, status=form.status)


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
@or_as_text
def agenda(request: HttpRequest, slug: str, copy: UUID) -> HttpResponse:
    """The parts in order: move one, or go on to change it."""
    group = member_group(request, slug).group
    found = copy_at(group, copy)
    form = ChangeForm(request.POST or None, initial={"number": found.number})
    if request.method == "POST" and form.is_valid():
        document = reading.read(found.text)
        by = -1 if form.cleaned_data["up"] else 1
        part = form.cleaned_data["up"] or form.cleaned_data["down"]
        with form.refusals():
            actions.save_data(
                copy=found,
                data=editing.moved(document.data, part, by),
                body=document.body,
                number=form.cleaned_data["number"],
                note=_("Moved a part"),
                by=actor(request),
                key=form.key,
            )
            return to("format_agenda", group, found.pk, at=part)
    shown = cast(Format, queries.content_of(found))
    context = {
        "group": group,
        "copy": found,
        "agenda": shown,
        "parts": formats.timeline(shown),
        "misfit": showing_formats.does_not_fit(shown),
        "form": form,
    }
    return render(request, "live/formats/agenda.html", context, status=form.status)


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
@or_as_text
def basics(request: HttpRequest, slug: str, copy: UUID) -> HttpResponse:
    """What holds for the whole meeting, and the advice for the chair."""
    group = member_group(request, slug).group
    found = copy_at(group, copy)
    held = cast(Format, queries.content_of(found))
    first = {**editing.basics_of(held, held.body), "number": found.number}
    form = BasicsForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = editing.with_basics(reading.read(found.text).data, form.told())
        body = form.cleaned_data["body"]
        if _saved(request, form, found, data, body, note=_("Changed the meeting")):
            return to("format_agenda", group, found.pk, said="live.format_saved")
    context = {"group": group, "copy": found, "form": form}
    return render(request, "live/formats/basics.html", context, status=form.status)


def _saved(
    request: HttpRequest,
    form: BasicsForm | PartForm,
    found: Copy,
    data: editing.Data,
    body: str,
    *,
    note: str,
    part: str = "",
) -> bool:
    """Save what a form says; False where it was refused, which the form then tells."""
    try:
        actions.save_data(
            copy=found,
            data=data,
            body=body,
            number=form.cleaned_data["number"],
            note=note,
            by=actor(request),
            key=form.key,
        )
    except PackError as refused:
        here = editing.place_of(data, part)
        form.refuse_pack(refused, () if here is None else ("items", here))
        return False
    except HouseError as refusal:
        form.refuse(refusal)
        return False
    return True


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
@or_as_text
def add_part(request: HttpRequest, slug: str, copy: UUID) -> HttpResponse:
    """A new part of the meeting."""
    group = member_group(request, slug).group
    found = copy_at(group, copy)
    after = request.GET.get("after", "")
    form = PartForm(request.POST or None, initial={"number": found.number, "minutes": 5})
    if request.method == "POST" and form.is_valid():
        document = reading.read(found.text)
        data = editing.added(document.data, form.told(), after=after)
        here = editing.place_of(data, after)
        new = data["items"][-1 if here is None else here + 1]["id"]
        note = _("Added “%s”") % form.cleaned_data["title"]
        if _saved(request, form, found, data, document.body, note=note, part=new):
            return to("format_agenda", group, found.pk, said="live.format_saved")
    context = {"group": group, "copy": found, "form": form, "title": _("A new part")}
    return render(request, "live/formats/part.html", context, status=form.status)


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
@or_as_text
def part(request: HttpRequest, slug: str, copy: UUID, item: str) -> HttpResponse:
    """One part of the meeting."""
    group = member_group(request, slug).group
    found = copy_at(group, copy)
    held = cast(Format, queries.content_of(found))
    shown = next((each for each in held.items if each.id == item), None)
    if shown is None:
        raise Http404
    first = {**editing.fields_of(shown), "number": found.number}
    form = PartForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        document = reading.read(found.text)
        data = editing.changed(document.data, item, form.told())
        note = _("Changed “%s”") % form.cleaned_data["title"]
        if _saved(request, form, found, data, document.body, note=note, part=item):
            return to("format_agenda", group, found.pk, said="live.format_saved")
    context = {
        "group": group,
        "copy": found,
        "form": form,
        "title": shown.title,
        "item": shown if len(held.items) > 1 else None,
    }
    return render(request, "live/formats/part.html", context, status=form.status)


@servant(Power.LEAD_MEETINGS)
@only("POST")
@or_as_text
def remove_part(request: HttpRequest, slug: str, copy: UUID, item: str) -> HttpResponse:
    """Take a part out of the meeting; the history has it still."""
    group = member_group(request, slug).group
    found = copy_at(group, copy)
    form = ChangeForm(request.POST)
    document = reading.read(found.text)
    if not form.is_valid() or editing.place_of(document.data, item) is None:
        return to("format_agenda", group, found.pk)
    try:
        actions.save_data(
            copy=found,
            data=editing.without(document.data, item),
            body=document.body,
            number=form.cleaned_data["number"],
            note=_("Took a part out"),
            by=actor(request),
            key=form.key,
        )
    except HouseError:
        return to("format_agenda", group, found.pk, said="live.format_not_saved")
    return to("format_agenda", group, found.pk, said="live.format_part_gone")


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
def text(request: HttpRequest, slug: str, copy: UUID) -> HttpResponse:
    """The whole format as text, with every line that is wrong beside it."""
    group = member_group(request, slug).group
    found = copy_at(group, copy)
    form = TextForm(request.POST or None, initial={"text": found.text, "number": found.number})
    wrong = _problems_of(found) if request.method == "GET" else ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_text(
                copy=found,
                text=form.cleaned_data["text"],
                number=form.cleaned_data["number"],
                note=_("Changed the text"),
                by=actor(request),
                key=form.key,
            )
            return to("own_format", group, found.pk, said="live.format_saved")
        except PackError as refused:
            wrong = refused.problems
            form.refuse_lines(refused)
        except HouseError as refusal:
            form.refuse(refusal)
    context = {
        "group": group,
        "copy": found,
        "form": form,
        "wrong": showing_formats.wrong_lines(str(form["text"].value() or ""), wrong),
    }
    return render(request, "live/formats/text.html", context, status=form.status)


def _problems_of(found: Copy) -> tuple[Problem, ...]:
    """Give what a newer version of the house finds wrong with a text that was right before."""
    try:
        queries.content_of(found)
    except PackError as refused:
        return refused.problems
    return ()


@servant(Power.LEAD_MEETINGS)
@only("GET")
def history(request: HttpRequest, slug: str, copy: UUID) -> HttpResponse:
    """What the format was before."""
    group = member_group(request, slug).group
    found = copy_at(group, copy)
    context = {"group": group, "copy": found, "rows": found.revisions.defer("text")}
    return render(request, "live/formats/history.html", context)


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
@or_as_text
def revision(request: HttpRequest, slug: str, copy: UUID, number: int) -> HttpResponse:
    """An earlier version: what is different now, and the way back to it."""
    group = member_group(request, slug).group
    found = copy_at(group, copy)
    row = found.revisions.filter(number=number).first()
    if row is None:
        raise Http404
    form = ChangeForm(request.POST or None, initial={"number": found.number})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.go_back(
                copy=found,
                number=number,
                note=_("Back to version %d") % number,
                by=actor(request),
                key=form.key,
            )
            return to("own_format", group, found.pk, said="live.format_saved")
    context = {
        "group": group,
        "copy": found,
        "row": row,
        "form": form,
        "changes": queries.difference(row.text, found.text),
    }
    return render(request, "live/formats/revision.html", context, status=form.status)


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
@or_as_text
def newer(request: HttpRequest, slug: str, copy: UUID) -> HttpResponse:
    """What has changed in the ready-made format since: take it, or keep one's own."""
    group = member_group(request, slug).group
    found = copy_at(group, copy)
    origin = queries.newer_origin(found)
    if origin is None:
        return to("own_format", group, found.pk)
    form = ChangeForm(request.POST or None, initial={"number": found.number})
    if request.method == "POST" and form.is_valid():
        do = actions.take_newer if form.cleaned_data["take"] else actions.keep_own
        note = _("Took the newer text") if form.cleaned_data["take"] else _("Kept our own text")
        with form.refusals():
            do(copy=found, note=note, by=actor(request), key=form.key)
            return to("own_format", group, found.pk, said="live.format_saved")
    context = {
        "group": group,
        "copy": found,
        "form": form,
        "changes": _changes_since(found, group),
    }
    return render(request, "live/formats/newer.html", context, status=form.status)


def _changes_since(found: Copy, group: Group) -> list[queries.Change]:
    """Give what changed between the text that the copy was made from and the newest one."""
    origin = queries.newer_origin(found)
    as_copied = found.revisions.order_by("number").first()
    if origin is None or as_copied is None:
        return []
    newest = queries.text_of_origin(found, origin)
    return queries.difference(as_copied.text, newest)


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
def remove(request: HttpRequest, slug: str, copy: UUID) -> HttpResponse:
    """Throw a format of the group's own away."""
    group = member_group(request, slug).group
    found = copy_at(group, copy)
    form = ChangeForm(request.POST or None, initial={"number": found.number})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.remove_copy(copy=found, by=actor(request))
            return to("formats", group, said="live.format_removed")
    context = {"group": group, "copy": found, "form": form}
    return render(request, "live/formats/remove.html", context, status=form.status)
