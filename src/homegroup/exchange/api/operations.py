"""The API's operations, and how their refusals are told."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError

from homegroup.core import clock
from homegroup.core.errors import HouseError
from homegroup.exchange.answers import problem
from homegroup.exchange.api import schemas, telling
from homegroup.exchange.api.searching import SearchIn, Slug
from homegroup.exchange.feeds.outlet import Outlet, outlet_now, site_of
from homegroup.groups.models import Fellowship, Group
from homegroup.meetings import queries
from homegroup.meetings.models import Meeting, MeetingType
from homegroup.places.models import Region

REFUSALS: dict[int, Any] = {422: schemas.Problem, 503: schemas.Problem}
REFUSALS_OF_ONE: dict[int, Any] = {**REFUSALS, 404: schemas.Problem}
MOST_MEETINGS = 500

api = NinjaAPI(
    title="Homegroup",
    version="1",
    description="Meetings of self-help groups: search and detail, read-only, open to any site.",
    docs_url=None,  # its pages would load scripts from another host
    urls_namespace="exchange:api",
)


class NotHere(HouseError):
    """There is nothing under that slug."""

    status = 404


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, problem_found: ValidationError) -> HttpResponse:
    """422: the first parameter that makes no sense."""
    first = problem_found.errors[0]
    place = [str(part) for part in first["loc"] if not isinstance(part, int)]
    return problem(422, "invalid", first["msg"], place[-1] if place else "")


@api.exception_handler(HouseError)
def refused(request: HttpRequest, refusal: HouseError) -> HttpResponse:
    """404: what was named is not here."""
    return problem(refusal.status, f"unknown_{refusal.field}", str(refusal.message), refusal.field)


def _outlet(request: HttpRequest) -> Outlet:
    return outlet_now(site_of(request))


@api.get(
    "/meetings",
    response={200: schemas.FoundOut, **REFUSALS_OF_ONE},
    operation_id="search_meetings",
    summary="Search meetings",
    tags=["meetings"],
)
def search_meetings(request: HttpRequest, wanted: Query[SearchIn]) -> schemas.FoundOut:
    """What starts soonest or nearest, page by page; the filters are those of the search page."""
    search, zone = wanted.search(), wanted.viewer_zone()
    found = queries.find(search, now=clock.now(), zone=zone)
    return telling.found_out(found, _outlet(request), is_first=not search.after)


@api.get(
    "/meetings/{slug}",
    response={200: schemas.MeetingOut, **REFUSALS_OF_ONE},
    operation_id="get_meeting",
    summary="One meeting",
    tags=["meetings"],
)
def get_meeting(request: HttpRequest, slug: Path[Slug]) -> schemas.MeetingOut:
    """All that is known of a meeting; also of one that has closed."""
    meeting = Meeting.objects.whole().public().filter(slug=slug).first()
    if meeting is None:
        raise NotHere(_("There is no such meeting here."), field="meeting")
    return telling.meeting_out(meeting, _outlet(request))


@api.get(
    "/groups/{slug}",
    response={200: schemas.GroupOut, **REFUSALS_OF_ONE},
    operation_id="get_group",
    summary="One group",
    tags=["groups"],
)
def get_group(request: HttpRequest, slug: Path[Slug]) -> schemas.GroupOut:
    """A group with its listed meetings."""
    rows = Group.objects.listed().select_related("fellowship", "service_body")
    group = rows.filter(slug=slug).first()
    if group is None:
        raise NotHere(_("There is no such group here."), field="group")
    meetings = Meeting.objects.listed().whole().filter(group=group).order_by("name", "pk")
    return telling.group_out(group, list(meetings[:MOST_MEETINGS]), _outlet(request))


@api.get(
    "/fellowships",
    response={200: list[schemas.FellowshipOut], **REFUSALS},
    operation_id="list_fellowships",
    summary="Fellowships",
    tags=["lists"],
)
def list_fellowships(request: HttpRequest) -> list[schemas.FellowshipOut]:
    """The fellowships of this site."""
    names = ("slug", "name", "abbreviation", "for_families")
    return [schemas.FellowshipOut(**row) for row in Fellowship.objects.values(*names)]


@api.get(
    "/regions",
    response={200: list[schemas.RegionOut], **REFUSALS},
    operation_id="list_regions",
    summary="Regions",
    tags=["lists"],
)
def list_regions(request: HttpRequest) -> list[schemas.RegionOut]:
    """The regions of this site, each after the one it lies in."""
    names = _outlet(request).region_names
    return [
        schemas.RegionOut(slug=slug, name=name, parent=parent, names=list(names[pk]))
        for pk, slug, name, parent in Region.objects.values_list(
            "pk", "slug", "name", "parent__slug"
        )
    ]


@api.get(
    "/types",
    response={200: list[schemas.TypeOut], **REFUSALS},
    operation_id="list_types",
    summary="Types of meetings",
    tags=["lists"],
)
def list_types(request: HttpRequest) -> list[schemas.TypeOut]:
    """The types that meetings of this site have."""
    names = ("slug", "category", "label", "about")
    return [schemas.TypeOut(**row) for row in MeetingType.objects.values(*names)]
