"""HTTP input of the room: a page, somebody to call, a check-in."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.core.forms import HouseForm, Revisable
from homegroup.core.phones import is_number
from homegroup.core.text import plain_lines
from homegroup.recovery.choices import (
    LONGEST_LINE,
    LONGEST_NOTE,
    LONGEST_TAG,
    LONGEST_TEXT,
    MOST_NUMBERS,
    MOST_TAGS,
)
from homegroup.recovery.searching import unique

_EARLIEST = date(1900, 1, 1)


def _text_area(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class PageForm(Revisable):
    """A page of the journal. `slot` names this form, for its draft; `revision` is 0 when new."""

    text = forms.CharField(
        label=gettext_lazy("What you write"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=_text_area(10, autocomplete="off"),
        error_messages={"required": gettext_lazy("Write at least one word.")},
    )
    on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=MOST_TAGS * (LONGEST_TAG + 2),
        help_text=gettext_lazy("Words to find it by, with commas: work, family"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    slot = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, today: date, initial: Any = None) -> None:
        start = {"on": today, "slot": str(uuid4()), "revision": 0}
        super().__init__(data, initial=start | (initial or {}))
        self.latest = today + timedelta(days=1)  # it may be tomorrow on another device

    def clean_text(self) -> str:
        text = plain_lines(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write at least one word."))
        return text

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if not _EARLIEST <= on <= self.latest:
            raise ValidationError(_("Choose today or a day before."))
        return on

    def clean_tags(self) -> list[str]:
        tags = unique(self.cleaned_data["tags"].split(","))
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("%d tags are the most.") % MOST_TAGS)
        if any(len(tag) > LONGEST_TAG for tag in tags):
            raise ValidationError(_("A tag has %d letters at most.") % LONGEST_TAG)
        return tags

    def clean_slot(self) -> UUID:
        return _slot(self.cleaned_data["slot"])


def _slot(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError:
        return uuid4()


class DraftForm(Revisable):
    """A page that is not finished: only its lengths are checked, all else stays as it is typed."""

    needs_once = False
    text = forms.CharField(required=False, max_length=LONGEST_TEXT, strip=False)
    on = forms.CharField(required=False, max_length=40, strip=False)
    tags = forms.CharField(required=False, max_length=2 * MOST_TAGS * LONGEST_TAG, strip=False)
    slot = forms.CharField(required=False)

    def clean_slot(self) -> UUID:
        return _slot(self.cleaned_data["slot"])

    @property
    def typed(self) -> dict[str, Any]:
        """What a page's form starts with when one goes on."""
        data = self.cleaned_data
        return {"text": data["text"], "on": data["on"], "tags": data["tags"],
                "revision": data["revision"]}  # fmt: skip


class PersonForm(HouseForm):
    """Somebody to call: name, numbers, and when."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("As you call them. Only you see it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    numbers = forms.CharField(
        label=gettext_lazy("Phone numbers"),
        max_length=200,
        help_text=gettext_lazy("One on each line, three at most."),
        widget=_text_area(2, inputmode="tel", autocomplete="off"),
    )
    when = forms.CharField(
        label=gettext_lazy("When you may call"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("For example: evenings until ten"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_numbers(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["numbers"].splitlines()]
        numbers = [line for line in lines if line]
        if len(numbers) > MOST_NUMBERS:
            raise ValidationError(_("%d numbers are the most.") % MOST_NUMBERS)
        for number in numbers:
            if not is_number(number):
                raise ValidationError(_("“%s” is no phone number. Use digits only.") % number)
        return numbers


class CheckInForm(Revisable):
    """A line in the morning and a note in the evening, of the day that the form was made for."""

    morning = forms.CharField(
        label=gettext_lazy("This morning: today I …"),
        required=False,
        max_length=LONGEST_LINE,
        help_text=gettext_lazy("One small thing you mean to do."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    evening = forms.CharField(
        label=gettext_lazy("This evening: how was it?"),
        required=False,
        max_length=LONGEST_NOTE,
        strip=False,
        widget=_text_area(5, autocomplete="off"),
    )
    on = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, today: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.today = today

    def clean_evening(self) -> str:
        return plain_lines(self.cleaned_data["evening"])

    def clean(self) -> dict[str, Any]:
        """Take the form's own day: what was begun before midnight, or sealed meanwhile, counts.

        The words of a form that is older go to today, if the person says so once more.
        """
        data = super().clean()
        on = _day(str(data.get("on", "")))
        if on is None or not self.today - timedelta(days=7) <= on <= self.today:
            self.show_again(on=self.today.isoformat(), revision=0)
            self.errors.pop("on", None)
            told = _("That day is over. Press “Keep” once more to keep these words for today.")
            self.add_error(None, told)
        data["on"] = on
        return data


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
