"""The chair's script as PDF."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from homegroup.accounts.access import member, only
from homegroup.core import clock
from homegroup.core.errors import problem_page
from homegroup.core.limits import within_limit
from homegroup.core.typesetting import NotPrinted
from homegroup.groups.access import member_group
from homegroup.groups.models import Group
from homegroup.live import formats
from homegroup.live.formats.schema import Format
from homegroup.live.scripts import Paper, script_of
from homegroup.live.views.formats import copy_at, or_as_text
from homegroup.packs import queries

PRINTS_IN_TEN_MINUTES = 20
# What a browser's own viewer of PDFs needs, and nothing from elsewhere.
_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'"
)


@member
@only("GET")
def of_ready(request: HttpRequest, slug: str, pack: str) -> HttpResponse:
    """The script of a ready-made format."""
    group = member_group(request, slug).group
    agenda = formats.ready_format(pack, request.GET.get("language", ""))
    if agenda is None:
        raise Http404
    return _pdf(request, group, agenda)


@member
@only("GET")
@or_as_text
def of_own(request: HttpRequest, slug: str, copy: UUID) -> HttpResponse:
    """The script of a group's own format."""
    group = member_group(request, slug).group
    return _pdf(request, group, cast(Format, queries.content_of(copy_at(group, copy))))


def _pdf(request: HttpRequest, group: Group, agenda: Format) -> HttpResponse:
    if not within_limit(request, "print", most=PRINTS_IN_TEN_MINUTES, seconds=600):
        text = _("That were many prints. Please try again in ten minutes.")
        return problem_page(request, status=429, title=_("A short break"), text=text)
    try:
        content = script_of(agenda, Paper.read(request.GET), group=group.name, at=clock.now())
    except NotPrinted as problem:
        return problem_page(request, status=503, title=_("One moment"), text=problem.message)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": 'inline; filename="script.pdf"',
            "Content-Security-Policy": _POLICY,
            "Cache-Control": "no-store",
        },
    )
