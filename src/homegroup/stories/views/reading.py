"""Pages for readers: lists, one story, one at random, and what helped."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from homegroup.accounts.access import member, only, public
from homegroup.core import thing_links
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.groups.access import member_group
from homegroup.moderation import weighing
from homegroup.stories import access, queries
from homegroup.stories.actions import reading
from homegroup.stories.choices import KIND, THANKS, Audience, Topic
from homegroup.stories.forms import HelpedForm
from homegroup.stories.models import Story, StoryQuerySet, Thanks
from homegroup.stories.views.frame import member_of, parts_of, player


@public
@only("GET")
def listing(request: HttpRequest) -> HttpResponse:
    """The stories that the reader may read, newest first; language and topic in the address."""
    wanted = queries.wanted_from(request.GET.dict())
    all_ = access.readable(request.user)
    rows = _page(request, queries.narrowed(all_, wanted))
    context = {
        "page": rows,
        "wanted": wanted,
        "languages": queries.languages_in(all_),
        "topics": Topic.choices,
        "audiences": Audience.choices if request.user.is_authenticated else [],
        "is_editor": bool(access.desk_of(request.user)),
    }
    return render(request, "stories/list.html", context)


def _page(request: HttpRequest, stories: StoryQuerySet) -> Page[Story]:
    return Paginator(stories, queries.ON_A_PAGE).get_page(request.GET.get("page"))


@member
@only("GET")
def of_group(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories of one group, for its members."""
    me = member_group(request, slug)
    stories = Story.objects.shown().of_group(me.group)
    rows = _page(request, queries.narrowed(stories, queries.Wanted()))
    return render(request, "stories/group.html", {"page": rows, "me": me, "group": me.group})


@public
@only("GET")
def any_story(request: HttpRequest) -> HttpResponse:
    """Go to a story at random."""
    found = queries.any_story(request.user, (get_language() or "en").split("-")[0])
    if found is None:
        return HttpResponseRedirect(reverse("stories:list"))
    return HttpResponseRedirect(reverse("stories:story", args=[found]))


@public
@only("GET")
def story(request: HttpRequest, story: UUID) -> HttpResponse:
    """One story to read."""
    shown = access.story_for(request.user, story)
    subject = str(shown.pk)
    is_mine = request.user.is_authenticated and shown.author_id == request.user.pk
    is_editor = not is_mine and _is_editor(request, shown)
    thanks = queries.thanks_for_author(shown) if is_mine or is_editor else []
    context = {
        "story": shown,
        "parts": parts_of(shown),
        "player": player(shown.recording, "stories:sound", shown.pk),
        "is_mine": is_mine,
        "is_editor": is_editor,
        "thanks": _with_links(request, thanks, shown),
        "is_public": shown.audience == Audience.PUBLIC,
        "links": thing_links.links_for(request, KIND, [subject])[subject],
    }
    return render(request, "stories/story.html", context)


def _is_editor(request: HttpRequest, story: Story) -> bool:
    """Tell whether the reader looks after this story; most readers are asked no further."""
    user = request.user
    return bool(access.desk_of(user)) and user.pk in access.editors_of(story)


def _with_links(request: HttpRequest, thanks: list[Thanks], story: Story) -> list[dict[str, Any]]:
    """Give what readers said, with the chapter in words and the way to report it."""
    links = thing_links.links_for(request, THANKS, [str(each.pk) for each in thanks])
    return [
        {"said": each, "links": links[str(each.pk)],
         "chapter": story.parts[each.chapter]["heading"]
         if each.chapter is not None and each.chapter < len(story.parts) else ""}
        for each in thanks
    ]  # fmt: skip


@member
@only("GET", "POST")
def helped(request: HttpRequest, story: UUID) -> HttpResponse:
    """Say what in a story helped; the author reads it without a name."""
    shown, reader = access.story_for(request.user, story), member_of(request)
    before = queries.my_thanks(shown, reader)
    names = ("reason", "chapter", "words")
    initial = {name: getattr(before, name) for name in names} if before else {}
    form = HelpedForm(request.POST or None, story=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            reading.say_helped(
                story=shown, reader=reader, chapter=data["chapter"], reason=data["reason"],
                words=data["words"], help_seen=weighing.was_help_seen(request), key=form.key,
            )  # fmt: skip
            return go(reverse("stories:story", args=[shown.pk]), "stories.thanks")
    help_ = weighing.help_shown(request, form)
    context = {"form": form, "story": shown, "before": before, "help": help_}
    return render(request, "stories/helped.html", context, status=form.status)


@member
@only("POST")
def unsay(request: HttpRequest, story: UUID) -> HttpResponse:
    """Take back what one has said."""
    shown, form = access.story_for(request.user, story), OnceForm(request.POST)
    if form.is_valid():
        reading.unsay(story=shown, reader=member_of(request), key=form.key)
    return go(reverse("stories:story", args=[shown.pk]), "stories.unsaid")
