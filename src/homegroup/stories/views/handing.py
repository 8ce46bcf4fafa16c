"""Pages of an author about a story that leaves the vault: handing in, notes, taking back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import member, only, private
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.groups.access import groups_of
from homegroup.groups.models import Group
from homegroup.moderation import weighing
from homegroup.stories import access, queries
from homegroup.stories.actions import drafts, offering
from homegroup.stories.choices import Audience
from homegroup.stories.forms import AnswerForm, PlanForm
from homegroup.stories.models import Offer, Story
from homegroup.stories.views.checks import marked
from homegroup.stories.views.frame import member_of
from homegroup.stories.works import Work
from homegroup.vault.pages import told_if_unreadable
from homegroup.vault.vaults import Vault, opened


@private
@told_if_unreadable
@only("GET", "POST")
def hand_in(request: HttpRequest, work: UUID) -> HttpResponse:
    """For whom, under which name, with which labels; then the story goes to an editor."""
    vault, author = opened(request), member_of(request)
    found = queries.draft(vault, work)
    to_decide = len(marked(found).questions)
    groups = list(groups_of(author).filter(for_everyone=False).order_by("name"))
    form = PlanForm(
        request.POST or None, groups=groups, spoken=bool(found.spoken), initial=_initial(found)
    )
    if request.method == "POST":
        is_whole = form.is_valid()
        drafts.keep_plan(vault=vault, work=work, plan=form.plan)  # also what is not whole yet
        if is_whole:
            with form.refusals():
                offering.hand_in(
                    vault=vault, author=author, work=work, key=form.key,
                    help_seen=weighing.was_help_seen(request),
                )  # fmt: skip
                return go(reverse("stories:mine"), "stories.handed_in")
    context = {
        "form": form,
        "work": found,
        "to_decide": to_decide,
        "readers": _who_reads(groups),
        "help": weighing.help_shown(request, form),
    }
    return render(request, "stories/hand_in.html", context, status=form.status)


def _initial(work: Work) -> dict[str, object]:
    plan = work.plan
    return {"audience": plan.audience, "group": plan.group, "pen_name": plan.pen_name,
            "topics": plan.topics, "hard": plan.hard}  # fmt: skip


def _who_reads(groups: list[Group]) -> list[str]:
    """Give the groups in which nobody looks after texts: there the home's editors read it."""
    return [
        each.name
        for each in groups
        if access.editors_of(Offer(group=each, audience=Audience.GROUP)) == access.home_editors()
    ]


@private
@told_if_unreadable
@only("GET")
def handed_in(request: HttpRequest, story: UUID) -> HttpResponse:
    """Where one's story stands: notes of editors, other words to decide about, an answer."""
    return _handed_in(request, opened(request), story, AnswerForm())


def _handed_in(request: HttpRequest, vault: Vault, story: UUID, form: AnswerForm) -> HttpResponse:
    author = member_of(request)
    offer = access.offer_of(author, story)
    published = Story.objects.filter(pk=story, author=author).first()
    if offer is None and published is None:
        raise Http404
    context = {
        "offer": offer,
        "story": published,
        "shown": offer or published,
        "work": queries.draft_of_story(vault, story),
        "notes": queries.notes_of(offer) if offer else [],
        "suggestions": queries.suggestions_of(offer) if offer else [],
        "form": form,
    }
    return render(request, "stories/handed_in.html", context, status=form.status)


def _offer(request: HttpRequest, story: UUID) -> Offer:
    offer = access.offer_of(member_of(request), story)
    if offer is None:
        raise Http404
    return offer


@private
@told_if_unreadable
@only("POST")
def answer(request: HttpRequest, story: UUID) -> HttpResponse:
    """Write back to the editors."""
    offer, form = _offer(request, story), AnswerForm(request.POST)
    if form.is_valid():
        with form.refusals():
            offering.answer(
                author=member_of(request), offer=offer, text=form.cleaned_data["text"], key=form.key
            )
            return go(reverse("stories:handed_in", args=[story]), "stories.answered")
    return _handed_in(request, opened(request), story, form)


@private
@told_if_unreadable
@only("POST")
def words(request: HttpRequest, story: UUID) -> HttpResponse:
    """Say yes or no to other words, one by one or to all."""
    offer, form = _offer(request, story), OnceForm(request.POST)
    if form.is_valid():
        says, _colon, which = request.POST.get("says", "").partition(":")
        known = list(offer.suggestions.values_list("pk", flat=True))
        meant = [each for each in known if which in {"all", str(each)}]
        author = member_of(request)
        if says == "yes":
            vault = opened(request)
            offering.accept(
                vault=vault, author=author, offer=offer, suggestions=meant, key=form.key
            )
        elif says == "no":
            offering.decline(author=author, offer=offer, suggestions=meant, key=form.key)
    return go(reverse("stories:handed_in", args=[story]), "stories.taken")


@member
@only("GET", "POST")
def take_back(request: HttpRequest, story: UUID) -> HttpResponse:
    """Ask once, then take a story back, wherever it stands. Needs no open vault."""
    author, form = member_of(request), OnceForm(request.POST or None)
    mine = {"pk": story, "author": author}
    shown = Story.objects.filter(**mine).first() or Offer.objects.filter(**mine).first()
    if shown is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        offering.take_back(author=author, story=story, key=form.key)
        return go(reverse("stories:list"), "stories.back")
    context = {"form": form, "shown": shown}
    return render(request, "stories/take_back.html", context, status=form.status)
