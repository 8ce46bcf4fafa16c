"""Pages for writing: begin, the contents of a draft, one chapter, what is mine."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only, private
from homegroup.accounts.drafting import is_script, said, while_typing
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.stories import guides, prompts, queries
from homegroup.stories.actions import drafts
from homegroup.stories.choices import LANGUAGES
from homegroup.stories.forms import BeginForm, ChapterForm, TitleForm
from homegroup.stories.models import Offer, Story
from homegroup.stories.sound.converting import converter
from homegroup.stories.views.frame import played, today_of
from homegroup.stories.works import Chapter, Work
from homegroup.vault.pages import told_if_unreadable
from homegroup.vault.vaults import Vault, opened


@private
@told_if_unreadable
@only("GET")
def mine(request: HttpRequest) -> HttpResponse:
    """All stories of the member: drafts, what waits, what is published."""
    return render(request, "stories/mine.html", {"rows": queries.mine(opened(request))})


@private
@told_if_unreadable
@only("GET", "POST")
def begin(request: HttpRequest) -> HttpResponse:
    """Choose how to begin: with a guide, with the prompt of the day, or free."""
    vault, today = opened(request), prompts.of_day(today_of(request))
    language = (request.LANGUAGE_CODE or "en").split("-")[0]
    initial = {"language": language if language in dict(LANGUAGES) else "en", "guide": "then-now"}
    form = BeginForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with_prompt = today if data["prompt"] else ""
        with form.refusals():
            made = drafts.begin(
                vault=vault, guide="free" if with_prompt else data["guide"],
                language=data["language"], prompt=with_prompt, key=form.key,
            )  # fmt: skip
            return _to_first_chapter(vault, made)
    context = {"form": form, "guides": guides.GUIDES, "prompt": today}
    return render(request, "stories/begin.html", context, status=form.status)


def _to_first_chapter(vault: Vault, made: UUID | None) -> HttpResponse:
    if made is None:
        return go(reverse("stories:mine"))
    first = queries.draft(vault, made).chapters[0]
    return go(reverse("stories:chapter", args=[made, first.id]))


@private
@told_if_unreadable
@only("GET", "POST")
def contents(request: HttpRequest, work: UUID) -> HttpResponse:
    """A draft: its title, its chapters, and the way on."""
    vault = opened(request)
    found = queries.draft(vault, work)
    form = TitleForm(
        request.POST or None, initial={"title": found.title, "language": found.language}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        drafts.keep_title(
            vault=vault, work=work, title=data["title"], language=data["language"], key=form.key
        )
        return go(reverse("stories:check", args=[work]) if "check" in request.POST
                  else reverse("stories:work", args=[work]), "stories.kept")  # fmt: skip
    return _contents(request, vault, found, form)


def _contents(
    request: HttpRequest, vault: Vault, work: Work, form: TitleForm, *, problem: str = ""
) -> HttpResponse:
    spoken = work.spoken
    mine = {"pk": work.story, "author": vault.owner}
    context = {
        "work": work,
        "form": form,
        "problem": problem,
        "player": spoken and played(spoken.forms, spoken.seconds, "stories:own_sound", work.id),
        "can_record": bool(converter()),
        "offer": Offer.objects.filter(**mine).defer("chapters").first() if work.story else None,
        "story": Story.objects.filter(**mine).defer("chapters").first() if work.story else None,
    }
    return render(request, "stories/work.html", context, status=422 if problem else form.status)


@private
@told_if_unreadable
@only("POST")
def add_chapter(request: HttpRequest, work: UUID) -> HttpResponse:
    """Add a chapter and go there."""
    vault, form = opened(request), OnceForm(request.POST)
    made: str | None = None
    if form.is_valid():
        try:
            made = drafts.add_chapter(vault=vault, work=work, key=form.key)
        except HouseError as refusal:
            found = queries.draft(vault, work)
            title = TitleForm(initial={"title": found.title, "language": found.language})
            return _contents(request, vault, found, title, problem=str(refusal.message))
    return go(reverse("stories:chapter", args=[work, made]) if made
              else reverse("stories:work", args=[work]))  # fmt: skip


@while_typing
@told_if_unreadable
@only("GET", "POST")
def chapter(request: HttpRequest, work: UUID, part: str) -> HttpResponse:
    """One chapter: what it asks, and room for the answer. "Keep and go on" leads to the next."""
    vault = opened(request)
    found = queries.draft(vault, work)
    there = found.chapter(part)
    if there is None:
        raise Http404
    initial = {"heading": there.heading, "text": there.text, "revision": there.rev}
    form = ChapterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = _keep(request, vault, work, part, form)
        except Conflict as conflict:
            form.show_again(revision=there.rev, slot=form.cleaned_data["slot"])
            form.refuse(conflict)
            if not is_script(request):
                return _writing(request, found, there, form, other=there)
        except HouseError as refusal:
            form.refuse(refusal)
        else:
            return said(request, is_kept=True) if is_script(request) else _on(kept, part, request)
    if is_script(request):
        return said(request, form=form)
    return _writing(request, found, there, form)


def _keep(request: HttpRequest, vault: Vault, work: UUID, part: str, form: ChapterForm) -> Work:
    data = form.cleaned_data
    return drafts.keep_chapter(
        vault=vault, work=work, chapter=part, heading=data["heading"], text=data["text"],
        rev=data["revision"], slot=data["slot"],
        keep_both=request.POST.get("keep") == "both",
    )  # fmt: skip


def _on(work: Work, part: str, request: HttpRequest) -> HttpResponse:
    """Go on: to the next chapter, or back to the contents after the last one."""
    ids = [each.id for each in work.chapters]
    following = ids[ids.index(part) + 1 :]
    if following and request.POST.get("go") == "on":
        return go(reverse("stories:chapter", args=[work.id, following[0]]), "stories.kept")
    return go(reverse("stories:work", args=[work.id]), "stories.kept")


def _writing(
    request: HttpRequest, work: Work, there: Chapter, form: ChapterForm, **more: Any
) -> HttpResponse:
    ids = [each.id for each in work.chapters]
    at = ids.index(there.id)
    context = {
        "work": work, "chapter": there, "form": form, "number": at + 1, "count": len(ids),
        "is_last": at + 1 == len(ids), **more,
    }  # fmt: skip
    return render(request, "stories/chapter.html", context, status=form.status)


@private
@told_if_unreadable
@only("POST")
def move(request: HttpRequest, work: UUID, part: str) -> HttpResponse:
    """Move a chapter up or down."""
    form, by = OnceForm(request.POST), -1 if request.POST.get("way") == "up" else 1
    if form.is_valid():
        drafts.move_chapter(vault=opened(request), work=work, chapter=part, by=by, key=form.key)
    return go(reverse("stories:work", args=[work]))


@private
@told_if_unreadable
@only("GET", "POST")
def remove(request: HttpRequest, work: UUID, part: str) -> HttpResponse:
    """Ask once, then take a chapter out."""
    vault, form = opened(request), OnceForm(request.POST or None)
    found = queries.draft(vault, work)
    there = found.chapter(part)
    if there is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        drafts.remove_chapter(vault=vault, work=work, chapter=part, key=form.key)
        return go(reverse("stories:work", args=[work]), "stories.deleted")
    context = {"form": form, "work": found, "chapter": there}
    return render(request, "stories/sure.html", context, status=form.status)


@private
@told_if_unreadable
@only("GET", "POST")
def delete(request: HttpRequest, work: UUID) -> HttpResponse:
    """Ask once, then delete a draft."""
    vault, form = opened(request), OnceForm(request.POST or None)
    found = queries.draft(vault, work)
    if request.method == "POST" and form.is_valid():
        drafts.delete_draft(vault=vault, work=work, key=form.key)
        return go(reverse("stories:mine"), "stories.deleted")
    mine = {"pk": found.story, "author": vault.owner}
    is_out = bool(found.story) and (
        Story.objects.filter(**mine).exists() or Offer.objects.filter(**mine).exists()
    )
    context = {"form": form, "work": found, "is_out": is_out}
    return render(request, "stories/sure.html", context, status=form.status)
