"""What pages of sealed entries share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from homegroup.core.errors import problem_page
from homegroup.core.sealing import Unreadable

View = Callable[..., HttpResponseBase]


def told_if_unreadable(view: View) -> View:
    """Answer with a page that says so where an entry was changed from outside."""

    @wraps(view)
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Unreadable as problem:
            title = _("This does not open")
            return problem_page(request, status=409, title=title, text=problem.message)

    return telling
