"""What the rooms below show of the console: an operator's panel on the today page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from homegroup.accounts.models import User
from homegroup.console import queries
from homegroup.core.today_panels import Panel


def is_operator(request: HttpRequest) -> bool:
    """Tell whether an operator asks."""
    user = getattr(request, "user", None)  # a request that was refused early has none
    return isinstance(user, User) and user.is_operator


def set_up(request: HttpRequest) -> Panel | None:
    """What an operator has still to set up."""
    user = request.user
    if not isinstance(user, User) or not user.is_operator:
        return None
    left = queries.left_to_do(user)
    if not left:
        return None
    return Panel(
        _("Setting up this site"), render_to_string("console/_left.html", {"left": left}, request)
    )
