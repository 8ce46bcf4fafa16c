"""HTTP input of the room: messages, who may write first, calls, phone lists, reports."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.core.errors import HouseError
from homegroup.core.forms import HouseForm
from homegroup.core.phones import is_number
from homegroup.core.writing import WrittenField, clean_text
from homegroup.messages.choices import (
    LONGEST_FIRST,
    LONGEST_MESSAGE,
    LONGEST_WHEN,
    OpenTo,
    Until,
)
from homegroup.moderation.evidence import MOST_QUOTES
from homegroup.moderation.forms import ReportForm


class OnceForm(HouseForm):
    """A form of buttons only: it carries its once-key."""


class MessageForm(HouseForm):
    """A message in a conversation."""

    text = WrittenField(label=gettext_lazy("Your message"), most=LONGEST_MESSAGE, rows=4)


class FirstForm(HouseForm):
    """The short first message to somebody."""

    text = WrittenField(
        label=gettext_lazy("Your first message"),
        most=LONGEST_FIRST,
        rows=4,
        help_text=gettext_lazy("Say who you are and why you write. A few lines will do."),
    )


class DoorForm(HouseForm):
    """Who may write to somebody first in a group; less is offered to newcomers."""

    needs_once = False
    open_to = forms.ChoiceField(
        label=gettext_lazy("Who may write to me first?"),
        choices=OpenTo.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, open_to: str, new: bool) -> None:
        super().__init__(data, initial={"open_to": open_to})
        if new:
            field = self.fields["open_to"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [each for each in OpenTo.choices if each[0] != OpenTo.EVERYONE]


class ReportMessagesForm(ReportForm):
    """Which messages of a conversation the moderators may read, and what is wrong."""

    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Which messages?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one message.")},
    )
    field_order = ("chosen", "reason", "words")

    def __init__(self, data: Any = None, *, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(choices)

    def clean_chosen(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["chosen"]
        if len(chosen) > MOST_QUOTES:
            raise ValidationError(_("%d messages are the most.") % MOST_QUOTES)
        return chosen


class NumberField(forms.CharField):
    """One phone number, in single spaces, as it was typed."""

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "tel", "autocomplete": "tel"}
        more.setdefault("label", gettext_lazy("Your phone number"))
        super().__init__(max_length=200, widget=forms.TextInput(attrs=attrs), **more)

    def to_python(self, value: Any) -> str:
        """Give the number. Raises ValidationError for what is none."""
        number = " ".join(str(value or "").split())
        if number and not is_number(number):
            raise ValidationError(_("This is no phone number. Use digits only."))
        return number


class LineField(forms.CharField):
    """A few words on one line, without signs that hide or turn letters around."""

    def __init__(self, **more: Any) -> None:
        attrs = {"autocomplete": "off", "dir": "auto"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **more)

    def to_python(self, value: Any) -> str:
        """Give the words. Raises ValidationError for what is refused, or too long."""
        try:
            return clean_text(" ".join(str(value or "").split()), most=LONGEST_WHEN)
        except HouseError as refusal:
            raise ValidationError(str(refusal.message)) from refusal


def _hours() -> list[tuple[str, str]]:
    return [(str(hour), str(time_format(time(hour), "TIME_FORMAT"))) for hour in range(24)]


class OfferForm(HouseForm):
    """When somebody may be called."""

    needs_once = False
    days = forms.MultipleChoiceField(
        label=gettext_lazy("On which days?"),
        choices=[(str(day + 1), name) for day, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one day.")},
    )
    from_hour = forms.ChoiceField(label=gettext_lazy("From"), choices=_hours)
    until_hour = forms.ChoiceField(
        label=gettext_lazy("Until"),
        choices=_hours,
        help_text=gettext_lazy("The same hour twice means the whole day."),
    )
    words = LineField(
        label=gettext_lazy("A few words, if you like"),
        help_text=gettext_lazy("As “best after the children sleep”. The group reads this."),
    )
    for_newcomers = forms.BooleanField(
        label=gettext_lazy("People who are new may ask, too"), required=False
    )

    def clean_days(self) -> str:
        return "".join(self.cleaned_data["days"])


class NumberForm(HouseForm):
    """A number for one person, for a time."""

    number = NumberField()
    words = LineField(
        label=gettext_lazy("When is it good?"),
        help_text=gettext_lazy("As “until ten at night”. You can leave it empty."),
    )
    until = forms.ChoiceField(
        label=gettext_lazy("For how long may they see it?"),
        choices=Until.choices,
        initial=Until.WEEK,
    )


class PhoneForm(HouseForm):
    """A line of the group's phone list."""

    needs_once = False
    number = NumberField()
    hours = LineField(
        label=gettext_lazy("When may people call?"),
        help_text=gettext_lazy("As “evenings until ten, not on Sundays”."),
    )
    for_newcomers = forms.BooleanField(
        label=gettext_lazy("People who are new may see it and call, too"), required=False
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("Everyone in this group may read my number for 90 days")
    )
