"""Formats as a group's people see them: the list, a preview, the script, a file, who has which."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import member, only
from homegroup.accounts.models import User
from homegroup.core import flash
from homegroup.core.errors import problem_page
from homegroup.core.markdown import safe_html
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership
from homegroup.live import formats, showing_formats
from homegroup.live.formats import choosing, editing
from homegroup.live.formats.schema import Format
from homegroup.live.forms.formats import TitleForm, UseForm
from homegroup.packs import actions, queries, reading, shipped, writing
from homegroup.packs.models import Copy
from homegroup.packs.problems import PackError


def actor(request: HttpRequest) -> UUID:
    """Give who is signed in; only behind a decision that asks for it."""
    return cast(User, request.user).pk


def copy_at(group: Group, copy: UUID) -> Copy:
    """Give a group's own format, else raise Http404."""
    found = formats.copy_of(group, copy)
    if found is None:
        raise Http404
    return found


def to(
    name: str, group: Group, *more: object, said: str = "", at: str = ""
) -> HttpResponseRedirect:
    """Go to a page of the group's formats, to a part of it where one is named."""
    place = f"#part-{at}" if at else ""
    return flash.go(reverse(f"live:{name}", args=[group.key, *more]) + place, said)


def or_as_text(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Go to the text of a format that this version of the house cannot read; it tells why."""

    @wraps(view)
    def reading_it(request: HttpRequest, slug: str, copy: UUID, **more: Any) -> HttpResponse:
        try:
            return view(request, slug=slug, copy=copy, **more)
        except PackError:
            me = member_group(request, slug)
            if me.may(Power.LEAD_MEETINGS):
                return to("format_text", me.group, copy)
            told = _("This format needs a look by those who lead your meetings.")
            return problem_page(request, status=409, title=_("Not readable now"), text=told)

    return reading_it


@member
@only("GET")
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """All formats: the group's own, those that are ready, and which meeting has which."""
    me = member_group(request, slug)
    copies = formats.copies_of(me.group)
    context = {
        "group": me.group,
        "may_change": me.may(Power.LEAD_MEETINGS),
        "copies": [(copy, queries.newer_origin(copy) is not None) for copy in copies],
        "ready": [
            (shelf, pack.content, showing_formats.length_in_words(cast(Format, pack.content)))
            for shelf, pack in choosing.ready_for(me.group)
        ],
        "meetings": choosing.meetings_with_formats(me.group),
    }
    return render(request, "live/formats/overview.html", context)


def _preview(me: Membership, agenda: Format, body: str) -> dict[str, object]:
    return {
        "me": me,
        "group": me.group,
        "may_change": me.may(Power.LEAD_MEETINGS),
        "agenda": agenda,
        "length": showing_formats.length_in_words(agenda),
        "misfit": showing_formats.does_not_fit(agenda),
        "about": showing_formats.about_in_words(agenda),
        "parts": showing_formats.parts_of(agenda),
        "advice": safe_html(body),
        "difficult": formats.guidance_for(agenda),
    }


@member
@only("GET")
def ready(request: HttpRequest, slug: str, pack: str) -> HttpResponse:
    """A ready-made format as it would go, in one of its languages."""
    me = member_group(request, slug)
    shelf = shipped.packs(formats.KIND).get(pack)
    if shelf is None:
        raise Http404
    shown = shelf.best(request.GET.get("language", ""))
    agenda = cast(Format, shown.content)
    context = {
        **_preview(me, agenda, agenda.body),
        "shelf": shelf,
        "pack": shown,
        "form": TitleForm(initial={"title": agenda.title}),
        "print_address": reverse("live:ready_script", args=[me.group.key, pack]),
    }
    return render(request, "live/formats/preview.html", context)


@member
@only("GET")
@or_as_text
def own(request: HttpRequest, slug: str, copy: UUID) -> HttpResponse:
    """A group's own format as it would go."""
    me = member_group(request, slug)
    found = copy_at(me.group, copy)
    agenda = cast(Format, queries.content_of(found))
    context = {
        **_preview(me, agenda, agenda.body),
        "copy": found,
        "newer": queries.newer_origin(found),
        "print_address": reverse("live:format_script", args=[me.group.key, found.pk]),
    }
    return render(request, "live/formats/preview.html", context)


@member
@only("GET")
@or_as_text
def as_file(request: HttpRequest, slug: str, copy: UUID) -> HttpResponse:
    """A group's own format as a file, without texts that it may not pass on."""
    found = copy_at(member_group(request, slug).group, copy)
    document = reading.read(found.text)
    text = writing.text_of(editing.for_passing_on(document.data), document.body)
    return HttpResponse(
        text,
        content_type="text/markdown; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="format.md"',
            "Cache-Control": "no-store",
        },
    )


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
def choose(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    """Choose the format of one of the group's meetings."""
    group = member_group(request, slug).group
    found = choosing.meeting_at(group, meeting)
    if found is None:
        raise Http404
    form = UseForm(
        request.POST or None,
        choices=choosing.choices_for(found),
        initial={"format": choosing.chosen_for(found)},
    )
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            copy, ready_one = choosing.told(group, form.cleaned_data["format"])
            actions.use_pack(
                kind=formats.KIND,
                thing=formats.thing(found),
                copy=copy,
                slug=ready_one,
                by=actor(request),
            )
            return to("formats", group, said="live.format_chosen")
    context = {"group": group, "meeting": found, "form": form}
    return render(request, "live/formats/choose.html", context, status=form.status)
