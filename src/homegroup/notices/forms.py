"""HTTP input of the room: addresses, codes, devices, when and of what, the mail server."""

import json
import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from homegroup.core.forms import HouseForm
from homegroup.core.zones import read_zone, zone_names
from homegroup.notices import kinds
from homegroup.notices.choices import Channel, Rhythm, Security, Weekday
from homegroup.notices.push import Subscription

_HOST = re.compile(r"(?!-)[A-Za-z0-9.:-]{1,253}")


def _plain_letters(address: str) -> None:
    """Mail servers of today take other letters in the name of a host only in a coded form."""
    if not address.isascii():
        raise ValidationError(_("Please use plain letters, without accents."))


class ReadForm(HouseForm):
    """Mark as read what the list had shown."""

    until = forms.DateTimeField(widget=forms.HiddenInput)


class AddressForm(HouseForm):
    """A mail address that is to get notices."""

    address = forms.CharField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send a code there first. The address is kept locked."),
    )


class CodeForm(HouseForm):
    """The code that was sent there; a right one twice is one."""

    needs_once = False
    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class DeviceForm(HouseForm):
    """What a browser told about itself, as JSON, filled in by the page's script."""

    subscription = forms.CharField(max_length=3_000, widget=forms.HiddenInput)

    def clean_subscription(self) -> Subscription:
        try:
            told = json.loads(self.cleaned_data["subscription"])
            parts = [told["endpoint"], told["keys"]["p256dh"], told["keys"]["auth"]]
        except (ValueError, TypeError, KeyError):
            parts = [None]
        if not all(isinstance(part, str) and part.isascii() for part in parts):
            raise ValidationError(_("This browser's answer was not whole. Please try again."))
        return Subscription(*parts)


def _hours() -> list[tuple[int, str]]:
    return [(hour, time_format(time(hour))) for hour in range(24)]


class PreferencesForm(HouseForm):
    """When a member may be reached, and for each channel that is on: of what, how often.

    `channels` are those that are on; the fields of topics are named "<channel>-<topic>".
    """

    zone = forms.CharField(
        label=_("Time zone"), max_length=64, widget=forms.TextInput(attrs={"list": "zones"})
    )
    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), coerce=int)
    quiet_until = forms.TypedChoiceField(
        label=_("until"), coerce=int, help_text=_("The same hour twice: no quiet hours.")
    )
    hour = forms.TypedChoiceField(label=_("Once a day means at"), coerce=int)
    weekday = forms.TypedChoiceField(
        label=_("Once a week means on"), coerce=int, choices=Weekday.choices
    )

    def __init__(self, data: Any = None, *, channels: list[Channel], **more: Any) -> None:
        super().__init__(data, **more)
        for name in ("quiet_from", "quiet_until", "hour"):
            self.fields[name].choices = _hours()  # type: ignore[attr-defined]
        self._topic_names = {
            channel: [f"{channel}-{topic}" for topic in kinds.topics()] for channel in channels
        }
        for names in self._topic_names.values():
            for name, label in zip(names, kinds.topics().values(), strict=True):
                self.fields[name] = forms.ChoiceField(label=label, choices=Rhythm.choices)

    @property
    def zone_names(self) -> list[str]:
        """What the field of the zone offers."""
        return sorted(zone_names())

    @property
    def by_channel(self) -> list[tuple[Channel, list[forms.BoundField]]]:
        """Give the fields of topics for each channel that is on."""
        return [
            (channel, [self[name] for name in names])
            for channel, names in self._topic_names.items()
        ]

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if read_zone(zone) is None:
            raise ValidationError(_("Choose a time zone from the list."))
        return zone

    @property
    def rhythms(self) -> Mapping[tuple[Channel, str], Rhythm]:
        """What was chosen, by channel and topic; of a valid form."""
        return {
            (channel, name.partition("-")[2]): Rhythm(self.cleaned_data[name])
            for channel, names in self._topic_names.items()
            for name in names
        }


class MailServerForm(HouseForm):
    """The mail server of this home."""

    host = forms.CharField(label=_("Mail server"), max_length=253, help_text="mail.example.org")
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65_535, initial=587)
    security = forms.ChoiceField(
        label=_("Security"), choices=Security.choices, initial=Security.STARTTLS
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=254,
        required=False,
        help_text=_("Empty, if the server asks for no login."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=True),
        help_text=_("Kept locked. Empty keeps the one that was set."),
    )
    sender_address = forms.EmailField(
        label=_("Sender's address"),
        max_length=254,
        validators=[_plain_letters],
        help_text=_("Choose one that tells nothing, as post@kettle.example."),
    )
    sender_name = forms.CharField(
        label=_("Sender's name"), max_length=60, help_text=_("As neutral as the address.")
    )

    def clean_host(self) -> str:
        host: str = self.cleaned_data["host"]
        if not _HOST.fullmatch(host):
            raise ValidationError(_("Only the name of the server, as mail.example.org"))
        return host

    def clean_sender_name(self) -> str:
        return " ".join(self.cleaned_data["sender_name"].split())


class TrialForm(HouseForm):
    """Where the operator wants a test letter."""

    to = forms.EmailField(label=_("Send a test to"), max_length=254, validators=[_plain_letters])
