"""The links that feeds put under a search and on a meeting's page."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homegroup.meetings.models import Meeting
from homegroup.meetings.panels import Link


def calendar_link(meeting: Meeting) -> Link:
    """Lead from a meeting to its calendar, to add or subscribe to."""
    address = reverse("exchange:meeting_calendar", args=[meeting.slug])
    return Link(address, _("Add to calendar"), "calendar")


def all_dates_link(request: HttpRequest) -> Link:
    """Lead from a search to the calendar of all meetings with its words and fellowship, if any."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("fellowship", "q")}
    query = urlencode({name: value for name, value in chosen.items() if value})
    address = reverse("exchange:calendar") + (f"?{query}" if query else "")
    return Link(address, _("All dates as a calendar"), "calendar")
