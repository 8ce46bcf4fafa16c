"""An editor's side: a page itself, and what stands above its statements."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from homegroup.accounts.access import only
from homegroup.accounts.models import User
from homegroup.core.flash import go
from homegroup.core.markdown import safe_html
from homegroup.groups.access import member_group
from homegroup.moderation import weighing
from homegroup.wisdom import access, queries
from homegroup.wisdom.access import Desk, group_editor, home_editor
from homegroup.wisdom.actions import introducing
from homegroup.wisdom.actions.introducing import Words
from homegroup.wisdom.forms import IntroductionForm


@group_editor
@only("GET", "POST")
def page(request: HttpRequest, slug: str, situation: str) -> HttpResponse:
    """The page of a situation, of a group."""
    group = member_group(request, slug).group
    if group.for_everyone:
        return HttpResponseRedirect(access.page_address(None, situation))
    return _page(request, Desk(group), situation)


@home_editor
@only("GET", "POST")
def home_page(request: HttpRequest, situation: str) -> HttpResponse:
    """The page of a situation, of the whole home."""
    return _page(request, Desk(None), situation)


def _page(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    situation = desk.situation(key)
    row = queries.introduction(desk, key)
    form = IntroductionForm(
        request.POST or None, initial={"text": (row.proposed or row.text) if row else ""}
    )
    form.offer_languages(row.language if row else (get_language() or "").split("-")[0])
    if request.method == "POST" and form.is_valid():
        answer = _introduced(request, desk, key, form)
        if answer is not None:
            return answer
    context = {
        "group": desk.group,
        "desk": access.desk_address(desk.group),
        "situation": situation,
        "row": row,
        "present": safe_html(row.text, top=2) if row and row.proposed else "",
        "form": form,
        "help": weighing.help_shown(request, form),
    }
    return render(request, "wisdom/page.html", context, status=form.status)


def _introduced(
    request: HttpRequest, desk: Desk, key: str, form: IntroductionForm
) -> HttpResponse | None:
    """Save it; None where the form is shown again, with the reason."""
    user = request.user
    assert isinstance(user, User)
    text, language = form.cleaned_data["text"], form.cleaned_data["language"]
    words = Words(text, language, help_seen=weighing.was_help_seen(request))
    with form.refusals():
        introducing.introduce(desk=desk, situation=key, words=words, by=user, key=form.key)
        row = queries.introduction(desk, key)
        if row and row.is_held:
            return go(access.page_address(desk.group, key), "kept.waits")
        return go(reverse("wisdom:situation", args=[key]), "kept.saved")
    return None
