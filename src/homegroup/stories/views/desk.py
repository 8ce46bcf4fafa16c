"""Pages of editors: what waits, one story, notes, other words, publishing."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only
from homegroup.core.errors import HouseError
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.moderation import weighing
from homegroup.stories import access, queries
from homegroup.stories.actions import editing, offering
from homegroup.stories.choices import Stage
from homegroup.stories.forms import SendBackForm, SuggestForm
from homegroup.stories.models import Offer
from homegroup.stories.views.frame import member_of, parts_of, player


@access.editor
@only("GET")
def listing(request: HttpRequest) -> HttpResponse:
    """What waits to be read, longest first, and what is with its author."""
    rows = access.offers_for(member_of(request))
    context = {
        "waiting": [row for row in rows if row.stage == Stage.WAITING],
        "back": [row for row in rows if row.stage == Stage.BACK],
        "desk": access.desk_of(request.user),
    }
    return render(request, "stories/desk.html", context)


@access.editor
@only("GET")
def edit(request: HttpRequest, story: UUID) -> HttpResponse:
    """One story that waits, as its readers will see it, with notes and what one can do."""
    return _edit(request, access.offer_to_edit(request.user, story))


def _edit(
    request: HttpRequest, offer: Offer, form: SendBackForm | None = None, *, problem: str = ""
) -> HttpResponse:
    form = form or SendBackForm(offer=offer)
    weighed = weighing.weigh(offering.words_of(offer), author=offer.author, group=offer.group)
    context: dict[str, Any] = {
        "offer": offer,
        "parts": parts_of(offer),
        "player": player(offer.recording, "stories:offered_sound", offer.pk),
        "notes": queries.notes_of(offer),
        "suggestions": queries.suggestions_of(offer),
        "form": form,
        "problem": problem,
        "rules": queries.rules_in_words(weighed.rules),
        "waits": offer.stage == Stage.WAITING,
    }
    return render(request, "stories/edit.html", context, status=422 if problem else form.status)


@access.editor
@only("POST")
def publish(request: HttpRequest, story: UUID) -> HttpResponse:
    """Publish the words that were shown."""
    offer, form = access.offer_to_edit(request.user, story), OnceForm(request.POST)
    if form.is_valid():
        told = request.POST.get("round", "")
        read = int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0
        try:
            editing.publish(offer=offer, by=member_of(request), round_=read, key=form.key)
        except HouseError as refusal:
            return _edit(request, offer, problem=str(refusal.message))
    return go(reverse("stories:desk"), "stories.published")


@access.editor
@only("POST")
def send_back(request: HttpRequest, story: UUID) -> HttpResponse:
    """Send a story back to its author with notes."""
    offer = access.offer_to_edit(request.user, story)
    form = SendBackForm(request.POST, offer=offer)
    if form.is_valid():
        with form.refusals():
            editing.send_back(offer=offer, by=member_of(request), notes=form.notes, key=form.key)
            return go(reverse("stories:desk"), "stories.sent_back")
    return _edit(request, offer, form)


@access.editor
@only("GET", "POST")
def suggest(request: HttpRequest, story: UUID, chapter: int) -> HttpResponse:
    """Suggest other words for a chapter; the author decides about each."""
    offer = access.offer_to_edit(request.user, story)
    if chapter >= len(offer.chapters):
        raise Http404
    part = offer.parts[chapter]
    form = SuggestForm(request.POST or None, initial={"text": part["text"]})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            editing.suggest(
                offer=offer, by=member_of(request), chapter=chapter,
                text=form.cleaned_data["text"], key=form.key,
            )  # fmt: skip
            return go(reverse("stories:edit", args=[offer.pk]), "stories.suggested")
    context = {"offer": offer, "part": part, "form": form}
    return render(request, "stories/suggest.html", context, status=form.status)
