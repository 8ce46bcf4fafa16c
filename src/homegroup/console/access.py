"""Who may open the pages behind a one-time link."""

from django.http import Http404, HttpRequest, HttpResponseBase

from homegroup.accounts.access import Answering, guarded
from homegroup.console import links
from homegroup.console.links import Link


def link_of(request: HttpRequest) -> Link | None:
    """Give the link whose token stands in the address, also a used one; None for a wrong token."""
    match = request.resolver_match
    return links.find(str(match.kwargs["token"])) if match else None


def link_holder(view: Answering) -> Answering:
    """Only for who has the newest one-time link; to all others there is no such page.

    A link that was used lets nobody in, but its own form may come twice: that view looks itself.
    """

    def guard(request: HttpRequest) -> HttpResponseBase | None:
        link = link_of(request)
        if link is None or (request.method != "POST" and not links.is_open(link)):
            raise Http404
        return None

    return guarded(view, guard, "link holder")
