"""What a script sends while somebody types: kept every few seconds, and told in its place.

    @while_typing                       # in place of @private
    @only("POST")
    def keep(request):
        ...
        if is_script(request):
            return said(request, is_kept=True)      # components/draft_said.html

Locked or signed out, the page with the text stays as it is and says so; what was typed is sealed.
"""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from homegroup.accounts import keeping
from homegroup.accounts.access import Answering, guarded, private
from homegroup.accounts.models import User
from homegroup.accounts.visits import present
from homegroup.core import clock


def is_script(request: HttpRequest) -> bool:
    """Tell whether a script sent this form, while its page stays."""
    return request.method == "POST" and bool(getattr(request, "htmx", None))


def said(request: HttpRequest, **context: object) -> HttpResponse:
    """Give the line below the form: `is_kept`, or a `form` with what was wrong."""
    return render(request, "components/draft_said.html", {"at": clock.now(), **context})


def while_typing(view: Answering) -> Answering:
    """Like `@private`; a script is told in place that the door is closed."""
    return guarded(private(view), _told_in_place, "private")


def _told_in_place(request: HttpRequest) -> HttpResponseBase | None:
    """Tell a script that the door is closed, so that the page with the text stays as it is.

    While locked, the newest state is sealed to the member in place of the one before; the form
    carries its number along.
    """
    if not is_script(request):
        return None
    visit = present(request)
    if not isinstance(request.user, User):
        return said(request, is_signed_out=True)
    if visit is None or visit.account_key() is not None:
        return None
    return said(request, is_locked=True, kept_form=_seal_in_place(request, request.user))


@transaction.atomic
def _seal_in_place(request: HttpRequest, user: User) -> int | None:
    """Seal what is typed in place of what was sealed of this form before; None without room."""
    keeping.let_go(user, request.POST.get(keeping.FIELD, ""))
    before = set(user.kept_forms.values_list("pk", flat=True))
    keeping.keep_form(request)
    return user.kept_forms.exclude(pk__in=before).values_list("pk", flat=True).first()
