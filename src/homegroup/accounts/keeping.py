"""Keeping what was typed when a form arrives signed out or locked.

Signed out: the sign-in page carries the text along, and gives it back afterwards. Locked: the form
is sealed to the member's public key, which is always at hand; only the next unlock opens it.
"""

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from homegroup.accounts import keys
from homegroup.accounts.keys import AccountKey
from homegroup.accounts.models import KeptForm, Keyring, User
from homegroup.core import clock
from homegroup.core.sealing import Unreadable

FIELD = "kept_form"  # in a form that is sent again: which kept form it is
# What opens an account is typed anew: it must stand on no page and in no table, sealed or not.
_SECRET = {"passphrase", "old", "code", "card"}
_NOT_KEPT = {"csrfmiddlewaretoken", "kept", FIELD} | _SECRET
_MOST_FORMS = 20

_NOT_SHOWN = frozenset({"once", "next", "do"})
Fields = list[tuple[str, str]]
Kept = dict[str, Any]


def local(address: str, default: str = "/") -> str:
    """Give an address only if it stays on this site."""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else default


def page_of(request: HttpRequest) -> str:
    """Give the page that a form was on, or the start where that is not told."""
    told = urlsplit(request.META.get("HTTP_REFERER", ""))
    return local(told.path or "/") if told.netloc == request.get_host() else "/"


def typed(request: HttpRequest) -> Kept:
    """Give a POST as {path, fields}: what a page can send once more."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT
        for value in values
    ]
    return {"path": request.get_full_path(), "fields": fields}


def sign_in_page_with(request: HttpRequest) -> HttpResponse:
    """Give the sign-in page that carries along what a visitor had typed."""
    context = {
        "kept": json.dumps(typed(request)),
        "next": page_of(request),
    }
    return render(request, "accounts/sign_in.html", context, status=403)


def read_kept(text: str) -> Kept | None:
    """Give what a sign-in page carried along; None if it is nothing that a page could send."""
    try:
        kept = json.loads(text)
        path, fields = kept["path"], [(str(name), str(value)) for name, value in kept["fields"]]
    except (ValueError, TypeError, KeyError):
        return None
    if not isinstance(path, str) or local(path, "") != path:
        return None
    words = [value for name, value in fields if _is_for_people(name, value)]
    return {"path": path, "fields": fields, "words": words}


def _is_for_people(name: str, value: str) -> bool:
    """Tell whether a value is something that a person wrote, and no number of the page's own."""
    if name in _NOT_SHOWN or not any(sign.isalpha() for sign in value):
        return False
    try:
        UUID(value)
    except ValueError:
        return True
    return False


def keep_form(request: HttpRequest) -> None:
    """Seal a form that arrived locked to its member; beyond twenty, none is kept."""
    user = request.user
    if not isinstance(user, User) or user.kept_forms.count() >= _MOST_FORMS:
        return
    keyring = Keyring.objects.get(pk=user.pk)
    sealed = keys.seal_to(keyring.public_key, json.dumps(typed(request)).encode())
    KeptForm.objects.create(user=user, sealed=sealed, kept_on=clock.now().date())


def kept_forms(key: AccountKey) -> list[tuple[KeptForm, Kept]]:
    """Give the forms that were kept for a member, opened; what does not open is left out."""
    keyring = Keyring.objects.get(pk=key.owner)
    private = keys.open_private(key, keyring.private_key)
    found = []
    for row in KeptForm.objects.filter(user_id=key.owner):
        try:
            kept = read_kept(keys.open_sealed(private, row.sealed).decode())
        except Unreadable:
            continue
        if kept:
            found.append((row, kept))
    return found


def let_go(user: User, told: str) -> None:
    """Forget a kept form, because it was sent or is not wanted; `told` is its id as text."""
    if told.isdigit() and len(told) < 19:
        KeptForm.objects.filter(user=user, pk=int(told)).delete()
