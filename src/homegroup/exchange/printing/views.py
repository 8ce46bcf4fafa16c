"""Pages of print: choosing how, the list as PDF, the poster of a meeting."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, public
from homegroup.core import clock
from homegroup.core.errors import problem_page
from homegroup.core.limits import within_limit
from homegroup.core.typesetting import NotPrinted
from homegroup.core.zones import viewer_zone
from homegroup.exchange.feeds.outlet import Outlet, outlet_now, site_of
from homegroup.exchange.printing import poster as posters
from homegroup.exchange.printing import sheets, wording
from homegroup.exchange.printing.options import By, Options, Paper, Size, search_query
from homegroup.meetings.access import public_meeting
from homegroup.meetings.choices import Status
from homegroup.meetings.forms.search import SearchForm
from homegroup.meetings.models import Meeting

PRINTS_IN_TEN_MINUTES = 40
# A PDF runs nothing here; browsers' own viewers need what our pages forbid.
_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'"
)


@public
@only("GET", "HEAD")
def print_options(request: HttpRequest) -> HttpResponse:
    """Choose how the list of a search is printed."""
    query = search_query(request.GET)
    form = SearchForm(query)
    search = form.search()
    context = {
        "options": Options.read(request.GET),
        "searched": wording.search_text(form, search),
        "errors": [error for errors in form.errors.values() for error in errors],
        "kept": [(name, value) for name, values in query.lists() for value in values],
        "back": query.urlencode(),
        "orders": By.choices,
        "sizes": Size.choices,
        "papers": Paper.choices,
    }
    return render(request, "exchange/print.html", context)


@public
@only("GET", "HEAD")
def list_pdf(request: HttpRequest) -> HttpResponseBase:
    """The list of a search as PDF."""
    outlet = outlet_now(site_of(request))

    def make() -> bytes:
        return sheets.list_of(
            SearchForm(search_query(request.GET)),
            Options.read(request.GET),
            outlet,
            now=clock.now(),
            viewer=viewer_zone(request),
        ).pdf()

    # "Within the next hours" is another list every minute; any other changes with the edition.
    moment = clock.now().strftime("%H:%M") if request.GET.get("hours") else ""
    return _pdf(request, outlet, make, "meetings.pdf", moment)


@public
@only("GET", "HEAD")
def poster_options(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the paper of a meeting's poster, and whether it has strips to tear off."""
    context = {
        "meeting": _posted(slug),
        "options": Options.read(request.GET),
        "papers": Paper.choices,
        "strips": posters.STRIPS,
    }
    return render(request, "exchange/poster.html", context)


@public
@only("GET", "HEAD")
def poster_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The poster of one meeting as PDF; none of a meeting that has closed."""
    meeting, outlet = _posted(slug), outlet_now(site_of(request))

    def make() -> bytes:
        return posters.poster_of(meeting, Options.read(request.GET), outlet, at=clock.now())

    return _pdf(request, outlet, make, "poster.pdf")


def _posted(slug: str) -> Meeting:
    meeting = public_meeting(slug)
    if meeting.status == Status.CLOSED:
        raise Http404
    return meeting


def _pdf(
    request: HttpRequest, outlet: Outlet, make: Callable[[], bytes], name: str, moment: str = ""
) -> HttpResponseBase:
    """Answer with a PDF, or that the reader has it already, or that it cannot be made now."""
    etag = _etag(request, outlet, moment)
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        known.headers["ETag"] = etag
        return known
    if not within_limit(request, "print", most=PRINTS_IN_TEN_MINUTES, seconds=600):
        text = _("That were many lists. Please try again in ten minutes.")
        return _later(problem_page(request, status=429, title=_("A short break"), text=text), 600)
    try:
        content = make()
    except NotPrinted as problem:
        page = problem_page(request, status=503, title=_("One moment"), text=problem.message)
        return _later(page, 60)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Content-Security-Policy": _POLICY,
            "ETag": etag,
        },
    )


def _later(response: HttpResponse, seconds: int) -> HttpResponse:
    response.headers["Retry-After"] = str(seconds)
    return response


def _etag(request: HttpRequest, outlet: Outlet, moment: str) -> str:
    """Give a tag of all that the PDF depends on: what, for whom, the day and the edition."""
    data = (
        outlet.state,
        outlet.site,
        request.get_full_path(),
        viewer_zone(request).key,
        get_language(),
        settings.DISTANCE_UNIT,
        moment,
        _code(),
    )
    return f'"{hashlib.sha256(repr(data).encode()).hexdigest()[:24]}"'


@cache
def _code() -> str:
    """A digest of what makes PDFs: an update must not pass for what the old code made."""
    files = sorted(file for file in Path(__file__).parent.iterdir() if file.is_file())
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
