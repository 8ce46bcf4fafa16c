"""HTTP input of the room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.core.forms import HouseForm
from homegroup.moderation.choices import Reason


class ReportForm(HouseForm):
    """What is wrong, and a few words if wanted."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Reason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Do you want to add something?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecideForm(HouseForm):
    """A decision on one thing: which button was pressed stands beside the form, in `do`."""

    report = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For the other moderators. Who reported it does not read this."),
    )
