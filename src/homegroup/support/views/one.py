"""One share with its answers: reading, answering, a caring response."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from homegroup.accounts import visits
from homegroup.accounts.access import member, only
from homegroup.core import clock, streams
from homegroup.core.errors import HouseError
from homegroup.core.flash import go
from homegroup.core.zones import viewer_zone
from homegroup.groups import queries as groups
from homegroup.groups.access import member_group
from homegroup.groups.choices import Crosstalk
from homegroup.groups.models import Group
from homegroup.moderation import weighing
from homegroup.moderation.rules.looking import is_crisis
from homegroup.support import access, drafts, queries, showing
from homegroup.support.access import Reader
from homegroup.support.actions import answering
from homegroup.support.addresses import page_of
from homegroup.support.channels import answering as answers_of
from homegroup.support.choices import Caring, Kind
from homegroup.support.forms import AnswerForm
from homegroup.support.models import Reply, Share
from homegroup.support.nudging import NudgeFirst
from homegroup.support.queries import Point
from homegroup.support.showing import Card
from homegroup.support.views import drafting

NUDGE_SEEN = "nudge_seen"
_HELP_FOR = timedelta(hours=24)  # its author sees who can help, after words of a bad hour


@member
@only("GET", "POST")
def share(request: HttpRequest, slug: str, share: UUID) -> HttpResponse:
    """A share and its answers; answering it."""
    reader = Reader(member_group(request, slug))
    row = access.share_for(reader, share)
    row.group = reader.me.group
    if row.day is not None:
        return go(page_of(row))
    place = drafts.place_of_answer(row)
    begun = drafting.begun(request, place) if request.GET.get("begun") == "1" else {}
    form = AnswerForm(request.POST or None, auto_id="answer_%s", initial=begun)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            reply = answering.answer(
                me=reader.me,
                share=row,
                words=answering.Words(
                    text=form.cleaned_data["text"],
                    help_seen=weighing.was_help_seen(request),
                    nudge_seen=request.POST.get(NUDGE_SEEN) == "1",
                ),
                key=form.key,
            )
            drafting.let_go(request, place)
            return _answered(row, reply)
    return _page(request, reader, row, form, begun=bool(begun))


def _answered(row: Share, reply: Reply | None) -> HttpResponse:
    if reply is None:
        return go(page_of(row))
    return go(page_of(reply), "shares.answered" if reply.is_shown else "shares.answer_held")


def _page(
    request: HttpRequest, reader: Reader, row: Share, form: AnswerForm, *, begun: bool
) -> HttpResponse:
    me, zone = reader.me, viewer_zone(request)
    after = Point.read(request.GET.get("after", ""))
    replies, more = queries.answers(reader, row, after)
    shown = _cards(request, "share", [showing.card(row, me, zone)])[0]
    answers = _cards(request, "reply", [showing.card(each, me, zone) for each in replies])
    last = replies[-1] if replies else None
    context: dict[str, Any] = {
        "me": me,
        "group": me.group,
        "share": row,
        "card": shown,
        "answers": answers,
        "more": more,
        "last": Point(last.written_at, last.pk) if last else Point(row.written_at, UUID(int=0)),
        "form": form,
        "begun": begun or drafting.was_begun(request),
        "help": weighing.help_shown(request, form),
        "is_nudged": isinstance(form.refusal, NudgeFirst),
        "needs_consent": groups.needs_consent(me),
        "hint": _hint(me.group, row),
        "moderates": reader.moderates,
        "looks_after": reader.is_willing and row.waits_since is not None and not shown.is_mine,
    }
    context |= _for_author(request, reader, row) if shown.is_mine else _for_others(reader, row)
    return render(request, "support/share.html", context, status=form.status)


def _cards(request: HttpRequest, kind: str, cards: list[Card]) -> list[Card]:
    return showing.explained(kind, showing.linked(request, kind, cards))


def _hint(group: Group, row: Share) -> str:
    """Give how people answer one another here, where the group's way says so."""
    if row.kind == Kind.QUESTION or group.fellowship is None:
        return ""
    told = Crosstalk(group.fellowship.crosstalk)
    return str(told.label) if told == Crosstalk.NONE else ""


def _for_author(request: HttpRequest, reader: Reader, row: Share) -> dict[str, Any]:
    """Give what only the author sees: who has heard them, and help while it may be needed."""
    is_fresh = clock.now() - row.written_at < _HELP_FOR
    may_need_help = row.kind == Kind.STRUGGLING or is_crisis(row.text)
    return {
        "heard": queries.responses_to(reader, row),
        "help_now": weighing.help_for(request) if is_fresh and may_need_help else None,
    }


def _for_others(reader: Reader, row: Share) -> dict[str, Any]:
    given = queries.my_response(reader.me, row)
    return {"caring": [(kind, given == kind.value) for kind in Caring]}


@member
@only("POST")
def respond(request: HttpRequest, slug: str, share: UUID) -> HttpResponse:
    """Say one of the five things with one press, or take it back."""
    reader = Reader(member_group(request, slug))
    row = access.share_for(reader, share)
    row.group = reader.me.group
    kind = request.POST.get("kind", "")
    try:
        answering.respond(me=reader.me, share=row, kind=kind)
    except HouseError:  # no button of ours sends this
        return go(page_of(row))
    return go(f"{page_of(row)}#caring", "shares.responded" if kind else "")


@member
@only("GET")
def newer(request: HttpRequest, slug: str, share: UUID) -> HttpResponse:
    """How many answers came since the page was read, as a link to press; nothing for nothing."""
    visits.comes_by_itself(request)
    reader = Reader(member_group(request, slug))
    row = access.share_for(reader, share)
    row.group = reader.me.group
    point = Point.read(request.GET.get("after", ""))
    count = queries.newer_answers(reader, row, point) if point else 0
    words = ngettext("%d new answer", "%d new answers", count) % count
    context = {"count": count, "words": words, "address": page_of(row)}
    return render(request, "support/_newer.html", context)


@member
@only("GET")
def stream(request: HttpRequest, slug: str, share: UUID) -> HttpResponse:
    """Tells an open page of a share that an answer came; how many, it asks `newer`."""
    reader = Reader(member_group(request, slug))
    row = access.share_for(reader, share)
    channels = [answers_of(row.pk)]
    return streams.opened(request, channels=channels, keys=[reader.me.stream_key])
