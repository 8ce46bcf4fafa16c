"""What people type about proofs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.attendance.choices import MOST_CODE, MOST_NAME, MOST_WORDING, Lasts
from homegroup.core.forms import HouseForm


class PolicyForm(HouseForm):
    """What a group chooses."""

    is_on = forms.BooleanField(
        label=_("People may take a proof that they were at a meeting held here"), required=False
    )
    wording = forms.CharField(
        label=_("Your own line on the paper"),
        required=False,
        max_length=MOST_WORDING,
        help_text=_("For example that your group belongs to nobody, and does this as a favour."),
    )
    days = forms.TypedChoiceField(
        label=_("For how long it can be checked"), choices=Lasts.choices, coerce=int,
        widget=forms.RadioSelect,
    )  # fmt: skip


class ProofForm(HouseForm):
    """The name that stands on the paper."""

    name = forms.CharField(
        label=_("The name on the paper"),
        max_length=MOST_NAME,
        help_text=_(
            "As the person who asks for it knows you. We put it on the paper and forget it."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CheckForm(HouseForm):
    """A code or a link that somebody would like to check."""

    needs_once = False

    code = forms.CharField(
        label=_("The code, or the link, from the paper"),
        max_length=MOST_CODE,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
