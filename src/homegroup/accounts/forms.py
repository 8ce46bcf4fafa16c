"""HTTP input of the room: signing up, in and out, cards, passphrases and second steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.accounts import passphrases
from homegroup.accounts.choices import IDLE_MINUTES
from homegroup.core.forms import HouseForm

_LONGEST_CARD = 200


def _name(label: Any, **more: Any) -> forms.CharField:
    widget = forms.TextInput(
        attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    )
    return forms.CharField(label=label, max_length=60, widget=widget, **more)


def _passphrase(label: Any, *, new: bool, **more: Any) -> forms.CharField:
    """A passphrase as typed: spaces at its ends count, and a refused form gives a new one back."""
    widget = forms.PasswordInput(
        attrs={"autocomplete": "new-password" if new else "current-password"}, render_value=new
    )
    longest = passphrases.MOST + 1  # so that the rule itself can say what is too long
    return forms.CharField(label=label, strip=False, max_length=longest, widget=widget, **more)


class SignUpForm(HouseForm):
    """A name and a passphrase; an empty passphrase means the offered one."""

    name = _name(_("Sign-in name"), help_text=_("Only you see it. Change it if you like."))
    passphrase = _passphrase(
        _("Or your own passphrase"),
        new=True,
        required=False,
        help_text=_("At least 15 letters, spaces or signs. Leave it empty to use the words above."),
    )
    offered = forms.CharField(max_length=passphrases.MOST, widget=forms.HiddenInput)
    is_shared = forms.BooleanField(required=False, label=_("This is a shared phone"))

    @property
    def chosen(self) -> str:
        """The passphrase of one's own, else the offered one."""
        return str(self.cleaned_data["passphrase"] or self.cleaned_data["offered"])


class SignInForm(HouseForm):
    """A name and its passphrase."""

    needs_once = False
    name = _name(_("Sign-in name"))
    passphrase = _passphrase(_("Passphrase"), new=False)
    is_shared = forms.BooleanField(required=False, label=_("This is a shared phone"))


class UnlockForm(HouseForm):
    """The passphrase of who is signed in."""

    needs_once = False
    passphrase = _passphrase(_("Passphrase"), new=False)


class CodeForm(HouseForm):
    """Six digits of an authenticator app."""

    needs_once = False
    code = forms.CharField(
        label=_("Six digits from your code app"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class RecoverForm(HouseForm):
    """A name, the ten words of its card, and a new passphrase."""

    needs_once = False
    name = _name(_("Sign-in name"))
    card = forms.CharField(
        label=_("The ten words of your card"),
        max_length=_LONGEST_CARD,
        widget=forms.Textarea(attrs={"rows": 2, "autocapitalize": "none", "autocomplete": "off"}),
    )
    passphrase = _passphrase(
        _("New passphrase"), new=True, help_text=_("At least 15 letters, spaces or signs.")
    )
    is_shared = forms.BooleanField(required=False, label=_("This is a shared phone"))


class PassphraseForm(HouseForm):
    """The old passphrase and a new one."""

    needs_once = False
    old = _passphrase(_("Your passphrase now"), new=False)
    passphrase = _passphrase(
        _("New passphrase"), new=True, help_text=_("At least 15 letters, spaces or signs.")
    )
    someone_knows = forms.BooleanField(
        required=False,
        label=_("Somebody else may know the old one"),
        help_text=_("Then all keys are made new, and your card with them."),
    )


class IdleForm(HouseForm):
    """After how long private pages lock."""

    needs_once = False
    minutes = forms.TypedChoiceField(
        label=_("Lock my private pages after"), choices=IDLE_MINUTES, coerce=int
    )


class NewCodeForm(CodeForm):
    """An authenticator app that is added."""

    name = forms.CharField(
        label=_("What you call it"), required=False, max_length=40, help_text=_("As “my phone”.")
    )


class NewPasskeyForm(HouseForm):
    """A passkey that the device made: its answer as JSON, filled in by the page's script."""

    needs_once = False
    name = forms.CharField(
        label=_("What you call it"), required=False, max_length=40, help_text=_("As “my phone”.")
    )
    state = forms.CharField(max_length=2_000, widget=forms.HiddenInput)
    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class PasskeyForm(HouseForm):
    """What a passkey signed, as JSON."""

    needs_once = False
    state = forms.CharField(max_length=2_000, widget=forms.HiddenInput)
    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput)
