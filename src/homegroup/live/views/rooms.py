"""The rooms of a group, for those who run its meetings: settings, opening by hand, what stays."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from homegroup.accounts.access import only
from homegroup.core import flash
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership
from homegroup.live import formats, queries
from homegroup.live.actions import opening
from homegroup.live.forms.rooms import OpenForm, RuleForm
from homegroup.meetings.models import Meeting
from homegroup.packs import shipped

Choices = list[tuple[str, "str | Promise"]]


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
def rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """Rooms that are open, how those of each meeting are, and opening one by hand."""
    me = member_group(request, slug)
    found = queries.rooms_of(me.group)
    form = _open_form(request, me.group, [each.meeting for each in found])
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            return _open(request, me, form)
    context = {
        "group": me.group,
        "me": me,
        "found": found,
        "open": queries.open_rooms([me.group_id]),
        "form": form,
        "held": queries.held_by(me.group)[:20],
    }
    return render(request, "live/rooms.html", context, status=form.status)


def _open_form(request: HttpRequest, group: Group, meetings: list[Meeting]) -> OpenForm:
    ready = shipped.packs(formats.KIND)
    own = [(str(copy.pk), copy.title) for copy in formats.copies_of(group)]
    return OpenForm(
        request.POST if request.method == "POST" else None,
        meetings=[(meeting.slug, meeting.name) for meeting in meetings],
        formats=[*own, *((slug, shelf.best().content.title) for slug, shelf in ready.items())],
    )


def _open(request: HttpRequest, me: Membership, form: OpenForm) -> HttpResponse:
    told = form.cleaned_data
    meeting = Meeting.objects.whole().filter(group=me.group, slug=told["meeting"]).first()
    room = opening.open_by_hand(
        group=me.group,
        meeting=meeting,
        agenda=queries.format_for(me.group, told["format"], meeting),
        how=opening.Rule(way=told["way"], guests=told["guests"]),
        by=me.user_id,
        key=form.key,
    )
    if room is None:
        return HttpResponseRedirect(reverse("live:rooms", args=[me.group.key]))
    return HttpResponseRedirect(reverse("live:door", args=[room.code]))


@servant(Power.LEAD_MEETINGS)
@only("GET", "POST")
def rule(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    """How the rooms of one meeting are."""
    me = member_group(request, slug)
    found = Meeting.objects.running().whole().filter(group=me.group, slug=meeting).first()
    if found is None:
        raise Http404
    stands = queries.rule_of(found)
    fields = ("is_on", "way", "guests", "members_wait", "opens_before")
    initial = {name: getattr(stands, name) for name in fields}
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            values = {name: form.cleaned_data[name] for name in fields}
            opening.set_rule(meeting=found, by=me.user_id, key=form.key, **values)
            return flash.go(reverse("live:rooms", args=[me.group.key]), "live.rule-set")
    script = formats.format_of(found).title
    context = {"group": me.group, "meeting": found, "form": form, "script": script}
    return render(request, "live/rule.html", context, status=form.status)
