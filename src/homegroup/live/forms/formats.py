"""What people type to change a format."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homegroup.core.forms import HouseForm
from homegroup.core.writing import PlainField, WrittenField
from homegroup.groups.choices import Crosstalk
from homegroup.live.formats.schema import Attend, Order, Who
from homegroup.packs.problems import PackError
from homegroup.packs.reading import LONGEST

MOST_BYTES = 4 * LONGEST


class TitleForm(HouseForm):
    """What a group's own copy is called."""

    title = PlainField(
        label=_("What do you call it?"), max_length=80, help_text=_("As “Our Tuesday meeting”.")
    )


class SourceForm(HouseForm):
    """A form with the text of a whole file; the page shows what is wrong with it line by line."""

    def refuse_lines(self, refused: PackError) -> None:
        """Say that some lines are wrong; the page shows them beside the text."""
        self._refused_with = refused.status
        count = len(refused.problems)
        told = ngettext(
            "Not saved yet: %d line needs a look. Nothing that you wrote is lost.",
            "Not saved yet: %d lines need a look. Nothing that you wrote is lost.",
            count,
        )
        self.add_error(None, told % count)


class SeenForm(HouseForm):
    """A form that knows the revision which its writer began from."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def refuse_pack(self, refused: PackError, before: tuple[str | int, ...] = ()) -> None:
        """Show a pack's problems at the fields that they are about; `before` is a part's path."""
        self._refused_with = refused.status
        for problem in refused.problems:
            path = problem.path[len(before) :] if problem.path[: len(before)] == before else ()
            name = "_".join(str(step) for step in path if isinstance(step, str))
            told = problem.message if name in self.fields else str(problem)
            self.add_error(name if name in self.fields else None, told)


class ChangeForm(SeenForm):
    """A button: move a part up or down (its id), take a newer text, or just do it."""

    up = forms.SlugField(required=False, widget=forms.HiddenInput)
    down = forms.SlugField(required=False, widget=forms.HiddenInput)
    take = forms.BooleanField(required=False, widget=forms.HiddenInput)


class BasicsForm(SeenForm):
    """The whole meeting: how long, for whom, how people share."""

    title = PlainField(label=_("Title"), max_length=80)
    about = PlainField(
        label=_("What is it like?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    minutes = forms.IntegerField(label=_("Minutes in all"), min_value=5, max_value=240)
    wind_down = forms.IntegerField(label=_("Minutes kept for the end"), min_value=0, max_value=30)
    attend = forms.ChoiceField(label=_("Who may come"), choices=Attend.choices)
    order = forms.ChoiceField(label=_("Who is next"), choices=Order.choices)
    quiet_first = forms.BooleanField(
        label=_("People who have not spoken yet come first"), required=False
    )
    crosstalk = forms.ChoiceField(label=_("Answering each other"), choices=Crosstalk.choices)
    share_minutes = forms.IntegerField(label=_("Minutes for one share"), min_value=1, max_value=60)
    body = WrittenField(label=_("Advice for the chair"), required=False, rows=8)

    def told(self) -> dict[str, Any]:
        """Give the fields of the head, as the format names them."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"once", "number", "body"}
        }


class PartForm(SeenForm):
    """One part of the meeting."""

    title = PlainField(label=_("Title"), max_length=80)
    who = forms.ChoiceField(label=_("Who does it"), choices=Who.choices)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=240)
    words = WrittenField(
        label=_("Words to say or show"),
        most=4_000,
        required=False,
        rows=8,
        help_text=_("Read aloud by the one who does it, and shown to all."),
    )
    note = WrittenField(label=_("Note for the one who does it"), most=1_500, required=False, rows=3)
    sharing = forms.BooleanField(label=_("People share in this part"), required=False)
    crosstalk = forms.ChoiceField(
        label=_("Answering each other"),
        choices=[("", _("As in the whole meeting")), *Crosstalk.choices],
        required=False,
    )
    share_minutes = forms.IntegerField(
        label=_("Minutes for one share"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("Empty: as in the whole meeting."),
    )
    optional = forms.BooleanField(label=_("May be left out when time is short"), required=False)
    has_reading = forms.BooleanField(label=_("Your group reads a text here"), required=False)
    reading_what = PlainField(label=_("Which text"), max_length=200, required=False)
    reading_text = WrittenField(
        label=_("The text itself"),
        most=8_000,
        required=False,
        rows=5,
        help_text=_("Only a text that your group may use. Members of the group see it."),
    )
    reading_source = PlainField(label=_("Where it is from"), max_length=300, required=False)
    reading_permission = PlainField(label=_("Why you may use it"), max_length=300, required=False)
    reading_pass_on = forms.BooleanField(
        label=_("We may pass this text on to others"),
        required=False,
        help_text=_("Otherwise it is left out when you save the format as a file."),
    )

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that every part needs."""
        return [self[name] for name in ("title", "who", "minutes", "words", "note", "optional")]

    @property
    def sharing_fields(self) -> list[forms.BoundField]:
        """Whether and how people share."""
        return [self[name] for name in ("sharing", "share_minutes", "crosstalk")]

    @property
    def reading_fields(self) -> list[forms.BoundField]:
        """A text of the group."""
        return [self[name] for name in self.fields if "reading" in name]

    @property
    def shows_sharing(self) -> bool:
        """Whether the fields about sharing are open at once."""
        return bool(self["sharing"].value()) or any(each.errors for each in self.sharing_fields)

    @property
    def shows_reading(self) -> bool:
        """Whether the fields about a text are open at once."""
        return bool(self["has_reading"].value()) or any(each.errors for each in self.reading_fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("has_reading") and not data.get("reading_what"):
            self.add_error("reading_what", _("Say in a few words which text it is."))
        return data

    def told(self) -> dict[str, Any]:
        """Give the fields of the part, as the format names them."""
        data = self.cleaned_data
        names = ("title", "who", "minutes", "words", "note", "sharing", "crosstalk", "optional")
        part = {name: data[name] for name in (*names, "share_minutes")}
        part["reading"] = (
            {
                name: data[f"reading_{name}"]
                for name in ("what", "text", "source", "permission", "pass_on")
            }
            if data["has_reading"]
            else None
        )
        return part


class TextForm(SeenForm, SourceForm):
    """The whole file as text. Its problems are shown beside it, line by line."""

    text = forms.CharField(
        label=_("The whole format as text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 24, "spellcheck": "false", "dir": "auto", "class": "source"}
        ),
    )


class TakeInForm(SourceForm):
    """A file from somewhere else, or the text of one."""

    file = forms.FileField(label=_("A file"), required=False)
    text = forms.CharField(
        label=_("Or its text"),
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 6, "spellcheck": "false", "dir": "auto", "class": "source"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        file = data.get("file")
        if file and file.size > MOST_BYTES:
            self.add_error("file", _("This file is too large to be a format."))
        elif file:
            try:
                data["text"] = file.read().decode("utf-8")
            except UnicodeDecodeError:
                self.add_error("file", _("This file is no text. Choose one that was saved here."))
        elif not (data.get("text") or "").strip():
            self.add_error("file", _("Choose a file, or paste its text."))
        return data

    def keep_text(self) -> None:
        """Show the text of the file that was sent, so that it can be mended here."""
        kept = self.data.copy()  # type: ignore[attr-defined]
        kept["text"] = self.cleaned_data["text"]
        self.data = kept


class UseForm(HouseForm):
    """Which format a meeting has."""

    needs_once = False
    format = forms.ChoiceField(label=_("Format"), required=False)

    def __init__(self, data: Any = None, *, choices: list[Any], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["format"].choices = choices  # type: ignore[attr-defined]
