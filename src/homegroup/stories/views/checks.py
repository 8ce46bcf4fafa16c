"""The checker's page: what may tell who somebody is, and the author's decision about each."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, private
from homegroup.accounts.models import User
from homegroup.core.errors import HouseError
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.stories import queries
from homegroup.stories.actions import drafts
from homegroup.stories.checking.places import towns_among
from homegroup.stories.checking.settling import Marked, Piece, Question, changed, mark_up
from homegroup.stories.works import Work
from homegroup.vault.pages import told_if_unreadable
from homegroup.vault.vaults import Vault, opened

_LEAVE, _CHANGE = "leave", "change"


@dataclass(frozen=True)
class Decision:
    """A question as the page asks it, with what was chosen before, if anything was."""

    question: Question
    chosen: str
    instead: str


def marked(work: Work) -> Marked:
    """Give a draft with what is still to decide."""
    texts = [work.title, *(text for each in work.chapters for text in (each.heading, each.text))]
    return mark_up(texts, work.language, places=towns_among, stand=work.stand)


@private
@told_if_unreadable
@only("GET", "POST")
def check(request: HttpRequest, work: UUID) -> HttpResponse:
    """Show the marks in the text; take over what the author decided, then go on."""
    vault, form = opened(request), OnceForm(request.POST or None)
    found = queries.draft(vault, work)
    shown = marked(found)
    if request.method == "POST" and form.is_valid():
        leave_all = "leave_all" in request.POST
        open_ = [each for each in shown.questions if not _choice(request, each)]
        if open_ and not leave_all:
            form.refuse(HouseError(_("Please decide about each of them.")))
        else:
            _settle(request, vault, found, shown, leave_all=leave_all, key=form.key)
            return _on(vault, work)
    context = {
        "form": form,
        "work": found,
        "chapters": _chapters(found, shown),
        "title": shown.texts[0],
        "decisions": [_asked(request, each) for each in shown.questions],
        "left": shown.left,
        "own_names": _own_names(request, found),
    }
    return render(request, "stories/check.html", context, status=form.status)


def _chapters(work: Work, shown: Marked) -> list[tuple[list[Piece], list[Piece]]]:
    """Give (heading, text) of each chapter, in pieces."""
    rest = shown.texts[1:]
    return list(zip(rest[::2], rest[1::2], strict=True))


def _choice(request: HttpRequest, question: Question) -> str:
    told = request.POST.get(f"what_{question.number}", "")
    is_same = request.POST.get(f"key_{question.number}") == question.key
    return told if told in {_LEAVE, _CHANGE} and is_same else ""


def _asked(request: HttpRequest, question: Question) -> Decision:
    instead = request.POST.get(f"instead_{question.number}", question.suggestion)
    return Decision(question, _choice(request, question), instead)


def _settle(
    request: HttpRequest, vault: Vault, work: Work, shown: Marked, *, leave_all: bool, key: UUID
) -> None:
    changes = {
        each.key: request.POST.get(f"instead_{each.number}", "")[:200]
        for each in shown.questions
        if _choice(request, each) == _CHANGE
    }
    stand = [
        each.key
        for each in shown.questions
        if _choice(request, each) == _LEAVE or (leave_all and each.key not in changes)
    ]
    texts = [
        (each.id, new)
        for each in work.chapters
        if (new := _changed(each.text, work, changes)) != each.text
    ]
    drafts.settle_marks(
        vault=vault, work=_id(work), title=_changed(work.title, work, changes),
        headings=[(each.id, _changed(each.heading, work, changes)) for each in work.chapters],
        texts=texts, stand=stand, key=key,
    )  # fmt: skip


def _changed(text: str, work: Work, changes: dict[str, str]) -> str:
    return changed(text, work.language, places=towns_among, changes=changes)


def _id(work: Work) -> UUID:
    assert work.id
    return work.id


def _on(vault: Vault, work: UUID) -> HttpResponse:
    """Go on to handing in, or once more here where more is to decide."""
    more = bool(marked(queries.draft(vault, work)).questions)
    name = "stories:check" if more else "stories:hand_in"
    return go(reverse(name, args=[work]), "stories.settled")


def _own_names(request: HttpRequest, work: Work) -> list[str]:
    """Give the names of the member's own that stand in the story or under it."""
    user = request.user
    assert isinstance(user, User)
    told = "\n".join(each.text for each in work.chapters) + work.plan.pen_name + work.title
    known = {user.username, *user.memberships.values_list("name", flat=True)}
    return sorted(name for name in known if len(name) > 2 and name in told)
