"""Prompts of the day as those see them who look after them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only
from homegroup.core.flash import go
from homegroup.stories import access, prompts
from homegroup.stories.actions import prompts as actions
from homegroup.stories.choices import LANGUAGES
from homegroup.stories.forms import ChangePromptForm, PromptForm
from homegroup.stories.views.frame import member_of, today_of


@access.home_editor
@only("GET", "POST")
def listing(request: HttpRequest) -> HttpResponse:
    """All prompts of a language: add one, change one, leave one out."""
    names = dict(LANGUAGES)
    asked = request.GET.get("language", "")
    language = asked if asked in names else prompts.LANGUAGE
    by, here = member_of(request).pk, f"{reverse('stories:prompts')}?language={language}"
    changes = "prompt" in request.POST
    form = PromptForm(request.POST if request.method == "POST" and not changes else None)
    change = ChangePromptForm(request.POST if changes else None)
    if form.is_bound and form.is_valid():
        with form.refusals():
            text = form.cleaned_data["text"]
            actions.add_prompt(language=language, text=text, by=by, key=form.key)
            return go(here, "stories.prompt")
    if change.is_bound and change.is_valid():
        data = change.cleaned_data
        with change.refusals():
            actions.change_prompt(
                language=language, key_of_prompt=data["prompt"], text=data["text"],
                is_off=data["off"], by=by, key=change.key,
            )  # fmt: skip
            return go(here, "stories.prompt")
    known = sorted({*prompts.languages(), language})
    context = {
        "form": form,
        "change": change,
        "rows": prompts.all_in(language),
        "language": language,
        "languages": [(code, names.get(code, code)) for code in known],
        "others": [pair for pair in LANGUAGES if pair[0] not in known],
        "today": prompts.of_day(today_of(request), language),
    }
    status = 422 if 422 in {form.status, change.status} else 200
    return render(request, "stories/prompts.html", context, status=status)
