"""HTTP input of the room: what the site is, and where its meetings come from."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from homegroup.console import choices
from homegroup.core import countries
from homegroup.core.forms import HouseForm
from homegroup.core.loaders import Wanted
from homegroup.core.writing import PlainField
from homegroup.core.zones import read_zone
from homegroup.groups.fellowships import known
from homegroup.groups.models import Fellowship

MOST_BYTES = 100_000_000  # of an uploaded file
DAILY = 24


def fellowship_choices() -> list[tuple[str, str]]:
    """Give (slug, name) of the fellowships that the house knows and of this site's own."""
    named = {slug: str(row["name"]) for slug, row in known().items()}
    named |= dict(Fellowship.objects.values_list("slug", "name"))
    return sorted(named.items(), key=lambda pair: pair[1].casefold())


def _ticks(**more: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple(attrs={"class": "choices"})
    return forms.MultipleChoiceField(required=False, widget=widget, **more)


class NameForm(HouseForm):
    """What the site is called, and where."""

    name = PlainField(
        label=_("Name of the site"),
        max_length=60,
        help_text=_("It stands on every page and on home screens. A neutral name keeps secrets."),
    )
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        help_text=_("For helplines. Visitors can choose another one."),
    )
    languages = _ticks(label=_("Languages spoken in your meetings"))

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        none = ("", _("Several, or none in particular"))
        self._offer("country", [none, *countries.names().items()])
        self._offer("languages", choices.languages())

    def _offer(self, name: str, offered: list[Any]) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    @property
    def changes(self) -> dict[str, Any]:
        """What the form says, as `actions.change_site` takes it."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "once"}


class FellowshipsForm(HouseForm):
    """Which fellowships meet here."""

    fellowships = _ticks(label=_("Fellowships"))

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["fellowships"].choices = fellowship_choices()  # type: ignore[attr-defined]


class SiteForm(NameForm, FellowshipsForm):
    """All that the site is."""

    field_order = ["name", "country", "languages", "fellowships", "exit_url"]
    exit_url = forms.CharField(
        label=_("Where “Leave” leads"),
        max_length=300,
        help_text=_("A page that anybody might look at, as the weather. It begins with https://"),
    )


class ListForm(HouseForm):
    """A list of meetings: an address, or a file."""

    address = forms.CharField(
        label=_("Address of the list"),
        required=False,
        max_length=2_000,
        help_text=_("A Meeting Guide feed, as many sites of fellowships have."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )
    keep_fresh = forms.BooleanField(label=_("Look there again every day"), required=False)
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,  # the reader says what is wrong with it
        help_text=_("The same as a JSON file on this device."),
    )
    fellowship = forms.ChoiceField(label=_("Whose meetings are these?"), required=False)
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=64,
        help_text=_("For meetings in the list that name none. As Europe/Berlin."),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        none = ("", _("The list says it, or several"))
        offered = [none, *fellowship_choices()]
        self.fields["fellowship"].choices = offered  # type: ignore[attr-defined]

    def clean_time_zone(self) -> str:
        typed = str(self.cleaned_data["time_zone"]).strip().replace(" ", "_")
        if typed and not read_zone(typed):
            raise forms.ValidationError(_("We do not know this time zone. Try Europe/Berlin."))
        return typed

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 100 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        address, file = str(data.get("address") or "").strip(), data.get("file")
        if address and file:
            text = _("Give an address or a file, one of the two.")
            self.add_error("address", text)
        elif not (address or file or self.errors):
            self.add_error("address", _("Give an address, or choose a file."))
        return data

    @property
    def wanted(self) -> Wanted:
        """What is to be loaded."""
        data = self.cleaned_data
        file: UploadedFile | None = data["file"]
        return Wanted(
            address=data["address"].strip(),
            file_name=(file.name or "") if file else "",
            content=file.read() if file else b"",
            fellowship=data["fellowship"],
            time_zone=data["time_zone"],
            every_hours=DAILY if data["keep_fresh"] and data["address"] else None,
        )
