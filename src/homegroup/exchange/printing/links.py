"""The links that this room puts under a search and on a meeting's page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homegroup.exchange.printing.options import search_query
from homegroup.meetings.models import Meeting
from homegroup.meetings.panels import Link


def print_link(request: HttpRequest) -> Link:
    """Lead from a search to the page where one chooses how to print it."""
    query = search_query(request.GET).urlencode()
    address = reverse("exchange:print") + (f"?{query}" if query else "")
    return Link(address, _("Print this list"), "printer")


def poster_link(meeting: Meeting) -> Link:
    """Lead from a meeting to the page where one chooses how to print its poster."""
    return Link(reverse("exchange:poster_options", args=[meeting.slug]), _("Poster"), "printer")
