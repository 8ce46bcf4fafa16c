""" "I need help now": one first step, for anybody, on a slow phone, without a network too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homegroup.accounts.access import only, public
from homegroup.core import countries
from homegroup.home import helping
from homegroup.home.soon import SOON_HOURS, starting_soon

SHOWN = 4


@public
@only("GET", "HEAD")
def help_now(request: HttpRequest) -> HttpResponse:
    """Numbers to call for the visitor's country, their own people, the next meetings."""
    context = {
        "help": helping.help_for(request),
        "countries": countries.names(),
        "panels": helping.own_part(request),
        "cards": starting_soon(request, most=SHOWN),
        "hours": SOON_HOURS,
    }
    response = render(request, "home/help_now.html", context)
    chosen = helping.asked_country(request)
    if chosen:
        countries.remember(response, chosen)
    return response


@public
@only("GET", "HEAD")
def kept_copy(request: HttpRequest) -> HttpResponse:
    """The same page as devices keep it for a time without a network: nothing in it is personal."""
    context = {"help": helping.help_for(request), "is_kept_copy": True}
    return render(request, "home/help_now.html", context)
