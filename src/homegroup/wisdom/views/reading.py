"""Reading what helped others, and saying that it helped oneself."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from homegroup.accounts.access import member, only, public
from homegroup.accounts.models import User
from homegroup.core import clock, thing_links
from homegroup.core.htmx import render_page
from homegroup.core.markdown import safe_html
from homegroup.core.zones import viewer_zone
from homegroup.wisdom import access, queries
from homegroup.wisdom.actions import helping
from homegroup.wisdom.choices import A_PAGE, KIND, PAGE_KIND
from homegroup.wisdom.models import Introduction, Placed
from homegroup.wisdom.situations import Situation


@public
@only("GET")
def overview(request: HttpRequest) -> HttpResponse:
    """All situations: those with words first."""
    context = {"overview": queries.overview(request.user)}
    return render(request, "wisdom/all.html", context)


@public
@only("GET")
def situation(request: HttpRequest, situation: str) -> HttpResponse:
    """What helped others with one situation."""
    found = access.situation_for(request.user, situation)
    today = clock.today(viewer_zone(request))
    number = _page_number(request)
    entries = queries.entries(
        request.user, found, day=today, first=(number - 1) * A_PAGE, most=A_PAGE + 1
    )
    shown = entries[:A_PAGE]
    links = thing_links.links_for(request, KIND, [str(each.statement.pk) for each in shown])
    change = access.ways_to_edit(request.user, [each.statement for each in shown])
    context = {
        "situation": found,
        "rows": [(each, links[str(each.statement.pk)], change.get(each.statement.pk, ""))
                 for each in shown],
        "introductions": _introduced(request, found) if number == 1 else [],
        "pages": access.pages_to_edit(request.user, found),
        "has_first": any(each.placed.is_first for each in shown),
        "number": number,
        "has_more": len(entries) > A_PAGE,
    }  # fmt: skip
    return render(request, "wisdom/situation.html", context)


def _introduced(
    request: HttpRequest, found: Situation
) -> list[tuple[Introduction, SafeString, list[thing_links.Link]]]:
    """Give what stands above the statements: each with its HTML and the links beside it."""
    rows = queries.introductions(request.user, found)
    links = thing_links.links_for(request, PAGE_KIND, [str(row.pk) for row in rows])
    return [(row, safe_html(row.text, top=2), links[str(row.pk)]) for row in rows]


def _page_number(request: HttpRequest) -> int:
    """Give the page that the address asks for; 1 for anything odd."""
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1


@member
@only("POST")
def press(request: HttpRequest, situation: str, statement: UUID) -> HttpResponse:
    """Say that it helped (`on`), or take that back."""
    user = request.user
    assert isinstance(user, User)
    readable = access.readable(user).filter(pk=statement)
    placed = Placed.objects.filter(situation=situation, statement__in=readable.values("pk")).first()
    if placed is None:
        raise Http404
    is_on = request.POST.get("on") == "1"
    helping.press(member=user, placed=placed, on=is_on)
    here = reverse("wisdom:situation", args=[situation])
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(f"{here}#s-{statement}")
    context = {"key": situation, "statement": placed.statement, "helped_me": is_on}
    return render_page(request, "wisdom/_press.html", context)
