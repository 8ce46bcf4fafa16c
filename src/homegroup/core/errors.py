"""What can go wrong, told in one sentence; and the pages that tell it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class HouseError(Exception):
    """A rule of the house said no. `message` is for people: one sentence that says what to do.

    `field` names the input it is about, where there is one. `status` is used only by pages.
    """

    status = 400

    def __init__(self, message: "str | StrPromise", *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(HouseError):
    """The person may not do this."""

    status = 403


class Conflict(HouseError):
    """The thing is not in a state in which this can be done."""

    status = 409


def problem_page(request: HttpRequest, *, status: int, title: object, text: object) -> HttpResponse:
    """Give the plain page that tells a problem, with that HTTP status."""
    context = {"title": title, "text": text}
    return render(request, "problem.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request made no sense."""
    text = _("Something in the address or the form was not readable. Go back and try again.")
    return problem_page(request, status=400, title=_("That did not work"), text=text)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this person."""
    text = _("This page is for people with a task in this group.")
    return problem_page(request, status=403, title=_("Not open to you"), text=text)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here."""
    text = _("There is nothing at this address. It may have moved or ended.")
    return problem_page(request, status=404, title=_("Page not found"), text=text)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    text = _("The mistake is ours, not yours. Please try again in a minute.")
    return problem_page(request, status=500, title=_("Something broke"), text=text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old, or sent from another site."""
    text = _("This form was open for too long. Go back, reload the page and send it again.")
    return problem_page(request, status=403, title=_("Please send that again"), text=text)
