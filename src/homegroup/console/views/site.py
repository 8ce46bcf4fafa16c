"""What the site is."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only, operator
from homegroup.console import actions
from homegroup.console.forms import SiteForm
from homegroup.core import flash, site


@operator
@only("GET", "POST")
def settings(request: HttpRequest) -> HttpResponse:
    """Name, country, languages, fellowships, and where "Leave" leads."""
    form = SiteForm(request.POST or None, initial=asdict(site.current()))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.change_site(by=request.user.pk, key=form.key, **form.changes)
            answer = HttpResponseRedirect(reverse("console:site"))
            flash.say(answer, "console.saved")
            return answer
    return render(request, "console/site.html", {"form": form}, status=form.status)
