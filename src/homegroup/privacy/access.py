"""Who may: the leaving page bears being sent again by somebody who is gone meanwhile."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from homegroup.accounts.access import Answering, decision_of, guarded
from homegroup.core import leaving, once
from homegroup.core.models import UsedKey


def bears_repeating(view: Answering) -> Answering:
    """Answer a form that was sent twice as the first time, when its sender left with the first.

    Without it, the second of two equal POSTs would come from nobody and land on the sign-in page.
    """

    def guard(request: HttpRequest) -> HttpResponseBase | None:
        if request.method != "POST" or request.user.is_authenticated:
            return None
        return gone(request) if _was_sent(request.POST.get(once.FIELD, "")) else None

    return guarded(view, guard, decision_of(view))


def gone(request: HttpRequest) -> HttpResponseBase:
    """Give the answer to who has left: no visit, no cookies, nothing kept by the browser."""
    request.visit = None  # type: ignore[attr-defined]
    answer = HttpResponseRedirect(reverse("privacy:left"), status=303)
    leaving.clear(request, answer)
    return answer


def _was_sent(told: str) -> bool:
    try:
        return UsedKey.objects.filter(pk=UUID(told)).exists()
    except ValueError:
        return False
