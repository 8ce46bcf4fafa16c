"""HTTP input of the room: leaving."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.accounts import passphrases
from homegroup.core.forms import HouseForm
from homegroup.privacy.registry import Holding

_REMOVE, _KEEP = "remove", "keep"


class LeaveForm(HouseForm):
    """The passphrase typed again, and what may stay without a name where a room offers that."""

    def __init__(self, data: Any = None, *, holdings: Iterable[Holding], **more: Any) -> None:
        super().__init__(data, **more)
        self._kinds = {f"stays-{each.kind}": each for each in holdings}
        for name, holding in self._kinds.items():
            self.fields[name] = forms.ChoiceField(
                label=holding.tells,
                initial=_REMOVE,
                choices=[(_REMOVE, _("Delete it")), (_KEEP, _("Keep it, without my name"))],
                widget=forms.RadioSelect,
            )
        self.fields["passphrase"] = forms.CharField(
            label=_("Your passphrase, once more"),
            strip=False,
            max_length=passphrases.MOST + 1,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )

    @property
    def keeps(self) -> list[str]:
        """The kinds of holdings that shall stay without a name."""
        chosen = self.cleaned_data
        return [each.kind for name, each in self._kinds.items() if chosen[name] == _KEEP]
