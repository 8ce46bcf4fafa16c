"""Recordings: adding one to a draft, taking it off, and playing what one may read."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, private, public
from homegroup.core.errors import HouseError
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.core.uploads import takes_files, was_too_large
from homegroup.stories import access, queries
from homegroup.stories.actions import drafts
from homegroup.stories.choices import Audience
from homegroup.stories.forms import SoundForm
from homegroup.stories.models import Recording
from homegroup.stories.sound import shelf
from homegroup.stories.sound.converting import LARGEST, MEDIA_TYPES, convert, converter
from homegroup.stories.views.frame import played
from homegroup.vault.pages import told_if_unreadable
from homegroup.vault.vaults import opened

_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
_MOST_AT_ONCE = 2_000_000


@private
@told_if_unreadable
@only("GET", "POST")
@takes_files(LARGEST)
def record(request: HttpRequest, work: UUID) -> HttpResponse:
    """Add a recording to a draft: it is made small, loses its tags, and is sealed."""
    vault = opened(request)
    found = queries.draft(vault, work)
    form = SoundForm(request.POST or None, files=request.FILES or None)
    if was_too_large(request):
        told = _("The file may have %d megabytes at most.") % (LARGEST // 1_000_000)
        form.refuse(HouseError(told, field="sound"))
    elif request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            converted = convert(data["sound"].chunks(), deeper=data["deeper"])
            drafts.add_recording(vault=vault, work=work, converted=converted, key=form.key)
            return go(reverse("stories:record", args=[work]), "stories.sound")
    spoken = found.spoken
    context = {
        "form": form,
        "work": found,
        "can_record": bool(converter()),
        "player": spoken and played(spoken.forms, spoken.seconds, "stories:own_sound", work),
    }
    return render(request, "stories/record.html", context, status=form.status)


@private
@told_if_unreadable
@only("POST")
def remove(request: HttpRequest, work: UUID) -> HttpResponse:
    """Delete the recording of a draft."""
    form = OnceForm(request.POST)
    if form.is_valid():
        drafts.remove_recording(vault=opened(request), work=work, key=form.key)
    return go(reverse("stories:record", args=[work]), "stories.no_sound")


@private
@told_if_unreadable
@only("GET")
def own(request: HttpRequest, work: UUID, form: str) -> HttpResponse:
    """Play the recording of one's own draft, opened for this answer alone."""
    spoken = queries.draft(opened(request), work).spoken
    if spoken is None or form not in spoken.forms:
        raise Http404
    try:
        content = shelf.read_sealed(spoken.id, form, spoken.key)
    except OSError:
        raise Http404 from None
    return _answer(request, content, form, kept="no-store")


@access.editor
@only("GET")
def offered(request: HttpRequest, story: UUID, form: str) -> HttpResponse:
    """Play the recording of a story that waits, for its editors."""
    return _play(request, access.offer_to_edit(request.user, story).recording, form)


@public
@only("GET")
def published(request: HttpRequest, story: UUID, form: str) -> HttpResponse:
    """Play the recording of a story, for all who may read it."""
    found = access.story_for(request.user, story)
    is_public = found.audience == Audience.PUBLIC
    return _play(request, found.recording, form, kept="private, no-cache" if is_public else "")


def _play(
    request: HttpRequest, recording: Recording | None, form: str, *, kept: str = ""
) -> HttpResponse:
    if recording is None or form not in recording.forms.split():
        raise Http404
    try:
        content = shelf.place(recording.pk, form).read_bytes()
    except OSError:
        raise Http404 from None
    return _answer(request, content, form, kept=kept or "no-store")


def _answer(request: HttpRequest, content: bytes, form: str, *, kept: str) -> HttpResponse:
    """Give the file, or the one part of it that was asked for (RFC 9110, 14)."""
    headers = {"Accept-Ranges": "bytes", "Cache-Control": kept,
               "X-Content-Type-Options": "nosniff"}  # fmt: skip
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or not (asked[1] or asked[2]):
        return HttpResponse(content, content_type=MEDIA_TYPES[form], headers=headers)
    size = len(content)
    start = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
    end = min(int(asked[2]), size - 1) if asked[1] and asked[2] else size - 1
    if start > end or start >= size:
        told = {**headers, "Content-Range": f"bytes */{size}"}
        return HttpResponse(status=416, headers=told)
    end = min(end, start + _MOST_AT_ONCE - 1)
    told = {**headers, "Content-Range": f"bytes {start}-{end}/{size}"}
    part = content[start : end + 1]
    return HttpResponse(part, status=206, content_type=MEDIA_TYPES[form], headers=told)
