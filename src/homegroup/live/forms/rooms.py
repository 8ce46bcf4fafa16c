"""What people type at the door and in a room."""

from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.core.forms import HouseForm, OnceForm
from homegroup.core.writing import WrittenField
from homegroup.live.choices import MOST_LETTERS, Guests, Task, Way
from homegroup.live.voice import janus


class DoorForm(HouseForm):
    """A name for this meeting, and whether one is new."""

    name = forms.CharField(
        label=_("Your name for this meeting"),
        max_length=60,
        help_text=_("Others see it here, today only. It need not be your real name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_new = forms.BooleanField(
        label=_("I am new to meetings like this"),
        required=False,
        help_text=_("Somebody says hello, and you come first if you would like to share."),
    )
    i = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class WriteForm(HouseForm):
    """What somebody writes: a share, a line between shares, a private word."""

    text = WrittenField(most=MOST_LETTERS, rows=5, label=_("What would you like to say?"))


class KeepForm(HouseForm):
    """One's own share, for one's own journal."""

    text = WrittenField(rows=10, label=_("What you shared"))


class SeatForm(OnceForm):
    """Something that is done with one person of the room."""

    seat = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput)
    do = forms.CharField(max_length=20)
    name = forms.CharField(max_length=60, required=False)
    task = forms.ChoiceField(choices=Task.choices, required=False)


class NameForm(HouseForm):
    """Somebody who is in the hall, for the queue."""

    name = forms.CharField(
        label=_("Somebody in the hall"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _ways(field: forms.Field, now: str = "") -> None:
    """Offer voice where this site has it, or the meeting was set so; else say that it has not."""
    field.choices = [  # type: ignore[attr-defined]
        pair for pair in Way.choices if pair[0] != Way.VOICE or now == Way.VOICE or janus.is_on()
    ]
    if not janus.is_on():
        field.help_text = _("Voice is not set up on this site.")


class RuleForm(HouseForm):
    """How the rooms of a meeting are."""

    is_on = forms.BooleanField(
        label=_("Open a room here for each date of this meeting"), required=False
    )
    way = forms.ChoiceField(label=_("Where people speak"), choices=Way.choices,
                            widget=forms.RadioSelect)  # fmt: skip
    guests = forms.ChoiceField(label=_("Guests"), choices=Guests.choices, widget=forms.RadioSelect)
    members_wait = forms.BooleanField(
        label=_("Members, too, are let in one by one"), required=False
    )
    opens_before = forms.IntegerField(
        label=_("Opens so many minutes before"), min_value=0, max_value=120
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        _ways(self.fields["way"], self.initial.get("way", ""))


class OpenForm(HouseForm):
    """Opening a room by hand: for a meeting of the group, or for none; in which format."""

    meeting = forms.ChoiceField(label=_("For which meeting?"), required=False)
    format = forms.ChoiceField(label=_("Format"), required=False)
    way = forms.ChoiceField(label=_("Where people speak"), choices=Way.choices,
                            initial=Way.TYPED, widget=forms.RadioSelect)  # fmt: skip
    guests = forms.ChoiceField(
        label=_("Guests"), choices=Guests.choices, initial=Guests.WAIT, widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: object,
        meetings: list[tuple[str, str]],
        formats: list[tuple[str, str]],
        **more: object,
    ) -> None:
        super().__init__(*args, **more)
        _ways(self.fields["way"])
        self.fields["meeting"].choices = [("", _("A meeting besides the regular ones")), *meetings]  # type: ignore[attr-defined]
        self.fields["format"].choices = [("", _("The usual one")), *formats]  # type: ignore[attr-defined]


def read_token(typed: str) -> UUID:
    """Give what a form was called when it was made; a fresh name for one that cannot be read."""
    try:
        return UUID(typed)
    except ValueError:
        return uuid4()


def read_number(typed: str) -> int:
    """Give a whole number that a button sent; 0 for what is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
