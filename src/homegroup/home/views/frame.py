"""What frames every page: leaving, discreet mode, the installed app, what works offline."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from homegroup.accounts.access import only, public
from homegroup.core import discreet, errors, leaving, site

# What the kept page needs; the service worker keeps these and that page, nothing else.
KEPT_FILES = ("vendor/pico-2.1.1.classless.min.css", "house/house.css", "house/house.js")
ICONS = {False: "house/sign", True: "house/sheet"}


@public
@only("GET", "HEAD")
def leave(request: HttpRequest) -> HttpResponse:
    """Go to a page that tells nothing; from a page of ours, forget this device first."""
    response = HttpResponseRedirect(site.current().exit_url)
    response.status_code = 303
    response.headers["Cache-Control"] = "no-store"
    if leaving.comes_from_here(request):
        leaving.clear(request, response)
    return response


@public
@only("GET", "HEAD")
def about_leaving(request: HttpRequest) -> HttpResponse:
    """What leaving and discreet mode do, and what they cannot do."""
    return render(request, "home/about_leaving.html", {})


# No form token: it would put a cookie on every visitor's device. The page that asks is checked
# instead, and sending twice changes nothing.
@csrf_exempt
@public
@only("POST")
def choose_discreet(request: HttpRequest) -> HttpResponse:
    """Turn discreet mode on or off for this device, and go back to where one was."""
    if not leaving.comes_from_here(request):
        return errors.csrf_failure(request)
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        after = "/"
    response = HttpResponseRedirect(after)
    response.status_code = 303
    discreet.remember(response, on=request.POST.get("on") == "1")
    return response


@public
@only("GET", "HEAD")
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site calls itself on a home screen."""
    plain = discreet.is_on(request)
    name = str(discreet.NAME) if plain else site.current().name
    told = {
        "id": "/",
        "name": name,
        "short_name": name[:12].strip(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f7f7f7" if plain else "#faf6ef",
        "theme_color": "#f7f7f7" if plain else "#faf6ef",
        "icons": [
            {"src": static(f"{ICONS[plain]}.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static(f"{ICONS[plain]}-192.png"), "sizes": "192x192", "type": "image/png"},
        ],
        "shortcuts": [{"name": _("Help now"), "url": "/help-now/"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@public
@only("GET", "HEAD")
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, named by what it keeps: a change of any of it makes a new one."""
    plain = discreet.is_on(request)
    files = [static(name) for name in (*KEPT_FILES, f"{ICONS[plain]}.svg")]
    named = "|".join([*files, request.GET.get("for", "")])
    name = hashlib.sha256(named.encode()).hexdigest()[:12]
    context = {"files": files, "name": name}
    return render(request, "home/worker.js", context, content_type="text/javascript")
