"""What a member switches on: mail, pushes, when, and of what. And the way out of mails."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from homegroup.accounts.access import member, only, public
from homegroup.core import flash
from homegroup.core.errors import HouseError
from homegroup.core.forms import HouseForm
from homegroup.core.limits import within_limit
from homegroup.core.zones import viewer_zone
from homegroup.notices import actions, letters, mail, outlets, push, queries
from homegroup.notices.forms import AddressForm, CodeForm, DeviceForm, PreferencesForm
from homegroup.notices.models import MailAddress, Preferences, PushDevice
from homegroup.notices.views.listing import account


def _page(request: HttpRequest, **forms: HouseForm) -> HttpResponse:
    """Show the whole page, with forms that were refused in place of fresh ones."""
    user = account(request)
    address = queries.mail_address(user)
    context: dict[str, Any] = {
        "can_mail": mail.is_ready(),
        "address": address,
        "masked": outlets.masked(address) if address else "",
        "devices": PushDevice.objects.filter(user=user),
        "push_key": push.public_key(),
        "address_form": AddressForm(),
        "code_form": CodeForm(),
        "device_form": DeviceForm(),
        **forms,
    }
    if "form" not in context:
        context["form"] = _preferences_form(request)
    status = max((form.status for form in forms.values()), default=200)
    return render(request, "notices/settings.html", context, status=status)


def _preferences_form(request: HttpRequest) -> PreferencesForm:
    user = account(request)
    here = viewer_zone(request).key
    stands = Preferences.objects.filter(pk=user).first() or Preferences(zone=here)
    initial: dict[str, Any] = {
        name: getattr(stands, name)
        for name in ("zone", "quiet_from", "quiet_until", "hour", "weekday")
    }
    chosen = queries.rhythms_of(user)
    initial |= {f"{channel}-{topic}": value for (channel, topic), value in chosen.items()}
    return PreferencesForm(
        request.POST if request.method == "POST" and "zone" in request.POST else None,
        channels=queries.channels_of(user),
        initial=initial,
    )


def _done(key: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse("notices:settings"))
    flash.say(response, key)
    return response


@member
@only("GET", "POST")
def settings(request: HttpRequest) -> HttpResponse:
    """All choices; the POST saves when and of what."""
    form = _preferences_form(request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            actions.set_preferences(
                user=account(request),
                zone=data["zone"],
                quiet=(data["quiet_from"], data["quiet_until"]),
                hour=data["hour"],
                weekday=data["weekday"],
                rhythms=form.rhythms,
                key=form.key,
            )
            return _done("notices.saved")
    return _page(request, form=form)


def _address_typed(request: HttpRequest, row: MailAddress | None) -> AddressForm:
    """Give the form as sent; "once more" sends to the address that waits for its code."""
    if "again" in request.POST and row is not None:
        typed = request.POST.copy()
        typed["address"] = outlets.address_of(row)
        return AddressForm(typed)
    return AddressForm(request.POST)


@member
@only("GET", "POST")
def address(request: HttpRequest) -> HttpResponse:
    """Send a code to an address."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("notices:settings"))
    form = _address_typed(request, queries.mail_address(account(request)))
    if form.is_valid():
        with form.refusals():
            if not within_limit(request, "notice-codes", most=10, seconds=3600):
                raise HouseError(_("Too many codes. Please wait an hour."), field="address")
            outlets.offer_address(
                user=account(request),
                address=form.cleaned_data["address"],
                zone=viewer_zone(request).key,
                key=form.key,
            )
            return _done("notices.code_sent")
    return _page(request, address_form=form)


@member
@only("GET", "POST")
def code(request: HttpRequest) -> HttpResponse:
    """Prove the address by its code."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("notices:settings"))
    form = CodeForm(request.POST)
    if form.is_valid():
        with form.refusals():
            outlets.confirm_address(user=account(request), code=form.cleaned_data["code"])
            return _done("notices.mail_on")
    return _page(request, code_form=form)


@member
@only("POST")
def mail_off(request: HttpRequest) -> HttpResponse:
    """Forget the address."""
    outlets.turn_off_mail(user=account(request))
    return _done("notices.mail_off")


@member
@only("GET", "POST")
def device(request: HttpRequest) -> HttpResponse:
    """Let this browser take pushes."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("notices:settings"))
    form = DeviceForm(request.POST)
    if form.is_valid():
        with form.refusals():
            outlets.add_device(
                user=account(request),
                subscription=form.cleaned_data["subscription"],
                zone=viewer_zone(request).key,
                key=form.key,
            )
            return _done("notices.push_on")
    return _page(request, device_form=form)


@member
@only("POST")
def device_off(request: HttpRequest) -> HttpResponse:
    """Forget a device."""
    label = _uuid(request.POST.get("device", ""))
    if label:
        outlets.remove_device(user=account(request), label=label)
    return _done("notices.push_off")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# Mail programs press this by themselves (RFC 8058): they have neither a session nor a form token.
@csrf_exempt
@public
@only("GET", "POST")
def off(request: HttpRequest, token: str) -> HttpResponse:
    """The link at the end of a mail: a page that asks, and a POST that ends the mails."""
    label = letters.label_of(token)
    if label is None:
        raise Http404
    if request.method == "POST":
        outlets.turn_off_mail_by(label=label)
    is_on = MailAddress.objects.filter(label=label).exists()
    return render(request, "notices/off.html", {"is_on": is_on})
