"""The operator's page of the mail server, which tries out what it is told."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only, operator
from homegroup.core import discreet, flash
from homegroup.core.forms import HouseForm
from homegroup.core.outing import outing_words_in
from homegroup.notices import letters, queries, server
from homegroup.notices.choices import Security
from homegroup.notices.forms import MailServerForm, TrialForm
from homegroup.notices.views.listing import account

_SHOWN = ("host", "port", "security", "username", "sender_address", "sender_name")


def _page(request: HttpRequest, **more: Any) -> HttpResponse:
    row = queries.mail_settings()
    site = letters.address_of("/")
    context: dict[str, Any] = {
        "row": row,
        "site_is_named": site != "/",
        "site_outs": outing_words_in(site, address=True),
        "form": _form(request),
        "trial_form": TrialForm(),
        **more,
    }
    forms = [form for form in more.values() if isinstance(form, HouseForm)]
    status = max((form.status for form in forms), default=200)
    return render(request, "notices/mail_server.html", context, status=status)


def _form(request: HttpRequest) -> MailServerForm:
    row = queries.mail_settings()
    initial = {name: getattr(row, name) for name in _SHOWN} if row else {}
    return MailServerForm(
        request.POST if request.method == "POST" and "host" in request.POST else None,
        initial={"sender_name": discreet.NAME} | initial,
    )


@operator
@only("GET", "POST")
def settings(request: HttpRequest) -> HttpResponse:
    """How this home sends mail."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            server.set_mail_server(
                host=data["host"],
                port=data["port"],
                security=Security(data["security"]),
                username=data["username"],
                password=data["password"] or (None if data["username"] else ""),
                sender_address=data["sender_address"],
                sender_name=data["sender_name"],
                by=account(request),
                key=form.key,
            )
            response = HttpResponseRedirect(reverse("notices:mail_server"))
            flash.say(response, "notices.saved")
            return response
    return _page(request, form=form)


@operator
@only("GET", "POST")
def trial(request: HttpRequest) -> HttpResponse:
    """Send a test, and tell how it went."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("notices:mail_server"))
    form = TrialForm(request.POST)
    if not form.is_valid():
        return _page(request, trial_form=form)
    to = form.cleaned_data["to"]
    tested = server.try_out(to=to, key=form.key)
    return _page(request, tested=tested, trial_form=TrialForm(initial={"to": to}))
