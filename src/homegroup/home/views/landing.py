"""The landing page, and choosing a time zone."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, public
from homegroup.core.zones import COOKIE, COOKIE_AGE, read_zone, viewer_zone, zone_names
from homegroup.home.soon import SOON_HOURS, starting_soon

SHOWN = 6


@public
@only("GET", "HEAD")
def landing(request: HttpRequest) -> HttpResponse:
    """What starts soon, and the way to the search: at most three taps to a meeting."""
    context = {"cards": starting_soon(request, most=SHOWN), "hours": SOON_HOURS}
    return render(request, "home/landing.html", context)


@public
@only("GET", "HEAD", "POST")
def time_zone(request: HttpRequest) -> HttpResponse:
    """Choose the zone in which times of online meetings are shown; kept in a cookie."""
    after = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        after = "/"
    name = request.POST.get("zone", "").strip().replace(" ", "_")
    if request.method == "POST" and read_zone(name):
        answer = HttpResponseRedirect(after)
        answer.set_cookie(COOKIE, name, max_age=COOKIE_AGE, secure=True, samesite="Lax")
        return answer
    problem = _("We do not know this time zone. Choose one from the list.")
    context = {
        "names": sorted(zone_names()),
        "typed": name or viewer_zone(request).key,
        "after": after,
        "problem": problem if request.method == "POST" else "",
    }
    return render(
        request, "home/time_zone.html", context, status=422 if context["problem"] else 200
    )
