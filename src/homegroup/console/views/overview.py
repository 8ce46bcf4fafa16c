"""The operator's one page: all is well, or what is not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homegroup.accounts.access import only, operator
from homegroup.accounts.models import User
from homegroup.console import queries
from homegroup.core import health, navigation


@operator
@only("GET")
def overview(request: HttpRequest) -> HttpResponse:
    """Whether all is well, what is left to set up, and the ways on."""
    assert isinstance(request.user, User)
    findings = health.findings()
    context = {
        "amiss": [finding for finding in findings if not finding.well],
        "findings": findings,
        "left": queries.left_to_do(request.user),
        "has_mail": navigation.answers("/console/mail/"),
    }
    return render(request, "console/overview.html", context)
