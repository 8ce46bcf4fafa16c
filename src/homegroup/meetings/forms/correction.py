"""What a reader says is wrong with a listing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.core.forms import HouseForm
from homegroup.core.writing import PlainField

CORRECTABLE = {
    "name": (_("Name"), 255),
    "when": (_("Day and time"), 200),
    "where": (_("Place"), 400),
    "conference_url": (_("Online link"), 1000),
    "contact": (_("Contact"), 200),
}


class CorrectionForm(HouseForm):
    """What a reader says is wrong: fields filled with what stands there, and free words."""

    message = PlainField(
        required=False,
        max_length=2000,
        label=_("What should we change?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, stands: dict[str, str]) -> None:
        super().__init__(data, initial=stands)
        self.stands = stands
        self.fields |= {
            name: PlainField(required=False, max_length=length, label=label)
            for name, (label, length) in CORRECTABLE.items()
        }

    def changes(self) -> dict[str, tuple[str, str]]:
        """Give {field: (what stands there, what the reader wrote)} where they differ."""
        said = {name: " ".join(self.cleaned_data[name].split()) for name in CORRECTABLE}
        return {name: (self.stands[name], new) for name, new in said.items()
                if new != self.stands[name]}  # fmt: skip
