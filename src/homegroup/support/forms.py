"""HTTP input of the room: a share, an answer, a pledge, hours of duty."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from homegroup.core.forms import HouseForm
from homegroup.core.writing import WrittenField
from homegroup.core.zones import read_zone
from homegroup.notices.choices import Weekday
from homegroup.support.choices import LONGEST_PLEDGE, Kind

KINDS = [(kind.value, kind.label) for kind in Kind if kind != Kind.DAY]


class ShareForm(HouseForm):
    """Something to share: the words, what it is, whether advice is welcome."""

    text = WrittenField(label=_("What would you like to say?"), rows=8)
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=KINDS, widget=forms.RadioSelect, initial=Kind.SHARE
    )
    listen_only = forms.BooleanField(
        label=_("Please no advice. I would like to be heard."), required=False
    )

    def __init__(self, data: Any = None, *, kind: str = "", **more: Any) -> None:
        first = {"kind": kind} if kind in dict(KINDS) else {}
        super().__init__(data, initial=more.pop("initial", {}) | first, **more)


class DraftForm(HouseForm):
    """Words that are not finished: only their length and signs are checked."""

    text = WrittenField(label=_("What you wrote"), rows=8, required=False)
    kind = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    listen_only = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def typed(self) -> dict[str, Any]:
        """What a form starts with when one goes on."""
        names = ("text", "kind", "listen_only")
        return {name: self.cleaned_data[name] for name in names}


class EditShareForm(HouseForm):
    """The words of one's own share, changed."""

    text = WrittenField(label=_("What you share"), rows=8)
    listen_only = ShareForm.base_fields["listen_only"]

    def __init__(self, data: Any = None, *, is_question: bool, **more: Any) -> None:
        super().__init__(data, **more)
        if is_question:
            del self.fields["listen_only"]


class AnswerForm(HouseForm):
    """An answer."""

    text = WrittenField(label=_("Your answer"), rows=4)


class PledgeForm(HouseForm):
    """What somebody will do today."""

    text = WrittenField(label=_("Today I ..."), most=LONGEST_PLEDGE, rows=2)


class OpeningForm(HouseForm):
    """The words above the check-in of a day."""

    text = WrittenField(
        label=_("A few words for today"),
        most=LONGEST_PLEDGE,
        rows=3,
        help_text=_("A thought, or a question to begin with."),
    )


def _zone_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=64, help_text=_("As Europe/London or America/New_York.")
    )


class ZoneForm(HouseForm):
    """By which zone a day of the group begins."""

    needs_once = False
    zone = _zone_field(_("The group's time zone"))

    def clean_zone(self) -> str:
        return _known_zone(self.cleaned_data["zone"])


def _known_zone(typed: str) -> str:
    name = typed.strip().replace(" ", "_")
    if read_zone(name) is None:
        raise ValidationError(_("We do not know this time zone."))
    return name


def _time_field(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget)


class DutyForm(HouseForm):
    """Hours of weekdays, by the clock where one is."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    from_time = _time_field(_("From"))
    until_time = _time_field(_("Until"))
    zone = _zone_field(_("Your time zone"))

    def clean_zone(self) -> str:
        return _known_zone(self.cleaned_data["zone"])

    @property
    def from_minute(self) -> int:
        """When the hours begin, in minutes of the day."""
        return _minute(self.cleaned_data["from_time"])

    @property
    def until_minute(self) -> int:
        """When they end."""
        return _minute(self.cleaned_data["until_time"])


def _minute(told: time) -> int:
    return told.hour * 60 + told.minute
