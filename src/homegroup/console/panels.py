"""What the rooms below show of the console: an operator's panel on the today page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from homegroup.accounts.models import User
from homegroup.console import queries
from homegroup.core.today_panels import Panel


def is_operator(request: HttpRequest) -> bool:
    """Tell whether an operator asks."""
    return isinstance(request.user, User) and request.user.is_operator


def set_up(request: HttpRequest) -> Panel | None:
    """What an operator has still to set up."""
    if not isinstance(request.user, User) or not request.user.is_operator:
        return None
    left = queries.left_to_do(request.user)
    if not left:
        return None
    return Panel(
        _("Setting up this site"), render_to_string("console/_left.html", {"left": left}, request)
    )
