"""The desk: what is kept about me, taking it along, leaving; and what we promise to everybody."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, private, public
from homegroup.accounts.actions import prove_again
from homegroup.accounts.lane import check_not_crowded, stretches
from homegroup.accounts.models import User
from homegroup.accounts.visits import Present, present
from homegroup.core.errors import HouseError
from homegroup.core.limits import within_limit
from homegroup.privacy import actions, export, leaving, queries, registry, showing
from homegroup.privacy.access import bears_repeating, gone
from homegroup.privacy.forms import LeaveForm
from homegroup.vault.vaults import opened

MOST_SHOWN = 30
TRIES, FILES, SECONDS = 20, 10, 600


def _visit(request: HttpRequest) -> Present:
    """Give the visit; only behind `@private`."""
    visit = present(request)
    assert visit is not None
    return visit


@private
@only("GET")
def data(request: HttpRequest) -> HttpResponse:
    """All that is kept about me, in plain words."""
    return _data_page(request)


def _data_page(request: HttpRequest, problem: object = "", status: int = 200) -> HttpResponse:
    vault = opened(request)
    pages = showing.pages_of(vault)
    held = [showing.told(each) for each in queries.held_of(vault.owner)]
    context = {
        "problem": problem,
        "chapters": showing.chapters_of(pages.opened),
        "unreadable": pages.unreadable,
        "shared": showing.shared_pages(vault),
        "held": [each for each in held if each.rows],
        "nothing_of": [each.tells for each in held if not each.rows],
        "first": f":{MOST_SHOWN}",
        "most": MOST_SHOWN,
    }
    answer = render(request, "privacy/data.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@private
@only("POST")
def get_data(request: HttpRequest) -> HttpResponse:
    """Everything in one file; nothing is written, so sending twice gives two files."""
    if not within_limit(request, "export", most=FILES, seconds=SECONDS):
        return _data_page(request, _("That was often. Please wait ten minutes."), status=429)
    key = _visit(request).account_key()
    assert key is not None
    try:
        packed = export.packed(key)
    except HouseError as refusal:
        return _data_page(request, refusal.message, status=422)
    headers = {
        "Content-Disposition": f'attachment; filename="{export.FILE_NAME}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(packed, "application/zip", headers=headers)


@bears_repeating
@private
@stretches("/me/leave/")
@only("GET", "POST")
def leave(request: HttpRequest) -> HttpResponseBase:
    """Leave for good: what goes, what stays, and the passphrase once more."""
    user = _visit(request).user
    form = LeaveForm(request.POST or None, holdings=queries.with_choice(user.pk))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            _prove(request, user, form.cleaned_data["passphrase"])
            actions.leave(user=user, keeps=form.keeps, key=form.key, by=user.pk)
            return gone(request)
    held = queries.held_of(user.pk)
    context = {
        "form": form,
        "todo": leaving.blocked_by(user),
        "goes": [each.holding.tells for each in held if each.rows],
        "has_choice": any(each.holding.keeps and each.rows for each in held),
    }
    return render(request, "privacy/leave.html", context, status=form.status)


def _prove(request: HttpRequest, user: User, passphrase: str) -> None:
    """Raise HouseError unless it is the member's passphrase; who left a moment ago may pass."""
    check_not_crowded(request)
    if not within_limit(request, "unlock", most=TRIES, seconds=SECONDS):
        raise HouseError(_("Too many tries from here. Please wait ten minutes."))
    try:
        prove_again(user=user, passphrase=passphrase)
    except User.DoesNotExist:
        return  # an equal form was first; the action finds its key spent


@public
@only("GET")
def left(request: HttpRequest) -> HttpResponse:
    """Where one comes after leaving; who has an account has not left."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("accounts:me"))
    return render(request, "privacy/left.html", {})


@public
@only("GET")
def promises(request: HttpRequest) -> HttpResponse:
    """What we keep and what not, who can see it, and what we cannot promise."""
    context = {"held": [each.tells for each in registry.holdings()]}
    return render(request, "privacy/promises.html", context)
