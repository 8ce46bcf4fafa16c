"""The journal: its list, one page, writing, changing, deleting, looking for words."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, private
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.recovery import actions, queries
from homegroup.recovery.forms import PageForm
from homegroup.recovery.queries import Draft, Page
from homegroup.recovery.views.frame import id_in, months, today_of
from homegroup.vault.pages import told_if_unreadable
from homegroup.vault.vaults import Vault, opened

_LONGEST_QUERY = 200


@private
@told_if_unreadable
@only("GET")
def listing(request: HttpRequest) -> HttpResponse:
    """The member's pages of one month, or those with a tag, or those with the words looked for."""
    vault = opened(request)
    query = queries.open_query(vault.owner, request.GET.get("q", ""))
    pages, drafts = queries.overview(vault)
    tags = queries.tags_of(pages, vault.owner)
    tag = tags.get(request.GET.get("tag", ""), "")
    context: dict[str, Any] = {
        "drafts": _with_places(drafts, pages),
        "has_pages": bool(pages),
        "query": query,
        "tag": tag,
        "tags": tags,
        "today": today_of(request),
        **(_found(vault, query) if query else _month_of(request, vault, pages, tag)),
    }
    return render(request, "recovery/journal.html", context)


def _found(vault: Vault, query: str) -> dict[str, Any]:
    pages, count = queries.find(vault, query)
    return {"pages": pages, "count": count, "left_out": count - len(pages)}


def _month_of(request: HttpRequest, vault: Vault, pages: list[Page], tag: str) -> dict[str, Any]:
    key = request.GET.get("tag", "")
    if tag:
        pages = [page for page in pages if key in queries.tags_of([page], vault.owner)]
    shown = months(request, [page.on for page in pages])
    here = [page for page in pages if page.on.replace(day=1) == shown.shown]
    return {"pages": here, "months": shown}


def _with_places(drafts: list[Draft], pages: list[Page]) -> list[tuple[Draft, str]]:
    """Give each draft with the address where one goes on with it."""
    there = {page.id for page in pages}
    return [
        (draft, reverse("recovery:edit", args=[draft.page]))
        if draft.page in there
        else (draft, reverse("recovery:new"))
        for draft in drafts
    ]


@private
@only("POST")
def search(request: HttpRequest) -> HttpResponse:
    """Go to what holds these words; the address holds them sealed, as histories are read."""
    query = request.POST.get("q", "").strip()[:_LONGEST_QUERY]
    address = reverse("recovery:journal")
    if not query:
        return HttpResponseRedirect(address)
    told = queries.seal_query(opened(request).owner, query)
    return HttpResponseRedirect(f"{address}?{urlencode({'q': told})}")


@private
@told_if_unreadable
@only("GET")
def read(request: HttpRequest, page: UUID) -> HttpResponse:
    """One page of one's own."""
    vault = opened(request)
    shown = queries.page(vault, page)
    context = {
        "page": shown,
        "tags": {queries.tag_key(vault.owner, tag): tag for tag in shown.tags},
        "readers": len(vault.readers(page)),
    }
    return render(request, "recovery/page.html", context)


@private
@told_if_unreadable
@only("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Write a page; what was begun before is offered."""
    vault = opened(request)
    form = PageForm(
        request.POST or None, today=today_of(request), initial=_begun(vault, request, None)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            made = actions.write_page(
                vault=vault,
                text=data["text"],
                on=data["on"],
                tags=data["tags"],
                slot=data["slot"],
                key=form.key,
            )
            return _to_page(made or queries.page_of_slot(vault, data["slot"]))
    return _writing(request, vault, form)


def _to_page(page: UUID | None) -> HttpResponse:
    address = reverse("recovery:page", args=[page]) if page else reverse("recovery:journal")
    return go(address, "journal.kept")


def _writing(
    request: HttpRequest, vault: Vault, form: PageForm, page: Page | None = None, **more: Any
) -> HttpResponse:
    """Give the page on which one writes, with what was begun elsewhere."""
    fresh = not form.is_bound and page is None and "draft" not in request.GET
    pages, drafts = queries.overview(vault) if fresh else ([], [])
    context = {"form": form, "page": page, "drafts": _with_places(drafts, pages), **more}
    return render(request, "recovery/write.html", context, status=more.get("status", form.status))


def _begun(vault: Vault, request: HttpRequest, page: UUID | None) -> dict[str, Any]:
    """Give what a draft that the address names holds for the form; nothing without one."""
    told = id_in(request.GET.get("draft", ""))
    try:
        draft = queries.draft(vault, told) if told else None
    except Http404:
        return {}
    if draft is None:
        return {}
    typed = draft.typed if draft.page == page else {**draft.typed, "revision": 0}
    return {**typed, "slot": str(draft.slot)}


@private
@told_if_unreadable
@only("GET", "POST")
def edit(request: HttpRequest, page: UUID) -> HttpResponse:
    """Change a page. What another device wrote meanwhile is shown beside; neither is lost."""
    vault = opened(request)
    try:
        stands = queries.page(vault, page)
    except Http404:
        if request.method == "POST":
            return _gone(request, vault)
        raise
    initial = {"text": stands.text, "on": stands.on, "tags": ", ".join(stands.tags),
               "revision": stands.revision, **_begun(vault, request, page)}  # fmt: skip
    form = PageForm(request.POST or None, today=today_of(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _rewrite(request, vault, page, form)
        except Conflict as conflict:
            other = queries.page(vault, page)
            form.show_again(revision=other.revision)
            form.refuse(conflict)
            return _writing(request, vault, form, stands, other=other)
        except HouseError as refusal:
            form.refuse(refusal)
        else:
            return _to_page(page)
    return _writing(request, vault, form, stands)


def _rewrite(request: HttpRequest, vault: Vault, page: UUID, form: PageForm) -> None:
    data = form.cleaned_data
    actions.rewrite_page(
        vault=vault,
        page=page,
        text=data["text"],
        on=data["on"],
        tags=data["tags"],
        revision=data["revision"],
        slot=data["slot"],
        key=form.key,
        keep_both=request.POST.get("keep") == "both",
    )


def _gone(request: HttpRequest, vault: Vault) -> HttpResponse:
    """Give back what was typed for a page that is not there (any more), to keep as a new one."""
    form = PageForm(request.POST, today=today_of(request))
    form.is_valid()
    form.show_again(revision=0)
    problem = HouseError(_("This page is not there any more. Keep your words as a new page."))
    form.refuse(problem)
    return _writing(request, vault, form, status=404)


@private
@told_if_unreadable
@only("GET", "POST")
def delete(request: HttpRequest, page: UUID) -> HttpResponse:
    """Ask once, then delete a page."""
    vault = opened(request)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.delete_page(vault=vault, page=page, key=form.key)
        return go(reverse("recovery:journal"), "journal.deleted")
    shown = queries.page(vault, page)
    context = {
        "form": form,
        "what": shown.first,
        "day": shown.on,
        "readers": len(vault.readers(page)),
        "back": reverse("recovery:page", args=[page]),
    }
    return render(request, "recovery/sure.html", context, status=form.status)
