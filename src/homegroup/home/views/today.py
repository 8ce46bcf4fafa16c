"""A member's own page: where one lands after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homegroup.accounts.access import member, only
from homegroup.accounts.models import User
from homegroup.home.today import today_of


@member
@only("GET")
def today(request: HttpRequest) -> HttpResponse:
    """The next meeting, who waits, what one has begun."""
    assert isinstance(request.user, User)
    return render(request, "home/today.html", {"today": today_of(request, request.user)})
