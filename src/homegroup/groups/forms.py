"""HTTP input of the room: making a group, joining, positions, invitations, guidelines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.core.forms import HouseForm
from homegroup.core.writing import PlainField
from homegroup.groups import fellowships
from homegroup.groups.choices import Joining, PositionKind, Taken, Visibility
from homegroup.groups.guidelines import ready_texts
from homegroup.groups.models import Group, Guidelines

_LONGEST_NAME = 120  # what is too long is told by the rule itself, in words
_LONGEST_TEXT = 12_000


def _name_there(**more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    given = {
        "label": _("Your name in this group"),
        "help_text": _(
            "Only this group sees it. A first name, or one that you make up. Not your sign-in name."
        ),
    } | more
    return forms.CharField(max_length=_LONGEST_NAME, widget=widget, **given)


def _radio(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


def _fellowship_choices() -> list[tuple[str, Any]]:
    known = {slug: row["name"] for slug, row in fellowships.known().items()}
    here = {row.slug: row.name for row in fellowships.all_fellowships().values()}
    rows = sorted((known | here).items(), key=lambda pair: pair[1].lower())
    return [("", _("None, or not in this list")), *rows]


def _ready_choices() -> list[tuple[str, str]]:
    return [(ready.slug, ready.title) for ready in ready_texts().values()]


class NewGroupForm(HouseForm):
    """A group that somebody makes."""

    name = PlainField(label=_("Name of the group"), max_length=_LONGEST_NAME)
    name_there = _name_there()
    fellowship = forms.ChoiceField(
        label=_("Fellowship"), required=False, choices=_fellowship_choices
    )
    visibility = _radio(_("Who sees it?"), Visibility.choices, initial=Visibility.MEMBERS)
    joining = _radio(_("How do people join?"), Joining.choices, initial=Joining.ASK)
    ready = forms.ChoiceField(
        label=_("Guidelines to begin with"),
        choices=_ready_choices,
        help_text=_("You can read and change them afterwards."),
    )


class SettingsForm(HouseForm):
    """How a group is called, seen and joined. The name of an imported group stays."""

    needs_once = False
    name = PlainField(label=_("Name of the group"), max_length=300, required=False)
    about = PlainField(
        label=_("What others should know about it"),
        required=False,
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    visibility = _radio(_("Who sees it?"), Visibility.choices)
    joining = _radio(_("How do people join?"), Joining.choices)

    def __init__(self, data: Any = None, *, group: Group) -> None:
        first = {
            "name": group.name,
            "about": group.notes,
            "visibility": group.visibility,
            "joining": group.joining,
        }
        super().__init__(data, initial=first)
        if group.for_everyone:
            for name in ("visibility", "joining"):
                self.fields[name].disabled = True
                self.fields[name].widget = forms.HiddenInput()
        if group.source:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = _(
                "The name comes from the list that the group was loaded from."
            )


class JoinForm(HouseForm):
    """A name in the group; a message where one asks; consent where there are guidelines.

    `shown` are the guidelines on the page, by number, so that nobody agrees to what they did not
    see.
    """

    name = _name_there()
    message = PlainField(
        label=_("A few words about you, if you like"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Only the people who let others in read this. It is deleted when they have decided."
        ),
    )
    agree = forms.BooleanField(label=_("I have read the guidelines and will keep to them"))
    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)

    def __init__(
        self, data: Any = None, *, guidelines: Guidelines | None, asks: bool, name: str = ""
    ) -> None:
        number = guidelines.number if guidelines else 0
        super().__init__(data, initial={"shown": number, "name": name})
        if not asks:
            del self.fields["message"]
        if guidelines is None:
            del self.fields["agree"]

    @property
    def agreed(self) -> int:
        """The number of the guidelines that were on the page, 0 for none."""
        return int(self.cleaned_data["shown"])


class CodeForm(HouseForm):
    """The code of an invitation, typed by hand."""

    needs_once = False
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Twelve letters and numbers, as ABCD-EFGH-2345."),
    )


class NameForm(HouseForm):
    """Another name in a group."""

    needs_once = False
    name = _name_there(help_text=_("People here know you by it. What you wrote keeps its place."))


class GiveForm(HouseForm):
    """Giving a position, with the end of its term or none."""

    kind = forms.ChoiceField(label=_("Position"), choices=PositionKind.choices)
    until_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty if there is no set term."),
    )

    def __init__(self, data: Any = None, *, only: str = "") -> None:
        super().__init__(data)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        if only:
            field.choices = [(only, PositionKind(only).label)]
        else:
            field.choices = [("", _("Choose one")), *PositionKind.choices]


class TakeForm(HouseForm):
    """Why a position ends."""

    needs_once = False
    position = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    why = forms.ChoiceField(label=_("Why"), choices=Taken.choices)


class InvitationForm(HouseForm):
    """For how many people, for how long, and what for."""

    most_uses = forms.IntegerField(
        label=_("For how many people"), initial=1, min_value=1, max_value=500
    )
    days = forms.IntegerField(label=_("For how many days"), initial=7, min_value=1, max_value=90)
    label = PlainField(
        label=_("What it is for"),
        required=False,
        max_length=60,
        help_text=_("As “poster in the hall”. Only people who may invite see this."),
    )


class GuidelinesForm(HouseForm):
    """The group's own text, or a ready one in its place."""

    text = PlainField(
        label=_("The guidelines"),
        required=False,
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("A line with ## before it is a heading, one with - is a point of a list."),
    )
    asks_again = forms.BooleanField(
        label=_("Ask everyone to read them again"),
        required=False,
        help_text=_("Leave it empty when you only mended a typing error."),
    )


class ReadyForm(HouseForm):
    """A ready text in place of what is there."""

    ready = _radio(_("Take a ready text"), _ready_choices)
